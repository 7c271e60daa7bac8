"""All exercises that a lifter can choose from. Apart from reading some, which stats' image has alone."""

from functools import cache
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises.catalogue import catalogue
from liftlog.store.exercises.read import RESOLVED, Exercise, exercise_of

_OF_LIFTER = text(RESOLVED)


def exercises(tx: Transaction, user_id: UUID) -> list[Exercise]:
    """The whole catalogue and all of the lifter's own, archived ones too, in no order.

    Only what the lifter has used or made is read from the database: the rest is in the release, and
    the migration of the release has put the same into the database.
    """
    theirs = [exercise_of(row) for row in tx.execute(_OF_LIFTER, {"user_id": user_id}).all()]
    used = {one.id for one in theirs}
    return [*theirs, *(one for one in _catalogue() if one.id not in used)]


@cache
def _catalogue() -> tuple[Exercise, ...]:
    return tuple(
        Exercise(
            id=exercise_id(entry.slug),
            name=entry.name,
            load_kind=entry.load_kind,
            equipment=entry.equipment,
            pattern=entry.pattern,
            primary_muscles=tuple(entry.primary_muscles),
            secondary_muscles=tuple(entry.secondary_muscles),
            aliases=tuple(entry.aliases),
        )
        for entry in catalogue()
    )
