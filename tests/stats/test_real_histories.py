"""Whole histories of real people: what stats says over HTTP is what their exports add up to."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import fmean, median
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from liftlog.core.imports import service as imports
from liftlog.core.imports.service import ImportPlan
from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.exercises.identity import identity
from liftlog.domain.one_rep_max.body_load import WHOLE_BODY_LIFTS
from liftlog.domain.units import WeightUnit
from liftlog.settings import Settings
from liftlog.statistics.identity_token import StatsIdentity, sign
from liftlog.stats.app import create_app
from liftlog.store.body import write as body_changes
from liftlog.store.body.read import Measurement
from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE, Database, Transaction
from liftlog.store.exercises import all_exercises
from liftlog.store.exercises.read import Exercise
from liftlog.store.rollups import rollups
from liftlog.store.rollups.rollups import ExerciseDay
from tests.cast import NOW, Person, join
from tests.rolled_back import RolledBackDatabase
from tests.server import TestServer
from tests.shared import exports
from tests.stats.recount import (
    EQUATIONS,
    DoneSet,
    Share,
    WeekOf,
    best_by_day,
    foretold_percent,
    heavy_sets,
    hevy,
    is_low_confidence,
    is_strength_work,
    ledger,
    middle,
    one_rep_max_kg,
    streaks,
    strong_in_pounds,
    sums,
    week_of,
    weeks_of,
    weighed,
    with_the_body,
)

pytestmark = pytest.mark.database

# Between them: pounds, RPE, warm-ups and drop sets, assistance, times and distances, two workouts of
# one day, workouts that began an hour before midnight, and exercises that come twice in a workout.
HISTORIES: dict[str, Callable[[Path], list[DoneSet]]] = {
    "hevy-kg-large.csv": hevy,
    "hevy-kg-us-dates.csv": hevy,
    "hevy-lb-large.csv": hevy,
    "pair-hevy-additions-late.csv": hevy,
    "strong-12col-lb-large.csv": strong_in_pounds,
}
# The most trained lifts are gone through by each of the equations, the others by the first.
MAIN_LIFTS = 12
HEAVY_LIFTS = 5
FORMULAS = ("epley", "brzycki", "rts")
SETS = text(
    "SELECT s.id, s.workout_id, w.day, s.exercise_id, s.weight_kg, s.reps, s.rpe FROM logged_set s "
    "JOIN workout w ON w.user_id = s.user_id AND w.id = s.workout_id WHERE s.user_id = :user_id"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A history as its file has it, and somebody to ask what stats makes of it.

    `done` has the exercises by their ids, and so has `by_exercise`, which leaves out those with
    nothing but warm-ups and has the most trained first; `stored` is the plain rows of the sets;
    `wrong` is what `liftlog stats check` would complain about.
    """

    done: list[DoneSet]
    by_exercise: dict[str, list[DoneSet]]
    exercises: dict[str, Exercise]
    stored: dict[UUID, Any]
    weigh_ins: dict[date, Decimal]
    wrong: list[ExerciseDay]
    ask: Callable[..., Any]

    @property
    def assisted(self) -> set[str]:
        return {id_ for id_, one in self.exercises.items() if one.load_kind == "assisted"}

    @property
    def hard(self) -> set[str]:
        """The exercises of which a set is a hard set."""
        return {
            id_
            for id_, one in self.exercises.items()
            if is_strength_work(one.load_kind, one.pattern)
        }

    def lifted(self, exercise: str) -> list[DoneSet]:
        """The sets of an exercise with what was moved in them, as far as that is known."""
        found = self.by_exercise[exercise]
        if self.exercises[exercise].load_kind == "weight_reps":
            return found
        if UUID(exercise) not in WHOLE_BODY_LIFTS:
            return []
        return with_the_body(found, self.weigh_ins, assisted=exercise in self.assisted)

    @property
    def heavy_lifts(self) -> list[str]:
        """The exercises with the most sets of three reps or fewer."""
        heavy = Counter(one.exercise for one in self.done if one.weight_kg and (one.reps or 9) <= 3)
        return [exercise for exercise, _ in heavy.most_common(HEAVY_LIFTS)]

    def lifts_and_formulas(self) -> Iterator[tuple[str, list[DoneSet], str]]:
        for place, (exercise, done) in enumerate(self.by_exercise.items()):
            for formula in FORMULAS if place < MAIN_LIFTS else FORMULAS[:1]:
                yield exercise, done, formula


