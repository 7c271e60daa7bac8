"""One-rep max: published values, what a single and a long set are, and laws that always hold."""

import csv
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max import estimates as one_rep_max
from liftlog.domain.one_rep_max.estimates import (
    EQUATIONS,
    LOW_CONFIDENCE_REPS,
    LOW_CONFIDENCE_RULE,
    Candidate,
    Effort,
    Formula,
    Spread,
    estimate,
    is_low_confidence,
    progression,
    spread,
)
from liftlog.domain.rollups import figures_of
from liftlog.domain.units import Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.volume import PerformedSet
from tests.shared import reference

DAY = date(2026, 3, 2)
NEXT_DAY = date(2026, 3, 4)

weights = st.decimals(min_value="0.25", max_value=1000, places=2)
rep_counts = st.integers(min_value=1, max_value=12)
efforts = st.integers(min_value=12, max_value=20).map(lambda half_steps: Decimal(half_steps) / 2)
formulas = st.sampled_from(Formula)
candidates = st.builds(
    Candidate,
    day=st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 1, 9)),
    reps=st.integers(min_value=1, max_value=15),
    rpe=st.none() | efforts,
    weight_kg=weights,
    set_id=st.uuids(),
)


def candidate(
    weight_kg: int | str, reps: int, rpe: str | None = None, *, day: date = DAY, set_id: int = 1
) -> Candidate:
    effort = None if rpe is None else Decimal(rpe)
    return Candidate(day, reps, effort, Decimal(weight_kg), UUID(int=set_id))


def best_of_day(sets: list[LoggedSet], formula: Formula) -> float | None:
    """As the rollup of the day has it."""
    day = figures_of(
        PerformedSet(DAY, UUID(int=1), UUID(int=2), UUID(int=place), LoadKind.WEIGHT_REPS, one)
        for place, one in enumerate(sets)
    )
    estimate_of_day = day and day.estimates.get(formula)
    return estimate_of_day.one_rep_max_kg if estimate_of_day else None


def working(weight_kg: int, reps: int, kind: SetKind = SetKind.WORKING) -> LoggedSet:
    return LoggedSet(kind, Weight.entered(Decimal(weight_kg), WeightUnit.KG), reps)


def estimated(formula: Formula, weight_kg: Decimal, reps: int, rpe: Decimal) -> float:
    """An estimate that must be there."""
    found = estimate(formula, weight_kg, reps, rpe)
    assert found is not None
    return found


def published_pairs() -> list[dict[str, str]]:
    with reference("onerm_tests.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def is_raw_single(row: dict[str, str]) -> bool:
    """Rows in which the printed equation is applied to one rep and says more than was lifted."""
    return row["formula"] in {"epley", "oconner"} and row["reps"] == "1"


def is_decimal_form(row: dict[str, str]) -> bool:
    """The row of Brzycki's equation with its constants rounded to four decimals."""
    return row["formula"] == "brzycki_decimal_form"


def test_published_pairs_agree_within_their_own_tolerance() -> None:
    pairs = [
        row for row in published_pairs() if not is_raw_single(row) and not is_decimal_form(row)
    ]
    for row in pairs:
        found = estimate(Formula(row["formula"]), Decimal(row["weight"]), int(row["reps"]))
        assert found == pytest.approx(float(row["expected_1rm"]), abs=float(row["tolerance"])), row
    assert Counter(row["formula"] for row in pairs) == {
        "brzycki": 12, "epley": 4, "lander": 4, "lombardi": 6, "mayhew": 3, "oconner": 4, "wathan": 3,
    }  # fmt: skip


def test_published_pairs_that_overrate_a_single_hold_for_the_printed_equation_only() -> None:
    singles = [row for row in published_pairs() if is_raw_single(row)]
    assert [row["formula"] for row in singles] == ["epley", "oconner"]
    for row in singles:
        formula, weight = Formula(row["formula"]), float(row["weight"])
        assert EQUATIONS[formula](weight, 1) == pytest.approx(float(row["expected_1rm"]), abs=0.05)
        assert estimate(formula, weight, 1) == weight


def test_the_published_pair_of_brzyckis_rounded_constants_is_near_the_exact_form() -> None:
    (row,) = (row for row in published_pairs() if is_decimal_form(row))
    weight, reps = float(row["weight"]), int(row["reps"])
    rounded = weight / (1.0278 - 0.0278 * reps)
    assert rounded == pytest.approx(float(row["expected_1rm"]), abs=0.001)
    assert estimate(Formula.BRZYCKI, weight, reps) == 112.5


# The expected values are worked out by hand from the printed equations.
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("epley", 116.667),
        ("brzycki", 112.5),
        ("lander", 113.709),
        ("lombardi", 117.462),
        ("mayhew", 119.011),
        ("oconner", 112.5),
        ("wathan", 116.583),
    ],
)
def test_five_reps_with_a_hundred_kilograms(formula: str, expected: float) -> None:
    assert estimate(Formula(formula), 100, 5) == pytest.approx(expected, abs=0.001)


