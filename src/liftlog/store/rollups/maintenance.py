"""What is done to the kept figures of everybody, by the owner of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from liftlog.kit.errors import NotFoundError
from liftlog.store.database.engine import (
    CONNECT_TIMEOUT_S,
    LOCK_TIMEOUT_S,
    sqlalchemy_url,
    translated_errors,
)
from liftlog.store.rollups import rollups
from liftlog.store.rollups.rollups import ExerciseDay
from liftlog.store.statistics.hard_sets import COUNTED


@dataclass(frozen=True, slots=True)
class Difference:
    user_id: UUID
    where: ExerciseDay


_EVERYBODY = text("SELECT user_id FROM account ORDER BY user_id")
# A database of before there were kept figures, or one whose rows were put there by hand; or figures
# that were made by rules of before.
_UNFILLED = text(
    "SELECT a.user_id FROM account a WHERE (NOT EXISTS "
    "(SELECT FROM exercise_day d WHERE d.user_id = a.user_id) AND EXISTS "
    f"(SELECT FROM logged_set s WHERE s.user_id = a.user_id AND {COUNTED})) "
    "OR EXISTS (SELECT FROM lifter_version v WHERE v.user_id = a.user_id AND v.figures_due) "
    "ORDER BY a.user_id"
)
_EMAIL = text("SELECT user_id FROM account_email WHERE email_key = lower(:email)")


@contextmanager
def _owner(owner_url: str) -> Iterator[Engine]:
    engine = create_engine(
        sqlalchemy_url(owner_url),
        hide_parameters=True,
        # As the services have it, for the same reason: see `store/database/engine`.
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            # One lifter's figures at a time; nobody waits behind a forgotten command for long.
            "options": "-c enable_nestloop=off -c jit=off -c timezone=UTC -c statement_timeout=300s "
            f"-c lock_timeout={LOCK_TIMEOUT_S}s -c idle_in_transaction_session_timeout=60s",
        },
    )
    try:
        with translated_errors():
            yield engine
    finally:
        engine.dispose()


def fill(owner_url: str) -> int:
    """Make the kept figures of everybody who has none yet, or old ones; how many people that were."""
    with _owner(owner_url) as engine:
        with engine.connect() as connection:
            people = list(connection.execute(_UNFILLED).scalars())
        for user_id in people:
            with engine.begin() as tx:
                rollups.rebuild(tx, user_id)
    return len(people)


def rebuild(owner_url: str, email: str | None = None) -> Iterator[tuple[UUID, int]]:
    """Make all kept figures anew, a lifter at a time; yields each with how many days there are."""
    with _owner(owner_url) as engine:
        for user_id in _people(engine, email):
            with engine.begin() as tx:
                days = rollups.rebuild(tx, user_id)
            yield user_id, days


def check(owner_url: str, email: str | None = None) -> Iterator[Difference]:
    """Every day on which what is kept is not what the sets say."""
    with _owner(owner_url) as engine:
        for user_id in _people(engine, email):
            with engine.begin() as tx:
                found = rollups.differences(tx, user_id)
            yield from (Difference(user_id, where) for where in found)


def _people(engine: Engine, email: str | None) -> list[UUID]:
    with engine.connect() as connection:
        if email is None:
            return list(connection.execute(_EVERYBODY).scalars())
        found = list(connection.execute(_EMAIL, {"email": email}).scalars())
    if not found:
        raise NotFoundError(f"There is no account for {email}.")
    return found


# Counted once more by the server itself, which knows nothing of how the figures are made.
_RECOUNTED = text(
    f"""
    WITH said AS (
        SELECT s.user_id, s.exercise_id, w.day, count(DISTINCT w.id) AS workouts, count(*) AS sets,
            coalesce(sum(s.reps), 0) AS reps, coalesce(sum(s.weight_kg * s.reps), 0) AS moved_kg
        FROM logged_set s JOIN workout w ON w.user_id = s.user_id AND w.id = s.workout_id
        WHERE w.deleted_at IS NULL AND {COUNTED}
        GROUP BY s.user_id, s.exercise_id, w.day
    )
    SELECT user_id, exercise_id, day FROM said FULL JOIN exercise_day kept
    USING (user_id, exercise_id, day)
    WHERE (said.workouts, said.sets, said.reps, said.moved_kg)
        IS DISTINCT FROM (kept.workouts, kept.sets, kept.reps, kept.moved_kg)
    ORDER BY user_id, exercise_id, day LIMIT :most
    """
)
_SOMEBODY = text(
    "SELECT user_id FROM (SELECT user_id, sum(sets) OVER (ORDER BY chance) - sets AS before FROM "
    "(SELECT user_id, count(*) AS sets, random() AS chance FROM logged_set GROUP BY user_id) s) s "
    "WHERE before < :sets"
)


def check_some(owner_url: str, *, sets: int, most: int = 20) -> list[Difference]:
    """Days that differ, at most so many: the sums of everybody, and all figures of some people.

    Those are chosen by chance, one or as many as have about so many sets.
    """
    with _owner(owner_url) as engine:
        with engine.connect() as connection:
            found = [
                Difference(row.user_id, ExerciseDay(row.exercise_id, row.day))
                for row in connection.execute(_RECOUNTED, {"most": most})
            ]
            chosen = list(connection.execute(_SOMEBODY, {"sets": sets}).scalars())
        for user_id in chosen:
            with engine.begin() as tx:
                found += (Difference(user_id, one) for one in rollups.differences(tx, user_id))
    return found[:most]
