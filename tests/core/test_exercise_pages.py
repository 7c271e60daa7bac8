"""Exercises as pages: find, look at, make, change, archive."""

import re
from enum import StrEnum

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from liftlog.core.web import words
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.domain.workouts.sets import SetKind
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import (
    BENCH,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    kg,
    lb,
    warm_up,
    working,
    workout_of,
)
from tests.core.statements import counted
from tests.rolled_back import RolledBackDatabase

ANVIL = {
    "name": "Anvil press",
    "load_kind": "weight_reps",
    "equipment": "barbell",
    "pattern": "horizontal_push",
    "primary_muscles": ["chest"],
    "secondary_muscles": ["triceps", "chest"],
}


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def names(text: str) -> list[str]:
    """What the list shows, in its order."""
    return re.findall(r'<a class="cover lines" href="/exercises/[^"]+">([^<]+)<', text)


def post(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(path, data=form, headers=FROM_OUR_PAGE)


def make(client: FlaskClient, **changes: object) -> str:
    """An own exercise; returns its address."""
    answer = post(client, "/exercises", **{**ANVIL, **changes})
    assert answer.status_code == 303
    return answer.headers["Location"]


def train(database: RolledBackDatabase, person: Person) -> None:
    first = workout_of((SQUAT, [working(lb("225"), 5, "8.5")]), days_ago=9, title="Legs")
    second = workout_of((BENCH, [warm_up(kg("60"), 8), working(kg("100"), 5)]), days_ago=2)
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, first, second)
        workouts.insert_workouts(tx, user_id, [first, second])


# Who may


