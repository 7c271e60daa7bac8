"""Who is there when it is measured: many lifters of one year, one of one, and one of twenty."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from liftlog.core.accounts import service as accounts
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.units import WeightUnit
from liftlog.store.accounts import create_account
from liftlog.store.database.engine import PostgresDatabase
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.workouts import workouts
from tools.bench.histories import history, slugs

WORKOUTS_PER_TRANSACTION = 250


@dataclass(frozen=True, slots=True)
class Lifter:
    user_id: UUID
    token: str
    years: int


def seeded(database: PostgresDatabase, *, years: int, seed: int, last: date) -> Lifter:
    """Somebody with a history, written by the product's own functions."""
    lifter = joined(database, years)
    done = list(history(seed, years=years, last=last))
    for begin in range(0, len(done), WORKOUTS_PER_TRANSACTION):
        with database.transaction(lifter.user_id) as tx:
            workouts.insert_workouts(
                tx, lifter.user_id, done[begin : begin + WORKOUTS_PER_TRANSACTION]
            )
    return lifter


def joined(database: PostgresDatabase, years: int) -> Lifter:
    """Somebody who has logged nothing yet."""
    user_id, now = uuid4(), datetime.fromtimestamp(time.time(), UTC)  # noqa: TID251 The bench lives today.
    with database.transaction(user_id) as tx:
        create_account(
            tx,
            user_id,
            email=f"lifter-{user_id}@example.org",
            password_hash="nobody signs in with it",  # noqa: S106 It is no hash.
            weight_unit=WeightUnit.KG,
            time_zone="Europe/Berlin",
            now=now,
        )
        exercise_changes.adopt(tx, user_id, {exercise_id(slug) for slug in slugs()})
        token = accounts.create_token(tx, user_id, name="bench", now=now)
    return Lifter(user_id, token.text, years)
