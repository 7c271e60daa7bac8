"""A page that did not change is not made again, and one that changed is never taken for the old one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from tools.bench.pages import PAGES, Page
from werkzeug.test import TestResponse

from liftlog.core.request.services import EXTENSION
from liftlog.core.statistics.client import StatsClient
from liftlog.core.web.page_tags import TAGGED
from liftlog.kit.errors import StatsUnavailableError
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, SQUAT, Person, adopt_all, as_person, kg, working, workout_of
from tests.core.statements import SAYS_WHOSE_ROWS, counted
from tests.core.test_api_routines import PUSH
from tests.core.test_exercise_pages import ANVIL
from tests.core.test_import_pages import STRONG
from tests.core.test_sync import Workout as OnDevice
from tests.core.test_sync import sync
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database

WITHOUT_TAG = {
    "workouts.new": "It has the time of day and an id for the workout to be made.",
    "workouts.confirm_undo": "It is opened to be answered at once.",
    "routines.new": "It has ids for what is to be made.",
    "settings.show": "Sessions and tokens have no version.",
    "imports.preview": "An uploaded file has no version, and is gone after a day.",
    "workouts.trash": "What was deleted 30 days ago is gone at its time of day.",
    "app_shell.shell": "It is nobody's, and kept by the worker.",
    "app_shell.offline": "It is nobody's, and kept by the worker.",
    "sessions.new": "It is for strangers.",
    "accounts.new": "It is for strangers.",
}
WITH_TAG = [page for page in PAGES if page.endpoint in TAGGED]
BROWSER = {"Accept-Language": "en-GB", "Accept-Encoding": "identity"}


class Lifter:
    """Ana in her browser, with something on every page."""

    def __init__(self, app: Flask, person: Person, database: Database) -> None:
        self.app, self.person, self.database = app, person, database
        self.client = sign_in(app.test_client(), person)
        done = [
            workout_of(
                (BENCH, [working(kg("100"), 5, "8")]),
                (SQUAT, [working(kg("140"), 3)]),
                days_ago=7 * number + 1,
            )
            for number in range(12)
        ]
        with database.transaction() as tx:
            user_id = as_person(tx, person)
            adopt_all(tx, user_id, *done)
            assert workouts.insert_workouts(tx, user_id, done)
        upload = {"file": (BytesIO(STRONG.encode()), "strong.csv")}
        self.places = {
            "lift": str(BENCH),
            "other": str(SQUAT),
            "workout": str(done[0].id),
            "day": done[0].day.isoformat(),
            "year": str(done[0].day.year),
            "own": self.post("/exercises", ANVIL).headers["Location"].split("/")[-1],
            "upload": self.post("/import", upload).headers["Location"].split("/")[-1],
            "routine": self.api("/api/v1/routines", PUSH)["id"],
        }
        self.get("/more")  # What was said of all this is said now.

    def path(self, page: Page) -> str:
        return page.path.format_map(self.places)

    def get(self, path: str, tag: str = "", **headers: str) -> TestResponse:
        return self.client.get(path, headers={**BROWSER, "If-None-Match": tag, **headers})

    def post(self, path: str, form: Mapping[str, object] | None = None) -> TestResponse:
        answer = self.client.post(path, data=form or {}, headers=FROM_OUR_PAGE)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer

    def api(self, path: str, body: Mapping[str, object]) -> dict[str, str]:
        made = self.app.test_client().post(path, json=body, headers=self.person.headers)
        assert made.status_code in (200, 201), made.get_json()
        found: dict[str, str] = read_json(made)
        return found

    def at(self, moment: datetime) -> None:
        services = self.app.extensions[EXTENSION]
        self.app.extensions[EXTENSION] = replace(services, clock=lambda: moment)


@pytest.fixture
def lifter(core_app: Flask, ana: Person, database: Database) -> Lifter:
    return Lifter(core_app, ana, database)


def tag_of(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.headers["ETag"]


def test_every_page_has_a_tag_or_a_reason_to_have_none() -> None:
    endpoints = {page.endpoint for page in PAGES}
    assert endpoints == TAGGED | WITHOUT_TAG.keys()
    assert not TAGGED & WITHOUT_TAG.keys()


@pytest.mark.parametrize("page", WITH_TAG, ids=lambda page: page.path)
def test_a_page_that_did_not_change_is_not_made_again(
    lifter: Lifter, connection: Connection, page: Page
) -> None:
    path = lifter.path(page)
    first = lifter.get(path)
    with counted(connection) as statements:
        again = lifter.get(path, tag_of(first))
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]
    assert len([one for one in statements if not one.startswith(SAYS_WHOSE_ROWS)]) == 1


@pytest.mark.parametrize("page", WITH_TAG, ids=lambda page: page.path)
def test_a_page_is_the_same_at_any_time_of_the_day(lifter: Lifter, page: Page) -> None:
    """What has the same tag is the same to the byte."""
    path = lifter.path(page)
    first = lifter.get(path)
    lifter.at(NOW + timedelta(hours=3, minutes=7))
    later = lifter.get(path)
    assert tag_of(later) == tag_of(first)
    assert later.data == first.data


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.endpoint in WITHOUT_TAG and not page.stranger],
    ids=lambda page: page.path,
)
def test_a_page_that_shows_what_has_no_version_has_no_tag(lifter: Lifter, page: Page) -> None:
    assert "ETag" not in lifter.get(lifter.path(page)).headers


def logs_a_workout(lifter: Lifter) -> None:
    lifter.api("/api/v1/workouts", {"title": "Brand new"})


def edits_a_workout(lifter: Lifter) -> None:
    path = f"/api/v1/workouts/{lifter.places['workout']}"
    client = lifter.app.test_client()
    body = {"title": "Brand new", "exercises": []}
    answer = client.put(path, json=body, headers=lifter.person.headers)
    assert answer.status_code == 200, answer.get_json()


def moves_a_workout(lifter: Lifter) -> None:
    lifter.post(f"/workouts/{lifter.places['workout']}/move", {"day": "2026-11-01"})


def deletes_a_workout(lifter: Lifter) -> None:
    lifter.post(f"/workouts/{lifter.places['workout']}/delete")


def logs_a_set_on_a_device(lifter: Lifter) -> None:
    workout = OnDevice()
    answer = sync(lifter.app.test_client(), lifter.person, *workout.begun, workout.set(0))
    assert answer.status_code == 200


def archives_an_exercise(lifter: Lifter) -> None:
    lifter.post(f"/exercises/{lifter.places['lift']}/archive")


def makes_an_exercise(lifter: Lifter) -> None:
    lifter.post("/exercises", {**ANVIL, "name": "Brand new"})


def changes_an_exercise(lifter: Lifter) -> None:
    lifter.post(f"/exercises/{lifter.places['own']}", {**ANVIL, "name": "Brand new"})


def makes_a_routine(lifter: Lifter) -> None:
    lifter.api("/api/v1/routines", {**PUSH, "name": "Brand new"})


def deletes_a_routine(lifter: Lifter) -> None:
    lifter.post(f"/routines/{lifter.places['routine']}/delete")


def weighs_in(lifter: Lifter) -> None:
    lifter.post("/body", {"kind": "body_weight", "value": "81.5"})


def imports(lifter: Lifter) -> None:
    lifter.post(f"/import/{lifter.places['upload']}")


def changes_how_things_are_seen(lifter: Lifter) -> None:
    wanted = {
        "weight_unit": "lb",
        "time_zone": "Europe/Berlin",
        "week_start": "7",
        "theme": "dark",
        "formula": "brzycki",
    }
    lifter.post("/settings/preferences", {**wanted})


def changes_what_statistics_know(lifter: Lifter) -> None:
    wanted = {"goal_days": "5", "secondary_share": "0.25", "score_class": "women"}
    lifter.post("/settings/statistics", {**wanted})


def changes_how_they_log(lifter: Lifter) -> None:
    browser = Browser(lifter.client)
    wanted = {"bar": "15", "plates": "20 10", "rest": "3:00"}
    browser.press(browser.open("/settings/logging"), "Save", wanted)


WRITES = [
    logs_a_workout,
    edits_a_workout,
    moves_a_workout,
    deletes_a_workout,
    logs_a_set_on_a_device,
    archives_an_exercise,
    makes_an_exercise,
    changes_an_exercise,
    makes_a_routine,
    deletes_a_routine,
    weighs_in,
    imports,
    changes_how_things_are_seen,
    changes_what_statistics_know,
    changes_how_they_log,
]


@pytest.mark.parametrize("write", WRITES)
def test_after_a_write_no_page_is_taken_for_the_one_that_was(
    lifter: Lifter, write: Callable[[Lifter], None]
) -> None:
    tags = {page.path: tag_of(lifter.get(lifter.path(page))) for page in WITH_TAG}
    write(lifter)
    lifter.get("/more")  # What is said of the write is said here.
    for page in WITH_TAG:
        answer = lifter.get(lifter.path(page), tags[page.path])
        assert answer.status_code in (200, 404), page.path
        # As it is for whoever knows nothing.
        assert answer.data == lifter.get(lifter.path(page)).data


def test_what_was_written_is_on_the_page_that_is_asked_for_again(lifter: Lifter) -> None:
    path, tag = "/workouts", tag_of(lifter.get("/workouts"))
    logs_a_workout(lifter)
    assert "Brand new" in lifter.get(path, tag).get_data(as_text=True)


def test_taking_an_import_back_is_seen(lifter: Lifter) -> None:
    imports(lifter)
    lifter.get("/more")
    before = lifter.get("/import")
    with lifter.database.transaction() as tx:
        as_person(tx, lifter.person)
        made = tx.exec_driver_sql("SELECT id FROM history_import").scalar()
    lifter.post(f"/import/undo/{made}")
    lifter.get("/more")
    assert lifter.get("/import", tag_of(before)).status_code == 200


def test_another_day_is_another_page(lifter: Lifter) -> None:
    tags = {page.path: tag_of(lifter.get(lifter.path(page))) for page in WITH_TAG}
    # In Berlin it is the next day already.
    lifter.at(datetime.fromisoformat("2026-11-20T23:30:00+00:00"))
    for page in WITH_TAG:
        assert lifter.get(lifter.path(page), tags[page.path]).status_code == 200


def test_another_language_is_another_page(lifter: Lifter) -> None:
    tag = tag_of(lifter.get("/progress"))
    american = {"Accept-Language": "en-US"}
    assert lifter.get("/progress", tag, **american).status_code == 200


def test_another_question_is_another_page(lifter: Lifter) -> None:
    tag = tag_of(lifter.get("/progress"))
    assert lifter.get("/progress?range=all", tag).status_code == 200


def test_another_lifter_has_another_page(lifter: Lifter, core_app: Flask, ben: Person) -> None:
    tag = tag_of(lifter.get("/progress"))
    client = sign_in(core_app.test_client(), ben)
    answer = client.get("/progress", headers={**BROWSER, "If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["LiftLog-User"] == str(ben.user_id)


def test_who_signed_out_gets_no_page_by_its_tag(lifter: Lifter) -> None:
    tag = tag_of(lifter.get("/progress"))
    lifter.post("/logout")
    assert lifter.get("/progress", tag).status_code == 303


def test_what_is_said_once_is_said_and_not_kept(lifter: Lifter) -> None:
    tag = tag_of(lifter.get("/body"))
    weighs_in(lifter)
    said = lifter.get("/body", tag)
    assert "toast" in said.get_data(as_text=True)
    assert "ETag" not in said.headers
    assert "toast" not in lifter.get("/body").get_data(as_text=True)


def test_a_page_without_its_figures_has_no_tag(
    lifter: Lifter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_asked: object, **_more: object) -> None:
        raise StatsUnavailableError("Away.")

    monkeypatch.setattr(StatsClient, "get", away)
    assert "ETag" not in lifter.get("/progress").headers


def test_figures_of_an_older_version_have_no_tag(
    lifter: Lifter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = StatsClient.get

    def behind(*asked: object, **more: object) -> object:
        answer = ask(*asked, **more)  # type: ignore[arg-type] # As it was asked.
        return replace(answer, version=(answer.version or 0) - 1)

    monkeypatch.setattr(StatsClient, "get", behind)
    answer = lifter.get("/progress")
    assert "not in these figures yet" in answer.get_data(as_text=True)
    assert "ETag" not in answer.headers


def test_who_has_a_workout_that_begins_later_gets_no_tags(lifter: Lifter) -> None:
    later = workout_of((BENCH, [working(kg("100"), 5)]))
    later = replace(later, id=uuid4(), started_at=NOW + timedelta(hours=2))
    with lifter.database.transaction() as tx:
        user_id = as_person(tx, lifter.person)
        assert workouts.insert_workouts(tx, user_id, [later])
    assert "ETag" not in lifter.get("/progress").headers
    lifter.at(NOW + timedelta(hours=2, minutes=3))
    assert "ETag" in lifter.get("/progress").headers


def test_a_program_with_a_token_gets_pages_without_tags(client: FlaskClient, ana: Person) -> None:
    answer = client.get("/more", headers=ana.headers)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
