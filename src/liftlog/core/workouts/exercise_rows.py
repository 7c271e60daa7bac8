"""Exercises with their sets as a form has them: what was typed, what buttons do, and what it means.

The whole draft travels in the form, so every button works without a script and nothing is kept
until it is saved.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from liftlog.core.web.formats import amount
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import N_
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.routines import PlannedExercise, PlannedSet
from liftlog.domain.units import DISTANCE_UNITS, WEIGHT_UNITS, DistanceUnit, WeightUnit
from liftlog.domain.workouts.sets import (
    EXERCISES_PER_WORKOUT_MAX,
    SETS_PER_EXERCISE_MAX,
    LoggedSet,
    SetKind,
)
from liftlog.http.json_types import Model
from liftlog.kit import typed_amounts
from liftlog.kit.errors import LiftLogError
from liftlog.kit.typed_amounts import Unit, UnreadableError
from liftlog.statistics.sets import smallest_step
from liftlog.store.exercises.read import Exercise

# Nine digits are more than any field takes, and few enough for a number.
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
NO_UNITS: Mapping[str, WeightUnit] = {}

Errors = dict[str, str]


@dataclass(frozen=True, slots=True)
class FormSet:
    id: str = ""
    kind: str = SetKind.WORKING
    weight: str = ""
    weight_unit: str = WeightUnit.KG
    reps: str = ""
    rpe: str = ""
    duration: str = ""
    distance: str = ""
    distance_unit: str = DistanceUnit.KM
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormExercise:
    exercise_id: str
    name: str
    load_kind: LoadKind
    id: str = ""
    superset: str = ""
    note: str = ""
    rest: str = ""
    sets: tuple[FormSet, ...] = ()

    def shows(self, column: str) -> bool:
        """Whether sets of this exercise have the column: by how it is loaded, or by what is there."""
        return column in COLUMNS[self.load_kind] or any(getattr(one, column) for one in self.sets)


COLUMNS: Mapping[LoadKind, tuple[str, ...]] = {
    LoadKind.WEIGHT_REPS: ("weight", "reps", "rpe"),
    LoadKind.BODYWEIGHT: ("weight", "reps", "rpe"),
    LoadKind.ASSISTED: ("weight", "reps", "rpe"),
    LoadKind.REPS: ("reps", "rpe"),
    LoadKind.TIME: ("duration", "weight", "rpe"),
    LoadKind.DISTANCE: ("distance", "duration", "rpe"),
}


@dataclass(frozen=True, slots=True)
class ExercisesForm:
    """The part that drafts of workouts and of routines have in common."""

    exercises: tuple[FormExercise, ...] = ()
    errors: Errors = field(default_factory=dict)


Draft = TypeVar("Draft", bound=ExercisesForm)


def form_set(logged: LoggedSet, set_id: str = "") -> FormSet:
    filled = FormSet(
        id=set_id,
        kind=logged.kind,
        weight=amount(logged.weight.amount if logged.weight else None),
        reps=amount(logged.reps),
        rpe=amount(logged.rpe and logged.rpe.normalize()),
        duration=duration_text(logged.duration_ms),
        distance=amount(logged.distance.amount if logged.distance else None),
        note=logged.note,
    )
    if logged.weight:
        filled = replace(filled, weight_unit=logged.weight.unit)
    return replace(filled, distance_unit=logged.distance.unit) if logged.distance else filled


def duration_text(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03}".rstrip("0") if rest else ""
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}{fraction}"
    return f"{minutes}:{seconds % 60:02}{fraction}"


def planned_exercise(one: PlannedExercise) -> FormExercise:
    """As the routine editor shows it."""
    return FormExercise(
        exercise_id=str(one.exercise_id),
        name=one.name or _("Unknown exercise"),
        load_kind=one.load_kind,
        id=str(one.id),
        superset=str(one.superset or ""),
        note=one.note,
        rest="" if one.rest_s is None else duration_text(one.rest_s * 1000),
        sets=tuple(_planned_set(planned) for planned in one.sets),
    )


def _planned_set(planned: PlannedSet) -> FormSet:
    alike = LoggedSet(
        kind=planned.kind,
        weight=planned.weight,
        rpe=planned.rpe,
        duration_ms=planned.duration_ms,
        distance=planned.distance,
    )
    return replace(form_set(alike, str(planned.id)), reps=reps_text(planned))


def reps_text(planned: PlannedSet) -> str:
    """ "5", "8-12", or nothing."""
    if planned.reps_min is None:
        return ""
    if planned.reps_min == planned.reps_max:
        return str(planned.reps_min)
    return f"{planned.reps_min}-{planned.reps_max}"


def read_exercises(form: Mapping[str, str]) -> tuple[FormExercise, ...]:
    found: list[FormExercise] = []
    # One more than there may be, so that too many are refused and none is lost in silence.
    for index in range(EXERCISES_PER_WORKOUT_MAX + 1):
        prefix = f"exercises-{index}-"
        if f"{prefix}exercise_id" not in form:
            break
        found.append(
            FormExercise(
                exercise_id=form[f"{prefix}exercise_id"],
                name=form.get(f"{prefix}name", ""),
                load_kind=_load_kind(form.get(f"{prefix}load_kind", "")),
                id=form.get(f"{prefix}id", ""),
                superset=form.get(f"{prefix}superset", ""),
                note=form.get(f"{prefix}note", ""),
                rest=form.get(f"{prefix}rest", ""),
                sets=_read_sets(form, f"{prefix}sets-"),
            )
        )
    return tuple(found)


def _load_kind(text: str) -> LoadKind:
    try:
        return LoadKind(text)
    except ValueError:
        return LoadKind.WEIGHT_REPS


def _read_sets(form: Mapping[str, str], prefix: str) -> tuple[FormSet, ...]:
    found: list[FormSet] = []
    for index in range(SETS_PER_EXERCISE_MAX + 1):
        if f"{prefix}{index}-kind" not in form:
            break
        names = FormSet.__dataclass_fields__
        texts = {name: form.get(f"{prefix}{index}-{name}", "").strip() for name in names}
        found.append(FormSet(**texts))
    return tuple(found)


def press(draft: Draft, button: str) -> Draft:
    """What a button of the editor does to the draft; an unknown one does nothing."""
    name, *places = button.split(":")
    action = _ACTIONS.get(name)
    at = [int(place) for place in places if is_whole(place)]
    if action is None or not at or at[0] >= len(draft.exercises):
        return draft
    exercises = list(draft.exercises)
    action(exercises, at)
    return replace(draft, exercises=tuple(exercises))


def _add_set(exercises: list[FormExercise], at: list[int]) -> None:
    """One more like the last one, as most sets are; effort and notes are each set's own."""
    entry = exercises[at[0]]
    last = entry.sets[-1] if entry.sets else FormSet()
    fresh = replace(last, id="", rpe="", note="")
    exercises[at[0]] = replace(entry, sets=(*entry.sets, fresh)[:SETS_PER_EXERCISE_MAX])


