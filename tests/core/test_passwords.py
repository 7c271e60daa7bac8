"""A password signs in however a keyboard composes it, wherever one is asked for."""

import unicodedata

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from liftlog.core.accounts import passwords
from liftlog.core.accounts import service as accounts
from liftlog.kit.errors import InvalidInputError
from liftlog.resilience.fair_turns import Source
from liftlog.store import accounts as store
from liftlog.store.database.engine import Database
from tests.browsing import FROM_OUR_PAGE
from tests.cast import NOW, Person

COMPOSED = "pässwörd-café-Ω-한글"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
# Letters and digits of an East Asian keyboard, and a space that does not break.
WIDE = "\uff50ässwörd\N{NO-BREAK SPACE}\uff11\uff12\uff13"
NARROW = "pässwörd 123"
PAIRS = [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED), (WIDE, NARROW), (NARROW, WIDE)]


def signed_in(client: FlaskClient, email: str, password: str) -> bool:
    form = {"email": email, "password": password}
    return client.post("/login", data=form, headers=FROM_OUR_PAGE).status_code == 303


@pytest.mark.parametrize(("chosen", "entered"), PAIRS)
def test_the_same_letters_are_the_same_password(chosen: str, entered: str) -> None:
    assert passwords.prepared(chosen) == passwords.prepared(entered)


@given(st.text(max_size=60))
def test_every_form_of_a_text_is_one_password(text: str) -> None:
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len({passwords.prepared(form) for form in forms}) == 1


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_plain_letters_are_tried_once(text: str) -> None:
    assert list(passwords.tried(text)) == [text]


def test_no_text_of_a_thousand_characters_becomes_one_that_could_be_a_password() -> None:
    shrinking = (chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)
    longest = max(
        len(unicodedata.normalize("NFKD", one))
        for one in shrinking
        if len(unicodedata.normalize("NFKC", one)) == 1
    )
    assert passwords.CHARACTERS_READ_MAX / longest > accounts.PASSWORD_MAX


@pytest.mark.database
@pytest.mark.parametrize(("chosen", "entered"), PAIRS)
def test_registering_signing_in_changing_and_deleting_take_every_form(
    client: FlaskClient, chosen: str, entered: str
) -> None:
    email = "dee@example.org"
    form = {"email": email, "password": chosen, "time_zone": "UTC"}
    assert client.post("/register", data=form, headers=FROM_OUR_PAGE).status_code == 303
    assert signed_in(client, email, entered)
    form = {"current_password": entered, "new_password": f"new {chosen}"}
    changed = client.post("/settings/password", data=form, headers=FROM_OUR_PAGE)
    assert changed.status_code == 303
    assert not signed_in(client, email, entered)
    assert signed_in(client, email, f"new {entered}")
    form = {"password": f"new {entered}"}
    gone = client.post("/account/deletion", data=form, headers=FROM_OUR_PAGE)
    assert gone.status_code == 303
    assert not signed_in(client, email, f"new {chosen}")


@pytest.mark.database
@pytest.mark.parametrize(("stored", "entered"), [*PAIRS[:2], (WIDE, WIDE)])
def test_a_hash_of_before_still_signs_in_and_becomes_one_of_the_prepared_form(
    client: FlaskClient, ana: Person, database: Database, stored: str, entered: str
) -> None:
    with database.transaction(ana.user_id) as tx:
        store.set_password_hash(tx, ana.user_id, accounts._hasher.hash(stored))
    assert signed_in(client, ana.account.email, entered)
    with database.transaction(ana.user_id) as tx:
        hashed = store.password_hash(tx, ana.user_id)
    assert hashed is not None
    assert accounts._hasher.verify(hashed, passwords.prepared(stored))
    assert signed_in(client, ana.account.email, entered)


@pytest.mark.database
def test_a_stranger_and_a_member_are_tried_equally_often(
    client: FlaskClient, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    verifies = accounts._verifies

    def count(hashed: str, form: str, source: Source) -> bool:
        counted.append(form)
        return verifies(hashed, form, source)

    monkeypatch.setattr(accounts, "_verifies", count)
    assert not signed_in(client, ana.account.email, DECOMPOSED)
    members = len(counted)
    assert not signed_in(client, "nobody@example.org", DECOMPOSED)
    assert len(counted) == 2 * members


@pytest.mark.parametrize(
    "password", ["\N{COMBINING ACUTE ACCENT}" * 9000 + "\N{COMBINING CEDILLA}" * 9000, "e" * 10_000]
)
def test_a_password_that_is_too_long_is_refused_at_once(password: str) -> None:
    with pytest.raises(InvalidInputError):
        accounts.checked_password(password)


def test_characters_are_counted_in_the_prepared_form() -> None:
    assert accounts.checked_password("é" * accounts.PASSWORD_MIN)
    with pytest.raises(InvalidInputError):
        accounts.checked_password("e\N{COMBINING ACUTE ACCENT}" * (accounts.PASSWORD_MIN - 1))
    most = "e\N{COMBINING ACUTE ACCENT}" * accounts.PASSWORD_MAX
    assert accounts.checked_password(most) == "é" * accounts.PASSWORD_MAX


@pytest.mark.database
def test_an_address_is_the_same_in_every_form(client: FlaskClient, database: Database) -> None:
    email, password = "zoë@example.org", "correct horse battery"
    with database.transaction() as tx:
        accounts.register(tx, email=unicodedata.normalize("NFD", email), password=password, now=NOW)
    assert signed_in(client, unicodedata.normalize("NFC", email), password)
    assert signed_in(client, unicodedata.normalize("NFD", email), password)
    with database.transaction() as tx, pytest.raises(accounts.EmailTakenError):
        accounts.register(tx, email=email, password=password, now=NOW)
