"""Trends: said where the days carry them, and not where they are noise."""

import math
import random
from datetime import date, timedelta
from itertools import permutations
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.strength.trends import (
    CURRENT_DAYS,
    ERROR_RATE,
    LEAST_WEEKS,
    Direction,
    Trend,
    TrendDay,
    best_of_weeks,
    kendall,
    slope_interval,
    trend_of,
)

TODAY = date(2026, 11, 20)
SEEDS = 600


def weekly(*values: float, days_ago: int = 0) -> list[TrendDay]:
    """One session a week, the last of them `days_ago`."""
    last = TODAY - timedelta(days=days_ago)
    return [
        TrendDay(last - timedelta(weeks=len(values) - 1 - week), value)
        for week, value in enumerate(values)
    ]


def direction(sessions: list[TrendDay]) -> Direction | None:
    found = trend_of(sessions, TODAY)
    return found.direction if found else None


histories = st.lists(
    st.tuples(st.integers(0, 200), st.integers(400, 1200)),
    max_size=40,
    unique_by=lambda one: one[0],
).map(lambda days: [TrendDay(TODAY - timedelta(days=ago), value / 8) for ago, value in days])


def test_a_steady_rise_is_told_by_how_much_and_of_how_many_sessions() -> None:
    found = trend_of(weekly(100, 101, 102, 103, 104, 105, 106, 107), TODAY)
    assert found is not None
    assert found.change == pytest.approx(7)
    assert (found.direction, found.sessions) == (Direction.RISING, 8)
    assert (found.first, found.last) == (TODAY - timedelta(weeks=7), TODAY)


def test_a_steady_fall_is_told() -> None:
    found = trend_of(weekly(107, 106, 105, 104, 103, 102, 101, 100), TODAY)
    assert found is not None
    assert (found.direction, round(found.change, 6)) == (Direction.FALLING, -7)


def test_equal_weeks_are_flat_since_the_first_of_them() -> None:
    assert trend_of(weekly(*[100.0] * 9), TODAY) == Trend(
        Direction.FLAT, TODAY - timedelta(weeks=8), TODAY, 9, 0
    )


def test_a_plateau_is_told_as_long_as_it_is() -> None:
    found = trend_of(weekly(*[100.0, 100.5] * 10), TODAY)
    assert found is not None
    assert (found.direction, found.sessions) == (Direction.FLAT, 20)


def test_five_weeks_say_nothing() -> None:
    assert LEAST_WEEKS == 6
    assert trend_of(weekly(100, 105, 110, 115, 120), TODAY) is None
    assert direction(weekly(100, 105, 110, 115, 120, 125)) is Direction.RISING


def test_many_sessions_of_few_weeks_say_nothing() -> None:
    daily = [TrendDay(TODAY - timedelta(days=ago), 100.0 - ago) for ago in range(30)]
    assert trend_of(daily, TODAY) is None


def test_a_lift_not_done_for_a_month_has_no_trend_now() -> None:
    rising = (100, 101, 102, 103, 104, 105, 106, 107)
    assert direction(weekly(*rising, days_ago=CURRENT_DAYS)) is Direction.RISING
    assert direction(weekly(*rising, days_ago=CURRENT_DAYS + 1)) is None


def test_days_to_come_are_plans() -> None:
    assert direction(weekly(100, 101, 102, 103, 104, 105, 106, 107, days_ago=-70)) is None


def test_noise_that_could_hide_a_change_is_not_called_flat() -> None:
    assert direction(weekly(100, 92, 107, 95, 108, 91, 104, 99)) is None


def test_one_odd_day_changes_nothing_but_itself() -> None:
    rising = [100, 101, 102, 103, 104, 105, 106, 107]
    odd = trend_of(weekly(*rising[:4], 60, *rising[5:]), TODAY)
    assert odd is not None
    assert odd.direction is Direction.RISING
    assert odd.change == pytest.approx(7, abs=1.5)


def test_light_days_of_a_week_do_not_count() -> None:
    heavy = weekly(100, 101, 102, 103, 104, 105, 106, 107)
    light = [TrendDay(one.day - timedelta(days=3), 70.0) for one in heavy]
    found = trend_of(heavy + light, TODAY)
    assert found is not None
    # A kilogram a week, over the 52 days from the first light day to the last heavy one.
    assert found.direction is Direction.RISING
    assert found.change == pytest.approx(52 / 7)
    assert found.sessions == 16