@pytest.mark.parametrize(
    "path", ["/exercises", "/exercises/new", f"/exercises/{BENCH}", f"/exercises/{BENCH}/edit"]
)
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize(
    "path", ["/exercises", f"/exercises/{BENCH}", f"/exercises/{BENCH}/archive"]
)
def test_a_stranger_changes_nothing(client: FlaskClient, path: str) -> None:
    answer = post(client, path, **ANVIL)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_somebody_elses_exercise_is_not_there(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    address = make(sign_in(client, ana))
    other = sign_in(client.application.test_client(), cid)
    assert other.get(address).status_code == 404
    assert other.get(f"{address}/edit").status_code == 404
    for path in (address, f"{address}/archive", f"{address}/unarchive"):
        assert post(other, path, **ANVIL).status_code == 404
    assert "Anvil press" not in page(other, "/exercises?q=anvil+press")
    assert "Anvil press</h1>" in page(client, address)


# The list


def test_search_forgives_typos(client: FlaskClient, ana: Person) -> None:
    assert "Bench press" in names(page(sign_in(client, ana), "/exercises?q=bech+pres"))[:3]


def test_what_was_trained_last_comes_first_without_a_query(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    train(database, ana)
    shown = names(page(sign_in(client, ana), "/exercises"))
    assert shown[:2] == ["Bench press", "Squat"]
    assert shown.count("Bench press") == 1


def test_filters_narrow_the_list(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/exercises?muscle=triceps&equipment=cable")
    assert "Triceps pushdown" in names(text)
    assert "Bench press" not in names(text)
    assert '<option value="triceps" selected>' in text


@pytest.mark.parametrize("query", ["muscle=wing", "equipment=9", "show=all", "page=-4", "page=x"])
def test_what_nobody_has_is_no_filter(client: FlaskClient, ana: Person, query: str) -> None:
    browser = sign_in(client, ana)
    assert names(page(browser, f"/exercises?{query}")) == names(page(browser, "/exercises"))


def test_the_list_goes_on_page_by_page_until_everything_was_seen(
    client: FlaskClient, ana: Person
) -> None:
    browser, path, seen = sign_in(client, ana), "/exercises", []
    while path:
        text = page(browser, path)
        assert len(names(text)) <= 100
        seen += names(text)
        found = re.search(r'href="([^"]+)" rel="next"', text)
        path = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) > 300


def test_a_name_that_nobody_has_leads_to_making_it(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/exercises?q=zzzzz")
    assert 'href="/exercises/new?name=zzzzz"' in text


def test_markup_in_a_query_stays_text(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/exercises?q=<script>alert(1)</script>")
    assert "<script>alert" not in text


def test_the_list_sends_as_many_statements_however_much_there_is(
    client: FlaskClient, database: RolledBackDatabase, connection: Connection, ana: Person
) -> None:
    browser = sign_in(client, ana)
    with counted(connection) as few:
        page(browser, "/exercises")
    train(database, ana)
    for number in range(5):
        make(browser, name=f"Own {number}")
    with counted(connection) as many:
        page(browser, "/exercises")
    assert len(many) == len(few) <= 8


# One exercise


def test_an_exercise_says_what_it_is_and_what_was_done_last(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    train(database, ana)
    text = page(sign_in(client, ana), f"/exercises/{SQUAT}")
    assert "Weight and reps · Barbell" in text
    assert "225\N{NO-BREAK SPACE}lb × 5 @\N{NO-BREAK SPACE}8.5" in text
    assert "in 1 workout since" in text
    assert f'href="/one-rep-max/{SQUAT}"' in text


def test_the_history_of_an_exercise_leaves_the_trash_out(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    train(database, ana)
    browser = sign_in(client, ana)
    found = re.search(r'href="(/workouts/[0-9a-f-]{36})"', page(browser, f"/exercises/{SQUAT}"))
    assert found
    post(browser, f"{found[1]}/delete")
    assert "Not trained yet." in page(browser, f"/exercises/{SQUAT}")


def test_an_exercise_without_weight_has_no_link_to_a_one_rep_max(
    client: FlaskClient, ana: Person
) -> None:
    browser = sign_in(client, ana)
    address = make(browser, name="Candle pose", load_kind="time")
    assert "/one-rep-max/0" not in page(browser, address)


def test_an_archived_exercise_leaves_the_list_and_comes_back_by_undo(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    train(database, ana)
    browser = sign_in(client, ana)
    answer = post(browser, f"/exercises/{BENCH}/archive")
    shown = page(browser, answer.headers["Location"])
    assert f'<form method="post" action="/exercises/{BENCH}/unarchive">' in shown
    assert "Last times" in shown
    assert "Bench press" not in names(page(browser, "/exercises?q=bench+press"))
    assert names(page(browser, "/exercises?show=archived")) == ["Bench press"]
    post(browser, f"/exercises/{BENCH}/unarchive")
    assert "Bench press" in names(page(browser, "/exercises?q=bench+press"))


# Own ones


def test_an_own_exercise_is_made_marked_and_found(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    shown = page(browser, make(browser, name="  Anvil press "))
    assert "Anvil press</h1>" in shown
    assert "<dd>Chest</dd>" in shown
    assert "<dd>Triceps</dd>" in shown
    listed = page(browser, "/exercises?show=own")
    assert names(listed) == ["Anvil press"]
    assert "your own" in listed


def test_the_name_that_was_searched_for_is_filled_in(client: FlaskClient, ana: Person) -> None:
    text = page(sign_in(client, ana), "/exercises/new?name=Anvil+press")
    assert 'value="Anvil press"' in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "bench PRESS"}, "name"),
        ({"load_kind": "antigravity"}, "load_kind"),
        ({"equipment": ""}, "equipment"),
        ({"pattern": "moonwalk"}, "pattern"),
        ({"primary_muscles": ["wing"]}, "primary_muscles"),
        (
            {"secondary_muscles": [m.value for m in Muscle if m is not Muscle.CHEST]},
            "secondary_muscles",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    client: FlaskClient, ana: Person, wrong: dict[str, object], field: str
) -> None:
    browser = sign_in(client, ana)
    answer = post(browser, "/exercises", **{**ANVIL, "secondary_muscles": ["triceps"], **wrong})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in text
    assert re.search(r'name="primary_muscles" value="chest" checked', text) or "wing" in str(wrong)
    assert names(page(browser, "/exercises?show=own")) == []


def test_an_own_exercise_is_changed(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    address = make(browser)
    assert 'value="Anvil press"' in page(browser, f"{address}/edit")
    answer = post(browser, address, **{**ANVIL, "name": "Feet-up bench"})
    assert answer.headers["Location"] == address
    assert "Feet-up bench</h1>" in page(browser, address)


def test_a_refused_change_keeps_what_was(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    address = make(browser)
    assert post(browser, address, **{**ANVIL, "name": ""}).status_code == 422
    assert "Anvil press</h1>" in page(browser, address)


def test_an_exercise_of_the_catalogue_is_not_changed(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    assert browser.get(f"/exercises/{BENCH}/edit").status_code == 409
    assert post(browser, f"/exercises/{BENCH}", **ANVIL).status_code == 409
    assert "Bench press</h1>" in page(browser, f"/exercises/{BENCH}")


def test_an_id_that_nobody_has_makes_no_exercise(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    unknown = "/exercises/01a1fa1d-8100-742e-bacd-6a7013538dff"
    assert post(browser, unknown, **ANVIL).status_code == 404
    assert names(page(browser, "/exercises?show=own")) == []


# Words


@pytest.mark.parametrize("kind", [LoadKind, Equipment, Muscle, MovementPattern, SetKind])
def test_everything_has_a_word_of_its_own(kind: type[StrEnum]) -> None:
    found = [words.word(value) for value in kind]
    assert len(set(found)) == len(found)
    assert all(one[0].isupper() and "_" not in one for one in found)


def test_body_weight_as_equipment_and_as_load_keep_their_own_words() -> None:
    assert words.word(LoadKind.BODYWEIGHT) != words.word(Equipment.BODYWEIGHT)
