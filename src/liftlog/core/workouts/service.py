"""Use cases around workouts: log, change, move, copy, delete, and take it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liftlog.core.accounts.service import checked_time_zone
from liftlog.core.exercises import service as exercises
from liftlog.core.request import opened_form
from liftlog.core.workouts.schemas import WorkoutInput, WorkoutOutput, with_ids
from liftlog.domain.periods import FIRST_DAY, LAST_DAY
from liftlog.domain.sync.three_way import ORDER, changes, merge, written
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.kit import time_zones
from liftlog.kit.errors import ConflictError, InvalidInputError, NotFoundError
from liftlog.kit.ids import uuid7
from liftlog.statistics.sets import measure_faults
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.workouts import time_zones as time_zones_of_workouts
from liftlog.store.workouts import workouts

REVISIONS_KEPT = 50
TRASH_KEPT_FOR = timedelta(days=30)
# A workout can't be logged for a day that is still far away; the slack is for clocks and zones.
FUTURE_SLACK = timedelta(days=1)


def workout_of(
    draft: WorkoutInput,
    account: Account,
    *,
    workout_id: UUID,
    now: datetime,
    before: Workout | None = None,
) -> Workout:
    """The workout that a client described, with the account's zone and unit where it says none.

    `before` is what it replaces: its start and zone stay where the client says none.
    """
    zone = time_zones.zone(checked_time_zone(draft.time_zone or (before or account).time_zone))
    _check_measures(draft, account.weight_unit)
    described = draft.workout(
        workout_id=workout_id,
        started_at=before.started_at if before else now,
        zone=zone,
        unit=account.weight_unit,
        now=now,
    )
    return _with_what_is_unchanged(described, draft, before) if before else described


def _with_what_is_unchanged(described: Workout, draft: WorkoutInput, before: Workout) -> Workout:
    """What the client sends as it got it is exactly what it was."""
    if draft.title == before.title:
        described = replace(described, title=before.title)
    if (described.started_at, described.time_zone) == (before.started_at, before.time_zone):
        described = replace(described, day=before.day)
    return described


def log_workout(
    tx: Transaction,
    account: Account,
    draft: WorkoutInput,
    *,
    now: datetime,
    routine_id: UUID | None = None,
) -> Workout:
    """Keep a new workout. Sending the same one twice is sending it once."""
    described = workout_of(draft, account, workout_id=draft.id or uuid7(now), now=now)
    workout = replace(described, routine_id=routine_id)
    _check(workout, now)
    exercises.adopt(tx, account.user_id, {entry.exercise_id for entry in workout.exercises})
    if workouts.insert_workouts(tx, account.user_id, [workout]):
        return get_workout(tx, account.user_id, workout.id)
    return _sent_again(tx, account.user_id, draft, workout)


def log_from_form(
    tx: Transaction,
    account: Account,
    draft: WorkoutInput,
    *,
    now: datetime,
    routine_id: UUID | None = None,
) -> Workout:
    """Keep what the page of a new workout sent, under the id that the page came with.

    Sent twice it is one workout. Sent again after going back and changing it, it changes the one
    that it made; if that one is in the trash by then, it is a new one.
    """
    made = workouts.workout(tx, account.user_id, draft.id) if draft.id else None
    if made is None:
        return log_workout(tx, account, draft, now=now, routine_id=routine_id)
    if made.deleted_at is not None:
        afresh = draft.model_copy(update={"id": None})
        return log_workout(tx, account, afresh, now=now, routine_id=routine_id)
    if _same_content(made, workout_of(draft, account, workout_id=made.id, now=now, before=made)):
        return made
    return change_workout(tx, account, made.id, draft, now=now)


def _sent_again(tx: Transaction, user_id: UUID, draft: WorkoutInput, sent: Workout) -> Workout:
    """The workout that has the id already, when it is the same one."""
    existing = workouts.workout(tx, user_id, sent.id)
    if existing is None or existing.deleted_at is not None:
        raise ConflictError("A workout with this id is in the trash.")
    if draft.started_at is None:
        sent = replace(sent, started_at=existing.started_at)
    if not _same_content(existing, sent):
        raise ConflictError("There is another workout with this id.")
    return existing


def _same_content(one: Workout, other: Workout) -> bool:
    """Equal but for ids that were made here because the client named none."""
    return _without_ids(one) == _without_ids(other)


def _without_ids(workout: Workout) -> tuple[object, ...]:
    return (
        workout.title,
        workout.started_at,
        workout.time_zone,
        workout.duration_s,
        workout.note,
        tuple(
            (e.exercise_id, e.superset, e.note, tuple(s.logged for s in e.sets))
            for e in workout.exercises
        ),
    )


def _check(workout: Workout, now: datetime) -> None:
    if workout.started_at > now + FUTURE_SLACK:
        message = "A workout can't be logged for a day that has not come yet."
        raise InvalidInputError(message, fields={"started_at": message})
    if workout.day < FIRST_DAY:
        message = "This is before anybody lifted here."
        raise InvalidInputError(message, fields={"started_at": message})


def _check_measures(draft: WorkoutInput, unit: WeightUnit) -> None:
    """A weight that was sent without its unit is known to be wrong only now."""
    for place, entry in enumerate(draft.exercises):
        for number, one in enumerate(entry.sets):
            for name, message in measure_faults(one, unit).items():
                field = f"exercises.{place}.sets.{number}.{name}"
                raise InvalidInputError(message, fields={field: message})


def get_workout(tx: Transaction, user_id: UUID, workout_id: UUID) -> Workout:
    """Raises NotFoundError when it is not there, not yours, or in the trash."""
    found = workouts.workout(tx, user_id, workout_id)
    if found is None or found.deleted_at is not None:
        raise NotFoundError("There is no such workout.")
    return found


def change_workout(
    tx: Transaction,
    account: Account,
    workout_id: UUID,
    draft: WorkoutInput,
    *,
    now: datetime,
    only_changes: bool = False,
) -> Workout:
    """Replace a workout by what the client sent; what it was before can be brought back.

    With `only_changes` the fields that are as they were are not written anew: what a device that is
    away wrote of them still counts.
    """
    # Of two who save at once the second one has to see, and keep, what the first one wrote.
    workouts.lock(tx, account.user_id, workout_id)
    before = get_workout(tx, account.user_id, workout_id)
    changed = workout_of(draft, account, workout_id=workout_id, now=now, before=before)
    _check(changed, now)
    exercises.adopt(tx, account.user_id, {entry.exercise_id for entry in changed.exercises})
    _keep_revision(tx, account.user_id, before, changed, now)
    fields = _written(before, changed) if only_changes else None
    workouts.replace_workout(tx, account.user_id, changed, now=now, written=fields)
    return get_workout(tx, account.user_id, workout_id)


def _written(before: Workout, after: Workout) -> dict[UUID, set[str]]:
    """The fields that are others, as devices name them."""
    found = written(content_of(before), content_of(after), together=TOGETHER)
    named = {
        UUID(one) if one else after.id: {_NAMES.get(field, field) for field in fields}
        for one, fields in found.items()
    }
    own = named[after.id]
    own.discard("day")
    if "duration_s" in own and after.duration_s is not None:
        own.add("running")
    return named


_NAMES = {ORDER: "position"}


def _keep_revision(
    tx: Transaction, user_id: UUID, before: Workout, after: Workout, now: datetime
) -> None:
    workouts.insert_revision(
        tx,
        user_id,
        revision_id=uuid7(now),
        workout_id=before.id,
        content=draft_of(before).model_dump(mode="json"),
        result=draft_of(after).model_dump(mode="json"),
        now=now,
    )
    workouts.delete_old_revisions(tx, user_id, before.id, kept=REVISIONS_KEPT)


def draft_of(workout: Workout) -> WorkoutInput:
    """A workout as a client would send it."""
    output = WorkoutOutput.of(workout).model_dump(mode="json")
    del output["day"], output["volume_kg"]
    for entry in output["exercises"]:
        del entry["name"], entry["load_kind"]
        for logged in entry["sets"]:
            del logged["weight_kg"]
    return WorkoutInput.model_validate(output)


# An amount is nothing without its unit, nor a start without its zone.
TOGETHER = (
    ("weight", "weight_unit"),
    ("distance", "distance_unit"),
    ("started_at", "time_zone", "day"),
)


def save_edit(
    tx: Transaction,
    account: Account,
    workout_id: UUID,
    form: Mapping[str, str],
    meant: Callable[[Workout], WorkoutInput],
    *,
    now: datetime,
) -> Workout:
    """Write what a person changed in the form; what changed elsewhere since it was opened stays.

    `meant` says what was typed, given the workout that the form showed. Raises
    ChangedElsewhereError, with nothing written, where both changed the same field.
    """
    workouts.lock(tx, account.user_id, workout_id)
    there = get_workout(tx, account.user_id, workout_id)
    shown = opened_form.opened_in(form) or content_of(there)
    showed = workout_from(tx, account, workout_id, shown, now=now, before=there)
    wanted = with_ids(meant(showed), opened_form.id_of(form, workout_id))
    typed = workout_of(wanted, account, workout_id=workout_id, now=now, before=showed)
    content = opened_form.settled(
        form, shown, content_of(typed), content_of(there), together=TOGETHER
    )
    draft = draft_of(workout_from(tx, account, workout_id, content, now=now, before=there))
    return change_workout(tx, account, workout_id, draft, now=now, only_changes=True)


def content_of(workout: Workout) -> dict[str, Any]:
    """All of it that a person can change, as JSON."""
    return {**draft_of(workout).model_dump(mode="json"), "day": workout.day.isoformat()}


def workout_from(
    tx: Transaction,
    account: Account,
    workout_id: UUID,
    content: Mapping[str, Any],
    *,
    now: datetime,
    before: Workout,
) -> Workout:
    """The workout of a content that was kept when the list of zones may have been another one."""
    zone = time_zones_of_workouts.usable(tx, account.user_id, str(content.get("time_zone")))
    fields = {name: value for name, value in content.items() if name != "day"}
    draft = WorkoutInput.model_validate({**fields, "time_zone": zone})
    found = workout_of(draft, account, workout_id=workout_id, now=now, before=before)
    day = content.get("day")
    return replace(found, day=date.fromisoformat(day)) if day else found


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing an edit makes of a workout. `later` counts the changes after the edit, which stay."""

    result: Workout
    later: int


