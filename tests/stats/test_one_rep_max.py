"""One-rep maxes with the body in the load, with effort, of several lifts; the curve and its test, over HTTP."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection

from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.workout import Workout
from liftlog.store.body import write as body_changes
from liftlog.store.body.read import Measurement
from liftlog.store.database.engine import Database
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.exercises.read import Exercise
from liftlog.store.workouts import workouts
from tests.cast import (
    BENCH,
    NOW,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    kg,
    lb,
    warm_up,
    working,
    workout_of,
)
from tests.core.statements import counted
from tests.stats.test_api import STATEMENTS_MAX, Ask, answer, ask

__all__ = ["ask"]

pytestmark = pytest.mark.database

PULL_UP = exercise_id("pull-up")
ASSISTED = exercise_id("assisted-pull-up")
PUSH_UP = exercise_id("push-up")
STAIRS = exercise_id("stair-climber")
OF_BENCH = f"exercises/{BENCH}/"
NEW = (
    f"one-rep-max?exercises={BENCH}",
    OF_BENCH + "rep-curve",
    OF_BENCH + "back-test",
    OF_BENCH + "rep-curve-overview",
)


def train(
    database: Database,
    person: Person,
    *sets: LoggedSet,
    exercise: UUID = BENCH,
    days_ago: int = 0,
    workout: Workout | None = None,
) -> Workout:
    logged = workout or workout_of((exercise, list(sets)), days_ago=days_ago)
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), logged)
        assert workouts.insert_workouts(tx, person.user_id, [logged])
    return logged


def weigh(database: Database, person: Person, weight_kg: str, days_ago: int = 0) -> None:
    day = NOW.date() - timedelta(days=days_ago)
    with database.transaction() as tx:
        one = Measurement(uuid4(), Measured.BODY_WEIGHT, day, NOW, Decimal(weight_kg), BodyUnit.KG)
        body_changes.save(tx, as_person(tx, person), one)


def own_exercise(database: Database, person: Person, load: LoadKind, name: str) -> UUID:
    own = Exercise(
        id=uuid4(),
        name=name,
        load_kind=load,
        equipment=Equipment.NONE,
        pattern=MovementPattern.VERTICAL_PULL,
        primary_muscles=(),
        secondary_muscles=(),
    )
    with database.transaction() as tx:
        assert exercise_changes.save_own(tx, as_person(tx, person), own)
    return own.id


def points(ask: Ask, person: Person, exercise: UUID = BENCH, query: str = "") -> list[Any]:
    found: list[Any] = answer(ask(person, f"exercises/{exercise}/one-rep-max?{query}"))["points"]
    return found


def limits(database: Database, person: Person, weeks: int = 10) -> None:
    """Sets to the limit of a lifter whose curve is Epley's made right for singles."""
    for week in range(weeks):
        sets = [
            working(kg(f"{(120 + week) / (1 + (reps - 1) / 30):.2f}"), reps)
            for reps in (2, 4, 6, 8, 10)
        ]
        train(database, person, *sets, days_ago=7 * (weeks - week))
        train(database, person, working(kg(str(120 + week)), 1), days_ago=7 * (weeks - week) - 2)


@pytest.mark.parametrize("name", NEW)
def test_a_request_without_an_identity_is_refused(stats_app: Flask, name: str) -> None:
    refused = stats_app.test_client().get(f"/api/v1/stats/{name}")
    assert (refused.status_code, refused.get_json()["code"]) == (401, "not_signed_in")


def test_somebody_elses_exercise_is_not_there(
    database: Database, ana: Person, ben: Person, ask: Ask
) -> None:
    own = own_exercise(database, ana, LoadKind.WEIGHT_REPS, "Ana's lift")
    for name in (
        f"one-rep-max?exercises={own}",
        f"one-rep-max?exercises={BENCH},{own}",
        f"exercises/{own}/rep-curve",
        f"exercises/{own}/back-test",
        f"exercises/{own}/rep-curve-overview",
    ):
        assert ask(ana, name).status_code == 200
        refused = ask(ben, name)
        assert (refused.status_code, refused.get_json()["code"]) == (404, "not_found")


