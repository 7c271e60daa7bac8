"""How refusals look: problems for programs, pages for people, and 500 for bugs alone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from liftlog.core.app import create_app
from liftlog.settings import Settings
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, Person
from tests.pages import Page
from tests.problems import problem, read_json

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("path", "status", "heading", "sentence"),
    [
        ("/nowhere", 404, "Not here", "There is nothing at this address."),
        ("/workouts/7", 404, "Not here", "There is nothing at this address."),
        ("/logout", 405, "That did not work", "That can't be done at this address."),
    ],
)
def test_people_are_told_in_plain_words(
    client: FlaskClient, path: str, status: int, heading: str, sentence: str
) -> None:
    answer = client.get(path)
    page = Page(answer)
    assert (answer.status_code, page.heading) == (status, heading)
    assert sentence in page.text
    assert page.links["To the first page"] == "/"


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v2/workouts", "/api/"])
def test_programs_are_told_in_problems(client: FlaskClient, path: str) -> None:
    found = problem(client.get(path), 404, "not_found")
    assert found["detail"] == "There is nothing at this address."


def test_a_form_that_is_too_large_is_answered_by_a_page(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    answer = client.post("/workouts", data={"note": "x" * 5_000_000}, headers=FROM_OUR_PAGE)
    assert (answer.status_code, Page(answer).heading) == (413, "Too large")
    assert "This is more than can be taken at once." in Page(answer).text


def test_what_was_done_before_a_refusal_is_not_kept(client: FlaskClient, ana: Person) -> None:
    made = client.post(
        "/api/v1/workouts",
        json={"exercises": [{"exercise_id": "00000000-0000-0000-0000-000000000000"}]},
        headers=ana.headers,
    )
    assert made.status_code == 422
    assert read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"] == []


def test_a_bug_is_a_500_with_an_id_and_nothing_of_the_inside(core_app: Flask) -> None:
    def broken() -> str:
        raise RuntimeError("the secret inside")

    core_app.testing = False
    core_app.add_url_rule("/broken", view_func=broken)
    core_app.add_url_rule("/api/broken", "api_broken", broken)
    client = core_app.test_client()
    page = client.get("/broken")
    assert page.status_code == 500
    assert "The report has the id" in Page(page).text
    body = client.get("/api/broken")
    assert (body.status_code, read_json(body)["code"]) == (500, "internal_error")
    for answer in (page, body):
        assert "secret inside" not in answer.get_data(as_text=True)
        assert "Content-Security-Policy" in answer.headers


def test_a_database_lost_in_the_middle_is_unavailable_and_no_bug(core_app: Flask) -> None:
    def lost() -> str:
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    core_app.add_url_rule("/api/lost", view_func=lost)
    problem(core_app.test_client().get("/api/lost"), 503, "database_unavailable")


def test_without_a_database_everything_says_so(settings: Settings, ana: Person) -> None:
    nobody = PostgresDatabase("postgresql://nobody@127.0.0.1:1/none", CORE_ROLE)
    client = create_app(settings, database=nobody, clock=lambda: NOW).test_client()
    problem(client.get("/api/v1/workouts", headers=ana.headers), 503, "database_unavailable")
    client.set_cookie("session", ana.token)
    answer = client.get("/calendar")
    assert (answer.status_code, Page(answer).heading) == (503, "Not just now")
    assert client.get("/login").status_code == 503
    client.delete_cookie("session")
    assert client.get("/login").status_code == 200
