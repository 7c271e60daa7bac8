"""The form of an exercise: what was typed, what is wrong with it, and what it stands for."""

from dataclasses import dataclass, field, replace

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from liftlog.core.web.translations import gettext as _
from liftlog.core.workouts.schemas import MUSCLES_MAX, ExerciseInput
from liftlog.domain.exercises.exercise import (
    EXERCISE_NAME_MAX,
    Equipment,
    LoadKind,
    MovementPattern,
)
from liftlog.store.exercises.read import Exercise


@dataclass(frozen=True, slots=True)
class ExerciseForm:
    """Field by field as text; `errors` has a sentence for each field at fault."""

    name: str = ""
    load_kind: str = LoadKind.WEIGHT_REPS.value
    equipment: str = Equipment.BARBELL.value
    pattern: str = MovementPattern.ISOLATION.value
    primary_muscles: tuple[str, ...] = ()
    secondary_muscles: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, exercise: Exercise) -> "ExerciseForm":
        return cls(
            name=exercise.name,
            load_kind=exercise.load_kind,
            equipment=exercise.equipment,
            pattern=exercise.pattern,
            primary_muscles=exercise.primary_muscles,
            secondary_muscles=exercise.secondary_muscles,
        )


def unchanged_muscles(draft: ExerciseForm, shown: Exercise) -> ExerciseForm:
    """An exercise may name a muscle as main and as helping: so it stays while nobody changes it."""
    same = set(draft.primary_muscles) == set(shown.primary_muscles) and set(
        draft.secondary_muscles
    ) == set(shown.secondary_muscles) - set(shown.primary_muscles)
    if not same:
        return draft
    return replace(
        draft,
        primary_muscles=shown.primary_muscles,
        secondary_muscles=shown.secondary_muscles,
    )


def read(form: MultiDict[str, str]) -> ExerciseForm:
    """A muscle that is ticked as main and as helping is a main one."""
    primary = tuple(dict.fromkeys(form.getlist("primary_muscles")))
    secondary = dict.fromkeys(form.getlist("secondary_muscles"))
    return ExerciseForm(
        name=form.get("name", "").strip(),
        load_kind=form.get("load_kind", ""),
        equipment=form.get("equipment", ""),
        pattern=form.get("pattern", ""),
        primary_muscles=primary,
        secondary_muscles=tuple(one for one in secondary if one not in primary),
    )


def checked(draft: ExerciseForm) -> tuple[ExerciseForm, ExerciseInput | None]:
    """The exercise that the form describes, or None and the form with what is wrong."""
    errors = {} if draft.name.isprintable() else {"name": _("A name is one line of plain text.")}
    try:
        wanted = ExerciseInput.model_validate(_fields(draft))
    except ValidationError as error:
        wrong = {str(one["loc"][0]): _message(str(one["loc"][0])) for one in error.errors()}
        return replace(draft, errors={**wrong, **errors}), None
    return (replace(draft, errors=errors), None) if errors else (draft, wanted)


def _fields(draft: ExerciseForm) -> dict[str, object]:
    return {
        "name": draft.name,
        "load_kind": draft.load_kind,
        "equipment": draft.equipment,
        "pattern": draft.pattern,
        "primary_muscles": draft.primary_muscles,
        "secondary_muscles": draft.secondary_muscles,
    }


def _message(name: str) -> str:
    if name == "name":
        return _("Give it a name of at most %(most)s characters.") % {"most": EXERCISE_NAME_MAX}
    if name.endswith("muscles"):
        return _("Choose at most %(most)s of these muscles.") % {"most": MUSCLES_MAX}
    return _("This is not one of the choices.")
