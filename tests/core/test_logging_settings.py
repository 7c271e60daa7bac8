"""How somebody logs, by page: kept exactly, and what every device of theirs hears of."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from liftlog.domain.sync.stamps import stamp_at
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, Person
from tests.pages import Browser

pytestmark = pytest.mark.database

PAGE = "/settings/logging"


def preferences_on_a_device(client: FlaskClient, person: Person, *operations: Any) -> Any:
    body = {"device": str(uuid4()), "cursor": None, "operations": list(operations)}
    answer = client.post("/api/v1/sync", json=body, headers=person.headers)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["changes"]["preferences"]


def written_at(moment: Any, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "preferences",
        "verb": "put",
        "target": str(UUID(int=0)),
        "stamp": stamp_at(moment)[:-8] + "0000000a",
        "fields": fields,
    }


def test_a_stranger_neither_sees_nor_changes_it(client: FlaskClient) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, data={"bar": "15"}, headers=FROM_OUR_PAGE)):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login")


def test_before_anything_is_said_the_form_shows_what_holds(
    client: FlaskClient, ana: Person
) -> None:
    page = Browser(sign_in(client, ana)).open(PAGE)
    assert {"bar": "20", "plates": "25 20 15 10 5 2.5 1.25", "rest": "2:00"}.items() <= (
        page.values.items()
    )
    assert "left_handed" not in page.values
    assert {"rest_timer", "rest_sound", "shortcuts"} <= page.values.keys()


def test_what_was_entered_comes_back_and_is_what_the_devices_get(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    wanted = {"bar": "7,5", "plates": "1.25; 20 5 20", "rest": "1:45", "left_handed": "yes"}
    page = browser.press(browser.open(PAGE), "Save", wanted)
    assert page.said == "Your settings are saved."
    assert {"bar": "7.5", "plates": "20 5 1.25", "rest": "1:45"}.items() <= page.values.items()
    found = preferences_on_a_device(client, ana)
    assert found["bar_g"] == 7_500
    assert found["plates_g"] == [20_000, 5_000, 1_250]
    assert (found["plates_unit"], found["rest_s"], found["left_handed"]) == ("kg", 105, True)
    assert preferences_on_a_device(client, cid) is None


def test_pounds_come_back_as_pounds(client: FlaskClient, ben: Person) -> None:
    browser = Browser(sign_in(client, ben))
    page = browser.press(browser.open(PAGE), "Save", {"bar": "35", "plates": "45 2.5"})
    assert {"bar": "35", "plates": "45 2.5", "plates_unit": "lb"}.items() <= page.values.items()


def test_a_device_that_was_away_does_not_undo_it_and_one_that_writes_later_does(
    client: FlaskClient, ana: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    browser.press(browser.open(PAGE), "Save", {"rest": "3:00"})
    earlier = written_at(NOW - timedelta(hours=1), rest_s=60)
    assert preferences_on_a_device(client, ana, earlier)["rest_s"] == 180
    later = written_at(NOW + timedelta(seconds=1), rest_s=90)
    assert preferences_on_a_device(client, ana, later)["rest_s"] == 90
    assert browser.open(PAGE).values["rest"] == "1:30"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bar", "101"),
        ("bar", "-1"),
        ("bar", "heavy"),
        ("bar", "1e400"),
        ("bar", "9" * 400),
        ("plates", "25 twenty"),
        ("plates", "0"),
        ("plates", " ".join(["5"] * 21)),
        ("plates_unit", "st"),
        ("rest", "1:00:01"),
        ("rest", "soon"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field_and_nothing_is_kept(
    client: FlaskClient, ana: Person, name: str, value: str
) -> None:
    browser = Browser(sign_in(client, ana))
    form = {"bar": "20", "plates": "20", "plates_unit": "kg", "rest": "2:00", name: value}
    answer = client.post(PAGE, data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    assert 'class="error"' in answer.get_data(as_text=True)
    assert browser.open(PAGE).values["rest"] == "2:00"
    assert preferences_on_a_device(client, ana) is None