# As revisions are kept: without the day.
_TOGETHER_IN_REVISIONS = (*TOGETHER[:2], ("started_at", "time_zone"))


def undo_of(
    tx: Transaction,
    account: Account,
    workout_id: UUID,
    *,
    now: datetime,
    revision_id: UUID | None = None,
) -> Undo:
    """What undoing an edit comes to: the last one where `revision_id` names none.

    What anybody changed or deleted after the edit stays. Raises NotFoundError.
    """
    present = get_workout(tx, account.user_id, workout_id)
    kept = workouts.revision(tx, account.user_id, workout_id, revision_id)
    if kept is None or kept.result is None:
        raise NotFoundError("There is no change to undo.")
    before, after, there = (
        draft_of(one).model_dump(mode="json")
        for one in (
            workout_from(tx, account, workout_id, kept.content, now=now, before=present),
            workout_from(tx, account, workout_id, kept.result, now=now, before=present),
            present,
        )
    )
    together = _TOGETHER_IN_REVISIONS
    merged = merge(after, before, there, together=together, keeps_theirs=True).document
    return Undo(
        workout_from(tx, account, workout_id, merged, now=now, before=present),
        changes(before, merged, together=together),
    )


def undo_change(
    tx: Transaction,
    account: Account,
    workout_id: UUID,
    *,
    now: datetime,
    revision_id: UUID | None = None,
) -> Undo:
    """Do what `undo_of` says. The undo is an edit, which can be undone."""
    workouts.lock(tx, account.user_id, workout_id)
    undo = undo_of(tx, account, workout_id, now=now, revision_id=revision_id)
    draft = draft_of(undo.result)
    if draft == draft_of(get_workout(tx, account.user_id, workout_id)):
        return undo
    changed = change_workout(tx, account, workout_id, draft, now=now, only_changes=True)
    return Undo(changed, undo.later)