@pytest.mark.parametrize("a_week", [1, 2, 3])
@pytest.mark.parametrize("step", [0.0, 2.5])
def test_noise_around_a_constant_is_seldom_taken_for_a_trend(a_week: int, step: float) -> None:
    taken = 0
    for seed in range(SEEDS):
        rng = random.Random(seed)  # noqa: S311 Noise.
        days = [ago for ago in range(180) if rng.random() < a_week / 7]
        values = [rng.gauss(100, 2) for _ in days]
        sessions = [
            TrendDay(TODAY - timedelta(days=ago), round(value / step) * step if step else value)
            for ago, value in zip(days, values, strict=True)
        ]
        taken += direction(sessions) in {Direction.RISING, Direction.FALLING}
    assert taken / SEEDS <= ERROR_RATE


def test_a_clear_rise_is_seldom_missed_and_never_called_flat() -> None:
    found = []
    for seed in range(SEEDS):
        rng = random.Random(seed)  # noqa: S311 Noise.
        found.append(direction(weekly(*[100 + week + rng.gauss(0, 1) for week in range(9)])))
    assert found.count(Direction.RISING) > SEEDS * 0.9
    assert found.count(Direction.FLAT) == found.count(Direction.FALLING) == 0


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(sessions: list[TrendDay], rng: random.Random) -> None:
    shuffled = rng.sample(sessions, len(sessions))
    assert trend_of(shuffled, TODAY) == trend_of(sessions, TODAY)


@given(histories, st.sampled_from([0.5, 2.0, 4.0]))
def test_in_another_unit_it_is_the_same_trend(sessions: list[TrendDay], times: float) -> None:
    # Powers of two, so that floats stay exact.
    found = trend_of(sessions, TODAY)
    scaled = trend_of([TrendDay(one.day, one.value * times) for one in sessions], TODAY)
    assert (found is None) == (scaled is None)
    if found and scaled:
        assert scaled.direction is found.direction
        assert scaled.change == pytest.approx(found.change * times)


@given(histories, st.integers(1, 500))
def test_a_heavier_bar_moves_no_rise_or_fall(sessions: list[TrendDay], more: int) -> None:
    def moving(values: list[TrendDay]) -> Trend | None:
        found = trend_of(values, TODAY)
        return found if found and found.direction is not Direction.FLAT else None

    found, shifted = moving(sessions), moving([TrendDay(d, v + more) for d, v in sessions])
    assert (found is None) == (shifted is None)
    if found and shifted:
        assert shifted.direction is found.direction
        assert shifted.change == pytest.approx(found.change)


@given(histories)
def test_upside_down_it_falls_as_it_rose(sessions: list[TrendDay]) -> None:
    turned = {Direction.RISING: Direction.FALLING, Direction.FALLING: Direction.RISING}
    best = best_of_weeks(sorted(sessions)) if sessions else []
    upside_down = [TrendDay(one.day, -one.value) for one in best]
    found, other = direction(best), direction(upside_down)
    if found in turned:
        assert other is turned[found]


def test_the_exact_probability_is_that_of_all_orders() -> None:
    values = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
    scores = [kendall(order).score for order in permutations(values)]
    for order in ((1, 2, 4, 8, 16, 32), (2, 1, 4, 8, 32, 16), (8, 1, 16, 2, 32, 4)):
        found = kendall([float(value) for value in order])
        as_far = sum(abs(score) >= abs(found.score) for score in scores)
        assert found.p == pytest.approx(as_far / len(scores))


def test_a_published_example_of_the_test_and_the_slope() -> None:
    # Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), example 16.2 and
    # chapter 17: S of 10, 15, 14, 20 is 4.
    assert kendall([10, 15, 14, 20]).score == 4
    # Ties as in Gilbert's equation 16.3: groups of 2 and 3 among 7.
    tied = kendall([5, 5, 6, 7, 7, 7, 9])
    assert tied.variance == pytest.approx((7 * 6 * 19 - 2 * 1 * 9 - 3 * 2 * 11) / 18)


def test_the_interval_is_that_of_the_ranks_counted_from_one() -> None:
    weeks = weekly(100, 103, 101, 108, 104, 112, 107, 115, 109, 120)
    slopes = sorted(
        (b.value - a.value) / (b.day - a.day).days
        for at, a in enumerate(weeks)
        for b in weeks[at + 1 :]
    )
    # Of 45 slopes, with a variance of 125, those of rank 11 and 35.
    assert slope_interval(weeks) == (slopes[10], slopes[34])


def test_of_all_orders_of_six_weeks_at_most_one_in_twenty_has_an_interval_without_nothing() -> None:
    orders = list(permutations((100.0, 101.0, 103.0, 107.0, 115.0, 131.0)))
    holds = 0
    for order in orders:
        low, high = slope_interval(weekly(*order))
        holds += low <= 0 <= high
    assert holds / len(orders) >= 0.95


