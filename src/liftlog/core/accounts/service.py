"""Use cases around accounts: register, sign in and out, change the password, hand out tokens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import argon2

from liftlog.core.accounts import passwords, secrets
from liftlog.core.accounts.secrets import CarriedSecret
from liftlog.domain.preferences import DisplayPreferences
from liftlog.domain.text import composed, is_storable
from liftlog.domain.units import WeightUnit
from liftlog.kit import time_zones
from liftlog.kit.errors import ConflictError, InvalidInputError, NotFoundError, ServerBusyError
from liftlog.kit.ids import uuid7
from liftlog.resilience.fair_turns import FairTurns, Source, TurnRefusedError
from liftlog.store import accounts as store
from liftlog.store.accounts import Account, OpenSession
from liftlog.store.database.engine import Transaction, act_for

EMAIL_MAX = 254
# Too long for an address in any form.
EMAIL_READ_MAX = 1000
PASSWORD_MIN = 10
PASSWORD_MAX = 200
TOKEN_NAME_MAX = 100
# No more than the page of settings lists: a token that can't be seen can't be revoked.
TOKENS_MAX = 100
SESSION_LIFETIME = timedelta(days=90)
SESSION_LONGEST = timedelta(days=180)
# A session slides on when it is used, but is written at most once a day for it.
SESSION_TOUCH_AFTER = timedelta(days=1)

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+|[^@\s]+@localhost")
# argon2id with the parameters of RFC 9106's second recommended option for little memory.
_hasher = argon2.PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


# Each hash takes 64 MB and a processor for a while. Who waits for one keeps a thread from others.
_turns = FairTurns(places=2, waiting_max=6, waiting_of_source_max=2)
SIGNED_IN = Source(is_known=True)


@contextmanager
def _turn_to_hash(source: Source) -> Iterator[None]:
    """Raises ServerBusyError at once where too many wait already."""
    try:
        with _turns.turn(source):
            yield
    except TurnRefusedError:
        raise ServerBusyError("Many people are signing in. Try again.") from None


def _hash(password: str, source: Source = SIGNED_IN) -> str:
    with _turn_to_hash(source):
        return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    """Checked when nobody has the address, so that the answer takes as long as for somebody's."""
    return _hash("the password of no account at all")


class WrongCredentialsError(InvalidInputError):
    status = 401
    code = "wrong_credentials"


class EmailTakenError(ConflictError):
    code = "email_taken"


def written_address(email: str) -> str:
    return composed(email[:EMAIL_READ_MAX]).strip()


def checked_email(email: str) -> str:
    email = written_address(email)
    if len(email) > EMAIL_MAX or not _EMAIL.fullmatch(email) or not is_storable(email):
        message = "This is not an email address."
        raise InvalidInputError(message, fields={"email": message})
    return email


def checked_password(password: str, *, field: str = "password") -> str:
    """The form to hash, by whose characters its length is."""
    password = passwords.prepared(password)
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        message = f"A password has {PASSWORD_MIN} to {PASSWORD_MAX} characters."
        raise InvalidInputError(message, fields={field: message})
    return password


def checked_time_zone(name: str) -> str:
    """The name as the tz database writes it."""
    known = time_zones.known_name(name)
    if known is None:
        message = "This is not a time zone of the tz database, such as Europe/Berlin."
        raise InvalidInputError(message, fields={"time_zone": message})
    return known


def register(
    tx: Transaction,
    *,
    email: str,
    password: str,
    now: datetime,
    weight_unit: WeightUnit = WeightUnit.KG,
    time_zone: str = "UTC",
    source: Source = SIGNED_IN,
) -> UUID:
    email = checked_email(email)
    hashed = _hash(checked_password(password), source)
    user_id = uuid7(now)
    created = store.create_account(
        tx,
        user_id,
        email=email,
        password_hash=hashed,
        weight_unit=weight_unit,
        time_zone=checked_time_zone(time_zone),
        now=now,
    )
    if not created:
        message = "There is an account with this address already."
        raise EmailTakenError(message, fields={"email": message})
    return user_id


def sign_in(
    tx: Transaction,
    *,
    email: str,
    password: str,
    user_agent: str,
    now: datetime,
    source: Source = SIGNED_IN,
) -> CarriedSecret:
    """Open a session; the secret is for the cookie and is not kept anywhere else.

    Raises ServerBusyError, with nothing tried, when `source` would have to wait too long.
    """
    user_id = _user_of_email(tx, email) if is_storable(email) else None
    if user_id is not None:
        act_for(tx, user_id)
    hashed = store.password_hash(tx, user_id) if user_id else None
    form = _matching_form(hashed or _nobodys_hash(), password, source)
    if form is None or user_id is None:
        raise WrongCredentialsError("The address or the password is wrong.")
    prepared = passwords.prepared(password)
    if hashed and (form != prepared or _hasher.check_needs_rehash(hashed)):
        store.set_password_hash(tx, user_id, _hash(prepared))
    return open_session(tx, user_id, user_agent=user_agent, now=now)