def delete_workout(tx: Transaction, user_id: UUID, workout_id: UUID, *, now: datetime) -> None:
    """Into the trash, from where it can be taken back for 30 days."""
    if not workouts.set_deleted(tx, user_id, workout_id, at=now):
        raise NotFoundError("There is no such workout.")
    workouts.empty_trash(tx, user_id, before=now - TRASH_KEPT_FOR)


def restore_workout(tx: Transaction, user_id: UUID, workout_id: UUID) -> None:
    if not workouts.set_deleted(tx, user_id, workout_id, at=None):
        raise NotFoundError("There is no such workout in the trash.")


def move_workout(
    tx: Transaction,
    user_id: UUID,
    workout_id: UUID,
    *,
    day: date,
    now: datetime,
    started_at: datetime | None = None,
    moved_to: datetime | None = None,
) -> Workout:
    """To another day, at the same time of that day, or back to when it began. Returns what it was.

    An undo names in `moved_to` where the move put it: a start that was changed since stays.
    """
    workouts.lock(tx, user_id, workout_id)
    before = get_workout(tx, user_id, workout_id)
    if moved_to is not None and before.started_at not in (moved_to, started_at):
        raise ConflictError("Its start was changed after the move, so it stays.")
    moved = on_day(before, day)
    if started_at and started_at.astimezone(time_zones.zone(before.time_zone)).date() == day:
        moved = replace(before, started_at=started_at, day=day)
    _check(moved, now)
    workouts.move_workout(
        tx, user_id, workout_id, started_at=moved.started_at, day=moved.day, now=now
    )
    return before