def test_every_formula_but_the_chart_has_an_equation() -> None:
    assert set(EQUATIONS) == set(Formula) - {Formula.RTS}


@pytest.mark.parametrize("formula", Formula)
@pytest.mark.parametrize(
    ("weight", "reps"), [(100, 0), (100, -3), (100, 13), (100, 40), (0, 5), (-20, 5)]
)
def test_no_estimate_for_long_sets_no_reps_or_no_weight(
    formula: Formula, weight: float, reps: int
) -> None:
    assert estimate(formula, weight, reps, Decimal(8)) is None


def test_the_chart_needs_the_effort_and_takes_it_seriously() -> None:
    assert estimate(Formula.RTS, 100, 5) is None
    assert estimate(Formula.RTS, 100, 5, Decimal("5.5")) is None
    assert estimate(Formula.RTS, 100, 5, Decimal(8)) == pytest.approx(100 / 0.811)
    assert estimate(Formula.RTS, 100, 1, Decimal(8)) == pytest.approx(100 / 0.922)
    assert estimate(Formula.RTS, 100, 1, Decimal(10)) == 100


def test_the_equations_do_not_look_at_the_effort() -> None:
    assert estimate(Formula.EPLEY, 100, 5, Decimal(6)) == estimate(Formula.EPLEY, 100, 5)
    assert estimate(Formula.EPLEY, 100, 1, Decimal(6)) == 100


def test_confidence_is_low_above_ten_reps_and_the_chart_counts_those_in_reserve() -> None:
    assert not is_low_confidence(Formula.EPLEY, 10, None)
    assert is_low_confidence(Formula.EPLEY, 11, None)
    assert not is_low_confidence(Formula.RTS, 8, Decimal(8))
    assert is_low_confidence(Formula.RTS, 8, Decimal("7.5"))


@given(weights, weights, rep_counts, efforts, formulas)
def test_more_weight_never_lowers_an_estimate(
    one: Decimal, other: Decimal, reps: int, rpe: Decimal, formula: Formula
) -> None:
    lighter, heavier = sorted((one, other))
    assert estimated(formula, lighter, reps, rpe) <= estimated(formula, heavier, reps, rpe)


@given(weights, rep_counts, rep_counts, efforts, formulas)
def test_more_reps_never_lower_an_estimate(
    weight: Decimal, one: int, other: int, rpe: Decimal, formula: Formula
) -> None:
    fewer, more = sorted((one, other))
    assert estimated(formula, weight, fewer, rpe) <= estimated(formula, weight, more, rpe)


@given(weights, rep_counts, efforts, formulas)
def test_an_estimate_is_at_least_the_weight(
    weight: Decimal, reps: int, rpe: Decimal, formula: Formula
) -> None:
    assert estimated(formula, weight, reps, rpe) >= float(weight)


@given(weights, st.sampled_from(list(EQUATIONS)), st.none() | efforts)
def test_one_rep_is_the_weight_by_every_equation(
    weight: Decimal, formula: Formula, rpe: Decimal | None
) -> None:
    assert estimate(formula, weight, 1, rpe) == float(weight)


def test_the_best_of_a_day_leaves_warm_ups_out() -> None:
    sets = [
        working(200, 5, SetKind.WARM_UP),
        working(100, 5),
        working(90, 9, SetKind.DROP),
        working(80, 3, SetKind.FAILURE),
        LoggedSet(reps=20),
    ]
    assert best_of_day(sets, Formula.BRZYCKI) == pytest.approx(90 * 36 / 28)
    assert best_of_day(sets[:1], Formula.BRZYCKI) is None
    assert best_of_day([], Formula.BRZYCKI) is None


