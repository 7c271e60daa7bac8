"""Accounts, sessions and API tokens. Secrets come and stay hashed."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.preferences import DisplayPreferences, choices, values_of
from liftlog.domain.units import WeightUnit
from liftlog.kit import time_zones
from liftlog.kit.clock import CLOCKS_DIFFER
from liftlog.store.database.engine import Transaction, act_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(DisplayPreferences):
    """Who somebody is and how they want to see things."""

    user_id: UUID
    email: str
    unknown_time_zone: str | None = None
    """What is stored where that is not known: then `time_zone` is UTC."""
    version: int = 0
    """Grows with every change of what is theirs: see `store/statistics/versions`."""
    starts_later: bool = False
    """Whether a workout begins later or has just begun: figures may change without a new version."""


@dataclass(frozen=True, slots=True)
class Session:
    id: UUID
    created_at: datetime
    last_seen_at: datetime
    user_agent: str


@dataclass(frozen=True, slots=True)
class ApiToken:
    id: UUID
    name: str
    created_at: datetime


_PREFERENCES = tuple(choices(DisplayPreferences))
ACCOUNT_COLUMNS = (
    f"a.user_id, a.email, {', '.join(f'a.{name}' for name in _PREFERENCES)}, "
    "COALESCE((SELECT v.rev FROM lifter_version v WHERE v.user_id = a.user_id), 0) AS version"
)


def _account(row: Row[tuple[object, ...]]) -> Account:
    known = time_zones.known_name(row.time_zone)
    preferred = values_of(DisplayPreferences, row) | {"time_zone": known or time_zones.UTC_NAME}
    return Account(
        user_id=row.user_id,
        email=row.email,
        version=row.version,
        unknown_time_zone=None if known else row.time_zone,
        **preferred,
    )


_INSERT_ACCOUNT = text(
    "INSERT INTO account (user_id, email, password_hash, weight_unit, time_zone, created_at) "
    "VALUES (:user_id, :email, :password_hash, :weight_unit, :time_zone, :now)"
)
_INSERT_EMAIL = text(
    "INSERT INTO account_email (email_key, user_id) VALUES (lower(:email), :user_id) "
    "ON CONFLICT (email_key) DO NOTHING"
)


def create_account(
    tx: Transaction,
    user_id: UUID,
    *,
    email: str,
    password_hash: str,
    weight_unit: WeightUnit,
    time_zone: str,
    now: datetime,
) -> bool:
    """Make the account; False, and nothing to keep of the transaction, when the address is taken."""
    act_for(tx, user_id)
    values = {
        "user_id": user_id,
        "email": email,
        "password_hash": password_hash,
        "weight_unit": weight_unit,
        "time_zone": time_zone,
        "now": now,
    }
    tx.execute(_INSERT_ACCOUNT, values)
    return tx.execute(_INSERT_EMAIL, values).rowcount == 1


_USER_OF_EMAIL = text("SELECT user_id FROM account_email WHERE email_key = lower(:email)")


def user_of_email(tx: Transaction, email: str) -> UUID | None:
    return tx.execute(_USER_OF_EMAIL, {"email": email}).scalar()


_ACCOUNT = text(f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.user_id = :user_id")


def account(tx: Transaction, user_id: UUID) -> Account | None:
    row = tx.execute(_ACCOUNT, {"user_id": user_id}).one_or_none()
    return _account(row) if row else None


_PASSWORD_HASH = text("SELECT password_hash FROM account WHERE user_id = :user_id")


def password_hash(tx: Transaction, user_id: UUID) -> str | None:
    return tx.execute(_PASSWORD_HASH, {"user_id": user_id}).scalar()


_SET_PASSWORD_HASH = text(
    "UPDATE account SET password_hash = :password_hash WHERE user_id = :user_id"
)


def set_password_hash(tx: Transaction, user_id: UUID, password_hash: str) -> None:
    tx.execute(_SET_PASSWORD_HASH, {"user_id": user_id, "password_hash": password_hash})


_SET_PREFERENCES = text(
    f"UPDATE account SET {', '.join(f'{name} = :{name}' for name in _PREFERENCES)} "
    "WHERE user_id = :user_id"
)


def set_preferences(tx: Transaction, user_id: UUID, wanted: DisplayPreferences) -> None:
    tx.execute(_SET_PREFERENCES, {"user_id": user_id, **asdict(wanted)})


_DELETE_EMAIL = text("DELETE FROM account_email WHERE user_id = :user_id")
_DELETE_WORKOUTS = text("DELETE FROM workout WHERE user_id = :user_id")
_DELETE_ACCOUNT = text("DELETE FROM account WHERE user_id = :user_id")


def delete_account(tx: Transaction, user_id: UUID) -> None:
    """Everything the account owns goes with it, for good.

    Workouts go first: an exercise that a workout holds can't be deleted, and the keys are right in
    refusing it. The address goes by itself: where lifters are spread over many machines, no key
    leads from the one list of addresses to them.
    """
    tx.execute(_DELETE_EMAIL, {"user_id": user_id})
    tx.execute(_DELETE_WORKOUTS, {"user_id": user_id})
    tx.execute(_DELETE_ACCOUNT, {"user_id": user_id})


_INSERT_SESSION = text(
    "INSERT INTO session "
    "(user_id, id, token_hash, created_at, last_seen_at, expires_at, user_agent) "
    "VALUES (:user_id, :id, :token_hash, :now, :now, :expires_at, :user_agent)"
)


def insert_session(
    tx: Transaction,
    user_id: UUID,
    *,
    session_id: UUID,
    token_hash: bytes,
    now: datetime,
    expires_at: datetime,
    user_agent: str,
) -> None:
    tx.execute(
        _INSERT_SESSION,
        {
            "user_id": user_id,
            "id": session_id,
            "token_hash": token_hash,
            "now": now,
            "expires_at": expires_at,
            "user_agent": user_agent,
        },
    )


@dataclass(frozen=True, slots=True)
class OpenSession:
    account: Account
    id: UUID
    last_seen_at: datetime


# A workout that begins later is of a day after yesterday, wherever it is: an index knows the day.
_STARTS_LATER = (
    "EXISTS (SELECT FROM workout w WHERE w.user_id = a.user_id AND w.deleted_at IS NULL "
    "AND w.day >= CAST(:begun_by AS timestamptz)::date - 1 AND w.started_at > :begun_by) "
    "AS starts_later"
)
_ACCOUNT_OF_SESSION = text(
    f"SELECT {ACCOUNT_COLUMNS}, {_STARTS_LATER}, s.id AS session_id, s.last_seen_at "
    "FROM session s JOIN account a ON a.user_id = s.user_id "
    "WHERE s.user_id = :user_id AND s.token_hash = :token_hash AND s.expires_at > :now"
)


def account_of_session(
    tx: Transaction, user_id: UUID, *, token_hash: bytes, now: datetime
) -> OpenSession | None:
    """The session that a secret opens."""
    asked = {"user_id": user_id, "token_hash": token_hash, "now": now}
    row = tx.execute(_ACCOUNT_OF_SESSION, {**asked, "begun_by": now - CLOCKS_DIFFER}).one_or_none()
    if row is None:
        return None
    account = replace(_account(row), starts_later=row.starts_later)
    return OpenSession(account, row.session_id, row.last_seen_at)


_TOUCH_SESSION = text(
    "UPDATE session SET last_seen_at = :now, expires_at = LEAST("
    "CAST(:expires_at AS timestamptz), created_at + CAST(:longest AS interval)) "
    "WHERE user_id = :user_id AND id = :session_id"
)


def touch_session(
    tx: Transaction,
    user_id: UUID,
    session_id: UUID,
    *,
    now: datetime,
    expires_at: datetime,
    longest: timedelta,
) -> None:
    """`longest` is how long a session lasts at most, however often it is used."""
    tx.execute(
        _TOUCH_SESSION,
        {
            "user_id": user_id,
            "session_id": session_id,
            "now": now,
            "expires_at": expires_at,
            "longest": longest,
        },
    )


_SESSIONS = text(
    "SELECT id, created_at, last_seen_at, user_agent FROM session "
    "WHERE user_id = :user_id AND expires_at > :now ORDER BY last_seen_at DESC LIMIT 100"
)


def sessions(tx: Transaction, user_id: UUID, now: datetime) -> list[Session]:
    rows = tx.execute(_SESSIONS, {"user_id": user_id, "now": now})
    return [Session(**row) for row in rows.mappings()]


_DELETE_SESSION = text("DELETE FROM session WHERE user_id = :user_id AND id = :session_id")


def delete_session(tx: Transaction, user_id: UUID, session_id: UUID) -> bool:
    parameters = {"user_id": user_id, "session_id": session_id}
    return tx.execute(_DELETE_SESSION, parameters).rowcount == 1


_DELETE_OLD_SESSIONS = text(
    "DELETE FROM session WHERE user_id = :user_id AND (expires_at <= :now OR id IN ("
    "SELECT id FROM session WHERE user_id = :user_id ORDER BY last_seen_at DESC OFFSET 99))"
)


def delete_old_sessions(tx: Transaction, user_id: UUID, now: datetime) -> int:
    """Make room for one more: no session that lives is left out of the list of them."""
    return tx.execute(_DELETE_OLD_SESSIONS, {"user_id": user_id, "now": now}).rowcount


_DELETE_OTHER_SESSIONS = text("DELETE FROM session WHERE user_id = :user_id AND id <> :keep")


def delete_other_sessions(tx: Transaction, user_id: UUID, keep: UUID) -> int:
    return tx.execute(_DELETE_OTHER_SESSIONS, {"user_id": user_id, "keep": keep}).rowcount


_INSERT_TOKEN = text(
    "INSERT INTO api_token (user_id, id, token_hash, name, created_at) "
    "VALUES (:user_id, :id, :token_hash, :name, :now)"
)


def insert_token(
    tx: Transaction, user_id: UUID, *, token_id: UUID, token_hash: bytes, name: str, now: datetime
) -> None:
    tx.execute(
        _INSERT_TOKEN,
        {"user_id": user_id, "id": token_id, "token_hash": token_hash, "name": name, "now": now},
    )


_ACCOUNT_OF_TOKEN = text(
    f"SELECT {ACCOUNT_COLUMNS}, {_STARTS_LATER} FROM api_token t JOIN account a ON a.user_id = t.user_id "
    "WHERE t.user_id = :user_id AND t.token_hash = :token_hash"
)


def account_of_token(
    tx: Transaction, user_id: UUID, token_hash: bytes, *, now: datetime
) -> Account | None:
    asked = {"user_id": user_id, "token_hash": token_hash, "begun_by": now - CLOCKS_DIFFER}
    row = tx.execute(_ACCOUNT_OF_TOKEN, asked).one_or_none()
    return replace(_account(row), starts_later=row.starts_later) if row else None


_TOKENS = text(
    "SELECT id, name, created_at FROM api_token WHERE user_id = :user_id "
    "ORDER BY created_at DESC LIMIT 100"
)


def tokens(tx: Transaction, user_id: UUID) -> list[ApiToken]:
    return [ApiToken(**row) for row in tx.execute(_TOKENS, {"user_id": user_id}).mappings()]


_DELETE_TOKEN = text("DELETE FROM api_token WHERE user_id = :user_id AND id = :token_id")


def delete_token(tx: Transaction, user_id: UUID, token_id: UUID) -> bool:
    return tx.execute(_DELETE_TOKEN, {"user_id": user_id, "token_id": token_id}).rowcount == 1
