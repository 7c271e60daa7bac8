"""The calendar: months and years of workouts, and the day behind each."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from liftlog.core.calendar.service import month_of, year_of
from liftlog.domain.periods import MONDAY
from liftlog.domain.workouts.workout import Workout
from liftlog.store.workouts import workouts
from liftlog.store.workouts.workouts import WorkoutSummary
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import (
    BENCH,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    join,
    kg,
    warm_up,
    working,
    workout_of,
)
from tests.core.statements import SAYS_WHOSE_ROWS, counted
from tests.rolled_back import RolledBackDatabase

TODAY = date(2026, 11, 20)
NOVEMBER = date(2026, 11, 1)
STATEMENTS_MAX = 8


def summary(day: date, volume_kg: str = "1000", sets: int = 10) -> WorkoutSummary:
    return WorkoutSummary(
        id=uuid4(),
        title="Push A",
        day=day,
        started_at=datetime.combine(day, time(18), UTC),
        duration_s=3000,
        exercises=3,
        sets=sets,
        volume_kg=Decimal(volume_kg),
    )


def log(database: RolledBackDatabase, person: Person, *logged: Workout) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, *logged)
        workouts.insert_workouts(tx, user_id, logged)


def push(days_ago: int = 0, title: str = "Push A") -> Workout:
    sets = [warm_up(kg("60"), 8), working(kg("100"), 5, "8"), working(kg("100"), 5)]
    return workout_of((BENCH, sets), days_ago=days_ago, title=title)


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


# Laid out


def test_a_workout_stands_on_its_day_and_counts_in_its_week() -> None:
    shown = month_of(
        [summary(date(2026, 11, 4)), summary(date(2026, 11, 6), "500.5")],
        NOVEMBER,
        today=TODAY,
        week_start=MONDAY,
    )
    week = shown.weeks[1]
    assert [len(day.workouts) for day in week.days] == [0, 0, 1, 0, 1, 0, 0]
    assert (week.totals.workouts, week.totals.sets) == (2, 20)
    assert week.totals.volume_kg == Decimal("1500.5")


def test_the_days_of_neighbouring_months_count_in_their_week_but_not_in_the_month() -> None:
    shown = month_of(
        [summary(date(2026, 10, 30)), summary(date(2026, 11, 1))],
        NOVEMBER,
        today=TODAY,
        week_start=MONDAY,
    )
    assert shown.weeks[0].totals.workouts == 2
    assert shown.totals.workouts == 1
    assert [day.in_month for day in shown.weeks[0].days] == [False] * 6 + [True]


def test_two_workouts_of_one_day_are_one_training_day() -> None:
    day = date(2026, 11, 4)
    shown = month_of([summary(day), summary(day)], NOVEMBER, today=TODAY, week_start=MONDAY)
    assert (shown.totals.workouts, shown.totals.days) == (2, 1)


def test_today_is_marked_once_and_only_in_a_month_that_shows_it() -> None:
    marked = [
        sum(
            day.today
            for week in month_of([], first, today=TODAY, week_start=1).weeks
            for day in week.days
        )
        for first in (NOVEMBER, date(2026, 8, 1))
    ]
    assert marked == [1, 0]


@pytest.mark.parametrize("week_start", range(MONDAY, MONDAY + 7))
def test_weeks_begin_on_the_day_the_lifter_chose(week_start: int) -> None:
    shown = month_of([], NOVEMBER, today=TODAY, week_start=week_start)
    assert {week.days[0].date.isoweekday() for week in shown.weeks} == {week_start}


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40))
def test_the_months_of_a_year_add_up_to_the_year(days: list[date]) -> None:
    shown = year_of([summary(day) for day in days], 2026)
    for name in ("workouts", "days", "sets", "volume_kg"):
        assert sum(getattr(one.totals, name) for one in shown.months) == getattr(shown.totals, name)
    assert set(shown.volume_kg) == set(days)


def test_a_trained_day_without_any_weight_is_in_the_year() -> None:
    run = summary(date(2026, 3, 3), "0", sets=1)
    assert year_of([run], 2026).volume_kg == {run.day: Decimal(0)}


# Pages


@pytest.mark.parametrize("path", ["/calendar", "/calendar/year/2026", "/calendar/day/2026-11-20"])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("path", ["/calendar", "/calendar/year/2026", "/calendar/day/2026-11-20"])
def test_nobody_sees_what_another_person_did(
    client: FlaskClient, database: RolledBackDatabase, ana: Person, cid: Person, path: str
) -> None:
    log(database, ana, push(title="Only Ana's"))
    assert "Only Ana" not in page(sign_in(client, cid), path)


def test_the_month_shows_title_sets_and_volume_without_warm_ups(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    logged = push()
    log(database, ana, logged)
    text = page(sign_in(client, ana), "/calendar")
    assert f'href="/workouts/{logged.id}"><b>Push A</b>2 sets · 1\N{NO-BREAK SPACE}t</a>' in text
    assert "November 2026</h1>" in text


def test_a_month_of_hundreds_of_workouts_stays_a_small_page(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    log(database, ana, *(push(days_ago) for days_ago in range(20) for _ in range(30)))
    text = page(sign_in(client, ana), "/calendar")
    assert "600 workouts" in text
    assert text.count("24 more workouts") == 2 * 20
    assert text.count("<b>Push A</b>") == 6 * 20
    assert len(text) < 100_000


def test_the_month_links_to_its_neighbours(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/calendar?month=2026-01")
    assert 'href="/calendar?month=2025-12"' in text
    assert 'href="/calendar?month=2026-02"' in text


def test_a_day_to_come_is_no_link(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/calendar")
    assert 'href="/calendar/day/2026-11-20"' in text
    assert 'href="/calendar/day/2026-11-21"' not in text


@pytest.mark.parametrize(
    "path",
    [
        "/calendar?month=",
        "/calendar?month=2026-13",
        "/calendar?month=2026-1",
        "/calendar?month=1899-12",
        "/calendar?month=nonsense",
        "/calendar/year/0",
        "/calendar/year/1899",
        "/calendar/year/3000",
        "/calendar/year/x",
        "/calendar/day/2026-02-30",
        "/calendar/day/20261120",
        "/calendar/day/x",
    ],
)
def test_an_address_that_names_no_time_is_not_there(
    client: FlaskClient, ana: Person, path: str
) -> None:
    assert sign_in(client, ana).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/calendar?month=1900-01",
        "/calendar?month=2999-12",
        "/calendar/year/1900",
        "/calendar/year/2999",
        "/calendar/day/1900-01-01",
        "/calendar/day/2999-12-31",
    ],
)
def test_the_ends_of_the_calendar_are_pages_too(
    client: FlaskClient, ana: Person, path: str
) -> None:
    text = page(sign_in(client, ana), path)
    assert len(re.findall(r'rel="(?:prev|next)"', text)) == 1


def test_the_year_says_what_was_done_and_links_its_days_and_months(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    log(database, ana, push(), push(days_ago=1), push(days_ago=1))
    text = page(sign_in(client, ana), "/calendar/year/2026")
    assert "3 workouts on 2 days, 3\N{NO-BREAK SPACE}t lifted." in text
    assert 'href="/calendar/day/2026-11-19"' in text
    assert 'href="/calendar?month=2026-11">November</a>' in text


def test_an_empty_year_says_what_will_be_there(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/calendar/year/2026")
    assert "No workouts in 2026" in text
    assert "heatmap" not in text


def test_the_day_shows_sets_and_every_way_to_change_a_workout(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    logged = push()
    log(database, ana, logged)
    text = page(sign_in(client, ana), "/calendar/day/2026-11-20")
    assert "100\N{NO-BREAK SPACE}kg × 5 @\N{NO-BREAK SPACE}8" in text
    assert f'href="/exercises/{BENCH}"' in text
    for verb in ("move", "copy", "repeat", "delete"):
        assert f'action="/workouts/{logged.id}/{verb}' in text
    assert 'href="/workouts/new?day=2026-11-20"' in text


def test_a_day_that_has_not_come_offers_no_logging(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/calendar/day/2026-12-24")
    assert "This day has not come yet" in text
    assert "/workouts/new?day=" not in text


def test_a_workout_moved_from_the_day_page_is_seen_in_its_new_month(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    logged = push()
    log(database, ana, logged)
    browser = sign_in(client, ana)
    answer = browser.post(
        f"/workouts/{logged.id}/move", data={"day": "2026-10-02"}, headers=FROM_OUR_PAGE
    )
    assert answer.headers["Location"] == "/calendar?month=2026-10"
    assert f"/workouts/{logged.id}" in page(browser, "/calendar?month=2026-10")
    assert f"/workouts/{logged.id}" not in page(browser, "/calendar?month=2026-11")


def test_pounds_are_shown_to_who_lifts_in_pounds(
    client: FlaskClient, database: RolledBackDatabase, ben: Person
) -> None:
    log(database, ben, push())
    assert "2 sets · 2,205\N{NO-BREAK SPACE}lb" in page(sign_in(client, ben), "/calendar")


@pytest.mark.parametrize(
    "path",
    ["/calendar", "/calendar/year/2026", "/calendar/day/2026-11-20", "/", f"/exercises/{BENCH}"],
)
def test_a_page_sends_as_many_statements_however_much_there_is(
    client: FlaskClient,
    database: RolledBackDatabase,
    connection: Connection,
    ana: Person,
    path: str,
) -> None:
    browser = sign_in(client, ana)
    log(database, ana, push())
    with counted(connection) as few:
        page(browser, path)
    log(database, ana, *(_varied(number) for number in range(120)))
    with counted(connection) as many:
        page(browser, path)
    asked = [one for one in many if not one.startswith(SAYS_WHOSE_ROWS)]
    assert len(many) == len(few)
    assert len(asked) <= STATEMENTS_MAX


def _varied(number: int) -> Workout:
    lifts: list[UUID] = [BENCH, SQUAT][: number % 2 + 1]
    sets = [working(kg("100"), 5)] * (number % 4 + 1)
    return workout_of(
        *((lift, sets) for lift in lifts), days_ago=number // 2, title=f"Day {number % 5}"
    )


def test_the_calendar_never_needs_statistics(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    """Core's own store is enough: no request to the other service leaves these pages."""
    log(database, ana, push())
    browser = sign_in(client, ana)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the calendar asked for statistics")

    object.__setattr__(client.application.extensions["liftlog"], "stats", refuse)
    for path in ("/", "/calendar", "/calendar/year/2026", "/calendar/day/2026-11-20"):
        page(browser, path)


def test_the_lifters_own_day_decides_what_today_is(
    client: FlaskClient, database: RolledBackDatabase
) -> None:
    """At the tests' now Saturday the 21st has begun on Kiritimati."""
    dee = join(database, "dee", time_zone="Pacific/Kiritimati")
    text = page(sign_in(client, dee), "/calendar")
    assert '<time datetime="2026-11-21">' in text.split(' aria-current="date"')[1]
