"""Statistics of the database against a recount of the same history by hand."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from liftlog.domain import records
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.domain.one_rep_max import estimates as one_rep_max
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import Bucket
from liftlog.domain.records import RecordKind
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.volume import PerformedSet, Totals
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.store.database.engine import Database, Transaction
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import analytics
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
from tests.store.estimates import estimates

pytestmark = pytest.mark.database

PULL_UP = exercise_id("pull-up")
ASSISTED_PULL_UP = exercise_id("assisted-pull-up")
PLANK = exercise_id("plank")
KINDS = {
    BENCH: LoadKind.WEIGHT_REPS,
    SQUAT: LoadKind.WEIGHT_REPS,
    PULL_UP: LoadKind.BODYWEIGHT,
    ASSISTED_PULL_UP: LoadKind.ASSISTED,
    PLANK: LoadKind.TIME,
}
POUND = Decimal("0.45359237")


def keep(tx: Transaction, person: Person, *kept: Workout) -> None:
    user_id = as_person(tx, person)
    adopt_all(tx, user_id, *kept)
    assert workouts.insert_workouts(tx, user_id, kept)


def some_set(rng: random.Random) -> LoggedSet:
    unit = rng.choice(list(WeightUnit))
    amount = Decimal(rng.choice(["20", "45", "61.25", "100", "102.5", "135", "225"]))
    return LoggedSet(
        kind=rng.choice(list(SetKind)),
        weight=rng.choice([None, Weight.entered(amount, unit), Weight.entered(amount, unit)]),
        reps=rng.choice([None, 0, 1, 2, 3, 5, 5, 8, 10, 12, 13, 20]),
        rpe=rng.choice([None, None, Decimal("7.5"), Decimal(9)]),
        duration_ms=rng.choice([None, None, 45_000, 61_500]),
        distance=rng.choice([None, None, Distance.entered(Decimal(3), DistanceUnit.KM)]),
    )


def some_history(rng: random.Random, size: int = 60) -> list[Workout]:
    """Workouts of two years, some on the same day, some without sets, mixed units and kinds."""
    made = []
    for _ in range(size):
        entries = [
            (exercise, [some_set(rng) for _ in range(rng.randint(0, 5))])
            for exercise in rng.sample(list(KINDS), rng.randint(1, 4))
        ]
        made.append(workout_of(*entries, days_ago=rng.choice([0, 1, 7, rng.randint(0, 730)])))
    return made


def counted(history: list[Workout]) -> Iterator[tuple[Workout, ExerciseEntry, LoggedSet]]:
    for workout in history:
        for entry in workout.exercises:
            for one in entry.sets:
                nothing = not (one.logged.duration_ms or one.logged.distance)
                failed = one.logged.reps == 0 and nothing
                if one.logged.kind is not SetKind.WARM_UP and not failed:
                    yield workout, entry, one.logged


def kilograms(logged: LoggedSet) -> Decimal:
    assert logged.weight is not None
    amount = logged.weight.amount
    return amount if logged.weight.unit is WeightUnit.KG else amount * POUND


def moved(entry: ExerciseEntry, logged: LoggedSet) -> Decimal:
    if KINDS[entry.exercise_id] is LoadKind.ASSISTED or logged.weight is None:
        return Decimal(0)
    return kilograms(logged) * (logged.reps or 0)


def within(history: list[Workout], first: date, last: date) -> list[Workout]:
    return [one for one in history if first <= one.day <= last]


@pytest.fixture(params=[1, 2])
def history(
    request: pytest.FixtureRequest, database: Database, ana: Person, ben: Person
) -> list[Workout]:
    """Ana's, while Ben has one too and some of hers is in the trash."""
    rng = random.Random(request.param)  # noqa: S311 Not for secrets: the same history each time.
    hers, his, thrown_away = some_history(rng), some_history(rng), some_history(rng, 8)
    with database.transaction() as tx:
        keep(tx, ana, *hers, *thrown_away)
        for one in thrown_away:
            assert workouts.set_deleted(tx, ana.user_id, one.id, at=NOW)
    with database.transaction() as tx:
        keep(tx, ben, *his)
    return hers


