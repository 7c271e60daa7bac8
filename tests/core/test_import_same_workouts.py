"""Workouts that are there already, whichever app or hand wrote them."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from liftlog.core.imports import service as imports
from liftlog.core.imports.service import Answers, ImportSummary
from liftlog.store.database.engine import Database
from tests.browsing import sign_in
from tests.cast import BENCH, NOW, Person, as_person
from tests.core.test_import_pages import HEADER, chosen
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database

HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_{unit},reps,distance_km,duration_seconds,rpe\n"
)
START = datetime(2026, 9, 1, 17, 34, 12)  # noqa: DTZ001 A wall time.
SETS = ((60, 8), (62.5, 8), (65, 6))


def strong(days: int = 3, *, moved: timedelta = timedelta(), start: datetime = START) -> str:
    rows = (
        f"{start + timedelta(days=day) + moved},Push,57m,Bench Press (Barbell),{number},"
        f"{weight + day},{reps},0,0,,,\n"
        for day in range(days)
        for number, (weight, reps) in enumerate(SETS, start=1)
    )
    return HEADER + "".join(rows)


def hevy(
    days: int = 3,
    *,
    moved: timedelta = timedelta(),
    heavier: float = 0,
    start: datetime = START,
    pounds: bool = False,
) -> str:
    per_kg = Decimal("2.2046226218") if pounds else Decimal(1)
    rows = (
        f"Evening,{start + timedelta(days=day) + moved:%Y-%m-%d %H:%M},,,Bench Press (Barbell),,,"
        f"{number},normal,{round(Decimal(str(weight + day + heavier)) * per_kg, 5)},{reps},,,\n"
        for day in range(days)
        for number, (weight, reps) in enumerate(SETS)
    )
    return HEVY.format(unit="lbs" if pounds else "kg") + "".join(rows)


def brought(
    database: Database, person: Person, content: str, answers: Answers = imports.NO_ANSWERS
) -> ImportSummary:
    with database.transaction() as tx:
        as_person(tx, person)
        plan = imports.plan_import(
            tx, person.account, content.encode(), filename="log.csv", answers=answers
        )
        return imports.import_history(tx, person.account, plan, filename="log.csv", now=NOW)


def volumes(client: FlaskClient, person: Person) -> list[float]:
    found = read_json(client.get("/api/v1/workouts", headers=person.headers))["items"]
    return sorted(one["volume_kg"] for one in found)


@pytest.mark.parametrize("order", [(strong(), hevy()), (hevy(), strong())])
def test_the_same_log_from_two_apps_is_there_once(
    client: FlaskClient, database: Database, ana: Person, order: tuple[str, str]
) -> None:
    first, second = order
    assert brought(database, ana, first).workouts == 3
    once = volumes(client, ana)
    summary = brought(database, ana, second)
    assert (summary.workouts, summary.sets, summary.elsewhere) == (0, 0, 3)
    assert summary.import_id is None
    assert volumes(client, ana) == once


@pytest.mark.parametrize(
    "other",
    [
        hevy(moved=timedelta(hours=2)),
        hevy(moved=timedelta(hours=-9)),
        hevy(start=START.replace(minute=0, second=0)),
        hevy(start=START.replace(hour=15, minute=0, second=0)),
        hevy(start=START.replace(hour=0, minute=0, second=0)),
        hevy(pounds=True),
    ],
)
def test_a_start_that_moved_by_hours_or_was_cut_off_is_the_same(
    database: Database, ana: Person, other: str
) -> None:
    brought(database, ana, strong())
    summary = brought(database, ana, other)
    assert (summary.workouts, summary.elsewhere, summary.similar) == (0, 3, 0)


@pytest.mark.parametrize(
    "other",
    [
        hevy(start=START.replace(minute=39)),
        hevy(moved=timedelta(days=5)),
        hevy(start=START.replace(hour=1, minute=34) + timedelta(days=4)),
        hevy(heavier=2.5, moved=timedelta(hours=1)),
    ],
)
def test_another_start_or_another_content_at_another_hour_is_new(
    database: Database, ana: Person, other: str
) -> None:
    brought(database, ana, strong())
    summary = brought(database, ana, other)
    assert (summary.workouts, summary.elsewhere, summary.similar) == (3, 0, 0)


def test_other_sets_at_the_same_start_are_a_question(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    brought(database, ana, strong())
    summary = brought(database, ana, hevy(heavier=2.5))
    assert (summary.workouts, summary.similar, summary.elsewhere) == (0, 3, 0)
    assert len(volumes(client, ana)) == 3


def test_a_similar_workout_is_added_where_the_person_says_so(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    brought(database, ana, strong())
    browser = Browser(sign_in(client, ana))
    page = chosen(browser, hevy(heavier=2.5), "hevy.csv")
    assert page.figures["Workouts to add"] == "0"
    assert "The same workout?" in page.headings
    assert "1 Sep 2026, 17:34:00, Evening: 3 sets" in page.text.replace("Sept", "Sep")
    ticks = [
        one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("name") == "add_similar"
    ]
    assert len(ticks) == 3
    browser.press(page, "Add the ticked workouts", {"add_similar": ticks[1]})
    assert len(volumes(client, ana)) == 4
    page = chosen(browser, hevy(heavier=2.5), "hevy.csv")
    assert len([one for one in page.all("input") if one.attributes["name"] == "add_similar"]) == 2


def test_the_preview_counts_what_is_here_from_elsewhere(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    brought(database, ana, strong())
    page = chosen(Browser(sign_in(client, ana)), hevy(), "hevy.csv")
    assert page.figures["Workouts to add"] == "0"
    assert "3 workouts are here already, from another app or logged by you." in page.text
    assert "There is nothing new in this file." in page.text


def log_by_hand(client: FlaskClient, person: Person, *, warm: bool = False) -> str:
    sets = [{"weight": weight, "reps": reps} for weight, reps in SETS]
    if warm:
        sets = [{"weight": 20, "reps": 10}, *sets]
    said = {
        "started_at": START.replace(second=0).isoformat() + "+02:00",
        "exercises": [{"exercise_id": str(BENCH), "sets": sets}],
    }
    answer = client.post("/api/v1/workouts", json=said, headers=person.headers)
    return str(read_json(answer)["id"])


@pytest.mark.parametrize("content", [strong(1), hevy(1)])
def test_a_workout_that_was_logged_by_hand_is_not_added_again(
    client: FlaskClient, database: Database, ana: Person, content: str
) -> None:
    log_by_hand(client, ana)
    summary = brought(database, ana, content)
    assert (summary.workouts, summary.elsewhere) == (0, 1)


def test_a_workout_of_ones_own_with_another_set_is_a_question(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    log_by_hand(client, ana, warm=True)
    summary = brought(database, ana, strong(1))
    assert (summary.workouts, summary.similar) == (0, 1)


def test_a_workout_of_ones_own_in_the_trash_does_not_keep_a_file_out(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    made = log_by_hand(client, ana)
    client.delete(f"/api/v1/workouts/{made}", headers=ana.headers)
    assert brought(database, ana, strong(1)).workouts == 1


def test_an_imported_workout_that_was_deleted_stays_deleted(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    brought(database, ana, strong(1))
    (made,) = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    client.delete(f"/api/v1/workouts/{made['id']}", headers=ana.headers)
    assert brought(database, ana, hevy(1)).elsewhere == 1


def test_the_same_work_twice_a_day_is_two_workouts(database: Database, ana: Person) -> None:
    brought(database, ana, strong(1))
    header, *morning = hevy(1, moved=timedelta(hours=-8)).splitlines(keepends=True)
    both = header + "".join(morning) + "".join(hevy(1).splitlines(keepends=True)[1:])
    summary = brought(database, ana, both)
    assert (summary.workouts, summary.elsewhere) == (1, 1)


def circuit(*names: str) -> str:
    """Two sets of each exercise, of 50 and 60 kg, in the order of the names."""
    weights = {name: iter((50, 60)) for name in names}
    rows = (f"{START},Push,57m,{name},1,{next(weights[name])},8,0,0,,,\n" for name in names)
    return HEADER + "".join(rows)


def hevy_lifts(*names: str, weights: tuple[int, int] = (50, 60), hours: int = 2) -> str:
    """The same two sets in the rows of each exercise, begun so many hours later."""
    start = START + timedelta(hours=hours)
    rows = (
        f"Evening,{start:%Y-%m-%d %H:%M},,,{name},,,{number},normal,{weight},8,,,\n"
        for name in names
        for number, weight in enumerate(weights)
    )
    return HEVY.format(unit="kg") + "".join(rows)


LIFTS = ("Bench Press (Barbell)", "Squat (Barbell)")


@pytest.mark.parametrize(
    "other", [hevy_lifts(*LIFTS), hevy_lifts(*LIFTS[::-1]), hevy_lifts(LIFTS[1], LIFTS[0], hours=0)]
)
def test_the_order_of_exercises_makes_no_other_workout(
    database: Database, ana: Person, other: str
) -> None:
    assert brought(database, ana, circuit(*LIFTS, *LIFTS)).sets == 4
    summary = brought(database, ana, other)
    assert (summary.workouts, summary.elsewhere, summary.similar) == (0, 1, 0)


def test_the_order_of_sets_of_an_exercise_makes_another_workout(
    database: Database, ana: Person
) -> None:
    brought(database, ana, circuit(*LIFTS, *LIFTS))
    summary = brought(database, ana, hevy_lifts(*LIFTS, weights=(60, 50)))
    assert (summary.workouts, summary.elsewhere, summary.similar) == (1, 0, 0)


def test_another_exercise_at_the_same_start_is_a_question(database: Database, ana: Person) -> None:
    brought(database, ana, strong(1))
    summary = brought(database, ana, hevy(1).replace("Bench Press (Barbell)", "Squat (Barbell)"))
    assert (summary.workouts, summary.similar) == (0, 1)


def test_somebody_elses_workouts_do_not_count(
    client: FlaskClient, database: Database, ana: Person, cid: Person
) -> None:
    brought(database, cid, strong())
    assert brought(database, ana, hevy()).workouts == 3
    assert len(volumes(client, cid)) == 3
