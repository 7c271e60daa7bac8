"""Accounts, sessions and tokens in the database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from liftlog.core.accounts import demo, secrets
from liftlog.core.accounts import service as accounts
from liftlog.core.accounts.service import EmailTakenError, WrongCredentialsError
from liftlog.domain.preferences import DisplayPreferences, Theme
from liftlog.domain.units import WeightUnit
from liftlog.kit.errors import InvalidInputError
from liftlog.store import accounts as store
from liftlog.store.database.engine import Database
from liftlog.store.exercises import all_exercises
from liftlog.store.workouts import workouts
from tests.cast import NOW, PASSWORD, Person, as_person, join

pytestmark = pytest.mark.database


def test_the_right_password_opens_a_session_for_whoever_registered(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        secret = accounts.sign_in(
            tx, email=ana.account.email.upper(), password=PASSWORD, user_agent="a", now=NOW
        )
    with database.transaction() as tx:
        as_person(tx, ana)
        found = accounts.account_of_session(tx, secret, now=NOW)
    assert found is not None
    assert found.account == ana.account


@pytest.mark.parametrize("password", ["", "wrong horse battery", PASSWORD + " "])
def test_a_wrong_password_is_refused(database: Database, ana: Person, password: str) -> None:
    with database.transaction() as tx, pytest.raises(WrongCredentialsError):
        accounts.sign_in(tx, email=ana.account.email, password=password, user_agent="", now=NOW)


def test_an_address_nobody_has_is_refused_in_the_same_words(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx, pytest.raises(WrongCredentialsError) as nobody:
        accounts.sign_in(tx, email="no@example.org", password=PASSWORD, user_agent="", now=NOW)
    with database.transaction() as tx, pytest.raises(WrongCredentialsError) as wrong:
        accounts.sign_in(tx, email=ana.account.email, password="x", user_agent="", now=NOW)
    assert nobody.value.message == wrong.value.message


def test_an_address_can_be_taken_once_whatever_its_case(database: Database, ana: Person) -> None:
    with pytest.raises(EmailTakenError), database.transaction() as tx:
        accounts.register(tx, email=ana.account.email.title(), password=PASSWORD, now=NOW)


@pytest.mark.parametrize("email", ["", "ana", "ana@", "@example.org", "a b@example.org", "a@b."])
def test_what_is_no_address_is_refused(database: Database, email: str) -> None:
    with database.transaction() as tx, pytest.raises(InvalidInputError) as refused:
        accounts.register(tx, email=email, password=PASSWORD, now=NOW)
    assert "email" in refused.value.fields


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_has_to_be_long_and_not_endless(database: Database, password: str) -> None:
    with database.transaction() as tx, pytest.raises(InvalidInputError) as refused:
        accounts.register(tx, email="eve@example.org", password=password, now=NOW)
    assert "password" in refused.value.fields


def test_passwords_are_kept_as_argon2id_hashes(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        hashed = store.password_hash(tx, ana.user_id)
    assert hashed is not None
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed


def test_a_session_slides_on_while_it_is_used_and_ends_when_it_is_not(
    database: Database, ana: Person
) -> None:
    day = timedelta(days=1)
    with database.transaction() as tx:
        as_person(tx, ana)
        secret = accounts.open_session(tx, ana.user_id, user_agent="phone", now=NOW)
        assert accounts.account_of_session(tx, secret, now=NOW + 89 * day)
        assert accounts.account_of_session(tx, secret, now=NOW + 170 * day)
        assert accounts.account_of_session(tx, secret, now=NOW + 300 * day) is None


def test_a_session_ends_after_half_a_year_however_often_it_is_used(
    database: Database, ana: Person
) -> None:
    day = timedelta(days=1)
    with database.transaction() as tx:
        as_person(tx, ana)
        secret = accounts.open_session(tx, ana.user_id, user_agent="phone", now=NOW)
        used = [
            accounts.account_of_session(tx, secret, now=NOW + days * day) for days in range(1, 180)
        ]
        assert all(used)
        assert accounts.account_of_session(tx, secret, now=NOW + 180 * day) is None


def test_a_session_of_the_right_user_with_the_wrong_secret_opens_nothing(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        accounts.open_session(tx, ana.user_id, user_agent="phone", now=NOW)
        forged = secrets.new_secret(ana.user_id)
        assert accounts.account_of_session(tx, forged, now=NOW) is None
        assert accounts.account_of_token(tx, forged, now=NOW) is None


def test_a_new_password_ends_every_other_session(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        here = accounts.open_session(tx, ana.user_id, user_agent="here", now=NOW)
        there = accounts.open_session(tx, ana.user_id, user_agent="there", now=NOW)
        found = accounts.account_of_session(tx, here, now=NOW)
        assert found is not None
        accounts.change_password(
            tx, ana.user_id, session_id=found.id, current=PASSWORD, new="a new long one"
        )
        assert accounts.account_of_session(tx, here, now=NOW)
        assert accounts.account_of_session(tx, there, now=NOW) is None


def test_changing_the_password_asks_for_the_current_one(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        with pytest.raises(InvalidInputError) as refused:
            accounts.change_password(
                tx, user_id, session_id=uuid4(), current="not it", new="a new long one"
            )
    assert "current_password" in refused.value.fields


def test_a_revoked_token_opens_nothing_any_more(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        secret = accounts.create_token(tx, ana.user_id, name="laptop", now=NOW)
        assert accounts.account_of_token(tx, secret, now=NOW) == ana.account
        made = next(one for one in store.tokens(tx, ana.user_id) if one.name == "laptop")
        assert store.delete_token(tx, ana.user_id, made.id)
        assert accounts.account_of_token(tx, secret, now=NOW) is None


def test_nobody_sees_or_ends_another_ones_sessions(
    database: Database, ana: Person, cid: Person
) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        accounts.open_session(tx, ana.user_id, user_agent="phone", now=NOW)
        (session,) = store.sessions(tx, ana.user_id, NOW)
    with database.transaction() as tx:
        as_person(tx, cid)
        assert store.sessions(tx, ana.user_id, NOW) == []
        assert not store.delete_session(tx, ana.user_id, session.id)


def test_a_deleted_account_is_gone_and_its_address_free_again(database: Database) -> None:
    eve = join(database, "eve")
    with database.transaction() as tx:
        as_person(tx, eve)
        accounts.delete_account(tx, eve.user_id, password=PASSWORD)
    with database.transaction() as tx:
        assert store.user_of_email(tx, eve.account.email) is None
        again = accounts.register(tx, email=eve.account.email, password=PASSWORD, now=NOW)
        assert again != eve.user_id


def test_an_account_full_of_training_can_be_deleted(database: Database) -> None:
    eve = join(database, "eve")
    with database.transaction() as tx:
        user_id = as_person(tx, eve)
        demo.fill(tx, user_id, time_zone="UTC", now=NOW)
        accounts.delete_account(tx, user_id, password=PASSWORD)
        assert workouts.workouts_page(tx, user_id, limit=1) == []
        assert [one for one in all_exercises.exercises(tx, user_id) if one.own] == []


def test_preferences_are_kept(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        accounts.set_preferences(
            tx,
            ana.user_id,
            DisplayPreferences(
                weight_unit=WeightUnit.LB,
                time_zone="America/Denver",
                week_start=7,
                theme=Theme.DARK,
                formula=ana.account.formula,
            ),
        )
        changed = store.account(tx, ana.user_id)
    assert changed is not None
    assert (changed.weight_unit, changed.time_zone, changed.week_start, changed.theme) == (
        WeightUnit.LB,
        "America/Denver",
        7,
        "dark",
    )


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "localtime", "../etc/passwd"])
def test_a_time_zone_has_to_be_one_that_exists(database: Database, ana: Person, zone: str) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        with pytest.raises(InvalidInputError) as refused:
            accounts.set_preferences(
                tx,
                user_id,
                DisplayPreferences(
                    weight_unit=WeightUnit.KG,
                    time_zone=zone,
                    week_start=1,
                    theme=Theme.AUTO,
                    formula=ana.account.formula,
                ),
            )
    assert "time_zone" in refused.value.fields
