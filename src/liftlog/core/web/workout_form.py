"""The workout editor as a form: what was typed, what its buttons do, and what it means.

The whole draft travels in the form, so every button works without a script and nothing is kept
until it is saved.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from liftlog.core.web.formats import amount
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import N_
from liftlog.core.wire import WorkoutInput
from liftlog.domain.exercises import LoadKind
from liftlog.domain.sets import EXERCISES_PER_WORKOUT_MAX, SETS_PER_EXERCISE_MAX, LoggedSet, SetKind
from liftlog.domain.units import DistanceUnit, WeightUnit
from liftlog.domain.workouts import ExerciseEntry, Workout
from liftlog.ids import uuid7
from liftlog.store.exercises import Exercise

# Nine digits are more than any field takes, and few enough for a number.
_WHOLE = re.compile(r"\d{1,9}")
_DURATION = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d{1,3})?)")

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
class WorkoutForm:
    """`id` is what a new workout is kept under, so that saving twice keeps one."""

    id: str = ""
    title: str = ""
    day: str = ""
    time: str = ""
    time_zone: str = "UTC"
    duration_min: str = ""
    note: str = ""
    exercises: tuple[FormExercise, ...] = ()
    errors: Errors = field(default_factory=dict)

    @classmethod
    def empty(cls, now: datetime, time_zone: str) -> "WorkoutForm":
        local = now.astimezone(ZoneInfo(time_zone))
        return cls(
            id=str(uuid7(now)),
            day=local.date().isoformat(),
            time=f"{local:%H:%M}",
            time_zone=time_zone,
        )

    @classmethod
    def of(cls, workout: Workout) -> "WorkoutForm":
        local = workout.started_at.astimezone(ZoneInfo(workout.time_zone))
        return cls(
            title=workout.title,
            day=workout.day.isoformat(),
            time=f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}",
            time_zone=workout.time_zone,
            duration_min=_minutes(workout.duration_s),
            note=workout.note,
            exercises=tuple(form_exercise(entry) for entry in workout.exercises),
        )


def _minutes(seconds: int | None) -> str:
    """Whole minutes where they are, minutes and seconds where not, so that saving changes nothing."""
    if seconds is None:
        return ""
    return str(seconds // 60) if seconds % 60 == 0 else f"{seconds // 60}:{seconds % 60:02}"


def form_exercise(entry: ExerciseEntry) -> FormExercise:
    return FormExercise(
        exercise_id=str(entry.exercise_id),
        name=entry.name,
        load_kind=entry.load_kind,
        id=str(entry.id),
        superset=str(entry.superset or ""),
        note=entry.note,
        sets=tuple(form_set(logged.logged, str(logged.id)) for logged in entry.sets),
    )


def form_set(logged: LoggedSet, set_id: str = "") -> FormSet:
    filled = FormSet(
        id=set_id,
        kind=logged.kind,
        weight=amount(logged.weight.amount if logged.weight else None),
        reps=amount(logged.reps),
        rpe=amount(logged.rpe and logged.rpe.normalize()),
        duration=_duration_text(logged.duration_ms),
        distance=amount(logged.distance.amount if logged.distance else None),
        note=logged.note,
    )
    if logged.weight:
        filled = replace(filled, weight_unit=logged.weight.unit)
    return replace(filled, distance_unit=logged.distance.unit) if logged.distance else filled


def _duration_text(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03}".rstrip("0") if rest else ""
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}{fraction}"
    return f"{minutes}:{seconds % 60:02}{fraction}"


def read(form: Mapping[str, str]) -> WorkoutForm:
    """The draft as it was typed. Positions count up without a gap: the templates number them so."""
    return WorkoutForm(
        id=form.get("id", ""),
        title=form.get("title", ""),
        day=form.get("day", ""),
        time=form.get("time", ""),
        time_zone=form.get("time_zone", "UTC"),
        duration_min=form.get("duration_min", ""),
        note=form.get("note", ""),
        exercises=_read_exercises(form),
    )


def _read_exercises(form: Mapping[str, str]) -> tuple[FormExercise, ...]:
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
        typed = {name: form.get(f"{prefix}{index}-{name}", "").strip() for name in names}
        typed["note"] = typed["note"].replace("\r\n", "\n")
        found.append(FormSet(**typed))
    return tuple(found)


def press(draft: WorkoutForm, button: str) -> WorkoutForm:
    """What a button of the editor does to the draft; an unknown one does nothing."""
    name, *places = button.split(":")
    action = _ACTIONS.get(name)
    at = [int(place) for place in places if _WHOLE.fullmatch(place)]
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
    draft: WorkoutForm, exercise: Exercise, last_sets: tuple[LoggedSet, ...], unit: WeightUnit
) -> WorkoutForm:
    """Put an exercise at the end, its sets filled in as they were last time."""
    if len(draft.exercises) >= EXERCISES_PER_WORKOUT_MAX:
        message = _("A workout has at most %(most)s exercises.")
        return replace(draft, errors={"form": message % {"most": EXERCISES_PER_WORKOUT_MAX}})
    sets = tuple(replace(form_set(logged), rpe="", note="") for logged in last_sets)
    entry = FormExercise(
        exercise_id=str(exercise.id),
        name=exercise.name,
        load_kind=exercise.load_kind,
        sets=sets or (FormSet(weight_unit=unit),),
    )
    return replace(draft, exercises=(*draft.exercises, entry))


class InvalidFormError(Exception):
    """The draft means no workout; `errors` says why, by field name."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("invalid form")
        self.errors = errors


