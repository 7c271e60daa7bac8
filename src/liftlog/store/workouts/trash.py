"""The trash as a whole: how much is in it, and all of it taken out again."""

from uuid import UUID

from sqlalchemy import text

from liftlog.store.database.engine import Transaction
from liftlog.store.rollups import rollups
from liftlog.store.rollups.rollups import ExerciseDay
from liftlog.store.statistics.versions import versioned
from liftlog.store.workouts.workouts import WORKOUTS_PER_VERSION

_COUNT = text("SELECT count(*) FROM workout WHERE user_id = :user_id AND deleted_at IS NOT NULL")


def count(tx: Transaction, user_id: UUID) -> int:
    found: int = tx.execute(_COUNT, {"user_id": user_id}).scalar_one()
    return found


_DAYS = text(
    "SELECT DISTINCT s.exercise_id, w.day FROM workout w "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NOT NULL"
)
# Taken out of the trash it is back as of its deletion, see domain/sync/merging.
_RESTORE = versioned(
    "UPDATE workout SET rev = (SELECT rev FROM version), deleted_at = NULL, "
    "stamps = CASE WHEN stamps ? 'deleted' "
    "THEN jsonb_set(stamps, '{back}', stamps -> 'deleted') ELSE stamps END "
    "WHERE user_id = :user_id AND id = ANY(ARRAY(SELECT id FROM workout "
    "WHERE user_id = :user_id AND deleted_at IS NOT NULL "
    "ORDER BY id LIMIT :limit))"
)


def restore_all(tx: Transaction, user_id: UUID) -> int:
    """Take every workout out of the trash; returns how many those were."""
    parameters = {"user_id": user_id, "limit": WORKOUTS_PER_VERSION}
    days = {ExerciseDay(row.exercise_id, row.day) for row in tx.execute(_DAYS, parameters)}
    # By parts: a device is told of whole versions at a time.
    restored = part = tx.execute(_RESTORE, parameters).rowcount
    while part == WORKOUTS_PER_VERSION:
        part = tx.execute(_RESTORE, parameters).rowcount
        restored += part
    rollups.refresh(tx, user_id, days)
    return restored