def _user_of_email(tx: Transaction, email: str) -> UUID | None:
    """Composed, and as it was written: accounts of before may have it so."""
    forms = dict.fromkeys((written_address(email), email.strip()))
    return next(filter(None, (store.user_of_email(tx, form) for form in forms)), None)


def _matches(hashed: str, password: str) -> bool:
    return _matching_form(hashed, password) is not None


def _matching_form(hashed: str, password: str, source: Source = SIGNED_IN) -> str | None:
    """The form of the password that the hash is of."""
    tried = passwords.tried(password)
    return next((form for form in tried if _verifies(hashed, form, source)), None)


def _verifies(hashed: str, form: str, source: Source) -> bool:
    try:
        with _turn_to_hash(source):
            return _hasher.verify(hashed, form[: PASSWORD_MAX + 1])
    except argon2.exceptions.VerificationError:
        return False


def open_session(
    tx: Transaction, user_id: UUID, *, user_agent: str, now: datetime
) -> CarriedSecret:
    secret = secrets.new_secret(user_id)
    store.delete_old_sessions(tx, user_id, now)
    store.insert_session(
        tx,
        user_id,
        session_id=uuid7(now),
        token_hash=secret.hash,
        now=now,
        expires_at=now + SESSION_LIFETIME,
        user_agent=user_agent[:300],
    )
    return secret


def account_of_session(
    tx: Transaction, secret: CarriedSecret, *, now: datetime
) -> OpenSession | None:
    found = store.account_of_session(tx, secret.user_id, token_hash=secret.hash, now=now)
    if found is None:
        return None
    if now - found.last_seen_at > SESSION_TOUCH_AFTER:
        store.touch_session(
            tx,
            found.account.user_id,
            found.id,
            now=now,
            expires_at=now + SESSION_LIFETIME,
            longest=SESSION_LONGEST,
        )
    return found


def account_of_token(tx: Transaction, secret: CarriedSecret, *, now: datetime) -> Account | None:
    return store.account_of_token(tx, secret.user_id, secret.hash, now=now)


def change_password(
    tx: Transaction, user_id: UUID, *, session_id: UUID, current: str, new: str
) -> None:
    """Set a new password and end every other session.

    API tokens are no passwords and stay: they are listed beside it and revoked one by one.
    """
    hashed = store.password_hash(tx, user_id)
    if hashed is None or not _matches(hashed, current):
        message = "This is not your current password."
        raise InvalidInputError(message, fields={"current_password": message})
    store.set_password_hash(tx, user_id, _hash(checked_password(new, field="new_password")))
    store.delete_other_sessions(tx, user_id, session_id)


def set_preferences(tx: Transaction, user_id: UUID, wanted: DisplayPreferences) -> None:
    checked = replace(wanted, time_zone=checked_time_zone(wanted.time_zone))
    store.set_preferences(tx, user_id, checked)


def account_of_email(tx: Transaction, email: str) -> Account:
    """Go on as the account of this address; for whoever runs the server, not for requests."""
    user_id = _user_of_email(tx, email)
    if user_id is not None:
        act_for(tx, user_id)
    found = store.account(tx, user_id) if user_id else None
    if found is None:
        raise NotFoundError(f"There is no account for {email}.")
    return found


def create_token(tx: Transaction, user_id: UUID, *, name: str, now: datetime) -> CarriedSecret:
    """A bearer token for programs; its text is shown once."""
    name = name.strip()
    if not 1 <= len(name) <= TOKEN_NAME_MAX or not is_storable(name):
        message = f"A token's name has 1 to {TOKEN_NAME_MAX} characters."
        raise InvalidInputError(message, fields={"name": message})
    if len(store.tokens(tx, user_id)) >= TOKENS_MAX:
        message = f"There are {TOKENS_MAX} tokens already. Revoke one that is not used any more."
        raise ConflictError(message, fields={"name": message})
    secret = secrets.new_secret(user_id)
    store.insert_token(tx, user_id, token_id=uuid7(now), token_hash=secret.hash, name=name, now=now)
    return secret


def delete_account(tx: Transaction, user_id: UUID, *, password: str) -> None:
    hashed = store.password_hash(tx, user_id)
    if hashed is None or not _matches(hashed, password):
        message = "This is not your password."
        raise InvalidInputError(message, fields={"password": message})
    store.delete_account(tx, user_id)
