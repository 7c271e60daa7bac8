"""Synchronizing: applied once, in any order, for the right person, and answered with what changed."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from psycopg._queries import MAX_CACHED_STATEMENT_LENGTH
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from liftlog.core.imports import service as imports
from liftlog.core.workouts import service as workout_service
from liftlog.domain.sync.stamps import stamp_at
from liftlog.store.database.engine import Database
from liftlog.store.rollups import rollups
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, SQUAT, Person
from tests.core.statements import SAYS_WHOSE_ROWS, counted
from tests.pages import Browser
from tests.problems import problem

pytestmark = pytest.mark.database

DEVICE = str(uuid4())
Op = dict[str, Any]


def stamp(seconds: int, device: str = "0000000a") -> str:
    return stamp_at(NOW - timedelta(hours=1) + timedelta(seconds=seconds))[:-8] + device


def put(kind: str, target: UUID, seconds: int = 0, device: str = "0000000a", **fields: Any) -> Op:
    return {
        "id": str(uuid4()),
        "kind": kind,
        "verb": "put",
        "target": str(target),
        "stamp": stamp(seconds, device),
        "fields": {
            name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()
        },
    }


def delete(kind: str, target: UUID, seconds: int) -> Op:
    return {**put(kind, target, seconds), "verb": "delete", "fields": {}}


class Workout:
    """The ids of a workout that begins with a bench press of three sets."""

    def __init__(self) -> None:
        self.id, self.entry = uuid4(), uuid4()
        self.sets = [uuid4() for _ in range(3)]

    @property
    def begun(self) -> list[Op]:
        return [
            put(
                "workout",
                self.id,
                title="Push",
                started_at="2026-11-20T17:30:00+01:00",
                time_zone="Europe/Berlin",
                running=True,
            ),
            put("entry", self.entry, workout_id=self.id, exercise_id=BENCH, position=0),
        ]

    def set(self, number: int, seconds: int = 1, **fields: Any) -> Op:
        said = {"position": number, "weight": 100, "weight_unit": "kg", "reps": 5, **fields}
        return put(
            "set",
            self.sets[number],
            seconds,
            workout_id=self.id,
            entry_id=self.entry,
            exercise_id=BENCH,
            **said,
        )


def sync(
    client: FlaskClient, person: Person, *operations: Op, cursor: int | None = 0, **more: object
) -> TestResponse:
    body = {"device": DEVICE, "cursor": cursor, "operations": list(operations), **more}
    return client.post("/api/v1/sync", json=body, headers=person.headers)


def told(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def statuses(answer: TestResponse) -> list[str]:
    return [one["status"] for one in told(answer)["acks"]]


def state(client: FlaskClient, person: Person) -> list[dict[str, Any]]:
    """The workouts as they are, without versions."""
    found = told(sync(client, person))["changes"]["workouts"]
    for one in found:
        del one["rev"]
    return sorted(found, key=lambda one: one["id"])


def test_a_workout_from_a_device_is_there_whole_and_counts(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    done = [*workout.begun, *(workout.set(number) for number in range(3))]
    finish = put("workout", workout.id, 9, running=False, duration_s=1800)
    assert set(statuses(sync(client, ana, *done, finish))) == {"applied"}
    kept_workout = client.get(f"/api/v1/workouts/{workout.id}", headers=ana.headers).get_json()
    assert [one["id"] for one in kept_workout["exercises"][0]["sets"]] == list(
        map(str, workout.sets)
    )
    assert (kept_workout["title"], kept_workout["duration_s"]) == ("Push", 1800)
    summary = client.get("/api/v1/stats/summary", headers=ana.headers).get_json()
    assert summary == {"workouts": 1, "sets": 3, "reps": 15, "volume_kg": 1500}
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_sent_again_nothing_changes_and_the_answer_is_that_it_was_done(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    operations = [*workout.begun, workout.set(0), workout.set(1, reps=-1)]
    first = told(sync(client, ana, *operations))
    before = state(client, ana)
    again = told(sync(client, ana, *operations))
    assert [one["status"] for one in first["acks"]] == ["applied"] * 3 + ["rejected"]
    assert [one["status"] for one in again["acks"]] == ["duplicate"] * 3 + ["rejected"]
    assert again["acks"][3]["reason"] == first["acks"][3]["reason"]
    assert state(client, ana) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_the_order_in_which_operations_arrive_changes_nothing(
    client: FlaskClient, ana: Person, order: tuple[int, ...]
) -> None:
    workout = Workout()
    operations = [
        *workout.begun,
        workout.set(0, 1, reps=5),
        put("set", workout.sets[0], 2, entry_id=workout.entry, reps=6),
    ]
    if order.index(3) < order.index(2):
        # A set is never put without saying where it belongs before anything is known of it.
        operations[3]["fields"] |= {"workout_id": str(workout.id), "exercise_id": str(BENCH)}
    for place in order:
        assert statuses(sync(client, ana, operations[place]))[0] in {"applied", "superseded"}
    (found,) = state(client, ana)
    ((entry,), (logged,)) = found["exercises"], found["exercises"][0]["sets"]
    assert (found["title"], found["running"]) == ("Push", True)
    assert (entry["name"], logged["reps"], logged["weight"]) == ("Bench press", 6, 100)


def test_two_devices_in_one_workout_both_keep_their_sets(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    told(sync(client, ana, workout.set(1)))
    other = {**workout.set(2), "target": str(uuid4())}
    other["fields"] = {**other["fields"], "position": 1}
    told(sync(client, ana, other))
    (found,) = state(client, ana)
    assert [one["position"] for one in found["exercises"][0]["sets"]] == [0, 1, 1]


def test_two_devices_that_did_the_same_planned_set_keep_both(
    client: FlaskClient, ana: Person
) -> None:
    workout, planned = Workout(), uuid4()
    told(sync(client, ana, *workout.begun, workout.set(0, plan_id=planned)))
    other = workout.set(1, plan_id=planned)
    (found,) = told(sync(client, ana, other))["changes"]["workouts"]
    sets = found["exercises"][0]["sets"]
    assert [one["plan_id"] for one in sets] == [str(planned)] * 2
    told(sync(client, ana, put("set", workout.sets[1], 5, plan_id=None)))
    sets = state(client, ana)[0]["exercises"][0]["sets"]
    assert [one["plan_id"] for one in sets] == [str(planned), None]


def test_a_set_comes_back_with_the_planned_set_it_was_made_from(
    client: FlaskClient, ana: Person
) -> None:
    workout, planned = Workout(), uuid4()
    told(sync(client, ana, *workout.begun, workout.set(0, plan_id=planned)))
    told(sync(client, ana, delete("set", workout.sets[0], 5)))
    told(sync(client, ana, put("set", workout.sets[0], 9, entry_id=workout.entry, reps=6)))
    (logged,) = state(client, ana)[0]["exercises"][0]["sets"]
    assert (logged["reps"], logged["plan_id"]) == (6, str(planned))


def test_of_two_who_wrote_the_same_field_the_later_wins_and_other_fields_stay(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0, 1)))
    later = put("set", workout.sets[0], 30, reps=8)
    earlier = put("set", workout.sets[0], 20, reps=7, rpe=9)
    assert statuses(sync(client, ana, later)) == ["applied"]
    assert statuses(sync(client, ana, earlier)) == ["applied"]
    assert statuses(sync(client, ana, put("set", workout.sets[0], 10, reps=1))) == ["superseded"]
    (logged,) = state(client, ana)[0]["exercises"][0]["sets"]
    assert (logged["reps"], logged["rpe"], logged["weight"]) == (8, 9, 100)


def test_a_phone_whose_clock_is_an_hour_ahead_can_change_its_mind(
    client: FlaskClient, ana: Person
) -> None:
    workout, hour = Workout(), 2 * 3600
    begun = [{**one, "stamp": stamp(hour)} for one in workout.begun]
    done = [workout.set(0, hour + 1), put("set", workout.sets[0], hour + 2, reps=6)]
    gone = [workout.set(1, hour + 3), delete("set", workout.sets[1], hour + 4)]
    finish = put("workout", workout.id, hour + 5, running=False, duration_s=600)
    answer = told(sync(client, ana, *begun, *done, *gone, finish))
    assert {one["status"] for one in answer["acks"]} == {"applied"}
    told(sync(client, ana, put("set", workout.sets[0], hour + 6, rpe=8, reps=7)))
    (found,) = state(client, ana)
    (logged,) = found["exercises"][0]["sets"]
    assert (logged["reps"], logged["rpe"], found["running"]) == (7, 8, False)


def test_a_phone_hears_how_far_the_clocks_of_others_are(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    assert told(sync(client, ana))["stamp"] is None
    told(sync(client, ana, *workout.begun, workout.set(0, 3600 + 200)))
    assert told(sync(client, ana))["stamp"] == stamp(3600 + 200)
    answer = told(sync(client, ana, delete("set", workout.sets[0], 3600 + 250)))
    assert answer["stamp"] == stamp(3600 + 250)
    ahead = told(sync(client, ana, workout.set(0, 3600 * 10, device="0000000b")))["stamp"]
    later = f"{ahead[:16]}00ff-0000000a"
    mine = {**put("set", workout.sets[0], reps=9), "stamp": later}
    assert statuses(sync(client, ana, mine)) == ["applied"]
    assert state(client, ana)[0]["exercises"][0]["sets"][0]["reps"] == 9


def test_what_a_clock_years_ahead_says_was_done_is_done_now(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    begun = workout.begun
    begun[0]["fields"]["started_at"] = "2031-01-01T10:00:00+00:00"
    logged = workout.set(0, logged_at="2031-01-01T10:05:00+00:00")
    assert set(statuses(sync(client, ana, *begun, logged))) == {"applied"}
    (found,) = state(client, ana)
    assert found["day"] == "2026-11-20"
    assert found["exercises"][0]["sets"][0]["logged_at"] == NOW.isoformat().replace("+00:00", "Z")
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_what_was_deleted_comes_back_by_a_later_edit_and_not_by_an_earlier_one(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1)))
    told(sync(client, ana, delete("set", workout.sets[0], 50)))
    assert statuses(sync(client, ana, put("set", workout.sets[0], 40, reps=9))) == ["superseded"]
    assert len(state(client, ana)[0]["exercises"][0]["sets"]) == 1
    assert statuses(sync(client, ana, put("set", workout.sets[0], 60, rpe=8))) == ["applied"]
    first = state(client, ana)[0]["exercises"][0]["sets"][0]
    assert (first["weight"], first["reps"], first["rpe"]) == (100, 9, 8)
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


@pytest.mark.parametrize("what", ["workout", "entry"])
def test_of_two_equal_sets_the_record_goes_to_the_one_that_was_first_in_the_end(
    client: FlaskClient, ana: Person, database: Database, what: str
) -> None:
    first, second = Workout(), Workout()
    if what == "workout":
        told(sync(client, ana, *first.begun, first.set(0), *second.begun, second.set(0)))
        later = put("workout", first.id, 50, started_at="2026-11-20T18:30:00+01:00")
    else:
        second.id = first.id
        entry = put("entry", second.entry, workout_id=first.id, exercise_id=BENCH, position=1)
        told(sync(client, ana, *first.begun, first.set(0), entry, second.set(0)))
        later = put("entry", first.entry, 50, position=2)
    told(sync(client, ana, later))
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_an_entry_takes_its_sets_with_it_and_brings_them_back(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1)))
    before = state(client, ana)
    told(sync(client, ana, delete("entry", workout.entry, 50)))
    assert state(client, ana)[0]["exercises"] == []
    told(sync(client, ana, put("entry", workout.entry, 60, note="again")))
    (entry,) = state(client, ana)[0]["exercises"]
    assert entry["sets"] == before[0]["exercises"][0]["sets"]


@pytest.mark.parametrize("first", ["the set", "the removal"])
def test_a_set_that_was_logged_after_its_entry_was_removed_elsewhere_is_kept(
    client: FlaskClient, ana: Person, first: str
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0, 1)))
    both = [workout.set(1, 60), delete("entry", workout.entry, 50)]
    for one in both if first == "the set" else reversed(both):
        told(sync(client, ana, one))
    assert len(state(client, ana)[0]["exercises"][0]["sets"]) == 2


@pytest.mark.parametrize("first", ["the set", "the discarding"])
def test_a_set_that_was_logged_after_its_workout_was_discarded_elsewhere_brings_it_back(
    client: FlaskClient, ana: Person, database: Database, first: str
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0, 1)))
    both = [workout.set(1, 60), delete("workout", workout.id, 50)]
    for one in both if first == "the set" else reversed(both):
        told(sync(client, ana, one))
    assert len(state(client, ana)[0]["exercises"][0]["sets"]) == 2
    told(sync(client, ana, delete("set", workout.sets[1], 70)))
    assert state(client, ana) == []
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_a_workout_out_of_the_trash_stays_whatever_late_words_arrive(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    path = f"/workouts/{workout.id}"
    sign_in(client, ana)
    client.post(f"{path}/delete", headers=FROM_OUR_PAGE)
    client.post(f"{path}/restore", headers=FROM_OUR_PAGE)
    late = [put("entry", workout.entry, 5, note="slow"), delete("workout", workout.id, 6)]
    told(sync(client, ana, *late))
    assert len(state(client, ana)) == 1


def test_a_swapped_exercise_takes_its_sets_along(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    told(sync(client, ana, put("entry", workout.entry, 9, exercise_id=SQUAT)))
    (entry,) = state(client, ana)[0]["exercises"]
    assert (entry["name"], len(entry["sets"])) == ("Squat", 1)
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_the_first_finish_wins_and_sets_after_it_are_kept(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    told(sync(client, ana, put("workout", workout.id, 50, running=False, duration_s=600)))
    told(sync(client, ana, put("workout", workout.id, 60, running=False, duration_s=900)))
    told(sync(client, ana, workout.set(1, 70)))
    (found,) = state(client, ana)
    assert (found["running"], found["duration_s"]) == (False, 600)
    assert len(found["exercises"][0]["sets"]) == 2


def test_a_set_of_what_nobody_told_of_yet_is_never_dropped(
    client: FlaskClient, ana: Person
) -> None:
    workout, unheard_of = Workout(), uuid4()
    operation = workout.set(0)
    operation["fields"]["exercise_id"] = str(unheard_of)
    assert statuses(sync(client, ana, operation)) == ["applied"]
    (found,) = state(client, ana)
    assert (found["title"], found["exercises"][0]["name"]) == ("", "Unknown exercise")
    named = put("exercise", unheard_of, name="Log press", load_kind="weight_reps")
    told(sync(client, ana, named, *workout.begun[:1]))
    (found,) = state(client, ana)
    assert (found["title"], found["exercises"][0]["name"]) == ("Push", "Log press")


@pytest.mark.parametrize("removed", [False, True], ids=["there", "removed before"])
def test_a_word_about_an_entry_that_does_not_name_its_exercise_leaves_the_exercise_as_it_was(
    client: FlaskClient, ana: Person, removed: bool
) -> None:
    workout, own = Workout(), uuid4()
    begun = workout.begun
    begun[1]["fields"]["exercise_id"] = str(own)
    named = put("exercise", own, name="Log press", load_kind="weight_reps")
    cursor = told(sync(client, ana, named, *begun))["cursor"]
    if removed:
        cursor = told(sync(client, ana, delete("entry", workout.entry, 2), cursor=cursor))["cursor"]
    note = put("entry", workout.entry, 5, note="slow")
    answer = told(sync(client, ana, note, cursor=cursor))
    assert answer["changes"]["exercises"] == []
    (entry,) = answer["changes"]["workouts"][0]["exercises"]
    assert (entry["name"], entry["note"]) == ("Log press", "slow")
    (found,) = state(client, ana)
    assert found["exercises"][0]["name"] == "Log press"
    fresh = told(sync(client, ana, cursor=None))["changes"]["exercises"]
    assert next(one for one in fresh if one["id"] == str(own))["name"] == "Log press"


def test_one_that_can_not_be_stops_no_other(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    wrong = [
        workout.set(0, weight=3000),
        put("set", uuid4(), reps=5),
        put("workout", workout.id, time_zone="Nowhere/At_All"),
        put("workout", workout.id, mood="good"),
        delete("exercise", BENCH, 5),
    ]
    answer = told(sync(client, ana, *workout.begun, *wrong, workout.set(1)))
    refused = answer["acks"][2:-1]
    assert {one["status"] for one in refused} == {"rejected"}
    assert [one["code"] for one in refused] == [
        "invalid_input",
        "incomplete",
        "invalid_input",
        "invalid_input",
        "not_deletable",
    ]
    assert answer["acks"][-1]["status"] == "applied"
    assert len(state(client, ana)[0]["exercises"][0]["sets"]) == 1


def test_what_changed_by_a_form_reaches_the_device_and_an_old_edit_does_not_undo_it(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    cursor = told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1)))["cursor"]
    body = {
        "title": "Push day",
        "exercises": [
            {
                "id": str(workout.entry),
                "exercise_id": str(BENCH),
                "sets": [{"id": str(workout.sets[0]), "weight": 105, "reps": 5}],
            }
        ],
    }
    answer = client.put(f"/api/v1/workouts/{workout.id}", json=body, headers=ana.headers)
    assert answer.status_code == 200
    old = [
        put("workout", workout.id, 5, title="Old"),
        put("set", workout.sets[0], 5, reps=1),
        put("set", workout.sets[1], 5, reps=1),
    ]
    changed = told(sync(client, ana, *old, cursor=cursor))
    assert [one["status"] for one in changed["acks"]] == ["superseded"] * 3
    (found,) = changed["changes"]["workouts"]
    (logged,) = found["exercises"][0]["sets"]
    assert (found["title"], logged["weight"], logged["reps"]) == ("Push day", 105, 5)
    assert found["running"] is True


def test_the_phone_that_lifts_knows_the_bests_after_the_workout(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    begun = told(sync(client, ana, *workout.begun, workout.set(0), cursor=0))
    logged = told(sync(client, ana, workout.set(1, weight=110), cursor=begun["cursor"]))
    assert logged["changes"]["bests"] == []
    finish = put("workout", workout.id, 9, running=False, duration_s=1800)
    finished = told(sync(client, ana, finish, cursor=logged["cursor"]))
    (best,) = finished["changes"]["bests"]
    assert (best["exercise_id"], best["top_weight_kg"]) == (str(BENCH), 110)
    assert {name: best["standing"][name] for name in ("weight:5", "reps", "set_volume")} == {
        "weight:5": 110,
        "reps": 5,
        "set_volume": 550,
    }
    gone = told(sync(client, ana, delete("workout", workout.id, 20), cursor=finished["cursor"]))
    assert gone["changes"]["deleted"] == [
        {"kind": "workout", "id": str(workout.id)},
        {"kind": "best", "id": str(BENCH)},
    ]
    back = put("workout", workout.id, 30, title="Push")
    (best,) = told(sync(client, ana, back, cursor=gone["cursor"]))["changes"]["bests"]
    assert best["top_weight_kg"] == 110


def test_an_exercise_keeps_its_other_names_when_its_settings_change(
    client: FlaskClient, ana: Person
) -> None:
    fresh = told(sync(client, ana, cursor=None))
    (bench,) = [one for one in fresh["changes"]["exercises"] if one["id"] == str(BENCH)]
    assert bench["aliases"]
    settings = put("exercise", BENCH, increment_g=1000)
    changed = told(sync(client, ana, settings, cursor=fresh["cursor"]))
    (after,) = changed["changes"]["exercises"]
    assert (after["increment_g"], after["aliases"]) == (1000, bench["aliases"])


def test_a_new_device_gets_all_it_needs(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    routine = put("routine", uuid4(), name="Push", exercises=[])
    wanted = put("preferences", ana.user_id, rest_s=90)
    told(sync(client, ana, routine, wanted))
    answer = told(sync(client, ana, cursor=None))
    changes = answer["changes"]
    assert [one["id"] for one in changes["workouts"]] == [str(workout.id)]
    assert [one["name"] for one in changes["routines"]] == ["Push"]
    assert changes["preferences"]["rest_s"] == 90
    assert len(changes["exercises"]) == 450
    assert [one["by_reps"] for one in changes["bests"]] == [[[5, 100]]]
    assert answer["user"]["id"] == str(ana.user_id)
    nothing = told(sync(client, ana, cursor=answer["cursor"]))["changes"]
    assert (nothing["workouts"], nothing["exercises"], nothing["routines"]) == ([], [], [])


def test_a_routine_that_was_changed_elsewhere_first_stays(client: FlaskClient, ana: Person) -> None:
    routine = uuid4()
    first = told(sync(client, ana, put("routine", routine, name="Push", exercises=[])))
    rev = first["changes"]["routines"][0]["rev"]
    newer = {**put("routine", routine, name="Push A", exercises=[]), "base_rev": rev}
    stale = {**put("routine", routine, name="Push B", exercises=[]), "base_rev": rev}
    assert statuses(sync(client, ana, newer)) == ["applied"]
    assert statuses(sync(client, ana, stale)) == ["superseded"]
    (kept_routine,) = told(sync(client, ana))["changes"]["routines"]
    assert kept_routine["name"] == "Push A"
    gone = {**delete("routine", routine, 5), "base_rev": kept_routine["rev"]}
    answer = told(sync(client, ana, gone))
    assert answer["changes"]["deleted"] == [{"kind": "routine", "id": str(routine)}]


def test_a_deleted_workout_leaves_the_device_and_a_later_edit_brings_it_back(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    cursor = told(sync(client, ana, *workout.begun, workout.set(0)))["cursor"]
    client.delete(f"/api/v1/workouts/{workout.id}", headers=ana.headers)
    gone = told(sync(client, ana, cursor=cursor))
    assert gone["changes"]["deleted"] == [
        {"kind": "workout", "id": str(workout.id)},
        {"kind": "best", "id": str(BENCH)},
    ]
    told(sync(client, ana, put("workout", workout.id, 7200, title="Back")))
    (found,) = state(client, ana)
    assert (found["title"], len(found["exercises"][0]["sets"])) == ("Back", 1)


def test_long_absence_is_told_in_pages(
    client: FlaskClient, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liftlog.store.sync.WORKOUTS_MAX", 2)
    made = [Workout() for _ in range(5)]
    for one in made:
        told(sync(client, ana, *one.begun))
    cursor, seen, more = 0, set(), True
    while more:
        answer = told(sync(client, ana, cursor=cursor))
        cursor, more = answer["cursor"], answer["more"]
        seen |= {UUID(one["id"]) for one in answer["changes"]["workouts"]}
    assert seen == {one.id for one in made}


def imported(
    person: Person, database: Database, count: int, exercise: str = "Bench Press (Barbell)"
) -> UUID:
    """So many workouts by one import; its id."""
    lines = (
        f"{NOW - timedelta(days=nth):%Y-%m-%d} 18:00:00,Push,45m,{exercise},1,100,5,,,,,"
        for nth in range(1, count + 1)
    )
    head = (
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,"
        "Notes,Workout Notes,RPE"
    )
    content = "\n".join([head, *lines]).encode()
    with database.transaction(person.user_id) as tx:
        plan = imports.plan_import(tx, person.account, content, filename="strong.csv")
        made = imports.import_history(
            tx, person.account, plan, filename="strong.csv", now=NOW
        ).import_id
    assert made is not None
    return made


class Device:
    def __init__(self, cursor: int) -> None:
        self.cursor, self.more = cursor, False
        self.workouts: set[str] = set()
        self.most = 0

    def take(self, answer: dict[str, Any]) -> None:
        found = [one["id"] for one in answer["changes"]["workouts"]]
        self.most = max(self.most, len(found))
        self.workouts |= set(found)
        self.workouts -= {one["id"] for one in answer["changes"]["deleted"]}
        self.cursor, self.more = answer["cursor"], answer["more"]


def followed(client: FlaskClient, person: Person, cursor: int, *operations: Op) -> Device:
    """A device that asks on as long as there is more, from this cursor on."""
    device = Device(cursor)
    device.take(told(sync(client, person, *operations, cursor=cursor)))
    while device.more:
        device.take(told(sync(client, person, cursor=device.cursor)))
    return device


def test_a_long_import_reaches_a_device_whole_in_answers_that_have_an_end(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    cursor = told(sync(client, ana, *Workout().begun))["cursor"]
    imported(ana, database, 450)
    device = followed(client, ana, cursor)
    assert len(device.workouts) == 450
    assert device.most < 300


def test_a_device_forgets_what_an_import_brought_when_that_is_taken_back(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    cursor = told(sync(client, ana, *workout.begun))["cursor"]
    made = imported(ana, database, 3, "Log Throw")
    device = Device(cursor)
    answer = told(sync(client, ana, cursor=cursor))
    device.take(answer)
    (thrown,) = {one["exercises"][0]["exercise_id"] for one in answer["changes"]["workouts"]}
    assert len(device.workouts) == 3
    with database.transaction(ana.user_id) as tx:
        imports.undo_import(tx, ana.user_id, made, now=NOW)
    gone = told(sync(client, ana, cursor=device.cursor))
    device.take(gone)
    assert device.workouts == set()
    archived = {one["id"]: one["archived"] for one in gone["changes"]["exercises"]}
    assert archived[thrown]
    assert told(sync(client, ana, cursor=device.cursor))["changes"]["deleted"] == []


def test_a_device_forgets_what_left_the_trash_unless_it_has_more_to_say(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    cursor = told(sync(client, ana, *workout.begun, workout.set(0)))["cursor"]
    with database.transaction(ana.user_id) as tx:
        workout_service.delete_workout(tx, ana.user_id, workout.id, now=NOW)
        assert workouts.empty_trash(tx, ana.user_id, before=NOW + timedelta(days=31)) == 1
    gone = told(sync(client, ana, cursor=cursor))["changes"]["deleted"]
    assert gone == [{"kind": "workout", "id": str(workout.id)}]
    back = told(sync(client, ana, workout.set(1, 9), cursor=cursor))["changes"]
    assert back["deleted"] == []
    assert len(back["workouts"][0]["exercises"][0]["sets"]) == 1
    assert told(sync(client, ana, cursor=cursor))["changes"]["deleted"] == []


def test_what_changed_in_one_go_is_told_in_one_go(
    client: FlaskClient, ana: Person, database: Database, connection: Connection
) -> None:
    cursor = told(sync(client, ana, *Workout().begun))["cursor"]
    imported(ana, database, 250)
    connection.execute(
        text("UPDATE workout SET rev = :rev WHERE user_id = :user_id AND rev > :cursor"),
        {"rev": cursor + 1, "user_id": ana.user_id, "cursor": cursor},
    )
    assert len(followed(client, ana, cursor).workouts) == 250


def test_a_workout_that_an_operation_names_does_not_hide_those_that_changed_before_it(
    client: FlaskClient, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liftlog.store.sync.WORKOUTS_MAX", 2)
    made = [Workout() for _ in range(6)]
    for one in made:
        told(sync(client, ana, *one.begun))
    device = followed(client, ana, 0, put("workout", made[-1].id, 5, title="Pull"))
    assert device.workouts == {str(one.id) for one in made}
    device = followed(client, ana, 0, put("workout", made[-1].id, 1, title="Too late"))
    assert device.workouts == {str(one.id) for one in made}


def test_nobody_sends_for_somebody_else(
    client: FlaskClient, ana: Person, ben: Person, cid: Person
) -> None:
    workout = Workout()
    operations = [*workout.begun, workout.set(0)]
    problem(sync(client, ben, *operations, user_id=str(ana.user_id)), 409, "other_account")
    assert state(client, ben) == []
    told(sync(client, ana, *operations))
    # By the same ids somebody else has a workout of their own, and nothing of Ana's.
    told(sync(client, cid, put("set", workout.sets[0], 90, reps=1, entry_id=workout.entry)))
    assert state(client, cid) == []
    assert state(client, ana)[0]["exercises"][0]["sets"][0]["reps"] == 5
    body = {"device": DEVICE, "operations": []}
    problem(client.post("/api/v1/sync", json=body), 401, "not_signed_in")


@pytest.mark.parametrize(
    "more",
    [
        {"operations": [{"kind": "set"}]},
        {"cursor": -1},
        {"device": "phone"},
        {"operations": [{**delete("set", uuid4(), 1), "stamp": "yesterday"}]},
        {"operations": [delete("set", uuid4(), 1)] * 101},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_batch_that_can_not_be_read_is_refused_whole(
    client: FlaskClient, ana: Person, more: dict[str, object]
) -> None:
    body = {"device": DEVICE, "cursor": 0, "operations": [], **more}
    answer = client.post("/api/v1/sync", json=body, headers=ana.headers)
    problem(answer, 422, "invalid_input")


@pytest.mark.parametrize("workouts", [1, 20])
def test_logging_one_set_takes_as_few_statements_after_many_workouts_as_after_one(
    client: FlaskClient, ana: Person, connection: Connection, workouts: int
) -> None:
    sign_in(client, ana)
    for _ in range(workouts):
        other = Workout()
        told(sync(client, ana, *other.begun, other.set(0)))
    workout = Workout()
    cursor = told(sync(client, ana, *workout.begun))["cursor"]
    with counted(connection) as statements:
        assert statuses(sync(client, ana, workout.set(0), cursor=cursor)) == ["applied"]
    asked = [one for one in statements if not one.startswith(SAYS_WHOSE_ROWS)]
    # The account, the lock, what is there, the set, and two for the figures that are kept.
    assert len(asked) == 6, "\n".join(asked)
    # Longer ones psycopg parses anew each time.
    assert max(map(len, asked)) <= MAX_CACHED_STATEMENT_LENGTH


def test_when_a_set_was_logged_and_by_which_plan_outlasts_an_edit_by_a_form(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout, planned = Workout(), str(uuid4())
    at = "2026-11-20T17:40:05Z"
    first = workout.set(0, logged_at=at, plan_id=planned)
    told(sync(client, ana, *workout.begun, first, workout.set(1)))
    path = f"/api/v1/workouts/{workout.id}"
    found = client.get(path, headers=ana.headers).get_json()
    edited = {
        "title": "Push, mended",
        "exercises": [
            {
                "id": entry["id"],
                "exercise_id": entry["exercise_id"],
                "sets": [{"id": one["id"], "weight": 90, "reps": 6} for one in entry["sets"]],
            }
            for entry in found["exercises"]
        ],
    }
    assert client.put(path, json=edited, headers=ana.headers).status_code == 200
    ((entry,),) = ([*one["exercises"]] for one in state(client, ana))
    assert [(one["reps"], one["logged_at"], one["plan_id"]) for one in entry["sets"]] == [
        (6, at, planned),
        (6, None, None),
    ]


def test_a_set_that_is_logged_while_a_form_is_open_is_still_there_when_it_is_saved(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout, other, squat = Workout(), uuid4(), uuid4()
    told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1)))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    entry = put("entry", other, 2, workout_id=workout.id, exercise_id=SQUAT, position=1)
    squatted = put(
        "set", squat, 3, workout_id=workout.id, entry_id=other, exercise_id=SQUAT, reps=3
    )
    told(sync(client, ana, workout.set(2, 3, plan_id=squat), entry, squatted))
    without = {name: value for name, value in page.values.items() if "-sets-1-" not in name}
    for _ in range(2):
        added = {"exercises-0-sets-1-kind": "working", "exercises-0-sets-1-reps": "9"}
        body = {**without, **added, "action": "save"}
        saved = client.post(f"/workouts/{workout.id}", data=body, headers=FROM_OUR_PAGE)
        assert saved.status_code == 303
        (found,) = state(client, ana)
        sets = [[one["reps"] for one in each["sets"]] for each in found["exercises"]]
        assert sets == [[5, 9, 5], [3]]
    kept_set = found["exercises"][0]["sets"][2]
    assert (kept_set["id"], kept_set["plan_id"]) == (str(workout.sets[2]), str(squat))
    assert statuses(sync(client, ana, workout.set(2, 4, reps=7))) == ["applied"]
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_an_exercise_that_a_form_takes_out_stays_with_what_is_logged_meanwhile(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    page = Browser(sign_in(client, ana)).open(f"/workouts/{workout.id}/edit")
    told(sync(client, ana, workout.set(1, 3)))
    without = {name: value for name, value in page.values.items() if "exercises-" not in name}
    body = {**without, "action": "save"}
    saved = client.post(f"/workouts/{workout.id}", data=body, headers=FROM_OUR_PAGE)
    assert saved.status_code == 303
    (entry,) = state(client, ana)[0]["exercises"]
    assert [one["id"] for one in entry["sets"]] == [str(workout.sets[1])]


def test_undoing_an_edit_keeps_what_was_logged_since(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    page = browser.press(page, "Save workout", {"exercises-0-sets-0-reps": "9"})
    told(sync(client, ana, workout.set(1, 3600)))
    page = browser.press(page, "Undo")
    assert "1 later change stays as it is." in page.text
    browser.press(page, "Undo your changes")
    (entry,) = state(client, ana)[0]["exercises"]
    assert [one["reps"] for one in entry["sets"]] == [5, 5]


def test_undoing_an_edit_keeps_what_a_device_changed_since(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1, 2)))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    edited = {"title": "Edited", "note": "Edited", "exercises-0-sets-1-reps": "9"}
    page = browser.press(page, "Save workout", edited)
    heavier = workout.set(0, 3600, weight=120)
    told(sync(client, ana, heavier, put("workout", workout.id, 3601, title="Heavy day")))
    page = browser.press(page, "Undo")
    assert "2 later changes stay as they are." in page.text
    assert state(client, ana)[0]["note"] == "Edited"
    told(sync(client, ana, put("workout", workout.id, 3603, duration_s=3000)))
    page = browser.press(page, "Undo your changes")
    assert "3 later changes stay as they are." in page.text
    page = browser.press(page, "Undo your changes")
    assert page.said == "Your changes are undone."
    (found,) = state(client, ana)
    assert (found["title"], found["note"]) == ("Heavy day", "")
    (entry,) = found["exercises"]
    assert [(one["weight"], one["reps"]) for one in entry["sets"]] == [(120, 5), (100, 5)]


@pytest.mark.parametrize("edited", [{"title": "Edited"}, {"exercises-0-sets-0-reps": "9"}])
def test_undoing_an_edit_leaves_away_what_a_device_deleted_since(
    client: FlaskClient, ana: Person, edited: dict[str, str]
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1, 2)))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    page = browser.press(page, "Save workout", edited)
    told(sync(client, ana, delete("set", workout.sets[0], 3600)))
    page = browser.press(page, "Undo")
    assert "1 later change stays as it is." in page.text
    browser.press(page, "Undo your changes")
    (found,) = state(client, ana)
    assert found["title"] == "Push"
    assert [one["id"] for one in found["exercises"][0]["sets"]] == [str(workout.sets[1])]


def test_an_undo_is_of_its_own_edit_however_late_and_often_it_is_pressed(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    browser = Browser(sign_in(client, ana))
    first = browser.press(
        browser.open(f"/workouts/{workout.id}/edit"), "Save workout", {"title": "First"}
    )
    browser.press(browser.open(f"/workouts/{workout.id}/edit"), "Save workout", {"note": "Second"})
    for _ in range(2):
        page = browser.press(first, "Undo")
        assert "1 later change stays as it is." in page.text
        browser.press(page, "Undo your changes")
        (found,) = state(client, ana)
        assert (found["title"], found["note"]) == ("Push", "Second")


def test_undoing_an_edit_leaves_a_workout_where_it_was_moved_to_since(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    page = browser.press(page, "Save workout", {"title": "Edited"})
    client.post(f"/workouts/{workout.id}/move?day=2026-11-10", headers=FROM_OUR_PAGE)
    page = browser.press(page, "Undo")
    assert "1 later change stays as it is." in page.text
    browser.press(page, "Undo your changes")
    (found,) = state(client, ana)
    assert (found["title"], found["day"]) == ("Push", "2026-11-10")


def test_undoing_an_edit_that_nothing_followed_says_no_more(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    page = browser.press(page, "Save workout", {"title": "Edited", "exercises-0-sets-0-reps": "9"})
    page = browser.press(page, "Undo")
    assert page.said == "Your changes are undone."
    (found,) = state(client, ana)
    assert (found["title"], found["exercises"][0]["sets"][0]["reps"]) == ("Push", 5)


def test_a_form_does_not_silence_what_it_could_not_know(client: FlaskClient, ana: Person) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun))
    found = client.get(f"/api/v1/workouts/{workout.id}", headers=ana.headers).get_json()
    draft = {"title": "Push", "exercises": [{"id": str(workout.entry), "exercise_id": str(BENCH)}]}
    assert found["exercises"]
    saved = client.put(f"/api/v1/workouts/{workout.id}", json=draft, headers=ana.headers)
    assert saved.status_code == 200
    # Another device mends a set that this one has logged, but not sent yet; both before the form.
    made, mended = workout.set(0, 5), workout.set(0, 6, rpe=9)
    mended["fields"] = {
        name: mended["fields"][name] for name in ("workout_id", "entry_id", "exercise_id", "rpe")
    }
    assert statuses(sync(client, ana, mended)) == ["applied"]
    assert statuses(sync(client, ana, made)) == ["applied"]
    ((entry,),) = ([*one["exercises"]] for one in state(client, ana))
    (logged,) = entry["sets"]
    assert (logged["weight"], logged["reps"], logged["rpe"]) == (100, 5, 9)


def test_an_edit_writes_the_changed_fields_alone_so_that_a_device_that_was_away_is_heard(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, *(workout.set(number) for number in range(3))))
    browser = Browser(sign_in(client, ana))
    page = browser.open(f"/workouts/{workout.id}/edit")
    typed = {"title": "Edited", "exercises-0-sets-0-reps": "9", "exercises-0-sets-1-rpe": "8"}
    browser.press(page, "Save workout", typed)
    away = (
        put("workout", workout.id, 60, title="Away", note="from the phone"),
        put("set", workout.sets[0], 61, reps=1, rpe=7),
        put("set", workout.sets[1], 62, weight=101, weight_unit="kg"),
        put("entry", workout.entry, 63, note="wide"),
        delete("set", workout.sets[2], 64),
    )
    assert statuses(sync(client, ana, *away)) == ["applied"] * 5
    (found,) = state(client, ana)
    (entry,) = found["exercises"]
    assert (found["title"], found["note"], entry["note"]) == ("Edited", "from the phone", "wide")
    shown = [(one["weight"], one["reps"], one["rpe"]) for one in entry["sets"]]
    assert shown == [(100, 9, 7), (101, 5, 8)]
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_what_an_edit_added_or_put_into_another_order_is_its_word(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0), workout.set(1)))
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open(f"/workouts/{workout.id}/edit"), "Add set")
    browser.press(page, "Save workout", {"exercises-0-sets-2-reps": "3"})
    made = state(client, ana)[0]["exercises"][0]["sets"][2]["id"]
    early = put("set", UUID(made), 60, reps=1)
    assert statuses(sync(client, ana, early)) == ["superseded"]
    (found,) = state(client, ana)
    assert [one["reps"] for one in found["exercises"][0]["sets"]] == [5, 5, 3]