def test_nobody_learns_from_somebody_elses_sets_or_weight(
    database: Database, ana: Person, ben: Person, ask: Ask
) -> None:
    limits(database, ana)
    weigh(database, ana, "80")
    train(database, ana, working(None, 5), exercise=PULL_UP)
    train(database, ben, working(None, 5), exercise=PULL_UP)
    assert answer(ask(ana, OF_BENCH + "rep-curve"))["points"]
    assert answer(ask(ben, OF_BENCH + "rep-curve"))["missing"] == "few_rep_counts"
    assert answer(ask(ben, OF_BENCH + "back-test"))["cases"] == 0
    assert points(ask, ben, PULL_UP) == []
    compared = answer(ask(ben, f"one-rep-max?exercises={BENCH},{PULL_UP}"))
    assert compared["body_weight"] == []
    assert [one["points"] for one in compared["lifts"]] == [[], []]


def test_each_point_names_its_set_and_its_workout(
    database: Database, ana: Person, ask: Ask
) -> None:
    logged = train(database, ana, working(kg("100"), 5), working(kg("90"), 5))
    (point,) = points(ask, ana)
    assert point["workout_id"] == str(logged.id)
    assert point["set_id"] == str(logged.exercises[0].sets[0].id)
    assert (point["load_kg"], point["body_weight_kg"]) == (100.0, None)


def test_with_the_body_in_the_load_its_weight_of_the_day_counts(
    database: Database, ana: Person, ask: Ask
) -> None:
    weigh(database, ana, "80", days_ago=20)
    weigh(database, ana, "82")
    train(database, ana, working(kg("10"), 5), working(None, 8), exercise=PULL_UP, days_ago=10)
    (point,) = points(ask, ana, PULL_UP)
    assert (point["body_weight_kg"], point["weight_kg"], point["load_kg"]) == (81.0, 10.0, 91.0)
    assert point["one_rep_max_kg"] == pytest.approx(91 * (1 + 5 / 30), abs=1e-4)
    train(database, ana, working(None, 12), exercise=PULL_UP, days_ago=5)
    latest = points(ask, ana, PULL_UP)[-1]
    assert (latest["weight_kg"], latest["load_kg"]) == (0.0, 81.5)
    assert latest["low_confidence"]


def test_help_is_taken_off_the_body_and_less_of_it_is_more(
    database: Database, ana: Person, ask: Ask
) -> None:
    weigh(database, ana, "80")
    train(database, ana, working(kg("30"), 5), working(kg("20"), 5), exercise=ASSISTED)
    (point,) = points(ask, ana, ASSISTED)
    assert (point["weight_kg"], point["load_kg"]) == (20.0, 60.0)
    assert point["one_rep_max_kg"] == pytest.approx(70, abs=1e-4)
    train(database, ana, working(None, 5), working(kg("80"), 5), exercise=ASSISTED, days_ago=1)
    assert len(points(ask, ana, ASSISTED)) == 1


def test_a_weigh_in_that_comes_later_changes_what_was_moved(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, working(kg("20"), 1), exercise=PULL_UP)
    unknown = answer(ask(ana, f"exercises/{PULL_UP}/one-rep-max"))
    assert (unknown["missing"], unknown["days_without_body_weight"]) == ("body_weight_unknown", 1)
    assert answer(ask(ana, f"exercises/{PULL_UP}/rep-curve"))["missing"] == "body_weight_unknown"
    weigh(database, ana, "80")
    (point,) = points(ask, ana, PULL_UP)
    assert (point["one_rep_max_kg"], point["tested"]) == (100.0, True)
    weigh(database, ana, "81", days_ago=1)
    train(database, ana, working(kg("20"), 1), exercise=PULL_UP, days_ago=300)
    some = answer(ask(ana, f"exercises/{PULL_UP}/one-rep-max"))
    assert (some["missing"], some["days_without_body_weight"], len(some["points"])) == (None, 1, 1)


def test_where_a_share_of_the_body_is_moved_nothing_is_invented(
    database: Database, ana: Person, ask: Ask
) -> None:
    weigh(database, ana, "80")
    own = own_exercise(database, ana, LoadKind.BODYWEIGHT, "Row of my own")
    for exercise in (PUSH_UP, own):
        train(database, ana, working(kg("10"), 5), exercise=exercise)
        for name in ("one-rep-max", "rep-curve", "back-test"):
            assert answer(ask(ana, f"exercises/{exercise}/{name}"))["missing"] == "share_unknown"