def _remove_set(exercises: list[FormExercise], at: list[int]) -> None:
    entry = exercises[at[0]]
    kept = (one for index, one in enumerate(entry.sets) if index != at[-1] or len(at) == 1)
    exercises[at[0]] = replace(entry, sets=tuple(kept))


def _remove_exercise(exercises: list[FormExercise], at: list[int]) -> None:
    del exercises[at[0]]


def _move_up(exercises: list[FormExercise], at: list[int]) -> None:
    if at[0] > 0:
        exercises.insert(at[0] - 1, exercises.pop(at[0]))


def _move_down(exercises: list[FormExercise], at: list[int]) -> None:
    if at[0] < len(exercises) - 1:
        exercises.insert(at[0] + 1, exercises.pop(at[0]))


_ACTIONS: Mapping[str, Callable[[list[FormExercise], list[int]], None]] = {
    "add_set": _add_set,
    "remove_set": _remove_set,
    "remove_exercise": _remove_exercise,
    "move_up": _move_up,
    "move_down": _move_down,
}


def add_exercise(
    draft: Draft, exercise: Exercise, last_sets: tuple[LoggedSet, ...], unit: WeightUnit
) -> Draft:
    """Put an exercise at the end, its sets filled in as they were last time."""
    if len(draft.exercises) >= EXERCISES_PER_WORKOUT_MAX:
        message = _("At most %(most)s exercises, please.")
        return replace(draft, errors={"form": message % {"most": EXERCISES_PER_WORKOUT_MAX}})
    sets = tuple(replace(form_set(logged), rpe="", note="") for logged in last_sets)
    entry = FormExercise(
        exercise_id=str(exercise.id),
        name=exercise.name,
        load_kind=exercise.load_kind,
        sets=sets or (FormSet(weight_unit=unit),),
    )
    return replace(draft, exercises=(*draft.exercises, entry))


