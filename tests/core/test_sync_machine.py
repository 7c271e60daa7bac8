"""Two devices and a server, with a network between them that drops, doubles, reorders and delays.

Meanwhile somebody at a desk saves the same workouts by a form. What must be there at the end is reckoned
here by itself, from everything that was ever said: of each field what was written last; a set unless its
deletion came after all of it; an exercise of a workout, with the sets in it, unless its deletion came
after all that was written in it.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection

from liftlog.core.request.services import EXTENSION
from liftlog.domain.sync.stamps import stamp_at
from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.store.database.engine import Database
from liftlog.store.rollups import rollups
from tests.cast import BENCH, NOW, SQUAT, Person

pytestmark = pytest.mark.database

# `make sync-fuzz` asks for many more.
EXAMPLES = int(os.environ.get("LIFTLOG_SYNC_EXAMPLES", "25"))
STEPS = int(os.environ.get("LIFTLOG_SYNC_STEPS", "30"))

Op = dict[str, Any]
BELIEVED_S = 300
OF_SET = ("position", "weight", "reps", "rpe", "kind", "plan_id")
DEVICES = st.sampled_from([0, 1])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "weight": st.sampled_from([None, 20, 60, 102.5]),
        "reps": st.integers(0, 12),
        "rpe": st.sampled_from([None, 7, 8.5]),
        "kind": st.sampled_from(["working", "warm_up", "drop"]),
        "plan_id": st.sampled_from([None, *(str(UUID(int=number)) for number in (1, 2))]),
    },
).filter(bool)


class Device:
    """What a phone keeps through a crash: its outbox, what the server told it, and how far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.device = str(uuid4())
        self.outbox: list[Op] = []
        self.cursor: int | None = None
        self.workouts: dict[str, Any] = {}
        self.ahead_s = 0

    @property
    def entries(self) -> set[str]:
        return {entry["id"] for workout in self.workouts.values() for entry in workout["exercises"]}

    def take(self, answer: dict[str, Any]) -> None:
        for one in answer["changes"]["workouts"]:
            self.workouts[one["id"]] = one
        for one in answer["changes"]["deleted"]:
            self.workouts.pop(one["id"], None)
        self.cursor = answer["cursor"]
        done = {one["id"] for one in answer["acks"]}
        self.outbox = [one for one in self.outbox if one["id"] not in done]