def workout_input(draft: WorkoutForm) -> WorkoutInput:
    """What the draft means. Raises InvalidFormError with a sentence for each field at fault."""
    errors: Errors = {}
    values = {
        "id": _uuid(draft.id),
        "title": draft.title.strip(),
        "started_at": _started_at(draft, errors),
        "time_zone": draft.time_zone,
        "duration_s": _duration_s(draft.duration_min, errors),
        "note": draft.note.replace("\r\n", "\n").strip(),
        "exercises": [
            _exercise_values(entry, f"exercises-{index}-", errors)
            for index, entry in enumerate(draft.exercises)
        ],
    }
    if errors:
        raise InvalidFormError(errors)
    try:
        return WorkoutInput.model_validate(values)
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


def _started_at(draft: WorkoutForm, errors: Errors) -> datetime | None:
    try:
        day, clock = date.fromisoformat(draft.day), time.fromisoformat(draft.time)
    except ValueError:
        errors["day"] = _("A workout needs a day and a time.")
        return None
    try:
        return datetime.combine(day, clock, ZoneInfo(draft.time_zone))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        errors["day"] = _("This is not a time zone that is known here.")
        return None


def _duration_s(text: str, errors: Errors) -> int | None:
    """Minutes, or minutes and seconds."""
    minutes, _colon, seconds = text.strip().partition(":")
    if not minutes:
        return None
    if not _WHOLE.fullmatch(minutes) or (seconds and not _WHOLE.fullmatch(seconds)):
        errors["duration_min"] = _("Whole minutes, please, such as 55.")
        return None
    return int(minutes) * 60 + int(seconds or 0)


def _exercise_values(entry: FormExercise, prefix: str, errors: Errors) -> dict[str, object]:
    return {
        "id": _uuid(entry.id),
        "exercise_id": _uuid(entry.exercise_id),
        "superset": int(entry.superset) if _WHOLE.fullmatch(entry.superset) else None,
        "note": entry.note.replace("\r\n", "\n").strip(),
        "sets": [
            _set_values(one, f"{prefix}sets-{index}-", errors)
            for index, one in enumerate(entry.sets)
        ],
    }


def _set_values(one: FormSet, prefix: str, errors: Errors) -> dict[str, object]:
    weight = _decimal(one.weight, f"{prefix}weight", errors)
    distance = _decimal(one.distance, f"{prefix}distance", errors)
    return {
        "id": _uuid(one.id),
        "kind": one.kind,
        "weight": weight,
        "weight_unit": one.weight_unit if weight is not None and one.weight_unit else None,
        "reps": _whole(one.reps, f"{prefix}reps", errors),
        "rpe": _decimal(one.rpe, f"{prefix}rpe", errors),
        "duration_s": _seconds(one.duration, f"{prefix}duration", errors),
        "distance": distance,
        "distance_unit": one.distance_unit if distance is not None and one.distance_unit else None,
        "note": one.note,
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def decimal_of(text: str) -> Decimal | None:
    """A number with a point or a comma; None for anything else."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _decimal(text: str, name: str, errors: Errors) -> Decimal | None:
    if not text:
        return None
    value = decimal_of(text)
    if value is None or value < 0:
        errors[name] = _("A number, please, such as 62.5.")
    return value


def _whole(text: str, name: str, errors: Errors) -> int | None:
    if text and not _WHOLE.fullmatch(text):
        errors[name] = _("A whole number, please.")
        return None
    return int(text) if text else None


def _seconds(text: str, name: str, errors: Errors) -> Decimal | None:
    value = seconds_of(text)
    if text and value is None:
        errors[name] = _("A time, please, such as 1:30.")
    return value


def seconds_of(text: str) -> Decimal | None:
    """ "90", "1:30" or "1:02:03"; None for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60
    return whole + Decimal(seconds.replace(",", "."))
