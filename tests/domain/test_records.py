"""The ledger of records: what holds one, what beats one, and that order of arrival is nothing."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.records import (
    Line,
    Mark,
    Record,
    RecordKind,
    days_held,
    extended,
    ledger,
    standing,
)
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.volume import PerformedSet

START = date(2026, 1, 1)


def performed(  # every field that a test may want to name
    day: int,
    amount: int | str | None = None,
    reps: int | None = None,
    *,
    set_id: int = 1,
    kind: SetKind = SetKind.WORKING,
    load: LoadKind = LoadKind.WEIGHT_REPS,
    unit: WeightUnit = WeightUnit.KG,
    rpe: str | None = None,
    seconds: int | None = None,
    metres: int | None = None,
    place: int = 0,
) -> PerformedSet:
    logged = LoggedSet(
        kind,
        None if amount is None else Weight.entered(Decimal(amount), unit),
        reps,
        None if rpe is None else Decimal(rpe),
        None if seconds is None else seconds * 1000,
        None if metres is None else Distance.entered(Decimal(metres), DistanceUnit.M),
    )
    on = START + timedelta(days=day)
    return PerformedSet(on, UUID(int=1), UUID(int=2), UUID(int=set_id), load, logged, (place,))


sets = st.builds(
    performed,
    st.integers(min_value=0, max_value=5),
    st.none() | st.integers(min_value=0, max_value=8).map(lambda steps: steps * 20),
    st.none() | st.integers(min_value=0, max_value=14),
    set_id=st.integers(min_value=0, max_value=2**64),
    kind=st.sampled_from(SetKind),
    load=st.sampled_from(LoadKind),
    unit=st.sampled_from(WeightUnit),
    rpe=st.none() | st.sampled_from(["6", "8.5", "10"]),
    seconds=st.none() | st.integers(min_value=0, max_value=3),
    metres=st.none() | st.integers(min_value=0, max_value=3),
    place=st.integers(min_value=0, max_value=3),
)
histories = st.lists(sets, max_size=14, unique_by=lambda one: one.set_id)


def lines(
    found: list[Record], kind: RecordKind, reps: int | None = None
) -> list[tuple[object, ...]]:
    return [
        ((one.day - START).days, one.value, one.gain, one.until and (one.until - START).days)
        for one in found
        if one.kind is kind and one.reps == reps
    ]


def test_a_record_stands_until_a_heavier_set_comes() -> None:
    found = ledger(
        [performed(0, 100, 5), performed(3, "102.5", 5), performed(7, 101, 5), performed(9, 110, 5)]
    )
    assert lines(found, RecordKind.WEIGHT, 5) == [
        (0, 100, None, 3),
        (3, Decimal("102.5"), Decimal("2.5"), 9),
        (9, 110, Decimal("7.5"), None),
    ]


def test_of_equal_sets_the_earlier_holds_the_record() -> None:
    found = ledger([performed(4, 100, 5, set_id=1), performed(2, 100, 5, set_id=2)])
    assert [one.set_id.int for one in found if one.kind is RecordKind.WEIGHT] == [2]
    same_day = ledger(
        [
            performed(2, 100, 5, set_id=1, place=2),
            performed(2, 100, 5, set_id=2, place=1),
        ]
    )
    assert [one.set_id.int for one in same_day if one.kind is RecordKind.WEIGHT] == [2]


def test_steps_up_to_a_record_on_one_day_are_no_records_of_their_own() -> None:
    found = ledger(
        [
            performed(0, 90, 5),
            performed(1, 95, 5, place=1),
            performed(1, 100, 5, place=2),
            performed(1, 105, 5, place=3),
        ]
    )
    assert lines(found, RecordKind.WEIGHT, 5) == [(0, 90, None, 1), (1, 105, 15, None)]


def test_a_first_day_that_improves_on_itself_has_no_gain() -> None:
    found = ledger([performed(0, 90, 5, place=1), performed(0, 95, 5, place=2)])
    assert lines(found, RecordKind.WEIGHT, 5) == [(0, 95, None, None)]


def test_each_rep_count_up_to_twelve_has_its_own_record() -> None:
    found = ledger([performed(0, 100, 1), performed(0, 80, 12), performed(0, 60, 13)])
    assert [one.reps for one in found if one.kind is RecordKind.WEIGHT] == [1, 12]


def test_the_estimated_max_is_kept_to_the_gram_and_by_the_chosen_formula() -> None:
    history = [performed(0, 100, 5)]
    assert lines(ledger(history), RecordKind.ONE_REP_MAX) == [(0, Decimal("116.667"), None, None)]
    assert lines(ledger(history, Formula.BRZYCKI), RecordKind.ONE_REP_MAX) == [
        (0, Decimal("112.5"), None, None)
    ]


def test_the_noise_of_floats_sets_no_record() -> None:
    found = ledger([performed(0, "82.5", 10), performed(1, 100, 3)])
    assert lines(found, RecordKind.ONE_REP_MAX) == [(0, 110, None, None)]


def test_low_confidence_sets_no_record_of_the_estimated_max() -> None:
    found = ledger([performed(0, 100, 5), performed(1, 100, 11)])
    assert lines(found, RecordKind.ONE_REP_MAX) == [(0, Decimal("116.667"), None, None)]
    easy = [performed(0, 100, 8, rpe="7.5")]
    assert lines(ledger(easy, Formula.RTS), RecordKind.ONE_REP_MAX) == []
    assert lines(ledger(easy), RecordKind.ONE_REP_MAX) != []


def test_volume_and_reps_of_one_set() -> None:
    found = ledger([performed(0, 100, 5), performed(1, 60, 20)])
    assert lines(found, RecordKind.SET_VOLUME) == [(0, 500, None, 1), (1, 1200, 700, None)]
    assert lines(found, RecordKind.REPS) == [(0, 5, None, 1), (1, 20, 15, None)]


def test_less_assistance_is_better() -> None:
    found = ledger(
        [
            performed(0, 40, 8, load=LoadKind.ASSISTED),
            performed(1, 50, 8, load=LoadKind.ASSISTED),
            performed(2, 25, 8, load=LoadKind.ASSISTED),
            performed(3, 0, 8, load=LoadKind.ASSISTED),
        ]
    )
    assert lines(found, RecordKind.ASSISTANCE, 8) == [
        (0, 40, None, 2),
        (2, 25, 15, 3),
        (3, 0, 25, None),
    ]
    assert {one.kind for one in found} == {RecordKind.ASSISTANCE, RecordKind.REPS}


def test_bodyweight_holds_records_of_reps_and_of_added_weight_but_no_estimate() -> None:
    found = ledger(
        [
            performed(0, None, 15, load=LoadKind.BODYWEIGHT),
            performed(1, 20, 5, load=LoadKind.BODYWEIGHT),
        ]
    )
    assert lines(found, RecordKind.REPS) == [(0, 15, None, None)]
    assert lines(found, RecordKind.WEIGHT, 5) == [(1, 20, None, None)]
    assert lines(found, RecordKind.ONE_REP_MAX) == []


def test_longest_time_and_longest_distance() -> None:
    found = ledger(
        [
            performed(0, seconds=60, load=LoadKind.TIME),
            performed(1, seconds=90, metres=400, load=LoadKind.DISTANCE),
            performed(2, seconds=80, metres=500, load=LoadKind.DISTANCE),
        ]
    )
    assert lines(found, RecordKind.DURATION) == [(0, 60_000, None, 1), (1, 90_000, 30_000, None)]
    assert lines(found, RecordKind.DISTANCE) == [(1, 400_000, None, 2), (2, 500_000, 100_000, None)]


def test_warm_ups_and_empty_sets_hold_nothing() -> None:
    assert (
        ledger([performed(0, 200, 5, kind=SetKind.WARM_UP), performed(0), performed(0, 0, 0)]) == []
    )


def test_pounds_and_kilograms_compete_by_what_they_weigh() -> None:
    found = ledger(
        [
            performed(0, 100, 5),
            performed(1, 220, 5, unit=WeightUnit.LB),
            performed(2, 221, 5, unit=WeightUnit.LB),
        ]
    )
    assert lines(found, RecordKind.WEIGHT, 5) == [
        (0, 100, None, 2),
        (2, Decimal("100.24391377"), Decimal("0.24391377"), None),
    ]


def test_days_held_end_when_beaten_or_today() -> None:
    first, second = (one for one in ledger([performed(0, 90, 5), performed(30, 95, 5)]) if one.reps)
    today = START + timedelta(days=40)
    assert [days_held(one, today) for one in (first, second)] == [30, 10]


@given(histories, st.sampled_from(Formula), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_changes_records(
    history: list[PerformedSet], formula: Formula, order: random.Random
) -> None:
    assert ledger(order.sample(history, k=len(history)), formula) == ledger(history, formula)


@given(histories)
def test_every_line_is_better_and_later_than_the_one_it_ended(history: list[PerformedSet]) -> None:
    found = ledger(history)
    for before, after in pairwise(found):
        if (before.kind, before.reps) == (after.kind, after.reps):
            assert before.until == after.day > before.day
            assert after.gain is not None
            assert after.gain > 0
            assert after.gain == abs(after.value - before.value)
        else:
            assert before.until is None
            assert after.gain is None


@given(histories)
def test_one_record_stands_for_each_kind_that_was_ever_held(history: list[PerformedSet]) -> None:
    found = ledger(history)
    kept = [(one.kind, one.reps) for one in standing(found)]
    assert len(kept) == len(set(kept))
    assert set(kept) == {(one.kind, one.reps) for one in found}


@given(histories)
def test_the_standing_weight_records_are_the_heaviest_sets(history: list[PerformedSet]) -> None:
    heaviest: dict[int, Decimal] = {}
    for one in history:
        logged = one.logged
        if logged.kind is SetKind.WARM_UP or one.load is LoadKind.ASSISTED or not logged.weight:
            continue
        if logged.reps and logged.reps <= 12 and logged.weight.grams:
            heaviest[logged.reps] = max(heaviest.get(logged.reps, Decimal(0)), logged.weight.kg)
    found = {
        one.reps: one.value for one in standing(ledger(history)) if one.kind is RecordKind.WEIGHT
    }
    assert found == heaviest


def test_a_line_of_the_ledger_is_written_and_read_back() -> None:
    written = {
        "weight:5": Line(RecordKind.WEIGHT, 5),
        "one_rep_max:epley": Line(RecordKind.ONE_REP_MAX, None, Formula.EPLEY),
        "reps": Line(RecordKind.REPS),
    }
    for text, line in written.items():
        assert str(line) == text
        assert Line.parse(text) == line


def test_the_ledger_is_in_order_of_kind_rep_count_and_day() -> None:
    found = ledger([performed(0, 100, 5), performed(1, 110, 5), performed(1, 120, 1, set_id=2)])
    weights = [(one.reps, (one.day - START).days) for one in found if one.kind is RecordKind.WEIGHT]
    assert weights == [(1, 1), (5, 0), (5, 1)]
    kinds = [one.kind for one in found]
    assert kinds == sorted(kinds, key=list(RecordKind).index)


def test_session_volume_is_of_one_workout_and_held_by_the_set_that_completed_it() -> None:
    first = [performed(0, 100, 5, set_id=1, place=1), performed(0, 100, 3, set_id=2, place=2)]
    other = performed(0, 100, 7, set_id=3, place=3)
    other = replace(other, workout_id=UUID(int=9))
    volumes = [one for one in ledger([*first, other]) if one.kind is RecordKind.SESSION_VOLUME]
    assert [(one.value, one.set_id) for one in volumes] == [(Decimal(800), UUID(int=2))]


def test_of_equal_sessions_of_a_day_the_first_holds_the_record() -> None:
    second = replace(performed(0, 100, 5, set_id=1, place=2), workout_id=UUID(int=9))
    found = ledger([second, performed(0, 100, 5, set_id=2, place=1)])
    volumes = [one.set_id.int for one in found if one.kind is RecordKind.SESSION_VOLUME]
    assert volumes == [2]


def test_a_record_is_better_by_the_smallest_amount() -> None:
    found = ledger([performed(0, "100.000", 5), performed(1, "100.001", 5)])
    assert lines(found, RecordKind.WEIGHT, 5)[-1] == (1, Decimal("100.001"), Decimal("0.001"), None)


def test_what_is_known_is_extended_by_what_is_better() -> None:
    line = Line(RecordKind.WEIGHT, 5)
    held = Record(line, START, Decimal(100), UUID(int=1))
    day = START + timedelta(days=3)
    assert extended([held], {day: {line: Mark(Decimal(100), UUID(int=2))}}) == []
    assert extended([held], {day: {line: Mark(Decimal(101), UUID(int=2))}}) == [
        replace(held, until=day),
        Record(line, day, Decimal(101), UUID(int=2), Decimal(1)),
    ]


def test_an_estimate_of_ten_reps_is_a_record_and_one_of_eleven_is_none() -> None:
    assert lines(ledger([performed(0, 90, 10)]), RecordKind.ONE_REP_MAX) == [(0, 120, None, None)]
    assert lines(ledger([performed(0, 90, 11)]), RecordKind.ONE_REP_MAX) == []