LAST = NOW.date()
PERIODS = [
    (LAST - timedelta(days=89), LAST),
    (LAST - timedelta(days=400), LAST - timedelta(days=7)),
    (date(2026, 10, 1), date(2026, 10, 31)),
    (date(2026, 10, 1), date(2026, 11, 1)),
    (date(2026, 9, 30), date(2026, 10, 31)),
    (date(2026, 9, 3), date(2026, 9, 23)),
    (date(2026, 9, 20), date(2026, 10, 10)),
    (LAST, LAST),
]


@pytest.mark.parametrize("period", PERIODS)
def test_totals_are_what_a_count_by_hand_finds(
    stats_database: Database, ana: Person, history: list[Workout], period: tuple[date, date]
) -> None:
    first, last = period
    shown = within(history, first, last)
    sets = list(counted(shown))
    with stats_database.transaction() as tx:
        found = analytics.summary(tx, as_person(tx, ana), first=first, last=last)
    assert (found.workouts, found.sets) == (len(shown), len(sets))
    assert found.reps == sum(logged.reps or 0 for *_, logged in sets)
    assert found.volume_kg == sum(moved(entry, logged) for _, entry, logged in sets)


def test_an_open_period_counts_everything(
    stats_database: Database, ana: Person, history: list[Workout]
) -> None:
    with stats_database.transaction() as tx:
        found = analytics.summary(tx, as_person(tx, ana))
    assert (found.workouts, found.sets) == (len(history), len(list(counted(history))))


@pytest.mark.parametrize("week_start", [1, 3, 7])
def test_weeks_begin_where_the_lifter_says(
    stats_database: Database, ana: Person, history: list[Workout], week_start: int
) -> None:
    by_week: dict[date, list[Workout]] = defaultdict(list)
    for one in history:
        day = one.day
        while day.isoweekday() != week_start:
            day -= timedelta(days=1)
        by_week[day].append(one)
    with stats_database.transaction() as tx:
        found = analytics.bucket_totals(
            tx, as_person(tx, ana), bucket=Bucket.WEEK, week_start=week_start
        )
    assert [one.first for one in found] == sorted(by_week)
    for week in found:
        of_week = by_week[week.first]
        sets = list(counted(of_week))
        assert week.days == len({workout.day for workout in of_week})
        assert (week.totals.workouts, week.totals.sets) == (len(of_week), len(sets))
        assert week.totals.volume_kg == sum(moved(entry, logged) for _, entry, logged in sets)


@pytest.mark.parametrize("bucket", [Bucket.MONTH, Bucket.QUARTER, Bucket.YEAR])
def test_wider_stretches_add_up_to_the_same(
    stats_database: Database, ana: Person, history: list[Workout], bucket: Bucket
) -> None:
    with stats_database.transaction() as tx:
        whole = analytics.summary(tx, as_person(tx, ana))
        found = analytics.bucket_totals(tx, ana.user_id, bucket=bucket, week_start=1)
    assert all(one.first.day == 1 for one in found)
    assert sum(one.totals.sets for one in found) == whole.sets
    assert sum(one.totals.volume_kg for one in found) == whole.volume_kg


@pytest.mark.parametrize("bucket", [Bucket.WEEK, Bucket.QUARTER])
@pytest.mark.parametrize("period", [*PERIODS, (None, None)])
def test_a_glance_says_what_the_single_questions_say(
    stats_database: Database,
    ana: Person,
    history: list[Workout],
    bucket: Bucket,
    period: tuple[date | None, date | None],
) -> None:
    first, last = period
    with stats_database.transaction() as tx:
        found = analytics.overview_sums(
            tx, as_person(tx, ana), bucket=bucket, week_start=7, first=first, last=last
        )
        summary = analytics.summary(tx, ana.user_id, first=first, last=last)
        stretches = analytics.bucket_totals(
            tx, ana.user_id, bucket=bucket, week_start=7, first=first, last=last
        )
        lifts = analytics.lifts(tx, ana.user_id, first=first, last=last, limit=100)
        muscles = analytics.sets_per_muscle(tx, ana.user_id, first=first, last=last)
    assert replace(found.total, workouts=summary.workouts) == summary
    assert found.buckets == {
        one.first: replace(one.totals, workouts=found.buckets[one.first].workouts)
        for one in stretches
        if one.totals.sets
    }
    assert (found.lifts, found.muscles) == (lifts, muscles)