def test_a_day_is_known_by_its_best_set() -> None:
    found = progression(
        [candidate(100, 5, set_id=1), candidate(105, 2, set_id=2), candidate(60, 13, day=NEXT_DAY)],
        Formula.EPLEY,
    )
    assert [(one.day, one.set_id, one.reps) for one in found] == [(DAY, UUID(int=1), 5)]
    assert found[0].one_rep_max_kg == pytest.approx(116.6667, abs=1e-4)
    assert not found[0].tested
    assert not found[0].low_confidence


def test_a_single_is_tested_when_nothing_was_left_in_reserve() -> None:
    (tested,) = progression([candidate(120, 1, "8")], Formula.EPLEY)
    assert tested.tested
    assert tested.one_rep_max_kg == 120
    (by_chart,) = progression([candidate(120, 1, "8")], Formula.RTS)
    assert not by_chart.tested
    (at_the_limit,) = progression([candidate(120, 1, "10")], Formula.RTS)
    assert at_the_limit.tested


def test_equal_estimates_go_to_the_fewer_reps_whatever_the_floats_say() -> None:
    # By Epley both are 93.333... kg, of which the one of five reps is a hair more in floats.
    doubles, fives = candidate("87.5", 2, set_id=2), candidate(80, 5, set_id=1)
    assert EQUATIONS[Formula.EPLEY](80, 5) > EQUATIONS[Formula.EPLEY](87.5, 2)
    for order in ([doubles, fives], [fives, doubles]):
        assert progression(order, Formula.EPLEY)[0].reps == 2


@given(st.lists(candidates, max_size=12), formulas, st.randoms(use_true_random=False))
def test_the_order_of_candidates_never_changes_a_progression(
    found: list[Candidate], formula: Formula, order: random.Random
) -> None:
    shuffled = order.sample(found, k=len(found))
    assert progression(shuffled, formula) == progression(found, formula)


@given(st.lists(candidates, max_size=12), formulas)
def test_a_progression_has_each_day_once_and_in_order_with_its_highest_estimate(
    found: list[Candidate], formula: Formula
) -> None:
    days = progression(found, formula)
    assert [one.day for one in days] == sorted({one.day for one in days})
    for one in days:
        sets = [other for other in found if other.day == one.day]
        estimates = [
            estimate(formula, other.weight_kg, other.reps, other.rpe) or 0
            for other in sets
            if not is_low_confidence(formula, other.reps, other.rpe)
            or other.weight_kg >= one.weight_kg
        ]
        assert one.one_rep_max_kg == pytest.approx(max(estimates), abs=0.001)


def test_a_long_set_with_no_less_weight_stands_before_a_shorter_one() -> None:
    """Somebody whose warm-ups are logged as working sets did not get weaker by a long top set."""
    ten, twelve = candidate(80, 10, set_id=1), candidate(100, 12, set_id=2)
    (best,) = progression([ten, twelve], Formula.EPLEY)
    assert (best.reps, best.low_confidence) == (12, True)
    assert spread([ten, twelve]) == spread([twelve])
    assert best_of_day([working(80, 10), working(100, 12)], Formula.EPLEY) == pytest.approx(140)


def test_a_long_set_stands_for_its_day_only_where_there_is_nothing_better() -> None:
    five, twelve = candidate(100, 5, set_id=1), candidate(90, 12, set_id=2)
    for order in ([five, twelve], [twelve, five]):
        (best,) = progression(order, Formula.EPLEY)
        assert (best.reps, best.low_confidence) == (5, False)
        assert spread(order) == spread([five])
    (best,) = progression([twelve], Formula.EPLEY)
    assert best.one_rep_max_kg == pytest.approx(126)
    assert best.low_confidence
    assert spread([twelve]) is not None
    assert best_of_day([working(90, 12), working(100, 5)], Formula.EPLEY) == pytest.approx(116.6667)
    assert best_of_day([working(90, 12)], Formula.EPLEY) == pytest.approx(126)