def test_4500_reps_on_a_stair_machine_are_no_estimate_and_no_trouble(
    database: Database, ana: Person, ask: Ask
) -> None:
    own = own_exercise(database, ana, LoadKind.REPS, "Stair machine")
    train(database, ana, LoggedSet(reps=4500), exercise=own)
    found = answer(ask(ana, f"exercises/{own}/overview"))
    assert (found["one_rep_max"]["missing"], found["one_rep_max"]["points"]) == ("not_lifted", [])
    train(database, ana, working(kg("20"), 4500))
    for name in ("one-rep-max", "one-rep-max?effort=used"):
        assert answer(ask(ana, OF_BENCH + name))["points"] == []
    curve = answer(ask(ana, OF_BENCH + "rep-curve"))
    assert (curve["missing"], curve["rep_counts"]) == ("few_rep_counts", 0)


@pytest.mark.parametrize(
    ("effort", "expected"),
    [("used", (110 * (1 + 6 / 30), 4)), ("ignored", (112 * (1 + 5 / 30), 5))],
)
def test_effort_is_used_when_that_is_asked_for(
    database: Database, ana: Person, ask: Ask, effort: str, expected: tuple[float, int]
) -> None:
    train(database, ana, working(kg("110"), 4, "8"), working(kg("112"), 5, "5"))
    answered = answer(ask(ana, f"{OF_BENCH}one-rep-max?effort={effort}"))
    (point,) = answered["points"]
    assert answered["effort"] == effort
    assert (point["one_rep_max_kg"], point["reps"]) == pytest.approx(expected, abs=1e-4)
    ledger = answer(ask(ana, OF_BENCH + "records"))["standing"]
    best = next(one for one in ledger if one["kind"] == "one_rep_max")
    assert best["value"] == pytest.approx(112 * (1 + 5 / 30), abs=1e-3)


def test_a_single_with_reps_in_reserve_is_no_test_of_the_maximum(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, working(kg("140"), 1, "8"))
    assert points(ask, ana)[0]["tested"]
    (used,) = points(ask, ana, query="effort=used")
    assert (used["tested"], used["one_rep_max_kg"]) == (False, pytest.approx(154.0))


def test_with_effort_ignored_reading_sets_says_what_is_kept(
    database: Database, ana: Person, ask: Ask
) -> None:
    """Without an RPE both are the same, though one is kept and the other read from the sets."""
    for days_ago in range(120):
        train(
            database,
            ana,
            warm_up(kg("200"), 3),
            working(kg(f"{90 + days_ago % 7}"), 3 + days_ago % 9),
            working(lb(f"{180 + days_ago % 11}"), 5 + days_ago % 3),
            days_ago=days_ago,
        )
    for query in ("", "limit=50", "from=2026-09-01&to=2026-11-10", "formula=mayhew&limit=60"):
        assert points(ask, ana, query=f"effort=used&{query}") == points(ask, ana, query=query)


@pytest.mark.parametrize("effort", ["used", "ignored"])
def test_a_single_that_was_really_lifted_stands_beside_a_higher_estimate(
    database: Database, ana: Person, ask: Ask, effort: str
) -> None:
    train(database, ana, working(kg("110"), 1), working(kg("105"), 1), working(kg("100"), 5))
    train(database, ana, working(kg("100"), 5), days_ago=1)
    train(database, ana, warm_up(kg("60"), 1), working(kg("120"), 1), days_ago=2)
    weigh(database, ana, "80")
    train(database, ana, working(kg("10"), 1), working(kg("5"), 6), exercise=PULL_UP)
    found = points(ask, ana, query=f"effort={effort}")
    assert [(one["reps"], one["single_kg"]) for one in found] == [(1, 120.0), (5, None), (5, 110.0)]
    (pull_up,) = points(ask, ana, PULL_UP, f"effort={effort}")
    assert (pull_up["reps"], pull_up["single_kg"]) == (6, 90.0)


def test_of_thousands_of_weigh_ins_the_extremes_are_shown(
    database: Database, ana: Person, ask: Ask
) -> None:
    with database.transaction(ana.user_id) as tx:
        for days_ago in range(850):
            weight = {301: "60", 302: "95"}.get(days_ago, "80")
            day = NOW.date() - timedelta(days=days_ago)
            one = Measurement(uuid4(), Measured.BODY_WEIGHT, day, NOW, Decimal(weight), BodyUnit.KG)
            body_changes.save(tx, ana.user_id, one)
    shown = answer(ask(ana, f"one-rep-max?exercises={BENCH}"))["body_weight"]
    assert len(shown) <= 400
    assert {one["body_weight_kg"] for one in shown} == {60, 80, 95}
    assert shown[-1]["date"] == str(NOW.date())


