"""Use cases around exercises: find, make, change, archive."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from liftlog.core.exercises.search import search as ranked
from liftlog.core.workouts.schemas import ExerciseInput
from liftlog.domain.exercises.names import name_key
from liftlog.domain.strength.trends import Trend, trend_of
from liftlog.domain.sync.stamps import stamp_at
from liftlog.kit.errors import ConflictError, InvalidInputError, NotFoundError
from liftlog.kit.ids import uuid7
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import all_exercises
from liftlog.store.exercises import read as store
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import training_sums


def search(tx: Transaction, user_id: UUID, query: str, *, limit: int) -> list[Exercise]:
    """What the lifter may mean by `query`, the likeliest first; everything by name without one."""
    choices = [found for found in all_exercises.exercises(tx, user_id) if not found.archived]
    return ranked(query, choices, limit)


def get(tx: Transaction, user_id: UUID, exercise_id: UUID) -> Exercise:
    found = store.exercise(tx, user_id, exercise_id)
    if found is None:
        raise NotFoundError("There is no such exercise.")
    return found


def trend(tx: Transaction, account: Account, exercise_id: UUID, today: date) -> Trend | None:
    """By the account's equation, from core's own store: its page waits for no service."""
    lifts = training_sums.recent_lift_days(tx, account.user_id, account.formula, today, exercise_id)
    return trend_of(lifts[0].sessions, today) if lifts else None


def adopt(tx: Transaction, user_id: UUID, named: Collection[UUID]) -> None:
    """Make sure that the lifter has what a document names. Raises InvalidInputError for the unknown."""
    unknown = exercise_changes.adopt(tx, user_id, named) if named else set()
    if unknown:
        message = f"There is no exercise {min(unknown)}."
        raise InvalidInputError(message, fields={"exercises": message})


def save(
    tx: Transaction,
    user_id: UUID,
    draft: ExerciseInput,
    *,
    now: datetime,
    exercise_id: UUID | None = None,
) -> Exercise:
    """Make one of the lifter's own exercises, or change it where `exercise_id` names one.

    Making the same one twice, with an id of the client's, is making it once.
    """
    own = Exercise(
        id=exercise_id or draft.id or uuid7(now),
        name=draft.name.strip(),
        load_kind=draft.load_kind,
        equipment=draft.equipment,
        pattern=draft.pattern,
        primary_muscles=draft.primary_muscles,
        secondary_muscles=draft.secondary_muscles,
        own=True,
    )
    existing = store.exercise(tx, user_id, own.id)
    if existing is not None and exercise_id is None:
        if existing == own:
            return existing
        raise ConflictError("There is another exercise with this id.")
    _refuse_taken_name(tx, user_id, own)
    stamps = dict.fromkeys(_changed(existing, own), stamp_at(now)) if existing else {}
    if not exercise_changes.save_own(tx, user_id, own, stamps=stamps):
        raise ConflictError("Exercises of the catalogue can't be changed.")
    return own


_OF_A_FORM = (
    "name",
    "load_kind",
    "equipment",
    "pattern",
    "primary_muscles",
    "secondary_muscles",
)


def _changed(before: Exercise, after: Exercise) -> list[str]:
    return [name for name in _OF_A_FORM if getattr(before, name) != getattr(after, name)]


def _refuse_taken_name(tx: Transaction, user_id: UUID, own: Exercise) -> None:
    key = name_key(own.name)
    for other in all_exercises.exercises(tx, user_id):
        if other.id != own.id and name_key(other.name) == key:
            message = "There is an exercise of this name already."
            raise ConflictError(message, fields={"name": message})


def set_archived(
    tx: Transaction, user_id: UUID, exercise_id: UUID, *, archived: bool, now: datetime
) -> None:
    """Hide an exercise from pickers, or show it again. Its history stays as it is."""
    get(tx, user_id, exercise_id)
    exercise_changes.adopt(tx, user_id, [exercise_id])
    exercise_changes.set_archived(
        tx,
        user_id,
        exercise_id,
        at=now if archived else None,
        stamps={"archived": stamp_at(now)},
    )