def with_names(draft: Draft, others: Iterable[ExercisesForm]) -> Draft:
    """With the names of exercises, and how they are loaded, as `others` have them."""
    known = {one.exercise_id: one for other in others for one in other.exercises}
    return replace(
        draft,
        exercises=tuple(
            replace(one, name=named.name, load_kind=named.load_kind)
            if (named := known.get(one.exercise_id))
            else one
            for one in draft.exercises
        ),
    )


class InvalidFormError(Exception):
    """The draft can't be kept; `errors` says why, by field name."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("invalid form")
        self.errors = errors


def with_errors(draft: Draft, error: InvalidFormError | LiftLogError) -> Draft:
    """The draft again, with what is wrong beside its fields."""
    if isinstance(error, InvalidFormError):
        return replace(draft, errors=error.errors)
    named = {name.replace(".", "-"): sentence for name, sentence in error.fields.items()}
    return replace(draft, errors={"form": error.message, **named})


Meant = TypeVar("Meant", bound=Model)


def meant(kind: type[Meant], values: dict[str, Any]) -> Meant:
    """What a draft's values mean. Raises InvalidFormError with a sentence for each field at fault."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise InvalidFormError(_field_errors(error)) from error


def _field_errors(error: ValidationError) -> Errors:
    return {
        "-".join(str(part) for part in problem["loc"]): _sentence(problem)
        for problem in error.errors(include_url=False)
    }


def _sentence(problem: ErrorDetails) -> str:
    """What is wrong, in words for people; pydantic's are for programmers."""
    limits = problem.get("ctx", {})
    if problem["type"] == "value_error":
        return str(limits["error"])
    return _(_SENTENCES.get(problem["type"], _UNREADABLE)) % limits


_UNREADABLE = N_("This can't be read.")
# By pydantic's type of error; the places are named as pydantic names the limits.
_SENTENCES: Mapping[str, str] = {
    "greater_than_equal": N_("This has to be %(ge)s or more."),
    "less_than_equal": N_("This has to be %(le)s or less."),
    "multiple_of": N_("Half steps, please, such as 8 or 8.5."),
    "string_too_long": N_("At most %(max_length)s characters, please."),
    "too_long": N_("At most %(max_length)s of these, please."),
    "decimal_max_digits": N_("This number is too long."),
}


def entry_values(entry: FormExercise, stored_note: str) -> dict[str, object]:
    """What the exercise means without its sets, as the wire names it."""
    return {
        "id": uuid_of(entry.id),
        "exercise_id": uuid_of(entry.exercise_id),
        "superset": int(entry.superset) if is_whole(entry.superset) else None,
        "note": kept_text(entry.note, stored_note),
    }