@pytest.mark.parametrize(
    ("shorter", "stands"),
    [
        (None, 12),  # Nothing shorter at all.
        (candidate(80, 10, set_id=1), 12),  # Less weight and a lower estimate.
        (candidate(101, 10, set_id=1), 10),  # More weight.
        (candidate(100, 10, set_id=1), 12),  # The same weight for fewer reps.
    ],
)
def test_a_long_set_stands_for_its_day_as_the_rule_in_the_api_says(
    shorter: Candidate | None, stands: int
) -> None:
    """At 11 and 12 reps an estimate is one of low confidence, at 10 it is not."""
    sets = [candidate(100, 12, set_id=2), *([shorter] if shorter else [])]
    (best,) = progression(sets, Formula.EPLEY)
    assert (best.reps, best.low_confidence) == (stands, stands > LOW_CONFIDENCE_REPS)
    assert [is_low_confidence(Formula.EPLEY, reps, None) for reps in (10, 11, 12)] == [
        False,
        True,
        True,
    ]
    assert str(LOW_CONFIDENCE_REPS) in LOW_CONFIDENCE_RULE


def test_the_spread_is_what_the_seven_equations_say() -> None:
    found = spread([candidate(100, 5), candidate(80, 5)])
    assert found is not None
    assert tuple(found) == pytest.approx((112.5, 116.583, 119.011), abs=0.001)
    assert spread([candidate(100, 1)]) == Spread(100, 100, 100)
    assert spread([candidate(100, 13)]) is None
    assert spread([]) is None


@given(st.lists(candidates, max_size=8))
def test_every_equation_lies_within_the_spread_of_the_day(found: list[Candidate]) -> None:
    for day in {one.day for one in found}:
        sets = [one for one in found if one.day == day]
        told = spread(sets)
        if told is None:
            continue
        low, middle, high = told
        assert low <= middle <= high
        for formula in EQUATIONS:
            (best,) = progression(sets, formula)
            assert low - 0.001 <= best.one_rep_max_kg <= high + 0.001


def test_every_equation_names_its_source() -> None:
    for equation in EQUATIONS.values():
        assert any(
            year in (equation.__doc__ or "") for year in ("1985", "1989", "1992", "1993", "1994")
        )
    assert one_rep_max.LOW_CONFIDENCE_REPS < one_rep_max.REPS_MAX


@pytest.mark.parametrize(
    ("reps", "rpe", "epley_kg"),
    [
        (5, "8", 100 * (1 + 7 / 30)),
        (5, "10", 100 * (1 + 5 / 30)),
        (5, None, 100 * (1 + 5 / 30)),
        (1, "8.5", 100 * (1 + 2.5 / 30)),
        (1, "10", 100),
        (10, "8", 100 * (1 + 12 / 30)),
        (10, "7.5", None),
        (3, "5.5", None),
    ],
)
def test_with_effort_used_reps_in_reserve_count_as_reps(
    reps: int, rpe: str | None, epley_kg: float | None
) -> None:
    effort = None if rpe is None else Decimal(rpe)
    found = estimate(Formula.EPLEY, 100, reps, effort, Effort.USED)
    assert found == (None if epley_kg is None else pytest.approx(epley_kg))
    assert estimate(Formula.EPLEY, 100, reps, effort) == estimate(Formula.EPLEY, 100, reps)


@given(formula=formulas, weight=weights, reps=rep_counts, rpe=efforts)
def test_more_in_reserve_never_means_a_weaker_lifter(
    formula: Formula, weight: Decimal, reps: int, rpe: Decimal
) -> None:
    found = estimate(formula, weight, reps, rpe, Effort.USED)
    harder = estimate(formula, weight, reps, min(rpe + Decimal("0.5"), Decimal(10)), Effort.USED)
    if found is not None and harder is not None:
        assert found >= harder


@pytest.mark.parametrize("formula", EQUATIONS)
def test_from_a_single_at_the_limit_to_one_with_a_rep_left_it_is_a_straight_line(
    formula: Formula,
) -> None:
    limit, half, whole = (
        estimate(formula, 100, 1, Decimal(rpe), Effort.USED) or 0 for rpe in ("10", "9.5", "9")
    )
    assert limit == 100
    assert half == pytest.approx((limit + whole) / 2)
    assert whole == estimate(formula, 100, 2)


