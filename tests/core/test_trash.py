"""All that is in the trash comes back at once."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from liftlog.core.workouts import service as workout_service
from liftlog.store.database.engine import Database
from liftlog.store.rollups import rollups
from liftlog.store.workouts import workouts
from liftlog.store.workouts.workouts import WORKOUTS_PER_VERSION
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, Person, adopt_all, as_person, kg, working, workout_of
from tests.core.test_api_routines import listed, make
from tests.core.test_body import weigh
from tests.core.test_sync import state
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database

MANY = WORKOUTS_PER_VERSION + 1


def test_all_that_was_deleted_comes_back_with_its_figures(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    made = [
        workout_of((BENCH, [working(kg(str(100 + number)), 5)]), days_ago=number)
        for number in range(MANY)
    ]
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        adopt_all(tx, user_id, *made)
        assert workouts.insert_workouts(tx, user_id, made)
        for one in made:
            workout_service.delete_workout(tx, user_id, one.id, now=NOW - timedelta(days=1))
    browser = Browser(sign_in(client, ana))
    routine = make(client, ana)["id"]
    for path in (f"/routines/{routine}/delete", f"/body/{weigh(client, ana, 80)}/delete"):
        assert client.post(path, headers=FROM_OUR_PAGE).status_code == 303
    page = browser.press(browser.open("/trash"), f"Bring back all {MANY + 2}")
    assert page.said == f"{MANY + 2} things are back."
    assert page.headings == ["The trash is empty"]
    assert len(state(client, ana)) == MANY
    assert len(listed(client, ana)) == 1
    assert len(read_json(client.get("/api/v1/body", headers=ana.headers))["items"]) == 1
    with database.transaction(ana.user_id) as tx:
        assert rollups.differences(tx, ana.user_id) == []


def test_one_thing_and_none_need_no_button_for_all(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    assert "Bring back all" not in browser.open("/trash").text
    client.post(f"/body/{weigh(client, ana, 80)}/delete", headers=FROM_OUR_PAGE)
    assert "Bring back all" not in browser.open("/trash").text
    answer = client.post("/trash/restore", headers=FROM_OUR_PAGE)
    assert answer.status_code == 303


def test_nobody_brings_back_what_is_somebody_elses(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    sign_in(client, ana)
    client.post(f"/body/{weigh(client, ana, 80)}/delete", headers=FROM_OUR_PAGE)
    sign_in(client, cid)
    assert client.post("/trash/restore", headers=FROM_OUR_PAGE).status_code == 303
    browser = Browser(sign_in(client, ana))
    assert browser.open("/trash").headings == ["Measurements"]
