"""What is done to the kept figures of everybody, by the owner of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from liftlog.store import kept
from liftlog.store.engine import sqlalchemy_url, translated_errors
from liftlog.store.kept import ExerciseDay


@dataclass(frozen=True, slots=True)
class Difference:
    user_id: UUID
    where: ExerciseDay


_EVERYBODY = text("SELECT user_id FROM account ORDER BY user_id")
# A database of before there were kept figures, or one whose rows were put there by hand.
_UNFILLED = text(
    "SELECT a.user_id FROM account a WHERE NOT EXISTS "
    "(SELECT FROM exercise_day d WHERE d.user_id = a.user_id) AND EXISTS "
    "(SELECT FROM logged_set s WHERE s.user_id = a.user_id AND s.kind <> 'warm_up') "
    "ORDER BY a.user_id"
)
_EMAIL = text("SELECT user_id FROM account_email WHERE email_key = lower(:email)")


@contextmanager
def _owner(owner_url: str) -> Iterator[Engine]:
    engine = create_engine(
        sqlalchemy_url(owner_url),
        hide_parameters=True,
        # As the services have it, for the same reason: see `store/engine`.
        connect_args={"options": "-c enable_nestloop=off -c timezone=UTC"},
    )
    try:
        with translated_errors():
            yield engine
    finally:
        engine.dispose()


def fill(owner_url: str) -> int:
    """Make the kept figures of everybody who has none yet; how many people that were."""
    with _owner(owner_url) as engine:
        with engine.connect() as connection:
            people = list(connection.execute(_UNFILLED).scalars())
        for user_id in people:
            with engine.begin() as tx:
                kept.rebuild(tx, user_id)
    return len(people)


def rebuild(owner_url: str, email: str | None = None) -> Iterator[tuple[UUID, int]]:
    """Make all kept figures anew, a lifter at a time; yields each with how many days there are."""
    with _owner(owner_url) as engine:
        for user_id in _people(engine, email):
            with engine.begin() as tx:
                days = kept.rebuild(tx, user_id)
            yield user_id, days


def check(owner_url: str, email: str | None = None) -> Iterator[Difference]:
    """Every day on which what is kept is not what the sets say."""
    with _owner(owner_url) as engine:
        for user_id in _people(engine, email):
            with engine.begin() as tx:
                found = kept.differences(tx, user_id)
            yield from (Difference(user_id, where) for where in found)


def _people(engine: Engine, email: str | None) -> list[UUID]:
    with engine.connect() as connection:
        if email is None:
            return list(connection.execute(_EVERYBODY).scalars())
        return list(connection.execute(_EMAIL, {"email": email}).scalars())
