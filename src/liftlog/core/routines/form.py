"""The routine editor as a form: what was typed, and what it means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from liftlog.core.request.opened_form import FIELD
from liftlog.core.routines.schemas import RoutineChange, RoutineInput
from liftlog.core.web.translations import gettext as _
from liftlog.core.workouts.exercise_rows import (
    Errors,
    ExercisesForm,
    FormExercise,
    FormSet,
    InvalidFormError,
    entry_values,
    is_whole,
    kept_line,
    kept_text,
    meant,
    planned_exercise,
    planned_values,
    read_exercises,
    two_ways,
    uuid_of,
    whole_seconds_in,
)
from liftlog.domain.routines import WEEKDAYS, Routine
from liftlog.kit import typed_amounts
from liftlog.kit.typed_amounts import UnreadableError

_REPS = re.compile(r"(.+?)(?: ?[-\N{EN DASH}] ?(.+))?")


@dataclass(frozen=True, slots=True)
class RoutineForm(ExercisesForm):
    """`id` is what a new routine is kept under, `rev` and `opened` what an old one is changed from."""

    id: str = ""
    rev: str = ""
    opened: str = ""
    name: str = ""
    note: str = ""
    weekdays: frozenset[int] = frozenset()

    @classmethod
    def of(cls, routine: Routine) -> "RoutineForm":
        return cls(
            rev=str(routine.rev),
            name=routine.name,
            note=routine.note,
            weekdays=frozenset(routine.weekdays),
            exercises=tuple(planned_exercise(one) for one in routine.exercises),
        )

    @classmethod
    def made_of(cls, routine: Routine) -> "RoutineForm":
        """A new one that begins as another."""
        return replace(cls.of(routine), id=str(routine.id), rev="")


def read(form: Mapping[str, str]) -> RoutineForm:
    return RoutineForm(
        id=form.get("id", ""),
        rev=form.get("rev", ""),
        opened=form.get(FIELD, ""),
        name=form.get("name", ""),
        note=form.get("note", ""),
        weekdays=frozenset(day for day in WEEKDAYS if f"weekday-{day}" in form),
        exercises=read_exercises(form),
    )


def routine_input(draft: RoutineForm) -> RoutineInput:
    """The new routine that the draft means. Raises InvalidFormError."""
    return meant(RoutineInput, {"id": uuid_of(draft.id), **_values(draft, None)})


def routine_change(draft: RoutineForm, before: Routine | None = None) -> RoutineChange:
    """What the draft makes of a routine. Raises InvalidFormError.

    `before` is the routine that the form showed: what nobody changed stays exactly as it is there.
    """
    rev = int(draft.rev) if is_whole(draft.rev) else 0
    return meant(RoutineChange, {"rev": rev, **_values(draft, before)})


def _values(draft: RoutineForm, before: Routine | None) -> dict[str, Any]:
    errors: Errors = {} if draft.name.strip() else {"name": _("A routine needs a name.")}
    notes = {str(one.id): one.note for one in before.exercises} if before else {}
    values = {
        "name": kept_line(draft.name, before.name if before else ""),
        "note": kept_text(draft.note, before.note if before else ""),
        "weekdays": sorted(draft.weekdays),
        "exercises": [
            _exercise_values(one, f"exercises-{index}-", notes, errors)
            for index, one in enumerate(draft.exercises)
        ],
    }
    if errors:
        raise InvalidFormError(errors)
    return values


def _exercise_values(
    entry: FormExercise, prefix: str, notes: Mapping[str, str], errors: Errors
) -> dict[str, object]:
    rest = whole_seconds_in(entry.rest.strip(), f"{prefix}rest", errors)
    return {
        **entry_values(entry, notes.get(entry.id, "")),
        "rest_s": rest,
        "sets": [
            _set_values(one, f"{prefix}sets-{index}-", errors)
            for index, one in enumerate(entry.sets)
        ],
    }


def _set_values(one: FormSet, prefix: str, errors: Errors) -> dict[str, object]:
    return {**planned_values(one, prefix, errors), **_reps(one.reps, f"{prefix}reps", errors)}


def _reps(text: str, name: str, errors: Errors) -> dict[str, int | None]:
    """One number, or a range."""
    if not text:
        return {"reps_min": None, "reps_max": None}
    match = _REPS.fullmatch(typed_amounts.plain(text))
    low, high = match.groups() if match else ("", None)
    try:
        ends = [typed_amounts.number(one) for one in (low, high or low)]
    except UnreadableError as error:
        usual = _("A number or a range, please, such as 5 or 8-12.")
        errors[name] = two_ways(error.readings, text) if error.readings else usual
        return {}
    if any(one != one.to_integral_value() for one in ends):
        errors[name] = _("A number or a range, please, such as 5 or 8-12.")
        return {}
    return {"reps_min": int(ends[0]), "reps_max": int(ends[1])}
