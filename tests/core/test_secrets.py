"""Secrets that people and programs carry."""

from uuid import uuid4

import pytest

from liftlog.core.accounts import secrets


def test_a_secret_is_read_back_from_its_text() -> None:
    made = secrets.new_secret(uuid4())
    assert secrets.parse(made.text) == made


def test_two_secrets_of_one_account_differ_and_so_do_their_hashes() -> None:
    user_id = uuid4()
    one, other = secrets.new_secret(user_id), secrets.new_secret(user_id)
    assert one.text != other.text
    assert one.hash != other.hash


def test_the_hash_gives_nothing_of_the_secret_away() -> None:
    made = secrets.new_secret(uuid4())
    assert made.secret not in made.hash
    assert len(made.hash) == 32


@pytest.mark.parametrize(
    "text",
    [None, "", ".", "a.b", "x" * 66, f"{'A' * 22}.{'!' * 43}", f"{'A' * 22}.{'é' * 43}", "A" * 22],
)
def test_what_we_can_not_have_made_is_nobody(text: str | None) -> None:
    assert secrets.parse(text) is None