@pytest.fixture(scope="module", params=list(HISTORIES))
def told(request: pytest.FixtureRequest, server: TestServer, settings: Settings) -> Iterator[Told]:
    """Imported as its lifter would, once for all tests of the file."""
    path = exports(request.param)
    with server.superuser() as connection:
        core = RolledBackDatabase(connection, CORE_ROLE)
        stats = create_app(
            settings, database=RolledBackDatabase(connection, STATS_ROLE), clock=lambda: NOW
        )
        ana = join(core, "ana")
        known = imported(core, ana, path)
        raw = HISTORIES[request.param](path)
        weigh_ins = weigh_ins_of(raw)
        weigh(core, ana, weigh_ins)
        with core.transaction(ana.user_id) as tx:
            of_lifter = {str(one.id): one for one in all_exercises.exercises(tx, ana.user_id)}
            stored = {row.id: row for row in tx.execute(SETS, {"user_id": ana.user_id})}
            wrong = rollups.differences(tx, ana.user_id)
        done = [by_id(one, known) for one in raw]
        ask = asking(stats.test_client(), settings, ana)
        yield Told(done, by_exercise(done), of_lifter, stored, weigh_ins, wrong, ask)


def weigh_ins_of(done: list[DoneSet]) -> dict[date, Decimal]:
    """Invented, since no export has any: some months apart, and then none for long."""
    days = sorted({one.day for one in done})
    middle = days[len(days) // 2]
    return {
        days[0]: Decimal(80),
        days[0] + timedelta(days=90): Decimal("81.5"),
        days[0] + timedelta(days=250): Decimal("79.25"),
        middle: Decimal("84.1"),
        middle + timedelta(days=30): Decimal(85),
    }


def weigh(database: Database, person: Person, weigh_ins: Mapping[date, Decimal]) -> None:
    with database.transaction(person.user_id) as tx:
        for day, weight_kg in weigh_ins.items():
            one = Measurement(uuid4(), Measured.BODY_WEIGHT, day, NOW, weight_kg, BodyUnit.KG)
            body_changes.save(tx, person.user_id, one)


def imported(database: Database, person: Person, path: Path) -> Mapping[str, UUID]:
    """Put the file in, in pounds where it states no unit; returns what a name means afterwards."""

    def plan(tx: Transaction) -> ImportPlan:
        content = path.read_bytes()
        return imports.plan_import(
            tx, person.account, content, filename=path.name, unit=WeightUnit.LB
        )

    with database.transaction(person.user_id) as tx:
        imports.import_history(tx, person.account, plan(tx), filename=path.name, now=NOW)
        return plan(tx).known


def by_exercise(done: list[DoneSet]) -> dict[str, list[DoneSet]]:
    trained = Counter(one.exercise for one in done if one.counts)
    return {
        exercise: [one for one in done if one.exercise == exercise]
        for exercise, _ in trained.most_common()
    }


def by_id(done: DoneSet, known: Mapping[str, UUID]) -> DoneSet:
    return replace(done, exercise=str(known[identity(done.exercise)]))


def asking(client: FlaskClient, settings: Settings, person: Person) -> Callable[..., Any]:
    def ask(path: str, *, week_start: int = 1) -> Any:
        who = person.account
        identity = StatsIdentity(who.user_id, who.time_zone, week_start, who.weight_unit)
        token = sign(identity, secret_key=settings.secret_key, clock=lambda: NOW)
        answer = client.get(f"/api/v1/stats/{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask


def said(answer: dict[str, Any]) -> tuple[int, int, int, float]:
    return answer["workouts"], answer["sets"], answer["reps"], answer["volume_kg"]


def counted(done: list[DoneSet], told: Told) -> tuple[int, int, int, float]:
    found = sums(done, told.assisted)
    return found.workouts, found.sets, found.reps, float(found.volume_kg)


def test_the_check_finds_nothing_wrong(told: Told) -> None:
    assert told.wrong == []


def test_totals_are_right_to_the_last_digit(told: Told) -> None:
    assert said(told.ask("summary")) == counted(told.done, told)
    first = told.done[len(told.done) // 2].day
    last = first + timedelta(days=60)
    within = [one for one in told.done if first <= one.day <= last]
    assert said(told.ask(f"summary?from={first}&to={last}")) == counted(within, told)
    assert within


@pytest.mark.parametrize("week_start", [1, 7])
def test_every_week_adds_up(told: Told, week_start: int) -> None:
    by_week: dict[date, list[DoneSet]] = defaultdict(list)
    for one in told.done:
        by_week[one.day - timedelta(days=(one.day.isoweekday() - week_start) % 7)].append(one)
    weeks = told.ask("weeks", week_start=week_start)["weeks"]
    assert [one["first"] for one in weeks] == [str(first) for first in sorted(by_week)]
    for week in weeks:
        of_week = by_week[date.fromisoformat(week["first"])]
        assert said(week) == counted(of_week, told)
        assert week["days"] == len({one.day for one in of_week})


def test_every_exercise_adds_up(told: Told) -> None:
    lifts = told.ask("lifts?limit=500")["lifts"]
    assert {one["exercise_id"] for one in lifts} == told.by_exercise.keys()
    for lift in lifts:
        done = [one for one in told.by_exercise[lift["exercise_id"]] if one.counts]
        assert said(lift) == counted(done, told)
        assert lift["last_day"] == str(max(one.day for one in done))


def test_every_muscle_adds_up(told: Told) -> None:
    primary: Counter[str] = Counter()
    secondary: Counter[str] = Counter()
    for one in told.done:
        exercise = told.exercises[one.exercise]
        if one.counts and one.exercise in told.hard:
            primary.update(set(exercise.primary_muscles))
            secondary.update(set(exercise.secondary_muscles) - set(exercise.primary_muscles))
    muscles = told.ask("muscles")["muscles"]
    assert {one["muscle"]: one["primary_sets"] for one in muscles if one["primary_sets"]} == primary
    assert {
        one["muscle"]: one["secondary_sets"] for one in muscles if one["secondary_sets"]
    } == secondary
    assert all(one["sets"] == one["primary_sets"] + one["secondary_sets"] / 2 for one in muscles)


def test_every_day_has_its_best_estimate_and_its_band(told: Told) -> None:
    days = 0
    for exercise, _done, formula in told.lifts_and_formulas():
        done = told.lifted(exercise)
        best = best_by_day(done, formula)
        points = told.ask(f"exercises/{exercise}/one-rep-max?formula={formula}")["points"]
        found = {date.fromisoformat(one["date"]): one["one_rep_max_kg"] for one in points}
        assert found == pytest.approx(best, abs=1e-4)
        assert list(found) == sorted(found)
        bands = [best_by_day(done, equation) for equation in EQUATIONS]
        for point in points:
            of_day = [band[date.fromisoformat(point["date"])] for band in bands]
            band_kg = [point["low_kg"], point["median_kg"], point["high_kg"]]
            assert band_kg == pytest.approx([min(of_day), median(of_day), max(of_day)], abs=1e-4)
            check_source(told, point, exercise, formula)
        days += len(points)
    assert days > len(told.by_exercise)


def is_estimated(told: Told, exercise: str) -> bool:
    return told.exercises[exercise].load_kind == "weight_reps"


def check_source(told: Told, point: dict[str, Any], exercise: str, formula: str) -> None:
    """The set that a point names is one of that day, and says what the point says."""
    row = told.stored[UUID(point["set_id"])]
    assert (str(row.exercise_id), str(row.day), row.reps) == (
        exercise,
        point["date"],
        point["reps"],
    )
    assert (float(row.weight_kg or 0), row.rpe and float(row.rpe)) == (
        point["weight_kg"],
        point["rpe"],
    )
    assert str(row.workout_id) == point["workout_id"]
    load_kg = row.weight_kg or Decimal(0)
    if point["body_weight_kg"] is not None:
        body_kg = weighed(told.weigh_ins, row.day)
        assert point["body_weight_kg"] == pytest.approx(float(body_kg or 0), abs=1e-4)
        load_kg = (body_kg or 0) + (-load_kg if exercise in told.assisted else load_kg)
    assert point["load_kg"] == pytest.approx(float(load_kg), abs=1e-4)
    source = DoneSet((NOW, ""), exercise, False, load_kg, row.reps, row.rpe, Decimal(0), Decimal(0))
    assert one_rep_max_kg(source, formula) == pytest.approx(point["one_rep_max_kg"], abs=1e-4)
    assert point["low_confidence"] == is_low_confidence(row.reps, row.rpe, formula)
    lifted = point["one_rep_max_kg"] == pytest.approx(float(load_kg), abs=1e-4)
    assert point["tested"] == (row.reps == 1 and lifted)


def test_with_effort_used_every_day_has_its_best_estimate(told: Told) -> None:
    for exercise in list(told.by_exercise)[:MAIN_LIFTS]:
        done = told.lifted(exercise)
        for formula in FORMULAS:
            best = best_by_day(done, formula, by_effort=True)
            path = f"exercises/{exercise}/one-rep-max?effort=used&formula={formula}"
            points = told.ask(path)["points"]
            found = {date.fromisoformat(one["date"]): one["one_rep_max_kg"] for one in points}
            assert found == pytest.approx(best, abs=1e-4)
            for point in points:
                low, middle, high = (point[name] for name in ("low_kg", "median_kg", "high_kg"))
                assert low <= middle <= high
                assert formula == "rts" or low <= point["one_rep_max_kg"] <= high


def test_how_well_heavy_sets_were_foretold(told: Told) -> None:
    cases = 0
    for exercise in told.heavy_lifts:
        done = told.lifted(exercise)
        last = max((one.day for one in done), default=NOW.date())
        within = [one for one in done if (last - one.day).days <= 5 * 365]
        expected = {
            str(heavy.day): (float(heavy.weight_kg or 0), heavy.reps, before, heavy)
            for heavy, before in heavy_sets(within)
            if foretold_percent(heavy, before, "epley") is not None
        }
        answer = told.ask(f"exercises/{exercise}/back-test?effort=ignored")
        assert answer["cases"] == min(len(expected), 60)
        for case in answer["compared_cases"]:
            weight_kg, reps, before, heavy = expected[case["date"]]
            assert (case["load_kg"], case["reps"]) == (pytest.approx(weight_kg, abs=1e-4), reps)
            for formula in EQUATIONS:
                assert case["errors_percent"][formula] == pytest.approx(
                    foretold_percent(heavy, before, formula), abs=1e-3
                )
        for method in answer["methods"]:
            errors = [one["errors_percent"][method["method"]] for one in answer["compared_cases"]]
            assert method["mean_percent"] == pytest.approx(fmean(map(abs, errors)), abs=1e-3)
            assert method["median_percent"] == pytest.approx(median(map(abs, errors)), abs=1e-3)
            assert method["bias_percent"] == pytest.approx(fmean(errors), abs=1e-3)
        cases += len(answer["compared_cases"])
    assert cases > 0 or not told.heavy_lifts


def test_a_curve_is_from_sets_that_are_there(told: Told) -> None:
    curves = 0
    for exercise in list(told.by_exercise)[:MAIN_LIFTS]:
        answer = told.ask(f"exercises/{exercise}/rep-curve")
        assert (answer["missing"] is None) == bool(answer["points"])
        for one in answer["sets"]:
            row = told.stored[UUID(one["set_id"])]
            assert (str(row.exercise_id), str(row.day), row.reps, str(row.workout_id)) == (
                exercise,
                one["date"],
                one["reps"],
                one["workout_id"],
            )
        curves += bool(answer["points"])
    assert curves > 0


def test_every_record_ever_held_is_in_the_ledger(told: Told) -> None:
    records = 0
    for exercise, done, formula in told.lifts_and_formulas():
        expected = ledger(
            done,
            assisted=exercise in told.assisted,
            estimated=is_estimated(told, exercise),
            formula=formula,
        )
        answer = told.ask(f"exercises/{exercise}/records?formula={formula}")
        lines = [(line, one) for line, held in expected.items() for one in held]
        standing = {
            (*line, str(one.day), float(one.value), one.gain and float(one.gain), None)
            for line, one in lines
            if one.until is None
        }
        beaten = {
            (*line, str(one.day), float(one.value), one.gain and float(one.gain), str(one.until))
            for line, one in lines
            if one.until
        }
        assert {as_told(one) for one in answer["standing"]} == standing
        # Of a long ledger the answer has the latest two hundred.
        latest = {as_told(one) for one in answer["beaten"]}
        assert latest <= beaten
        assert len(latest) == min(len(beaten), 200)
        for one in answer["standing"] + answer["beaten"]:
            row = told.stored[UUID(one["set_id"])]
            assert (str(row.exercise_id), str(row.day)) == (exercise, one["date"])
            if one["reps"]:
                assert (row.reps, float(row.weight_kg)) == (one["reps"], one["value"])
        records += len(lines)
    assert records > len(told.by_exercise)


def as_told(one: dict[str, Any]) -> tuple[object, ...]:
    return one["kind"], one["reps"], one["date"], one["value"], one["gain"], one["until"]


NOTHING = WeekOf(0, 0, Decimal(0), Decimal(0))
HALF = Decimal("0.5")


def shares_of(told: Told, muscle: str) -> dict[str, Share]:
    shares = {}
    for id_, exercise in told.exercises.items():
        if id_ not in told.hard:
            continue
        if muscle in exercise.primary_muscles:
            shares[id_] = Share(Decimal(1))
        elif muscle in exercise.secondary_muscles:
            shares[id_] = Share(HALF, direct=False)
    return shares


def busiest_weeks(told: Told, week_start: int) -> list[date]:
    trained = Counter(week_of(one.day, week_start) for one in told.done if not one.warm_up)
    return [week for week, _ in trained.most_common(2)]


@pytest.mark.parametrize("week_start", [1, 7])
def test_the_balance_of_a_week_and_of_those_before_it_adds_up(told: Told, week_start: int) -> None:
    for week in busiest_weeks(told, week_start):
        path = f"balance?week={week + timedelta(days=3)}"
        answer = told.ask(path, week_start=week_start)
        assert answer["first"] == str(week)
        weeks = [week - timedelta(weeks=ago) for ago in range(8, -1, -1)]
        assert answer["weeks"] == [str(one) for one in weeks]
        lines: list[tuple[dict[str, Any], dict[str, Share]]] = [
            (answer["total"], {id_: Share(Decimal(1)) for id_ in told.hard})
        ]
        lines += [(one, shares_of(told, one["muscle"])) for one in answer["muscles"]]
        lines += [
            (
                one,
                {
                    i: Share(Decimal(1))
                    for i, e in told.exercises.items()
                    if e.pattern == one["pattern"] and i in told.hard
                },
            )
            for one in answer["patterns"]
        ]
        lines += [(one, {one["exercise"]["id"]: Share(Decimal(1))}) for one in answer["exercises"]]
        for line, shares in lines:
            by_week = weeks_of(told.done, shares, told.assisted, week_start)
            expected = [by_week.get(one, NOTHING) for one in weeks]
            found = [tuple(one.values()) for one in line["weeks"]]
            assert found == [as_numbers(one) for one in expected]
            check_usual(told, line["usual"], expected[:-1], weeks[:-1], week_start)
        trained = {
            one.exercise
            for one in told.done
            if one.counts and one.exercise in told.hard and week_of(one.day, week_start) in weeks
        }
        assert {one["exercise"]["id"] for one in answer["exercises"]} == trained


def as_numbers(one: WeekOf) -> tuple[int, int, float, float]:
    return one.direct, one.helping, float(one.sets), float(one.volume_kg)


def check_usual(
    told: Told,
    usual: dict[str, float] | None,
    before: list[WeekOf],
    weeks: list[date],
    week_start: int,
) -> None:
    begun = week_of(min(one.day for one in told.done if one.counts), week_start)
    sets = [one.sets for one, week in zip(before, weeks, strict=True) if week >= begun]
    if len(sets) < 3:
        assert usual is None
        return
    assert usual is not None
    quarters = sorted(int(one * 2) for one in sets)
    assert usual["mean"] == pytest.approx(float(sum(sets)) / len(sets))
    assert usual["low"] == pytest.approx(middle(quarters, 0.25) / 2)
    assert usual["high"] == pytest.approx(middle(quarters, 0.75) / 2)


def test_the_sets_behind_a_number_are_as_many_as_it_says(told: Told) -> None:
    checked = 0
    for week in busiest_weeks(told, 1):
        balance = told.ask(f"balance?week={week}")
        period = f"from={week}&to={week + timedelta(days=6)}"
        asked = [(one, f"muscle={one['muscle']}") for one in balance["muscles"]]
        asked += [(one, f"pattern={one['pattern']}") for one in balance["patterns"]]
        asked += [(one, f"exercise_id={one['exercise']['id']}") for one in balance["exercises"]]
        for line, what in [*asked, (balance["total"], "")]:
            now = line["weeks"][-1]
            sets = told.ask(f"sets?{period}&{what}")["sets"]
            assert sum(one["share"] for one in sets) == now["sets"]
            assert len(sets) == now["direct"] + now["helping"]
            volume = sum(
                Decimal(str(one["volume_kg"])) * Decimal(str(one["share"])) for one in sets
            )
            assert float(volume) == pytest.approx(now["volume_kg"])
            assert all(
                told.stored[UUID(one["logged"]["id"])].day.isoformat() == one["day"] for one in sets
            )
            checked += len(sets)
    assert checked


@pytest.mark.parametrize("week_start", [1, 7])
def test_weeks_of_the_goal_and_their_streaks_are_right(told: Told, week_start: int) -> None:
    days = {one.day for one in told.done}
    answer = told.ask("consistency", week_start=week_start)
    runs = streaks(days, week_start, goal=1)
    longest = max((len(run) for run in runs), default=0)
    assert answer["longest_streak"]["weeks"] == longest
    by_week = Counter(week_of(day, week_start) for day in days)
    assert answer["first_day"] == str(min(days))
    assert answer["weeks"][0]["first"] == str(week_of(min(days), week_start))
    for week in answer["weeks"]:
        assert week["days"] == by_week[date.fromisoformat(week["first"])]
        assert week["met"] == (week["days"] >= 1)
    assert sum(one["days"] for one in answer["weeks"]) == len(days)
    assert answer["weeks_met"] == sum(len(run) for run in runs)


def test_hours_weekdays_and_durations_are_right(told: Told) -> None:
    by_workout = {one.workout: one for one in told.done}
    answer = told.ask("consistency")
    hours = Counter(start.hour for start, _ in by_workout)
    assert answer["hours"] == [hours[hour] for hour in range(24)]
    weekdays = Counter(start.weekday() for start, _ in by_workout)
    assert answer["weekdays"] == [weekdays[day] for day in range(7)]
    by_month: dict[str, list[int]] = defaultdict(list)
    for one in by_workout.values():
        if one.workout_s and one.workout_s <= 604_800:
            by_month[str(one.day.replace(day=1))].append(one.workout_s)
    assert [one["month"] for one in answer["months"]] == sorted(by_month)
    for month in answer["months"]:
        seconds = sorted(by_month[month["month"]])
        assert month["workouts"] == len(seconds)
        found = [month[name] for name in ("low_s", "median_s", "high_s")]
        assert found == pytest.approx([middle(seconds, share) for share in (0.25, 0.5, 0.75)])
        assert (month["shortest_s"], month["longest_s"]) == (seconds[0], seconds[-1])


def test_the_ledger_of_all_exercises_has_every_record_and_its_set(told: Told) -> None:
    expected = {
        (
            exercise,
            *line,
            str(one.day),
            float(one.value),
            one.gain and float(one.gain),
            one.until and str(one.until),
        )
        for exercise, done in told.by_exercise.items()
        for line, held in ledger(
            done,
            assisted=exercise in told.assisted,
            estimated=is_estimated(told, exercise),
            formula="epley",
        ).items()
        for one in held
    }
    found: list[dict[str, Any]] = []
    before = ""
    while True:
        page = told.ask(f"records?limit=50&before={before}")
        found += page["records"]
        before = page["next_before"]
        if before is None:
            break
    assert {(one["exercise"]["id"], *as_told(one)) for one in found} == expected
    assert len(found) == len(expected)
    assert [one["date"] for one in found] == sorted((one["date"] for one in found), reverse=True)
    for one in found:
        row = told.stored[UUID(one["logged"]["id"])]
        assert (str(row.exercise_id), str(row.day)) == (one["exercise"]["id"], one["date"])
        until = date.fromisoformat(one["until"]) if one["until"] else NOW.date()
        assert one["days"] == max((until - date.fromisoformat(one["date"])).days, 0)
    by_exercise = Counter(one["exercise"]["id"] for one in found)
    for exercise, number in by_exercise.most_common(5):
        whole = told.ask(f"exercises/{exercise}/record-history")["records"]
        assert len(whole) == number
        assert {as_told(one) for one in whole} == {
            as_told(one) for one in found if one["exercise"]["id"] == exercise
        }
