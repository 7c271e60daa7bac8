"""Adding an exercise to a draft by name: the one that is meant, or those that may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from liftlog.core.exercises import service as exercises
from liftlog.core.request.scope import account, transaction
from liftlog.core.workouts import exercise_rows
from liftlog.core.workouts.exercise_rows import Draft
from liftlog.domain.exercises.names import name_key
from liftlog.store.exercises.read import Exercise
from liftlog.store.workouts import workouts

SUGGESTIONS_MAX = 6
NAMES_MAX = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """What was typed and could mean several exercises, or none; `suggestions` is None if it was one."""

    typed: str = ""
    suggestions: tuple[Exercise, ...] | None = None


NOTHING_TYPED = Choice()


def names() -> list[str]:
    found = exercises.search(transaction(), account().user_id, "", limit=NAMES_MAX)
    return [one.name for one in found]


def pressed(draft: Draft, form: Mapping[str, str]) -> tuple[Draft, Choice]:
    """What a button of an editor other than Save does to the draft, and what is left to choose."""
    name, _colon, place = form["action"].partition(":")
    if name != "add_exercise":
        return exercise_rows.press(draft, form["action"]), NOTHING_TYPED
    typed = form.get("exercise_name", "")
    matches = _matches(place or typed)
    if len(matches) != 1:
        return draft, Choice(typed, tuple(matches))
    lifter, chosen = account(), matches[0]
    last_sets = workouts.last_sets(transaction(), lifter.user_id, chosen.id)
    return exercise_rows.add_exercise(draft, chosen, last_sets, lifter.weight_unit), NOTHING_TYPED


def _matches(wanted: str) -> list[Exercise]:
    """The one exercise that an id or a whole name stands for, else what a name may mean."""
    tx, user_id = transaction(), account().user_id
    try:
        return [exercises.get(tx, user_id, UUID(wanted))]
    except ValueError:
        pass
    found = exercises.search(tx, user_id, wanted, limit=SUGGESTIONS_MAX) if wanted.strip() else []
    exact = [one for one in found if name_key(one.name) == name_key(wanted)]
    return exact or found