def test_several_lifts_come_in_their_order_with_the_weight_of_the_days(
    database: Database, ana: Person, ask: Ask
) -> None:
    weigh(database, ana, "80", days_ago=40)
    weigh(database, ana, "81", days_ago=2)
    train(database, ana, working(kg("100"), 5), days_ago=3)
    train(database, ana, working(lb("315"), 3), exercise=SQUAT, days_ago=2)
    train(database, ana, working(None, 3), exercise=PULL_UP, days_ago=1)
    lifts = f"{SQUAT},{PULL_UP},{BENCH},{SQUAT}"
    found = answer(ask(ana, f"one-rep-max?exercises={lifts}&formula=brzycki&from=2026-11-01"))
    assert [one["exercise"]["id"] for one in found["lifts"]] == [
        str(one) for one in (SQUAT, PULL_UP, BENCH)
    ]
    for lift in found["lifts"]:
        alone = points(ask, ana, UUID(lift["exercise"]["id"]), "formula=brzycki&from=2026-11-01")
        assert lift["points"] == alone
        assert len(alone) == 1
    assert found["body_weight"] == [{"date": "2026-11-18", "body_weight_kg": 81.0}]


@pytest.mark.parametrize(
    "exercises_asked",
    ["", "bench", f"{BENCH},", f"{BENCH};{SQUAT}", ",".join([str(BENCH)] * 6)],
)
def test_one_to_five_exercises_are_compared(ana: Person, ask: Ask, exercises_asked: str) -> None:
    refused = ask(ana, f"one-rep-max?exercises={exercises_asked}")
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["exercises"])


def test_the_curve_of_a_lifter_is_told_with_its_sets(
    database: Database, ana: Person, ask: Ask
) -> None:
    limits(database, ana)
    found = answer(ask(ana, OF_BENCH + "rep-curve"))
    assert found["missing"] is None
    assert found["slope_low"] < 1 / 30 < found["slope_high"]
    assert [one["reps"] for one in found["points"]] == list(range(1, 13))
    assert found["points"][0]["load_kg"] == pytest.approx(127, rel=0.03)
    assert {one["workout_id"] for one in found["sets"]}
    assert {one["reps"] for one in found["sets"]} == {1, 2, 4, 6, 8, 10}


def test_a_slip_of_the_year_takes_nothing_from_the_curve_and_its_test(
    database: Database, ana: Person, ask: Ask
) -> None:
    limits(database, ana)
    before = answer(ask(ana, OF_BENCH + "rep-curve-overview"))
    train(database, ana, working(kg("100"), 5), days_ago=-6 * 365)
    assert answer(ask(ana, OF_BENCH + "rep-curve-overview")) == before


def test_without_a_curve_the_answer_says_what_it_would_take(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, working(kg("100"), 5), working(kg("92"), 8))
    found = answer(ask(ana, OF_BENCH + "rep-curve"))
    assert (found["missing"], found["points"], found["sets"]) == ("few_rep_counts", [], [])
    assert (found["rep_counts"], found["rep_counts_needed"], found["stretch_days"]) == (2, 3, 56)


def test_the_test_says_how_far_off_each_method_was(
    database: Database, ana: Person, ask: Ask
) -> None:
    limits(database, ana)
    found = answer(ask(ana, OF_BENCH + "back-test"))
    assert found["cases"] >= found["compared"] == len(found["compared_cases"]) >= 5
    by_method = {one["method"]: one for one in found["methods"]}
    assert by_method["own"]["mean_percent"] < 3
    assert found["methods"][0]["mean_percent"] <= found["methods"][-1]["mean_percent"]
    both = answer(ask(ana, OF_BENCH + "rep-curve-overview"))
    assert both["back_test"] == found
    assert both["rep_curve"] == answer(ask(ana, OF_BENCH + "rep-curve"))


def test_a_later_set_changes_no_earlier_prediction(
    database: Database, ana: Person, ask: Ask
) -> None:
    limits(database, ana)
    before = answer(ask(ana, OF_BENCH + "back-test"))["compared_cases"]
    train(database, ana, working(kg("200"), 6), working(kg("150"), 10), days_ago=1)
    train(database, ana, working(kg("230"), 1))
    after = answer(ask(ana, OF_BENCH + "back-test"))["compared_cases"]
    assert after[: len(before)] == before
    assert [one["load_kg"] for one in after[len(before) :]] == [230.0]


