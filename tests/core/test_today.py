"""The first page: what a lifter sees when they open LiftLog."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from liftlog.core.today.service import Reason, next_in_turn, next_routine, planned_today, week_of
from liftlog.domain.routines import Routine
from liftlog.domain.workouts.workout import Workout
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, Person, adopt_all, as_person, kg, working, workout_of
from tests.core.test_api_routines import make
from tests.core.test_sync import Workout as OnDevice
from tests.core.test_sync import put, sync, told
from tests.pages import Browser
from tests.rolled_back import RolledBackDatabase


def titled(*titles: str) -> list[Workout]:
    """Workouts of these titles, the first one the newest."""
    return [workout_of(title=title, days_ago=number) for number, title in enumerate(titles)]


def log(database: RolledBackDatabase, person: Person, *days_ago: int) -> list[Workout]:
    logged = [
        workout_of((BENCH, [working(kg("100"), 5)]), days_ago=ago, title=f"Push {ago}")
        for ago in days_ago
    ]
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, *logged)
        workouts.insert_workouts(tx, user_id, logged)
    return logged


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [
        (["Push", "Legs", "Pull", "Push"], "Pull"),
        (["Legs", "Pull", "Run", "Legs", "Pull", "Push", "Legs", "Pull", "Push", "Legs"], "Push"),
        (["Full body", "Full body"], "Full body"),
        (["Push", "Pull"], "Push"),
    ],
)
def test_what_usually_followed_the_latest_workout_is_next(
    newest_first: list[str], expected: str
) -> None:
    found = next_in_turn(titled(*newest_first))
    assert found is not None
    assert found.title == expected


def test_the_newest_of_the_next_title_is_repeated() -> None:
    history = titled("Push", "Pull", "Push", "Pull", "Push")
    assert next_in_turn(history) is history[1]


def test_nothing_is_next_where_nothing_was() -> None:
    assert next_in_turn([]) is None


FRIDAY = date(2026, 11, 20)


def planned(*plans: tuple[str, tuple[int, ...]]) -> list[Routine]:
    return [Routine(uuid4(), name, weekdays=days) for name, days in plans]


def test_what_is_planned_for_the_day_comes_first_until_it_is_begun() -> None:
    plans = planned(("Run", ()), ("Push", (1, 5)), ("Pull", (5,)))
    assert planned_today(plans, [], FRIDAY) == plans[1:]
    done = [replace(workout_of(title="A name of its own"), routine_id=plans[1].id)]
    found = next_routine(plans, done, FRIDAY)
    assert found is not None
    assert (found.routine.name, found.reason) == ("Pull", Reason.TODAY)
    yesterday = [replace(done[0], day=date(2026, 11, 19))]
    assert planned_today(plans, yesterday, FRIDAY) == plans[1:]


def test_without_days_routines_take_turns_after_the_last_one_done() -> None:
    plans = planned(("Push", ()), ("Pull", ()), ("Legs", ()), ("Yoga", (3,)))
    for last, expected in (("Push", "Pull"), ("Legs", "Push"), ("Yoga", "Push"), ("?", "Push")):
        found = next_routine(plans, titled(last), FRIDAY)
        assert found is not None
        assert (found.routine.name, found.reason, found.day) == (expected, Reason.TURN, FRIDAY)
    later = next_routine(plans, titled("Run", "Pull", "Push"), FRIDAY)
    assert later is not None
    assert later.routine.name == "Legs"


def test_a_workout_of_another_routine_is_not_known_by_its_name() -> None:
    plans = planned(("Push", ()), ("Pull", ()))
    done = [replace(workout_of(title="Push"), routine_id=uuid4())]
    found = next_routine(plans, done, FRIDAY)
    assert found is not None
    assert found.routine.name == "Push"


def test_on_a_day_off_the_routine_of_the_next_day_is_offered() -> None:
    plans = planned(("Push", (1,)), ("Pull", (7,)))
    found = next_routine(plans, [], FRIDAY)
    assert found is not None
    assert (found.routine.name, found.reason) == ("Pull", Reason.LATER)
    assert found.day == date(2026, 11, 22)
    done_today = next_routine(planned(("Push", (5,))), titled("Push"), FRIDAY)
    assert done_today is not None
    assert (done_today.reason, done_today.day) == (Reason.LATER, date(2026, 11, 27))


def test_without_routines_no_routine_is_next() -> None:
    assert next_routine([], titled("Push"), FRIDAY) is None


def test_the_week_knows_what_was_trained_what_is_today_and_what_is_to_come() -> None:
    week = week_of([date(2026, 11, 15), date(2026, 11, 16)], date(2026, 11, 20), week_start=7)
    assert week[0].date == date(2026, 11, 15)
    assert [day.trained for day in week] == [True, True, False, False, False, False, False]
    assert [day.today for day in week].index(True) == 5
    assert [day.future for day in week] == [False] * 6 + [True]


@pytest.mark.parametrize("path", ["/", "/more"])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_an_empty_account_is_offered_to_log_to_import_and_a_demo(
    client: FlaskClient, ana: Person
) -> None:
    text = sign_in(client, ana).get("/").get_data(as_text=True)
    assert 'class="button main" href="/log"' in text
    assert 'href="/import"' in text
    assert '<form method="post" action="/demo">' in text


def test_the_demo_fills_the_first_page(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    assert browser.post("/demo", headers=FROM_OUR_PAGE).status_code == 303
    text = browser.get("/").get_data(as_text=True)
    assert "weeks in a row with training" in text
    assert text.count('<article class="card workout">') == 3


def test_the_last_three_workouts_are_shown_and_one_can_be_repeated(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    logged = log(database, ana, 0, 2, 4, 6)
    text = sign_in(client, ana).get("/").get_data(as_text=True)
    shown = [f'href="/workouts/{one.id}"' in text for one in logged]
    assert shown == [True, True, True, False]
    assert f'action="/workouts/{logged[0].id}/repeat?id=' in text


def test_weeks_in_a_row_are_counted(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    log(database, ana, 0, 2, 7, 15, 30)
    text = sign_in(client, ana).get("/").get_data(as_text=True)
    assert "3 weeks in a row with training" in text
    assert "2 days</span>" in text


def test_what_is_planned_for_today_is_started_with_one_tap(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    log(database, ana, 3)
    push = make(client, ana, name="Push", weekdays=[5])
    pull = make(client, ana, name="Pull", weekdays=[5, 6])
    page = Browser(sign_in(client, ana)).open("/")
    assert page.links["Start Push"] == f"/log?start=routine:{push['id']}"
    assert page.links["Start Pull"] == f"/log?start=routine:{pull['id']}"
    assert page.links["Enter one afterwards"] == f"/workouts/new?routine={push['id']}"
    assert "planned for today" in page.text
    assert "Planned for today too" in page.text
    assert "Repeat it today" not in page.buttons
    assert "1 day" in page.text


def test_a_routine_alone_is_enough_to_begin_with(client: FlaskClient, ana: Person) -> None:
    make(client, ana, name="Push", weekdays=[])
    page = Browser(sign_in(client, ana)).open("/")
    assert page.links["Start Push"].startswith("/log?start=routine:")
    assert "next in turn" in page.text
    assert "Last workouts" not in page.headings


def test_on_a_day_off_the_page_says_for_when_it_is(client: FlaskClient, ana: Person) -> None:
    make(client, ana, name="Push", weekdays=[1])
    assert "planned for Mon 23 Nov" in Browser(sign_in(client, ana)).open("/").text


def test_a_running_workout_comes_before_all_else(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    log(database, ana, 2)
    make(client, ana, name="Pull", weekdays=[5])
    workout = OnDevice()
    told(sync(client, ana, *workout.begun, *(workout.set(number) for number in range(3))))
    page = Browser(sign_in(client, ana)).open("/")
    assert "Running since 17:30, 3 sets" in page.text
    assert page.links["Continue"] == f"/log?continue={workout.id}"
    assert "Start Pull" not in page.links
    assert page.hrefs.count(f"/workouts/{workout.id}") == 0
    told(sync(client, ana, put("workout", workout.id, 9, running=False, duration_s=1800)))
    page = Browser(sign_in(client, ana)).open("/")
    assert "Continue" not in page.links
    assert page.hrefs.count(f"/workouts/{workout.id}") == 1


def test_one_that_was_left_running_says_of_which_day_it_is(
    client: FlaskClient, ana: Person
) -> None:
    started_at, zone = "2026-11-16T18:05:00+01:00", "Europe/Berlin"
    begun = put(
        "workout", uuid4(), title="Push", running=True, started_at=started_at, time_zone=zone
    )
    told(sync(client, ana, begun))
    text = Browser(sign_in(client, ana)).open("/").text
    assert "Running since Mon 16 Nov, 18:05, 0 sets" in text


def test_without_a_script_a_running_workout_is_finished_by_saying_how_long_it_took(
    client: FlaskClient, ana: Person
) -> None:
    workout = OnDevice()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    browser = Browser(sign_in(client, ana))
    form = browser.open(f"/workouts/{workout.id}/edit")
    browser.press(form, "Save workout", {"title": "Push, still"})
    assert "Continue" in browser.open("/").links
    form = browser.open(f"/workouts/{workout.id}/edit")
    browser.press(form, "Save workout", {"duration_min": "50"})
    assert "Continue" not in browser.open("/").links
    (device,) = told(sync(client, ana))["changes"]["workouts"]
    assert (device["running"], device["duration_s"]) == (False, 3000)


def test_nobody_sees_another_persons_training(
    client: FlaskClient, database: RolledBackDatabase, ana: Person, cid: Person
) -> None:
    log(database, ana, 0)
    make(client, ana, name="Push of Ana", weekdays=[5])
    workout = OnDevice()
    told(sync(client, ana, *workout.begun))
    text = sign_in(client, cid).get("/").get_data(as_text=True)
    assert "Push" not in text
    assert "Your training will be here" in text


def test_more_lists_the_pages_that_have_no_tab(client: FlaskClient, ana: Person) -> None:
    text = sign_in(client, ana).get("/more").get_data(as_text=True)
    for path in ("/routines", "/exercises", "/import", "/settings", "/trash"):
        assert f'href="{path}"' in text
