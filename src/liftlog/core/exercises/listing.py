"""Which exercises a lifter looks through: searched, filtered, the recently trained first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from liftlog.core.exercises.search import search
from liftlog.domain.exercises.exercise import Equipment, Muscle
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import all_exercises
from liftlog.store.exercises import read as store
from liftlog.store.exercises.read import Exercise

RECENT_MAX = 12


class Show(StrEnum):
    ALL = "all"
    OWN = "own"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class ExerciseFilter:
    query: str = ""
    muscle: Muscle | None = None
    equipment: Equipment | None = None
    show: Show = Show.ALL

    @property
    def filtered(self) -> bool:
        return bool(self.muscle or self.equipment or self.show is not Show.ALL)


@dataclass(frozen=True, slots=True)
class Listing:
    """`recent` only without a query and filters; those are not repeated in `others`."""

    recent: tuple[Exercise, ...]
    others: tuple[Exercise, ...]


def listing(tx: Transaction, user_id: UUID, wanted: ExerciseFilter) -> Listing:
    candidates = all_exercises.exercises(tx, user_id)
    plain = not wanted.query.strip() and not wanted.filtered
    recent_ids = store.last_used(tx, user_id, RECENT_MAX) if plain else []
    return chosen(candidates, recent_ids, wanted)


def chosen(
    candidates: Iterable[Exercise], recent_ids: Sequence[UUID], wanted: ExerciseFilter
) -> Listing:
    """Those wanted: by likelihood with a query, else by name, main muscles before helping ones."""
    fitting = {one.id: one for one in candidates if _fits(one, wanted)}
    recent = tuple(fitting.pop(one) for one in recent_ids if one in fitting)
    others = search(wanted.query, list(fitting.values()), limit=len(fitting))
    if wanted.muscle and not wanted.query.strip():
        others.sort(key=lambda one: wanted.muscle not in one.primary_muscles)
    return Listing(recent, tuple(others))


def _fits(one: Exercise, wanted: ExerciseFilter) -> bool:
    return (
        one.archived == (wanted.show is Show.ARCHIVED)
        and (one.own or wanted.show is not Show.OWN)
        and wanted.equipment in (None, one.equipment)
        and (
            wanted.muscle is None
            or wanted.muscle in one.primary_muscles
            or wanted.muscle in one.secondary_muscles
        )
    )