@given(histories)
def test_the_interval_holds_the_slope(sessions: list[TrendDay]) -> None:
    weeks = best_of_weeks(sorted(sessions)) if sessions else []
    if len(weeks) < 2:
        return
    low, high = slope_interval(weeks)
    slopes = [
        (b.value - a.value) / (b.day - a.day).days
        for at, a in enumerate(weeks)
        for b in weeks[at + 1 :]
    ]
    assert low <= median(slopes) <= high


@pytest.mark.parametrize("step", [0.1, -0.1])
def test_a_small_steady_change_has_its_direction_too(step: float) -> None:
    found = trend_of(weekly(*[100 + step * week for week in range(8)]), TODAY)
    assert found is not None
    assert found.direction is (Direction.RISING if step > 0 else Direction.FALLING)
    assert found.change == pytest.approx(7 * step)


def test_a_rise_is_of_the_last_eight_weeks() -> None:
    # Fifty-six days before the last session is too long ago; a day later is not.
    rising = weekly(*range(100, 108))
    for days, sessions in ((56, 8), (55, 9)):
        found = trend_of([TrendDay(TODAY - timedelta(days=days), 100.0), *rising], TODAY)
        assert found is not None
        assert found.sessions == sessions


@pytest.mark.parametrize(
    ("weeks", "told"), [(6, 6), (8, 8), (12, 12), (16, 16), (26, 26), (30, 26)]
)
def test_a_plateau_reaches_back_26_weeks_at_most(weeks: int, told: int) -> None:
    found = trend_of(weekly(*[100.0] * weeks), TODAY)
    assert found is not None
    assert (found.direction, found.sessions) == (Direction.FLAT, told)


@pytest.mark.parametrize(("earlier", "told"), [(12, 8), (16, 12), (20, 16), (30, 26)])
def test_a_plateau_is_told_of_the_longest_stretch_that_is_flat(earlier: int, told: int) -> None:
    """What was before the last `told` weeks was half as heavy."""
    flat = [*[50.0] * (earlier - told), *[100.0] * told]
    found = trend_of(weekly(*flat), TODAY)
    assert found is not None
    assert found.direction is Direction.FLAT
    assert found.sessions >= told


def test_of_two_sessions_of_a_day_the_better_counts_once() -> None:
    rising = weekly(*range(100, 108))
    again = [TrendDay(one.day, one.value - 20) for one in rising]
    assert trend_of([*rising, *again], TODAY) == trend_of(rising, TODAY)
    assert trend_of([*again, *rising], TODAY) == trend_of(rising, TODAY)


def test_a_week_is_seven_days_back_from_the_last_session_and_the_latest_of_equals_stands() -> None:
    days = [TrendDay(TODAY - timedelta(days=ago), 100.0) for ago in (14, 13, 7, 6, 0)]
    assert [(TODAY - one.day).days for one in best_of_weeks(days)] == [14, 7, 0]


def test_up_to_twelve_different_values_the_test_is_exact() -> None:
    # One order of n! rises throughout, and one falls: 2 / n! are as far from even.
    assert kendall(range(12)).p == pytest.approx(2 / math.factorial(12))
    # Beyond by the normal limit: S = 78, its variance 13 x 12 x 31 / 18, with S moved by one.
    z = 77 / math.sqrt(13 * 12 * 31 / 18)
    assert kendall(range(13)).p == pytest.approx(math.erfc(z / math.sqrt(2)))


def test_equal_values_have_no_order() -> None:
    assert kendall([5.0, 5.0, 5.0]) == (0, 1.0, 0.0)
    assert kendall([5.0, 6.0, 5.0])[:2] == (0, 1.0)
    # Of two equal ones and a greater: S = 2, variance (3 x 2 x 11 - 2 x 1 x 9) / 18.
    found = kendall([5.0, 5.0, 6.0])
    assert found.score == 2
    assert found.variance == pytest.approx(48 / 18)
    assert found.p == pytest.approx(math.erfc(1 / math.sqrt(48 / 18) / math.sqrt(2)))


@pytest.mark.parametrize(("swing_kg", "flat"), [(1.0, True), (1.1, False)])
def test_flat_is_what_can_have_changed_by_a_fortieth_at_most(swing_kg: float, flat: bool) -> None:
    """Up and down by turns, the weeks have a variance of 48, so that C is 13.6 of 28 slopes.

    The slope of rank 22 is then the swing over three weeks: over all seven 2.33 times the swing,
    of 2.51 that a lift of 100.5 kg may have changed.
    """
    found = direction(weekly(*[100.0, 100.0 + swing_kg] * 4))
    assert (found is Direction.FLAT) is flat


@pytest.mark.parametrize(("days_ago", "told"), [(28, Direction.RISING), (29, None)])
def test_a_trend_is_of_now_up_to_28_days(days_ago: int, told: Direction | None) -> None:
    assert direction(weekly(*range(100, 108), days_ago=days_ago)) is told