def test_with_effort_used_too_a_long_set_hides_no_shorter_one() -> None:
    sets = [candidate(100, 5, "9"), candidate(95, 9, "8", set_id=2)]
    assert progression(sets, Formula.EPLEY)[0].reps == 9
    assert progression(sets, Formula.EPLEY, Effort.USED)[0].reps == 5
    assert spread(sets, Effort.USED) == spread(sets[:1], Effort.USED)


def test_with_effort_used_more_than_ten_possible_reps_are_of_low_confidence() -> None:
    assert is_low_confidence(Formula.EPLEY, 8, Decimal("7.5"), Effort.USED)
    assert not is_low_confidence(Formula.EPLEY, 8, Decimal(8), Effort.USED)
    assert not is_low_confidence(Formula.EPLEY, 8, Decimal("7.5"))


@given(some=st.lists(candidates, max_size=12))
def test_sets_to_failure_are_told_alike_with_effort_and_without(some: list[Candidate]) -> None:
    to_failure = [replace(one, rpe=None) for one in some]
    assert progression(to_failure, Formula.LANDER, Effort.USED) == progression(
        to_failure, Formula.LANDER
    )
    assert spread(to_failure, Effort.USED) == spread(to_failure)


@pytest.mark.parametrize(
    ("double_kg", "reps"),
    [
        ("93.754", 2),  # 93.754 x 32 / 30 is 100.004: four grams more than the single.
        ("93.7504", 1),  # 100.0004 is the same to the gram, and of equals the fewer reps stand.
    ],
)
def test_estimates_are_compared_to_the_gram(double_kg: str, reps: int) -> None:
    sets = [candidate("100", 1, set_id=1), candidate(double_kg, 2, set_id=2)]
    (best,) = progression(sets, Formula.EPLEY)
    assert best.reps == reps


def test_of_equal_estimates_the_harder_set_stands_and_then_the_lower_id() -> None:
    easy, hard = candidate(100, 5, "7", set_id=1), candidate(100, 5, "9", set_id=2)
    unsaid = candidate(100, 5, set_id=0)
    for order in ([easy, hard, unsaid], [unsaid, hard, easy]):
        assert progression(order, Formula.EPLEY)[0].rpe == 9
    twins = [candidate(100, 5, set_id=2), candidate(100, 5, set_id=1)]
    assert progression(twins, Formula.EPLEY)[0].set_id == UUID(int=1)


@pytest.mark.parametrize(("rpe", "known"), [("6", True), ("5.5", False)])
def test_up_to_four_reps_in_reserve_can_be_told(rpe: str, known: bool) -> None:
    found = estimate(Formula.EPLEY, 100, 3, Decimal(rpe), Effort.USED)
    assert found == (pytest.approx(100 * (1 + 7 / 30)) if known else None)


@pytest.mark.parametrize(("rpe", "possible"), [("8", 2 + 1), ("9", 2), ("9.5", 1.5), ("10", 1)])
def test_between_one_and_two_possible_reps_an_estimate_is_on_a_straight_line(
    rpe: str, possible: float
) -> None:
    # Mayhew of two reps with 100 kg, worked out by hand: 100 x 100 / (52.2 + 41.9 e^-0.11).
    double = 10_000 / (52.2 + 41.9 * 0.895834135)
    found = estimate(Formula.MAYHEW, 100, 1, Decimal(rpe), Effort.USED)
    if possible <= 2:
        assert found == pytest.approx(100 + (possible - 1) * (double - 100))
    else:
        assert found == pytest.approx(10_000 / (52.2 + 41.9 * 0.847893704))


def test_with_effort_used_reps_in_reserve_count_for_confidence_too() -> None:
    told = [is_low_confidence(Formula.EPLEY, 8, Decimal(rpe), Effort.USED) for rpe in ("8", "7.5")]
    assert told == [False, True]
    assert not is_low_confidence(Formula.EPLEY, 8, Decimal("7.5"))
    # What nobody can tell is taken as it was done.
    assert not is_low_confidence(Formula.RTS, 8, Decimal(5))