def logged_values(one: FormSet, prefix: str, stored_note: str, errors: Errors) -> dict[str, object]:
    """What the set means as one that was done; `errors` gets a sentence for each field at fault."""
    return {
        **planned_values(one, prefix, errors),
        "reps": whole_in(one.reps, f"{prefix}reps", errors),
        "note": kept_text(one.note, stored_note),
    }


def planned_values(one: FormSet, prefix: str, errors: Errors) -> dict[str, object]:
    """What the set means as one that is planned, without its reps; `errors` as above."""
    weight, weight_unit = amount_in(one.weight, WEIGHT_UNITS, f"{prefix}weight", errors)
    distance, distance_unit = amount_in(one.distance, DISTANCE_UNITS, f"{prefix}distance", errors)
    return {
        "id": uuid_of(one.id),
        "kind": one.kind,
        "weight": weight,
        "weight_unit": None if weight is None else weight_unit or one.weight_unit or None,
        "rpe": decimal_in(one.rpe, f"{prefix}rpe", errors),
        "duration_s": seconds_in(one.duration, f"{prefix}duration", errors),
        "distance": distance,
        "distance_unit": None if distance is None else distance_unit or one.distance_unit or None,
    }


def kept_text(text: str, stored: str) -> str:
    """What a field of several lines means: `stored` as it is where nobody changed it."""
    kept = _lines(text)
    return stored if kept == _lines(stored) else kept


def kept_line(text: str, stored: str) -> str:
    """What a field of one line means: `stored` as it is where nobody changed it."""
    kept = _one_line(text)
    return stored if kept == _one_line(stored) else kept


def _lines(text: str) -> str:
    """As it is kept: browsers send two characters for each end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _one_line(text: str) -> str:
    """Browsers drop ends of lines from a field that has one."""
    return text.replace("\r", "").replace("\n", "").strip()


def is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def two_ways(readings: tuple[str, ...], typed: str) -> str:
    places = {"typed": typed, "one": readings[0], "other": readings[1]}
    return _("%(typed)s has two readings. Type %(one)s or %(other)s.") % places


def amount_in(
    text: str, units: Mapping[str, Unit], name: str, errors: Errors
) -> tuple[Decimal | None, Unit | None]:
    """A number and the unit that was typed with it, None where none was."""
    if not text:
        return None, None
    try:
        return typed_amounts.amount(text, units)
    except UnreadableError as error:
        errors[name] = _unreadable(error, text, _("A number, please, such as 62.5."))
        return None, None


def decimal_in(text: str, name: str, errors: Errors) -> Decimal | None:
    found, _unit = amount_in(text, NO_UNITS, name, errors)
    return found


def whole_in(text: str, name: str, errors: Errors) -> int | None:
    if not text:
        return None
    try:
        found = typed_amounts.number(text)
    except UnreadableError as error:
        errors[name] = _unreadable(error, text, _("A whole number, please."))
        return None
    if found != found.to_integral_value():
        errors[name] = _("A whole number, please.")
        return None
    return int(found)


def seconds_in(text: str, name: str, errors: Errors, *, in_minutes: bool = False) -> Decimal | None:
    if not text:
        return None
    try:
        return typed_amounts.seconds(text, in_minutes=in_minutes)
    except UnreadableError as error:
        usual = (
            _("Whole minutes, please, such as 55.")
            if in_minutes
            else _("A time, please, such as 1:30.")
        )
        errors[name] = _unreadable(error, text, usual)
        return None


def whole_seconds_in(
    text: str, name: str, errors: Errors, *, in_minutes: bool = False
) -> int | None:
    found = seconds_in(text, name, errors, in_minutes=in_minutes)
    if found is not None and found != found.to_integral_value():
        errors[name] = smallest_step(Decimal(1), "s")
        return None
    return None if found is None else int(found)


def _unreadable(error: UnreadableError, text: str, usual: str) -> str:
    return two_ways(error.readings, text.strip()) if error.readings else usual