def repeat_workout(
    tx: Transaction,
    account: Account,
    workout_id: UUID,
    *,
    now: datetime,
    new_id: UUID | None = None,
) -> Workout:
    """The same exercises and sets once more, now and where the lifter is now.

    Pressed twice, with the same `new_id`, it is done once.
    """
    original = get_workout(tx, account.user_id, workout_id)
    day = now.astimezone(time_zones.zone(account.time_zone)).date()
    today = replace(original, started_at=now, time_zone=account.time_zone, day=day)
    return _copy(tx, account.user_id, today, now, new_id)


def copy_workout_to_day(
    tx: Transaction,
    user_id: UUID,
    workout_id: UUID,
    *,
    day: date,
    now: datetime,
    new_id: UUID | None = None,
) -> Workout:
    """The same exercises and sets once more, at the same time of another day."""
    return _copy(tx, user_id, on_day(get_workout(tx, user_id, workout_id), day), now, new_id)


def _copy(
    tx: Transaction, user_id: UUID, original: Workout, now: datetime, new_id: UUID | None
) -> Workout:
    copied = replace(
        original,
        id=new_id or uuid7(now),
        running=False,
        exercises=tuple(_copied_entry(entry, now) for entry in original.exercises),
    )
    _check(copied, now)
    if workouts.insert_workouts(tx, user_id, [copied]):
        return copied
    return get_workout(tx, user_id, copied.id)


def on_day(workout: Workout, day: date) -> Workout:
    """The same time of another day; of two equal ones the first.

    Where clocks leapt over it, it counts from the clock of before the leap.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"The date is outside {FIRST_DAY.year} to {LAST_DAY.year}."
        raise InvalidInputError(message, fields={"day": message})
    if day == workout.day:
        return workout
    zone = time_zones.zone(workout.time_zone)
    time = time_zones.wall_time(workout.started_at, zone).time().replace(fold=0)
    started_at = time_zones.moment(datetime.combine(day, time), zone)
    moved_to = time_zones.wall_time(started_at, zone).date()
    return replace(workout, started_at=started_at, day=moved_to)


def _copied_entry(entry: ExerciseEntry, now: datetime) -> ExerciseEntry:
    return replace(
        entry,
        id=uuid7(now),
        sets=tuple(SetEntry(uuid7(now), logged.logged) for logged in entry.sets),
    )