def test_a_set_to_failure_is_a_heavy_set_and_a_drop_set_counts(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, working(kg("100"), 5), days_ago=9)
    train(database, ana, working(kg("110"), 4), days_ago=8)
    failed = LoggedSet(kind=SetKind.FAILURE, weight=kg("105"), reps=2)
    train(database, ana, failed, LoggedSet(kind=SetKind.DROP, weight=kg("80"), reps=6))
    found = answer(ask(ana, OF_BENCH + "back-test"))
    assert (found["cases"], found["compared"], found["methods"]) == (1, 1, [])
    assert found["compared_cases"][0]["load_kg"] == 105.0


def test_a_workout_over_midnight_and_a_move_to_another_zone_keep_their_days(
    database: Database, ana: Person, ask: Ask
) -> None:
    """The day is the one that the workout began on, where it was."""
    late = workout_of((BENCH, [working(kg("100"), 5)]))
    began = datetime(2026, 11, 10, 22, 40, tzinfo=UTC)
    berlin = Workout(
        **{
            **{name: getattr(late, name) for name in late.__dataclass_fields__},
            "started_at": began,
            "day": date(2026, 11, 10),
            "duration_s": 7200,
        }
    )
    train(database, ana, workout=berlin)
    moved = workout_of((BENCH, [working(lb("225"), 5)]))
    auckland = Workout(
        **{
            **{name: getattr(moved, name) for name in moved.__dataclass_fields__},
            "started_at": began + timedelta(hours=3),
            "time_zone": "Pacific/Auckland",
            "day": date(2026, 11, 11),
        }
    )
    train(database, ana, workout=auckland)
    assert [one["date"] for one in points(ask, ana)] == ["2026-11-10", "2026-11-11"]
    assert points(ask, ana) == points(ask, ana, query="effort=used")


def test_a_renamed_exercise_keeps_its_points(database: Database, ana: Person, ask: Ask) -> None:
    own = own_exercise(database, ana, LoadKind.WEIGHT_REPS, "Log press")
    train(database, ana, working(kg("80"), 3), exercise=own)
    before = points(ask, ana, own)
    with database.transaction() as tx:
        as_person(tx, ana)
        known = exercises.exercise(tx, ana.user_id, own)
        assert known is not None
        exercise_changes.save_own(
            tx,
            ana.user_id,
            Exercise(
                **{
                    **{name: getattr(known, name) for name in known.__dataclass_fields__},
                    "name": "Log clean and press",
                }
            ),
        )
    assert points(ask, ana, own) == before
    assert answer(ask(ana, f"exercises/{own}/one-rep-max"))["exercise"]["name"] == (
        "Log clean and press"
    )


def test_a_deleted_workout_is_in_nothing(database: Database, ana: Person, ask: Ask) -> None:
    logged = train(database, ana, working(kg("100"), 5, "9"))
    with database.transaction() as tx:
        workouts.set_deleted(tx, as_person(tx, ana), logged.id, at=NOW)
    assert points(ask, ana) == points(ask, ana, query="effort=used") == []
    assert answer(ask(ana, OF_BENCH + "rep-curve"))["rep_counts"] == 0


@pytest.mark.parametrize(
    "name",
    [
        *NEW,
        OF_BENCH + "one-rep-max?effort=used",
        OF_BENCH + "overview?effort=used",
        f"exercises/{PULL_UP}/overview",
        f"exercises/{PULL_UP}/rep-curve-overview",
        f"one-rep-max?exercises={BENCH},{SQUAT},{PULL_UP}",
    ],
)
def test_more_training_costs_no_more_statements(
    connection: Connection, database: Database, ana: Person, ask: Ask, name: str
) -> None:
    def statements() -> int:
        with counted(connection) as sent:
            answer(ask(ana, name))
        return 1 + sum("set_config" not in one for one in sent)

    def train_all(days_ago: int) -> None:
        for exercise in (BENCH, SQUAT, PULL_UP):
            train(database, ana, working(kg("100"), 5), exercise=exercise, days_ago=days_ago)
        weigh(database, ana, "80", days_ago)

    train_all(0)
    few = statements()
    for days_ago in range(1, 20):
        train_all(days_ago)
    assert statements() == few <= STATEMENTS_MAX
