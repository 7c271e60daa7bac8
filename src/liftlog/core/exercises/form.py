"""The form of an exercise: what was typed, what is wrong with it, and what it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from liftlog.core.request.opened_form import FIELD
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import N_, word
from liftlog.core.workouts.schemas import MUSCLES_MAX, ExerciseInput
from liftlog.domain.exercises.exercise import (
    EXERCISE_NAME_MAX,
    Equipment,
    LoadKind,
    MovementPattern,
    Muscle,
)
from liftlog.domain.text import isolated
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
    opened: str = ""

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


LABELS: Mapping[str, str] = {
    "name": N_("Name"),
    "load_kind": N_("What a set is made of"),
    "equipment": N_("Equipment"),
    "pattern": N_("Movement"),
    "primary_muscles": N_("Main muscles"),
    "secondary_muscles": N_("Muscles that help"),
}


_KINDS: Mapping[str, type[StrEnum]] = {
    "load_kind": LoadKind,
    "equipment": Equipment,
    "pattern": MovementPattern,
    "primary_muscles": Muscle,
    "secondary_muscles": Muscle,
}


def content_of(draft: ExerciseForm) -> dict[str, Any]:
    """Its fields as JSON; muscles in one order, as nobody chooses it."""
    found = _fields(draft)
    muscles = {name: sorted(found[name]) for name in ("primary_muscles", "secondary_muscles")}
    return {**found, **muscles}


def of_content(content: Mapping[str, Any], opened: str = "") -> ExerciseForm:
    muscles = {name: tuple(content[name]) for name in ("primary_muscles", "secondary_muscles")}
    return ExerciseForm(**{**content, **muscles}, opened=opened)


def value_text(name: str, value: Any) -> str:
    if name == "name":
        return isolated(value)
    kind = _KINDS[name]
    return ", ".join(word(kind(one)) for one in _listed(value)) or _("none")


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def unchanged_muscles(draft: ExerciseForm, shown: ExerciseForm) -> ExerciseForm:
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
        opened=form.get(FIELD, ""),
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


def _fields(draft: ExerciseForm) -> dict[str, Any]:
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