def test_a_muscle_that_only_helps_is_counted_apart(
    stats_database: Database, database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        logged = [warm_up(kg("60"), 8), working(kg("100"), 5), working(kg("100"), 5)]
        keep(tx, ana, workout_of((BENCH, logged)))
    with stats_database.transaction() as tx:
        found = analytics.sets_per_muscle(tx, as_person(tx, ana))
    sets = {one.muscle: (one.primary_sets, one.secondary_sets) for one in found}
    assert sets == {Muscle.CHEST: (2, 0), Muscle.TRICEPS: (0, 2), Muscle.FRONT_DELTS: (0, 2)}
    assert found[0].muscle is Muscle.CHEST


def test_a_muscle_that_an_exercise_names_twice_is_counted_once(
    stats_database: Database, database: Database, ana: Person
) -> None:
    chest = (Muscle.CHEST, Muscle.CHEST)
    own = Exercise(
        uuid4(),
        "Press of before",
        LoadKind.WEIGHT_REPS,
        Equipment.BARBELL,
        MovementPattern.HORIZONTAL_PUSH,
        chest,
        chest,
    )
    with database.transaction() as tx:
        assert exercise_changes.save_own(tx, as_person(tx, ana), own)
        keep(tx, ana, workout_of((own.id, [working(kg("100"), 5)])))
    with stats_database.transaction() as tx:
        (found,) = analytics.sets_per_muscle(tx, as_person(tx, ana))
    assert (found.primary_sets, found.secondary_sets) == (1, 0)


def test_lifts_come_with_the_most_sets_first(
    stats_database: Database, ana: Person, history: list[Workout]
) -> None:
    sets: dict[object, int] = defaultdict(int)
    trained: dict[object, set[object]] = defaultdict(set)
    last_day: dict[object, date] = {}
    for workout, entry, _ in counted(history):
        sets[entry.exercise_id] += 1
        trained[entry.exercise_id].add(workout.id)
        last_day[entry.exercise_id] = max(workout.day, last_day.get(entry.exercise_id, workout.day))
    with stats_database.transaction() as tx:
        found = analytics.lifts(tx, as_person(tx, ana), limit=10)
        few = analytics.lifts(tx, ana.user_id, limit=2)
    assert {one.exercise_id: one.totals.sets for one in found} == sets
    assert {one.exercise_id: one.workouts for one in found} == {
        exercise: len(ids) for exercise, ids in trained.items()
    }
    assert {one.exercise_id: one.last_day for one in found} == last_day
    assert [one.totals.sets for one in found] == sorted(sets.values(), reverse=True)
    assert few == found[:2]
    assert {one.exercise_id: one.load_kind for one in found} == KINDS


@pytest.mark.parametrize("formula", list(Formula))
def test_every_day_has_the_best_estimate_of_its_sets(
    stats_database: Database, ana: Person, history: list[Workout], formula: Formula
) -> None:
    sure: dict[date, tuple[float, Decimal]] = {}
    unsure: dict[date, list[tuple[float, Decimal]]] = defaultdict(list)
    for workout, entry, logged in counted(history):
        if entry.exercise_id == BENCH and logged.weight and logged.reps:
            found = one_rep_max.estimate(formula, kilograms(logged), logged.reps, logged.rpe)
            if found is not None:
                said = found, kilograms(logged)
                if one_rep_max.is_low_confidence(formula, logged.reps, logged.rpe):
                    unsure[workout.day].append(said)
                else:
                    sure[workout.day] = max(said, sure.get(workout.day, said))
    best = {}
    for day in sure | unsure:
        one_rep_max_kg, weight_kg = sure.get(day, (0.0, Decimal(0)))
        long = [found for found, with_kg in unsure[day] if with_kg >= weight_kg]
        best[day] = max([one_rep_max_kg, *long])
    with stats_database.transaction() as tx:
        points = estimates(tx, as_person(tx, ana), BENCH, formula)
    assert {one.day: one.one_rep_max_kg for one, _ in points} == pytest.approx(best)
    assert points


def test_with_more_days_than_wanted_the_best_of_equal_stretches_are_told(
    database: Database, stats_database: Database, ana: Person
) -> None:
    history = [
        workout_of((BENCH, [working(kg(str(80 + 5 * (days % 3))), 5)]), days_ago=days)
        for days in range(99)
    ]
    with database.transaction() as tx:
        keep(tx, ana, *history)
    with stats_database.transaction(ana.user_id) as tx:
        every = estimates(tx, ana.user_id, BENCH, Formula.EPLEY)
        few = estimates(tx, ana.user_id, BENCH, Formula.EPLEY, limit=33)
        enough = estimates(tx, ana.user_id, BENCH, Formula.EPLEY, limit=99)
    assert (len(every), len(few)) == (99, 33)
    assert {one.weight_kg for one, _ in few} == {Decimal(90)}
    assert [one.day for one, _ in few] == sorted(one.day for one, _ in few)
    assert enough == every


def test_warm_ups_and_long_sets_give_no_estimate(
    database: Database, stats_database: Database, ana: Person
) -> None:
    single = working(lb("225"), 1)
    with database.transaction() as tx:
        logged = [warm_up(kg("200"), 1), working(kg("150"), 13), working(kg("0"), 5), single]
        keep(tx, ana, workout_of((BENCH, logged)))
    with stats_database.transaction() as tx:
        ((found, spread),) = estimates(tx, as_person(tx, ana), BENCH, Formula.EPLEY)
    assert (found.reps, found.weight_kg, found.tested) == (1, 225 * POUND, True)
    assert spread == (found.one_rep_max_kg,) * 3


def performed(history: list[Workout], exercise: object) -> list[PerformedSet]:
    return [
        PerformedSet(
            day=workout.day,
            workout_id=workout.id,
            exercise_id=entry.exercise_id,
            set_id=one.id,
            load=KINDS.get(entry.exercise_id, LoadKind.WEIGHT_REPS),
            logged=one.logged,
            place=(int(workout.started_at.timestamp()), place, position),
        )
        for workout in history
        for place, entry in enumerate(workout.exercises)
        for position, one in enumerate(entry.sets)
        if entry.exercise_id == exercise
    ]


@pytest.mark.parametrize("exercise", list(KINDS), ids=[kind.value for kind in KINDS.values()])
@pytest.mark.parametrize("formula", [Formula.EPLEY, Formula.RTS])
def test_the_kept_ledger_is_that_of_all_sets(
    stats_database: Database,
    ana: Person,
    history: list[Workout],
    exercise: UUID,
    formula: Formula,
) -> None:
    every = performed(history, exercise)
    with stats_database.transaction() as tx:
        kept = analytics.records(tx, as_person(tx, ana), exercise, formula)
    assert kept == records.ledger(every, formula) != []


def test_history_is_paged_by_days_and_keeps_its_order(
    database: Database, stats_database: Database, ana: Person
) -> None:
    twice_a_day = [
        workout_of((BENCH, [warm_up(kg("60"), 8), working(kg("100"), 5)]), title="Morning"),
        workout_of((SQUAT, [working(kg("140"), 3)]), (BENCH, [working(kg("90"), 8)])),
    ]
    evening = replace(twice_a_day[1], started_at=NOW + timedelta(hours=2))
    earlier = [workout_of((BENCH, [working(kg("95"), 5)]), days_ago=days) for days in (3, 6)]
    with database.transaction() as tx:
        keep(tx, ana, twice_a_day[0], evening, *earlier)
    with stats_database.transaction() as tx:
        newest = analytics.exercise_history(tx, as_person(tx, ana), BENCH, days=1)
        rest = analytics.exercise_history(tx, ana.user_id, BENCH, before=newest[-1].day, days=5)
    assert [one.workout_id for one in newest] == [evening.id, twice_a_day[0].id]
    assert [logged.reps for _, logged in newest[1].sets] == [8, 5]
    assert [one.workout_id for one in rest] == [one.id for one in earlier]


def test_nobody_sees_anything_of_anybody_else(
    stats_database: Database, ana: Person, cid: Person, history: list[Workout]
) -> None:
    with stats_database.transaction() as tx:
        as_person(tx, cid)
        # Asked for Ana's rows by id, while acting for Cid: row security has the last word.
        assert analytics.summary(tx, ana.user_id).workouts == 0
        glance = analytics.overview_sums(tx, ana.user_id, bucket=Bucket.WEEK, week_start=1)
        assert (glance.total, glance.lifts, glance.muscles) == (Totals(), [], [])
        assert analytics.lifts(tx, ana.user_id, limit=5) == []
        assert analytics.sets_per_muscle(tx, ana.user_id) == []
        assert estimates(tx, ana.user_id, BENCH, Formula.EPLEY) == []
        assert analytics.records(tx, ana.user_id, BENCH, Formula.EPLEY) == []
        assert analytics.exercise_history(tx, ana.user_id, BENCH, days=5) == []
        stretches = analytics.bucket_totals(tx, ana.user_id, bucket=Bucket.WEEK, week_start=1)
        assert stretches == []


def test_a_workout_of_warm_ups_alone_is_a_workout_without_sets(
    database: Database, stats_database: Database, ana: Person
) -> None:
    empty = Workout(
        id=uuid4(),
        title="Nothing done",
        started_at=NOW,
        time_zone="Europe/Berlin",
        day=NOW.date(),
        exercises=(
            ExerciseEntry(
                id=uuid4(), exercise_id=BENCH, sets=(SetEntry(uuid4(), warm_up(kg("20"), 5)),)
            ),
        ),
    )
    with database.transaction() as tx:
        keep(tx, ana, empty)
    with stats_database.transaction() as tx:
        found = analytics.summary(tx, as_person(tx, ana))
        (week,) = analytics.bucket_totals(tx, ana.user_id, bucket=Bucket.WEEK, week_start=1)
    assert found == Totals(workouts=1)
    assert week.totals == found


@pytest.mark.parametrize(
    ("load_kind", "sets"),
    [
        (LoadKind.REPS, [LoggedSet(reps=reps) for reps in (5, 8, 8, 6, 10)]),
        (LoadKind.TIME, [LoggedSet(duration_ms=seconds * 1000) for seconds in (30, 45, 40, 60)]),
        (
            LoadKind.DISTANCE,
            [
                LoggedSet(distance=Distance.entered(Decimal(km), DistanceUnit.KM))
                for km in (3, 5, 4, 6)
            ],
        ),
        (LoadKind.ASSISTED, [working(kg(help_kg), 5) for help_kg in ("30", "25", "27", "20")]),
        # Each set is a first of its reps; by weight times reps only two of them are the best so far.
        (LoadKind.WEIGHT_REPS, [working(kg("100"), reps, "8") for reps in (5, 4, 6)]),
    ],
)
def test_every_kind_of_record_is_found_where_it_is_the_only_one(
    database: Database,
    stats_database: Database,
    ana: Person,
    load_kind: LoadKind,
    sets: list[LoggedSet],
) -> None:
    own = uuid4()
    history = [
        workout_of((own, [logged]), days_ago=len(sets) - place) for place, logged in enumerate(sets)
    ]
    with database.transaction(ana.user_id) as tx:
        exercise_changes.save_own(tx, ana.user_id, own_exercise(own, load_kind))
        assert workouts.insert_workouts(tx, ana.user_id, history)
    every = [replace(one, load=load_kind) for one in performed(history, own)]
    with stats_database.transaction(ana.user_id) as tx:
        kept = analytics.records(tx, ana.user_id, own, Formula.EPLEY)
    assert kept == records.ledger(every) != []


def test_an_exercise_of_another_kind_has_other_records(
    database: Database, stats_database: Database, ana: Person
) -> None:
    own = uuid4()
    history = [
        workout_of((own, [working(kg(weight), 5)]), days_ago=days)
        for days, weight in ((3, "30"), (2, "20"), (1, "40"))
    ]
    with database.transaction(ana.user_id) as tx:
        exercise_changes.save_own(tx, ana.user_id, own_exercise(own, LoadKind.WEIGHT_REPS))
        assert workouts.insert_workouts(tx, ana.user_id, history)
        exercise_changes.save_own(tx, ana.user_id, own_exercise(own, LoadKind.ASSISTED))
    every = [replace(one, load=LoadKind.ASSISTED) for one in performed(history, own)]
    with stats_database.transaction(ana.user_id) as tx:
        kept = analytics.records(tx, ana.user_id, own, Formula.EPLEY)
        assert estimates(tx, ana.user_id, own, Formula.EPLEY) == []
    assert kept == records.ledger(every)
    assert {one.kind for one in kept} == {RecordKind.ASSISTANCE, RecordKind.REPS}


def own_exercise(own: UUID, load_kind: LoadKind) -> Exercise:
    return Exercise(
        id=own,
        name="My own",
        load_kind=load_kind,
        equipment=Equipment.OTHER,
        pattern=MovementPattern.ISOLATION,
        primary_muscles=(),
        secondary_muscles=(),
    )
