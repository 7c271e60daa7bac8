"""Weeks, months, quarters, years, ranges and the month grid."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.periods import (
    FIRST_DAY,
    LAST_DAY,
    Bucket,
    Period,
    Range,
    add_months,
    bucket_of,
    buckets,
    day_from,
    fitting_bucket,
    month_from,
    month_grid,
    period_of,
    previous_period,
    week_start_of,
)
from liftlog.kit.errors import InvalidInputError

days = st.dates(min_value=FIRST_DAY, max_value=LAST_DAY)
week_starts = st.integers(min_value=1, max_value=7)
every_bucket = st.sampled_from(Bucket)


@given(days, every_bucket, week_starts)
def test_a_day_lies_in_its_own_bucket_and_every_day_of_it_agrees(
    day: date, bucket: Bucket, week_start: int
) -> None:
    whole = bucket_of(day, bucket, week_start)
    assert day in whole
    assert (
        bucket_of(whole.first, bucket, week_start)
        == whole
        == bucket_of(whole.last, bucket, week_start)
    )


@given(days, week_starts)
def test_a_week_begins_on_the_chosen_day_and_has_seven(day: date, week_start: int) -> None:
    week = bucket_of(day, Bucket.WEEK, week_start)
    assert week.first.isoweekday() == week_start
    assert week.days == 7


@given(days, st.integers(min_value=0, max_value=900), every_bucket, week_starts)
def test_buckets_cover_a_period_without_holes_or_overlap(
    first: date, length: int, bucket: Bucket, week_start: int
) -> None:
    period = Period(first, first + timedelta(days=length))
    found = list(buckets(period, bucket, week_start))
    assert period.first in found[0]
    assert period.last in found[-1]
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))


@given(
    days,
    st.integers(min_value=0, max_value=9000),
    st.integers(min_value=4, max_value=200),
    week_starts,
)
def test_the_fitting_bucket_never_gives_more_than_asked_unless_years_are_too_many(
    first: date, length: int, most: int, start: int
) -> None:
    period = Period(first, first + timedelta(days=length))
    bucket = fitting_bucket(period, most)
    assert bucket is Bucket.YEAR or len(list(buckets(period, bucket, start))) <= most


def test_quarters_begin_in_january_april_july_and_october() -> None:
    assert bucket_of(date(2026, 6, 30), Bucket.QUARTER) == Period(
        date(2026, 4, 1), date(2026, 6, 30)
    )
    assert bucket_of(date(2026, 12, 1), Bucket.QUARTER) == Period(
        date(2026, 10, 1), date(2026, 12, 31)
    )


def test_ranges_end_today_and_count_it() -> None:
    today = date(2026, 11, 22)
    assert period_of(Range.DAYS_30, today) == Period(date(2026, 10, 24), today)
    assert period_of(Range.DAYS_30, today).days == 30
    assert period_of(Range.DAYS_90, today).days == 90
    assert period_of(Range.YEAR, today) == Period(date(2025, 11, 23), today)
    assert period_of(Range.ALL, today, date(2019, 5, 6)) == Period(date(2019, 5, 6), today)


def test_all_of_nothing_is_today_and_days_to_come_do_not_turn_it_round() -> None:
    today = date(2026, 11, 22)
    assert period_of(Range.ALL, today) == Period(today, today)
    assert period_of(Range.ALL, today, date(2027, 1, 1)) == Period(today, today)


def test_a_year_that_ends_on_a_leap_day() -> None:
    assert period_of(Range.YEAR, date(2028, 2, 29)) == Period(date(2027, 3, 1), date(2028, 2, 29))
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 3, 31), -1) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 5), 1) == date(2027, 1, 5)


@given(days, st.integers(min_value=0, max_value=4000))
def test_the_previous_period_is_as_long_and_ends_the_day_before(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    before = previous_period(period)
    assert before.days == period.days
    assert before.last == period.first - timedelta(days=1)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="on or after"):
        Period(date(2026, 2, 2), date(2026, 2, 1))


@given(days, week_starts)
def test_a_month_grid_has_whole_weeks_and_every_day_of_the_month(
    day: date, week_start: int
) -> None:
    grid = month_grid(day, week_start)
    flat = [one for week in grid for one in week]
    month = bucket_of(day, Bucket.MONTH)
    assert 4 <= len(grid) <= 6
    assert all(len(week) == 7 and week[0].isoweekday() == week_start for week in grid)
    assert flat == [flat[0] + timedelta(days=step) for step in range(len(flat))]
    assert [one for one in flat if one in month] == [
        month.first + timedelta(days=n) for n in range(month.days)
    ]


def test_november_2026_from_monday_and_from_sunday() -> None:
    assert [week[0] for week in month_grid(date(2026, 11, 22))] == [
        date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9),
        date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30),
    ]  # fmt: skip
    assert month_grid(date(2026, 11, 1), 7)[0][0] == date(2026, 11, 1)
    assert len(month_grid(date(2027, 2, 1))) == 4


@given(days)
def test_what_is_written_is_read_back(day: date) -> None:
    assert day_from(day.isoformat()) == day
    assert month_from(day.isoformat()[:7]) == day.replace(day=1)


@pytest.mark.parametrize(
    "text", ["", "2026-2-1", "2026-02-30", "20260201", "2026-W05-1", "1899-12-31", "٢٠٢٦-01-01"]
)
def test_a_day_in_another_form_or_out_of_reach_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        day_from(text)


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-00", "3000-01", "2026-01-01"])
def test_a_month_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        month_from(text)


@pytest.mark.parametrize(
    ("days", "most", "bucket"),
    [
        (70, 12, Bucket.WEEK),  # Ten whole weeks, and one more cut at both ends.
        (70, 11, Bucket.MONTH),
        (76, 12, Bucket.WEEK),
        (77, 12, Bucket.MONTH),
        (280, 12, Bucket.MONTH),
        (280, 11, Bucket.QUARTER),
        (900, 12, Bucket.QUARTER),
        (900, 11, Bucket.YEAR),
    ],
)
def test_the_finest_bucket_that_surely_fits_is_taken(days: int, most: int, bucket: Bucket) -> None:
    first = date(2026, 1, 1)
    assert fitting_bucket(Period(first, first + timedelta(days=days - 1)), most) is bucket


def test_a_period_has_its_first_and_last_day_and_no_other() -> None:
    period = Period(date(2026, 2, 2), date(2026, 2, 3))
    assert [date(2026, 2, day) in period for day in (1, 2, 3, 4)] == [False, True, True, False]
    assert (period.days, Period(period.first, period.first).days) == (2, 1)


def test_days_from_1900_to_2999_are_in_reach() -> None:
    assert day_from("1900-01-01") == date(1900, 1, 1)
    assert day_from("2999-12-31") == date(2999, 12, 31)
    assert month_from("1900-01") == date(1900, 1, 1)
    for beyond in ("1899-12-31", "3000-01-01"):
        with pytest.raises(InvalidInputError, match="1900 to 2999"):
            day_from(beyond)


def test_weeks_begin_on_monday_unless_said_otherwise() -> None:
    wednesday = date(2026, 11, 18)
    assert week_start_of(wednesday) == date(2026, 11, 16)
    assert week_start_of(wednesday, 3) == wednesday
    assert week_start_of(wednesday, 4) == date(2026, 11, 12)
    assert bucket_of(wednesday, Bucket.WEEK).first == date(2026, 11, 16)
    assert next(buckets(Period(wednesday, wednesday), Bucket.WEEK)).first == date(2026, 11, 16)


def test_a_bucket_ends_the_day_before_the_next_begins() -> None:
    december = date(2026, 12, 31)
    assert bucket_of(december, Bucket.MONTH) == Period(date(2026, 12, 1), december)
    assert bucket_of(december, Bucket.YEAR) == Period(date(2026, 1, 1), december)
    assert bucket_of(date(2028, 2, 10), Bucket.MONTH).last == date(2028, 2, 29)
