"""Workouts: read, write, repeat, move, copy, delete and take back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.api.cursors import cursor_from, cursor_text
from liftlog.core.body import service as body
from liftlog.core.request.opened_form import ChangedElsewhereError, FieldDifference, opened_text
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.request.services import services
from liftlog.core.routines import service as routines
from liftlog.core.web.flashes import flash_with_undo
from liftlog.core.web.formats import day as day_text
from liftlog.core.web.formats import number
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.core.workouts import exercise_choice
from liftlog.core.workouts import form as workout_form
from liftlog.core.workouts import service as workout_service
from liftlog.core.workouts.differences import differences
from liftlog.core.workouts.exercise_choice import NOTHING_TYPED, Choice
from liftlog.core.workouts.exercise_rows import (
    InvalidFormError,
    uuid_of,
    with_errors,
    with_names,
)
from liftlog.core.workouts.form import WorkoutForm
from liftlog.kit import time_zones
from liftlog.kit.errors import InvalidInputError, LiftLogError
from liftlog.kit.ids import uuid7_for
from liftlog.store.workouts import trash as workout_trash
from liftlog.store.workouts import workouts

TRASH_SHOWN = 100

blueprint = Blueprint("workouts", __name__)

HISTORY_PAGE = 20


@blueprint.get("/workouts")
def index() -> str:
    user_id = account().user_id
    after = cursor_from(request.args.get("after"))
    found = workouts.workouts_page(transaction(), user_id, after=after, limit=HISTORY_PAGE + 1)
    page = found[:HISTORY_PAGE]
    older = cursor_text(page[-1]) if len(found) > HISTORY_PAGE else None
    return render_template("workouts/index.html", nav="calendar", workouts=page, older=older)


@blueprint.get("/workouts/new")
def new() -> str:
    asked, draft = _day_or_none(request.args.get("day")), _begun(request.args)
    return _editor(replace(draft, day=asked.isoformat()) if asked else draft)


def _begun(asked: Mapping[str, str]) -> WorkoutForm:
    """A draft that begins with a routine or as another workout was; else an empty one."""
    tx, lifter, now = transaction(), account(), services().clock()
    if routine_id := uuid_of(asked.get("routine", "")):
        routine = routines.get(tx, lifter.user_id, routine_id)
        return WorkoutForm.planned(routine, now, lifter.time_zone)
    if workout_id := uuid_of(asked.get("workout", "")):
        workout = workout_service.get_workout(tx, lifter.user_id, workout_id)
        return WorkoutForm.again(workout, now, lifter.time_zone)
    return WorkoutForm.empty(now, lifter.time_zone)


@blueprint.post("/workouts")
def create() -> Response | str | tuple[str, int]:
    draft = workout_form.read(request.form)
    if request.form.get("action", "save") != "save":
        return _pressed(draft, request.form)
    try:
        logged = workout_service.log_from_form(
            transaction(),
            account(),
            workout_form.workout_input(draft),
            now=services().clock(),
            routine_id=uuid_of(draft.routine_id),
        )
    except (InvalidFormError, LiftLogError) as error:
        return _editor(with_errors(draft, error)), 422
    flash(_("Workout saved."))
    return redirect(url_for("workouts.show", workout_id=logged.id), 303)


@blueprint.get("/workouts/<uuid:workout_id>")
def show(workout_id: UUID) -> str:
    found = workout_service.get_workout(transaction(), account().user_id, workout_id)
    return render_template("workouts/show.html", nav="calendar", workout=found)


@blueprint.get("/workouts/<uuid:workout_id>/edit")
def edit(workout_id: UUID) -> str:
    found = workout_service.get_workout(transaction(), account().user_id, workout_id)
    opened = opened_text(workout_service.content_of(found))
    return _editor(replace(WorkoutForm.of(found), opened=opened), workout_id)


@blueprint.post("/workouts/<uuid:workout_id>")
def update(workout_id: UUID) -> Response | str | tuple[str, int]:
    draft = workout_form.read(request.form)
    if request.form.get("action", "save") != "save":
        return _pressed(draft, request.form, workout_id)
    try:
        workout_service.save_edit(
            transaction(),
            account(),
            workout_id,
            request.form,
            lambda shown: workout_form.workout_input(draft, shown),
            now=services().clock(),
        )
    except (InvalidFormError, InvalidInputError) as error:
        return _editor(with_errors(draft, error), workout_id), 422
    except ChangedElsewhereError as error:
        return _changed_elsewhere(draft, workout_id, error), 409
    undo = _undo_url(workout_id)
    flash_with_undo(_("Changes saved."), undo)
    return redirect(url_for("workouts.show", workout_id=workout_id), 303)


def _undo_url(workout_id: UUID) -> str:
    """Of the last edit and no other, however late it is pressed."""
    last = workouts.revision(transaction(), account().user_id, workout_id)
    return url_for("workouts.undo_change", workout_id=workout_id, of=last and last.id)


@blueprint.get("/workouts/<uuid:workout_id>/undo")
def confirm_undo(workout_id: UUID) -> str:
    """What stays when an edit is undone, before it is."""
    edit_id = uuid_of(request.args.get("of", ""))
    undo = workout_service.undo_of(
        transaction(), account(), workout_id, now=services().clock(), revision_id=edit_id
    )
    return render_template(
        "workouts/undo.html", nav="calendar", workout_id=workout_id, later=undo.later, of=edit_id
    )


@blueprint.post("/workouts/<uuid:workout_id>/undo")
def undo_change(workout_id: UUID) -> Response:
    """Where something was changed after the edit, the page has to have said how much."""
    tx, lifter, now = transaction(), account(), services().clock()
    edit_id = uuid_of(request.args.get("of", ""))
    undo = workout_service.undo_of(tx, lifter, workout_id, now=now, revision_id=edit_id)
    if str(undo.later) != request.form.get("later", "0"):
        asking = url_for("workouts.confirm_undo", workout_id=workout_id, of=edit_id)
        return redirect(asking, 303)
    workout_service.undo_change(tx, lifter, workout_id, now=now, revision_id=edit_id)
    flash(_("Your changes are undone."))
    return redirect(url_for("workouts.show", workout_id=workout_id), 303)


@blueprint.post("/workouts/<uuid:workout_id>/repeat")
def repeat(workout_id: UUID) -> Response:
    """The same workout once more, today and now, opened to be changed to what was really done."""
    now = services().clock()
    copied = workout_service.repeat_workout(
        transaction(), account(), workout_id, now=now, new_id=_new_id()
    )
    undo = url_for("workouts.destroy", workout_id=copied.id)
    flash_with_undo(_("Copied to today. Change what was different."), undo)
    return redirect(url_for("workouts.edit", workout_id=copied.id), 303)


@blueprint.post("/workouts/<uuid:workout_id>/copy")
def copy(workout_id: UUID) -> Response:
    day = _day()
    copied = workout_service.copy_workout_to_day(
        transaction(),
        account().user_id,
        workout_id,
        day=day,
        now=services().clock(),
        new_id=_id_of_day(day),
    )
    undo = url_for("workouts.destroy", workout_id=copied.id)
    flash_with_undo(_("Copied to %(day)s.") % {"day": day_text(copied.day)}, undo)
    return _back_to_month(copied.day)


@blueprint.post("/workouts/<uuid:workout_id>/move")
def move(workout_id: UUID) -> Response:
    wanted = _day()
    before = workout_service.move_workout(
        transaction(),
        account().user_id,
        workout_id,
        day=wanted,
        started_at=_moment_or_none(request.args.get("started_at")),
        moved_to=_moment_or_none(request.args.get("moved_to")),
        now=services().clock(),
    )
    moved = workout_service.get_workout(transaction(), account().user_id, workout_id)
    undo = url_for(
        "workouts.move",
        workout_id=workout_id,
        day=before.day.isoformat(),
        started_at=before.started_at.isoformat(),
        moved_to=moved.started_at.isoformat(),
    )
    flash_with_undo(_("Moved to %(day)s.") % {"day": day_text(wanted)}, undo)
    return _back_to_month(wanted)


@blueprint.post("/workouts/<uuid:workout_id>/delete")
def destroy(workout_id: UUID) -> Response:
    user_id = account().user_id
    found = workout_service.get_workout(transaction(), user_id, workout_id)
    workout_service.delete_workout(transaction(), user_id, workout_id, now=services().clock())
    undo = url_for("workouts.restore", workout_id=workout_id)
    flash_with_undo(_("Workout deleted. It stays in the trash for 30 days."), undo)
    return _back_to_month(found.day)


@blueprint.post("/workouts/<uuid:workout_id>/restore")
def restore(workout_id: UUID) -> Response:
    workout_service.restore_workout(transaction(), account().user_id, workout_id)
    flash(_("The workout is back."))
    return redirect(url_for("workouts.show", workout_id=workout_id), 303)


@blueprint.get("/trash")
def trash() -> str:
    tx, user_id = transaction(), account().user_id
    now = services().clock()
    deleted = routines.recently_deleted(tx, user_id, now=now)
    found = workouts.trash(tx, user_id, limit=TRASH_SHOWN + 1)
    measurements = body.recently_deleted(tx, user_id, now=now)
    count = workout_trash.count(tx, user_id)
    return render_template(
        "workouts/trash.html",
        nav="trash",
        workouts=found[:TRASH_SHOWN],
        shown_max=TRASH_SHOWN if len(found) > TRASH_SHOWN else None,
        routines=deleted,
        measurements=measurements,
        count=count + len(deleted) + len(measurements),
    )


@blueprint.post("/trash/restore")
def restore_all() -> Response:
    tx, user_id, now = transaction(), account().user_id, services().clock()
    restored = (
        workout_trash.restore_all(tx, user_id)
        + routines.restore_all(tx, user_id, now=now)
        + body.restore_all(tx, user_id, now=now)
    )
    if restored:
        message = ngettext("%(num)s thing is back.", "%(num)s things are back.", restored)
        flash(message % {"num": number(restored)})
    return redirect(url_for("workouts.trash"), 303)


def _back_to_month(day: date) -> Response:
    return redirect(url_for("calendar.month", month=f"{day:%Y-%m}"), 303)


def _day_or_none(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _moment_or_none(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _day() -> date:
    found = _day_or_none(request.values.get("day"))
    if found is None:
        message = _("Choose a day.")
        raise InvalidInputError(message, fields={"day": message})
    return found


def _new_id() -> UUID | None:
    """What the page chose for the workout to be made, so that pressing twice makes one."""
    return uuid_of(request.values.get("id", ""))


@blueprint.app_template_global("new_id")
def new_id(button: str, workout_id: UUID) -> UUID:
    """For the workout that a button makes of another one: the same until something changes.

    So pressing twice makes one, and a page that did not change has the same buttons.
    """
    user = account()
    begun = time_zones.moment(
        datetime.combine(current_day(), time.min), time_zones.zone(user.time_zone)
    )
    return uuid7_for(f"{user.user_id} {user.version} {button} {workout_id}", begun)


def _id_of_day(day: date) -> UUID | None:
    """A copy to another day is another copy, also from a page that is still open."""
    given = _new_id()
    return given and UUID(int=given.int ^ day.toordinal())


def _pressed(draft: WorkoutForm, form: Mapping[str, str], workout_id: UUID | None = None) -> str:
    """A button of the editor other than Save: the same page again, with what it does done."""
    changed, choice = exercise_choice.pressed(draft, form)
    return _editor(changed, workout_id, choice)


def _changed_elsewhere(draft: WorkoutForm, workout_id: UUID, error: ChangedElsewhereError) -> str:
    """The editor with what was typed, what came meanwhile, and a choice where both changed the same."""
    tx, lifter, now = transaction(), account(), services().clock()
    there = workout_service.get_workout(tx, lifter.user_id, workout_id)
    merged = workout_service.workout_from(
        tx, lifter, workout_id, error.merged.document, now=now, before=there
    )
    shown = with_names(WorkoutForm.of(merged), (draft, WorkoutForm.of(there)))
    return _editor(
        replace(shown, opened=opened_text(error.there)),
        workout_id,
        differences=differences(error.merged, error.there, shown.exercises),
    )


def _editor(
    draft: WorkoutForm,
    workout_id: UUID | None = None,
    choice: Choice = NOTHING_TYPED,
    differences: Sequence[FieldDifference] = (),
) -> str:
    return render_template(
        "workouts/edit.html",
        nav="log",
        form=draft,
        workout_id=workout_id,
        exercise_names=exercise_choice.names(),
        choice=choice,
        differences=differences,
    )