class Network(RuleBasedStateMachine):
    def __init__(self, client: FlaskClient, person: Person, database: Database) -> None:
        super().__init__()
        self._client, self._person, self._database = client, person, database
        self._devices = [Device("0000000a"), Device("0000000b")]
        self._seconds = 0
        self._said: list[Op] = []
        self._saved: list[Op] = []
        app = client.application
        app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], clock=lambda: self.now)
        self._sets: list[UUID] = []
        self._entries: list[tuple[UUID, UUID, UUID]] = []
        self._workouts = [uuid4(), uuid4()]
        self._delayed: list[tuple[Device, dict[str, Any]]] = []
        self._heard: set[str] = set()

    # What lifters do

    @initialize(ahead_s=st.sampled_from([0, 0, 600, 40_000_000]))
    def begin(self, ahead_s: int) -> None:
        self._devices[1].ahead_s = ahead_s
        for days_ago, workout in enumerate(self._workouts):
            begun = {
                "title": "Push",
                "started_at": (NOW - timedelta(days=days_ago, hours=2)).isoformat(),
                "time_zone": "UTC",
                "running": days_ago == 0,
            }
            self._say(0, "workout", workout, begun)
            for position, exercise in enumerate((BENCH, SQUAT)):
                entry = uuid4()
                self._entries.append((entry, exercise, workout))
                where = {"workout_id": str(workout), "exercise_id": str(exercise)}
                self._say(0, "entry", entry, {**where, "position": position})

    @rule(device=DEVICES, which=st.integers(0, 3), fields=FIELDS)
    def log_a_set(self, device: int, which: int, fields: dict[str, Any]) -> None:
        made = uuid4()
        self._sets.append(made)
        self._put_set(device, made, which, {"position": len(self._sets) % 200, **fields})

    @precondition(lambda self: self._sets)
    @rule(device=DEVICES, number=st.integers(0), fields=FIELDS)
    def edit_a_set(self, device: int, number: int, fields: dict[str, Any]) -> None:
        changed = self._sets[number % len(self._sets)]
        which = next(one["which"] for one in self._said if one["target"] == str(changed))
        self._put_set(device, changed, which, fields)

    @precondition(lambda self: self._sets)
    @rule(device=DEVICES, number=st.integers(0))
    def delete_a_set(self, device: int, number: int) -> None:
        self._say(device, "set", self._sets[number % len(self._sets)], {}, verb="delete")

    @rule(device=DEVICES, which=st.integers(0, 3))
    def delete_an_entry(self, device: int, which: int) -> None:
        self._say(device, "entry", self._entries[which][0], {}, verb="delete", which=which)

    @rule(device=DEVICES, which=st.integers(0, 3), note=st.sampled_from(["", "slow", "paused"]))
    def write_a_note(self, device: int, which: int, note: str) -> None:
        entry, exercise, workout = self._entries[which]
        where = {"workout_id": str(workout), "exercise_id": str(exercise)}
        self._say(device, "entry", entry, {**where, "note": note}, which=which)

    @rule(device=DEVICES, which=st.integers(0, 3), position=st.integers(0, 9))
    def move_an_entry(self, device: int, which: int, position: int) -> None:
        """By a device that knows of it from the server, and says no more than what is new."""
        entry = str(self._entries[which][0])
        if entry in self._devices[device].entries:
            self._say(device, "entry", UUID(entry), {"position": position}, which=which)

    @rule(device=DEVICES, which=st.integers(0, 1), title=st.sampled_from(["Push", "Pull", ""]))
    def rename(self, device: int, which: int, title: str) -> None:
        self._say(device, "workout", self._workouts[which], {"title": title})

    @rule(device=DEVICES, which=st.integers(0, 1))
    def discard(self, device: int, which: int) -> None:
        self._say(device, "workout", self._workouts[which], {}, verb="delete")

    @rule(device=DEVICES, which=st.integers(0, 1), hours=st.sampled_from([2, 3, 4, 26]))
    def begin_at_another_time(self, device: int, which: int, hours: int) -> None:
        at = {"started_at": (NOW - timedelta(hours=hours)).isoformat()}
        self._say(device, "workout", self._workouts[which], at)

    @rule(device=DEVICES, which=st.integers(0, 1), duration_s=st.integers(0, 9000))
    def finish(self, device: int, which: int, duration_s: int) -> None:
        ended = {"running": False, "duration_s": duration_s}
        self._say(device, "workout", self._workouts[which], ended)

    @rule(which=st.integers(0, 1), without=st.integers(0, 3), reps=st.integers(1, 9))
    def save_by_a_form(self, which: int, without: int, reps: int) -> None:
        """The workout as the server has it, one set left out and the first set's reps another."""
        path = f"/api/v1/workouts/{self._workouts[which]}"
        shown = self._client.get(path, headers=self._person.headers)
        if shown.status_code == 404:
            return
        draft = _as_a_form_has_it(shown.get_json())
        sets = [one for entry in draft["exercises"] for one in entry["sets"]]
        for one in sets[:1]:
            one["reps"] = reps
        left_out = sets[without] if 0 < without < len(sets) else None
        for entry in draft["exercises"]:
            entry["sets"] = [one for one in entry["sets"] if one is not left_out]
        # What a phone's clock was believed to be ahead is over.
        self._seconds += 1 + BELIEVED_S
        saved = self._client.put(path, json=draft, headers=self._person.headers)
        assert saved.status_code == 200, saved.get_json()
        self._note_what_was_saved(draft, left_out)

    def _note_what_was_saved(self, draft: dict[str, Any], left_out: dict[str, Any] | None) -> None:
        at = stamp_at(self.now)
        said = [("workout", draft["id"], {"title": draft["title"]}, "put")]
        for place, entry in enumerate(draft["exercises"]):
            told = {"note": entry["note"], "position": place}
            said.append(("entry", entry["id"], told, "put"))
            for position, one in enumerate(entry["sets"]):
                values = {name: one[name] for name in ("weight", "reps", "rpe", "kind")}
                said.append(("set", one["id"], {"position": position, **values}, "put"))
        if left_out:
            said.append(("set", left_out["id"], {}, "delete"))
        self._saved += [
            {"kind": kind, "target": target, "fields": fields, "verb": verb, "stamp": at}
            for kind, target, fields, verb in said
        ]

    @property
    def now(self) -> datetime:
        return NOW - timedelta(hours=1) + timedelta(seconds=self._seconds)

    def _put_set(self, device: int, target: UUID, which: int, fields: dict[str, Any]) -> None:
        entry, exercise, workout = self._entries[which]
        unit = {"weight_unit": "kg"} if "weight" in fields else {}
        where = {
            "workout_id": str(workout),
            "entry_id": str(entry),
            "exercise_id": str(exercise),
        }
        self._say(device, "set", target, {**where, **fields, **unit}, which=which)

    def _say(
        self,
        device: int,
        kind: str,
        target: UUID,
        fields: dict[str, Any],
        *,
        verb: str = "put",
        which: int = 0,
    ) -> None:
        self._seconds += 1
        sender = self._devices[device]
        at = stamp_at(self.now + timedelta(seconds=sender.ahead_s))
        operation = {
            "id": str(uuid4()),
            "kind": kind,
            "verb": verb,
            "target": str(target),
            "stamp": at[:-8] + sender.name,
            "fields": fields,
        }
        sender.outbox.append(operation)
        self._said.append({**operation, "which": which})

    # What the network does

    @rule(device=DEVICES)
    def send(self, device: int) -> None:
        sender = self._devices[device]
        sender.take(self._post(self._request(sender)))

    @rule(device=DEVICES)
    def lose_the_answer(self, device: int) -> None:
        self._post(self._request(self._devices[device]))

    @rule(device=DEVICES)
    def send_twice(self, device: int) -> None:
        sender = self._devices[device]
        asked = self._request(sender)
        self._post(asked)
        sender.take(self._post(asked))

    @rule(device=DEVICES, shuffle=st.randoms(use_true_random=False))
    def send_in_another_order(self, device: int, shuffle: Any) -> None:
        sender = self._devices[device]
        asked = self._request(sender)
        shuffle.shuffle(asked["operations"])
        sender.take(self._post(asked))

    @rule(device=DEVICES, count=st.integers(1, 5))
    def send_a_part(self, device: int, count: int) -> None:
        sender = self._devices[device]
        asked = self._request(sender)
        sender.take(self._post({**asked, "operations": asked["operations"][-count:]}))

    @rule(device=DEVICES)
    def delay(self, device: int) -> None:
        sender = self._devices[device]
        self._delayed.append((sender, self._request(sender)))

    @precondition(lambda self: self._delayed)
    @rule(number=st.integers(0))
    def arrive_late(self, number: int) -> None:
        _, asked = self._delayed.pop(number % len(self._delayed))
        self._post(asked)

    @rule(device=DEVICES)
    def kill_the_server_in_the_middle(self, device: int) -> None:
        """The transaction that was open is as if it had never been."""
        sender = self._devices[device]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("liftlog.store.rollups.rollups.refresh", _killed)
            body = self._request(sender)
            answer = self._client.post("/api/v1/sync", json=body, headers=self._person.headers)
        # A batch of nothing new writes nothing that could be lost.
        assert answer.status_code in {200, 503}
        if answer.status_code == 200:
            assert {one["id"] for one in body["operations"]} <= self._heard

    @rule(device=DEVICES)
    def forget_everything_but_the_outbox(self, device: int) -> None:
        sender = self._devices[device]
        sender.cursor, sender.workouts = None, {}

    def _request(self, device: Device) -> dict[str, Any]:
        return {
            "user_id": str(self._person.user_id),
            "device": device.device,
            "cursor": device.cursor,
            "operations": deepcopy(device.outbox[:100]),
        }

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        self._seconds += 1
        self._believe(body["operations"])
        answer = self._client.post("/api/v1/sync", json=body, headers=self._person.headers)
        assert answer.status_code == 200, answer.get_json()
        found: dict[str, Any] = answer.get_json()
        assert not [one for one in found["acks"] if one["status"] == "rejected"], found["acks"]
        return found

    def _believe(self, arriving: list[Op]) -> None:
        """What was written too far ahead counts as written when it is heard first, in its order."""
        latest = stamp_at(self.now + timedelta(seconds=BELIEVED_S))
        new = {one["id"] for one in arriving} - self._heard
        ahead = [one for one in self._said if one["id"] in new and one["stamp"] >= latest]
        for count, one in enumerate(sorted(ahead, key=lambda one: one["stamp"])):
            one["stamp"] = f"{latest[:15]}-{count:04x}-{one['stamp'][-8:]}"
        self._heard |= new

    # What has to be true when everything has arrived

    def teardown(self) -> None:
        for _, asked in self._delayed:
            self._post(asked)
        for sender in [*self._devices, *self._devices]:
            while sender.outbox:
                sender.take(self._post(self._request(sender)))
            sender.take(self._post(self._request(sender)))
        truth = self._fresh()
        assert [self._without_rev(one.workouts) for one in self._devices] == [truth, truth]
        self._check(truth)
        self._post({**self._request(self._devices[0]), "operations": self._replayed()})
        assert self._fresh() == truth
        with self._database.transaction(self._person.user_id) as tx:
            assert rollups.differences(tx, self._person.user_id) == []

    def _replayed(self) -> list[Op]:
        return [
            {name: value for name, value in one.items() if name != "which"} for one in self._said
        ][-100:]

    def _fresh(self) -> dict[str, Any]:
        answer = self._post({"device": str(uuid4()), "cursor": None, "operations": []})
        return self._without_rev({one["id"]: one for one in answer["changes"]["workouts"]})

    def _without_rev(self, workouts: dict[str, Any]) -> dict[str, Any]:
        return {
            key: {name: value for name, value in one.items() if name != "rev"}
            for key, one in workouts.items()
        }

    def _check(self, truth: dict[str, Any]) -> None:
        if not self._said:
            return
        found = {
            one["id"]: one
            for workout in truth.values()
            for entry in workout["exercises"]
            for one in (entry, *entry["sets"])
        }
        names = {
            entry["exercise_id"]: entry["name"]
            for workout in truth.values()
            for entry in workout["exercises"]
        }
        assert "Unknown exercise" not in names.values()
        wanted = self._expected()
        assert truth.keys() == {str(one) for one in self._workouts if self._is_wanted(one, wanted)}
        hidden = {
            str(one)
            for which, (entry, _, workout) in enumerate(self._entries)
            if str(workout) not in truth
            for one in (entry, *(made for made in self._sets if self._which(made) == which))
        }
        wanted = {one: fields for one, fields in wanted.items() if one not in hidden}
        assert found.keys() == wanted.keys()
        for target, fields in wanted.items():
            assert {name: found[target][name] for name in fields} == fields
        for target, workout in truth.items():
            assert workout["title"] == _last_said(self._about(target))["title"]

    def _about(self, *targets: str) -> list[Op]:
        found = [one for one in (*self._said, *self._saved) if one["target"] in targets]
        return sorted(found, key=lambda one: one["stamp"])

    def _expected(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for which, (entry, _, _) in enumerate(self._entries):
            sets = [str(one) for one in self._sets if self._which(one) == which]
            if _put_last(self._about(str(entry)), self._about(str(entry), *sets)):
                found[str(entry)] = _said_of(self._about(str(entry)), ("note", "position"))
                found |= {
                    one: _said_of(self._about(one), OF_SET)
                    for one in sets
                    if _put_last(self._about(one), self._about(one))
                }
        return found

    def _is_wanted(self, workout: UUID, there: dict[str, dict[str, Any]]) -> bool:
        """Unless it was discarded after all that was written of it, and of what is in it."""
        inside = [
            str(one)
            for which, (entry, _, its) in enumerate(self._entries)
            if its == workout
            for one in (entry, *(made for made in self._sets if self._which(made) == which))
        ]
        own = self._about(str(workout))
        return _put_last(own, self._about(str(workout), *(one for one in inside if one in there)))

    def _which(self, one: UUID) -> int:
        which: int = next(said["which"] for said in self._said if said["target"] == str(one))
        return which


def _put_last(deletions: list[Op], puts: list[Op]) -> bool:
    """Whether anything was written later than it was deleted; a form's moment counts as later."""
    deleted = max((one["stamp"] for one in deletions if one["verb"] == "delete"), default="")
    return any(one["stamp"] > deleted for one in puts if one["verb"] == "put")


def _last_said(said: list[Op]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for one in said:
        fields |= one["fields"]
    return fields


def _said_of(said: list[Op], names: tuple[str, ...]) -> dict[str, Any]:
    fields = _last_said(said)
    return {name: fields[name] for name in names if name in fields}


def _as_a_form_has_it(workout: dict[str, Any]) -> dict[str, Any]:
    draft = {name: value for name, value in workout.items() if name not in {"day", "volume_kg"}}
    draft["exercises"] = [
        {
            **{name: one for name, one in entry.items() if name not in {"name", "load_kind"}},
            "sets": [
                {name: one for name, one in logged.items() if name != "weight_kg"}
                for logged in entry["sets"]
            ],
        }
        for entry in workout["exercises"]
    ]
    return draft


def _killed(*_rest: object) -> None:
    raise DatabaseUnavailableError("The server was killed here.")


@contextmanager
def rolled_back(connection: Connection) -> Iterator[None]:
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def test_whatever_the_network_does_nothing_is_lost_and_nothing_done_twice(
    client: FlaskClient, ana: Person, database: Database, connection: Connection
) -> None:
    with ExitStack() as stack:

        class Isolated(Network):
            def __init__(self) -> None:
                super().__init__(client, ana, database)
                self._example = stack.enter_context(ExitStack())
                self._example.enter_context(rolled_back(connection))

            def teardown(self) -> None:
                try:
                    super().teardown()
                finally:
                    self._example.close()

        run_state_machine_as_test(
            Isolated,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                # What fails is seldom made shorter in less than minutes: the steps are told as they were.
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=[
                    HealthCheck.function_scoped_fixture,
                    HealthCheck.too_slow,
                    HealthCheck.filter_too_much,
                ],
            ),
        )
