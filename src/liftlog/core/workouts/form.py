"""The workout editor as a form: what was typed, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from liftlog.core.request import opened_form
from liftlog.core.web.formats import amount
from liftlog.core.web.translations import gettext as _
from liftlog.core.workouts.exercise_rows import (
    Errors,
    ExercisesForm,
    FormExercise,
    InvalidFormError,
    entry_values,
    form_set,
    kept_line,
    kept_text,
    logged_values,
    meant,
    planned_exercise,
    read_exercises,
    uuid_of,
    whole_seconds_in,
)
from liftlog.core.workouts.schemas import WorkoutInput
from liftlog.domain.routines import PlannedExercise, Routine
from liftlog.domain.workouts.workout import ExerciseEntry, Workout
from liftlog.kit import time_zones
from liftlog.kit.ids import uuid7


@dataclass(frozen=True, slots=True)
class WorkoutForm(ExercisesForm):
    """`id` is what a new workout is kept under, so that saving twice keeps one.

    `opened` is what was there when the page was opened: what changes meanwhile elsewhere stays.
    """

    id: str = ""
    title: str = ""
    day: str = ""
    time: str = ""
    time_zone: str = "UTC"
    duration_min: str = ""
    note: str = ""
    routine_id: str = ""
    opened: str = ""

    @classmethod
    def empty(cls, now: datetime, time_zone: str) -> "WorkoutForm":
        local = now.astimezone(time_zones.zone(time_zone))
        return cls(
            id=str(uuid7(now)),
            day=local.date().isoformat(),
            time=f"{local:%H:%M}",
            time_zone=time_zone,
        )

    @classmethod
    def of(cls, workout: Workout) -> "WorkoutForm":
        local = workout.started_at.astimezone(time_zones.zone(workout.time_zone))
        return cls(
            title=workout.title,
            day=workout.day.isoformat(),
            time=f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}",
            time_zone=workout.time_zone,
            duration_min=_minutes(workout.duration_s),
            note=workout.note,
            exercises=tuple(form_exercise(entry) for entry in workout.exercises),
        )

    @classmethod
    def planned(cls, routine: Routine, now: datetime, time_zone: str) -> "WorkoutForm":
        """One that begins now, filled in with what is planned."""
        return replace(
            cls.empty(now, time_zone),
            title=routine.name,
            routine_id=str(routine.id),
            exercises=tuple(_to_do(one) for one in routine.exercises),
        )

    @classmethod
    def again(cls, workout: Workout, now: datetime, time_zone: str) -> "WorkoutForm":
        """One that begins now, filled in with what was done then; effort and notes are that day's."""
        return replace(
            cls.empty(now, time_zone),
            title=workout.title,
            routine_id=str(workout.routine_id or ""),
            exercises=tuple(_afresh(form_exercise(entry)) for entry in workout.exercises),
        )


def _minutes(seconds: int | None) -> str:
    """Whole minutes where they are, with hours and seconds where not, so that saving changes nothing."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if rest else str(minutes)


def _to_do(one: PlannedExercise) -> FormExercise:
    """Of a range of reps the fewest are filled in."""
    shown = planned_exercise(one)
    sets = (
        replace(row, id="", reps=amount(planned.reps_min))
        for row, planned in zip(shown.sets, one.sets, strict=True)
    )
    return replace(shown, id="", rest="", sets=tuple(sets))


def _afresh(entry: FormExercise) -> FormExercise:
    sets = tuple(replace(row, id="", rpe="", note="") for row in entry.sets)
    return replace(entry, id="", note="", sets=sets)


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
        routine_id=form.get("routine_id", ""),
        opened=form.get(opened_form.FIELD, ""),
        exercises=read_exercises(form),
    )


def workout_input(draft: WorkoutForm, before: Workout | None = None) -> WorkoutInput:
    """What the draft means. Raises InvalidFormError with a sentence for each field at fault.

    `before` is the workout that the form showed: what nobody changed stays exactly as it is there.
    """
    errors: Errors = {}
    notes = _notes(before)
    values = {
        "id": uuid_of(draft.id),
        "title": kept_line(draft.title, before.title if before else ""),
        "started_at": _started_at(draft, before, errors),
        "time_zone": draft.time_zone,
        "duration_s": whole_seconds_in(draft.duration_min, "duration_min", errors, in_minutes=True),
        "note": kept_text(draft.note, before.note if before else ""),
        "exercises": [
            _exercise_values(entry, f"exercises-{index}-", notes, errors)
            for index, entry in enumerate(draft.exercises)
        ],
    }
    if errors:
        raise InvalidFormError(errors)
    return meant(WorkoutInput, values)


def _notes(before: Workout | None) -> Mapping[str, str]:
    """The notes of exercises and sets as they are stored, by id."""
    entries = before.exercises if before else ()
    return {str(entry.id): entry.note for entry in entries} | {
        str(one.id): one.logged.note for entry in entries for one in entry.sets
    }


def _started_at(draft: WorkoutForm, before: Workout | None, errors: Errors) -> datetime | None:
    """A day and a time of the zone.

    A time that a clock shows twice is the first of the two. One that it leaps over counts from the
    clock of before the leap, as in RFC 5545: 02:30 is then 03:30.
    """
    try:
        day, clock = date.fromisoformat(draft.day), time.fromisoformat(draft.time)
    except ValueError:
        errors["day"] = _("A workout needs a day and a time.")
        return None
    if time_zones.known_name(draft.time_zone) is None:
        errors["day"] = _("This is not a time zone that is known here.")
        return None
    zone = time_zones.zone(draft.time_zone)
    if before and draft.time_zone == before.time_zone:
        was = before.started_at.astimezone(zone)
        # A form shows whole seconds, and not which of two equal times it was.
        if clock == was.time().replace(microsecond=0, fold=0):
            if day == before.day:
                return before.started_at
            clock = was.time().replace(fold=0)
    return time_zones.moment(datetime.combine(day, clock), zone)


def _exercise_values(
    entry: FormExercise, prefix: str, notes: Mapping[str, str], errors: Errors
) -> dict[str, object]:
    return {
        **entry_values(entry, notes.get(entry.id, "")),
        "sets": [
            logged_values(one, f"{prefix}sets-{index}-", notes.get(one.id, ""), errors)
            for index, one in enumerate(entry.sets)
        ],
    }
