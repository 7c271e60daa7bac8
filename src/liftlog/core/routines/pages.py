"""Routines: read, make, change, put in order, delete and take back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.request.opened_form import ChangedElsewhereError, FieldDifference, opened_text
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.routines import form as routine_form
from liftlog.core.routines import service as routines
from liftlog.core.routines.form import RoutineForm
from liftlog.core.routines.service import Move
from liftlog.core.web import formats
from liftlog.core.web.flashes import flash_with_undo
from liftlog.core.web.translations import gettext as _
from liftlog.core.workouts import exercise_choice
from liftlog.core.workouts import service as workouts
from liftlog.core.workouts.differences import differences
from liftlog.core.workouts.exercise_choice import NOTHING_TYPED, Choice
from liftlog.core.workouts.exercise_rows import (
    InvalidFormError,
    reps_text,
    uuid_of,
    with_errors,
    with_names,
)
from liftlog.domain.routines import (
    PlannedSet,
    Routine,
    copied,
    document_of,
    planned_from,
    routine_from,
)
from liftlog.domain.text import isolated
from liftlog.kit.errors import LiftLogError
from liftlog.kit.ids import uuid7
from liftlog.store import routines as store

blueprint = Blueprint("routines", __name__)


@blueprint.get("/routines")
def index() -> str:
    found = store.routines(transaction(), account().user_id)
    return render_template("routines/index.html", nav="routines", routines=found)


@blueprint.get("/routines/new")
def new() -> str:
    return _editor(_begun(request.args))


def _begun(asked: Mapping[str, str]) -> RoutineForm:
    """A draft that begins as another routine or with what was done in a workout; else an empty one."""
    tx, user_id = transaction(), account().user_id
    if routine_id := uuid_of(asked.get("routine", "")):
        return RoutineForm.made_of(copied(routines.get(tx, user_id, routine_id), _new_id))
    if workout_id := uuid_of(asked.get("workout", "")):
        workout = workouts.get_workout(tx, user_id, workout_id)
        return RoutineForm.made_of(planned_from(workout, _new_id))
    return RoutineForm(id=str(_new_id()))


def _new_id() -> UUID:
    return uuid7(services().clock())


@blueprint.post("/routines")
def create() -> Response | str | tuple[str, int]:
    draft = routine_form.read(request.form)
    if request.form.get("action", "save") != "save":
        return _pressed(draft, request.form)
    try:
        wanted = routine_form.routine_input(draft)
        made = routines.save_new(transaction(), account(), wanted, now=services().clock())
    except (InvalidFormError, LiftLogError) as error:
        return _editor(with_errors(draft, error)), 422
    flash(_("Routine saved."))
    return redirect(url_for("routines.show", routine_id=made.id), 303)


@blueprint.get("/routines/<uuid:routine_id>")
def show(routine_id: UUID) -> str:
    found = routines.get(transaction(), account().user_id, routine_id)
    return render_template("routines/show.html", nav="routines", routine=found)


@blueprint.get("/routines/<uuid:routine_id>/edit")
def edit(routine_id: UUID) -> str:
    found = routines.get(transaction(), account().user_id, routine_id)
    return _editor(
        replace(RoutineForm.of(found), opened=opened_text(document_of(found))), routine_id
    )


@blueprint.post("/routines/<uuid:routine_id>")
def update(routine_id: UUID) -> Response | str | tuple[str, int]:
    draft = routine_form.read(request.form)
    if request.form.get("action", "save") != "save":
        return _pressed(draft, request.form, routine_id)
    try:
        kept = routines.save_edit(
            transaction(),
            account(),
            routine_id,
            request.form,
            lambda shown: routine_form.routine_change(draft, shown),
            now=services().clock(),
        )
    except (InvalidFormError, LiftLogError) as error:
        return _refused(draft, routine_id, error)
    except ChangedElsewhereError as error:
        return _changed_elsewhere(draft, routine_id, error), 409
    if kept.id == routine_id:
        flash(_("Changes saved."))
    else:
        flash(
            _("It was changed elsewhere meanwhile. What you wrote is kept beside it, as this copy.")
        )
    return redirect(url_for("routines.show", routine_id=kept.id), 303)


def _changed_elsewhere(draft: RoutineForm, routine_id: UUID, error: ChangedElsewhereError) -> str:
    """The editor with what was typed, what came meanwhile, and a choice where both changed the same."""
    there = routines.get(transaction(), account().user_id, routine_id)
    merged = RoutineForm.of(routine_from(routine_id, error.merged.document))
    shown = with_names(merged, (draft, RoutineForm.of(there)))
    return _editor(
        replace(shown, rev=str(there.rev), opened=opened_text(error.there)),
        routine_id,
        differences=differences(error.merged, error.there, shown.exercises),
    )


def _refused(
    draft: RoutineForm, routine_id: UUID, error: InvalidFormError | LiftLogError
) -> tuple[str, int]:
    if isinstance(error, LiftLogError) and error.status == 404:
        raise error
    return _editor(with_errors(draft, error), routine_id), 422


@blueprint.post("/routines/<uuid:routine_id>/move")
def move(routine_id: UUID) -> Response:
    direction = Move.UP if request.args.get("to") == "up" else Move.DOWN
    routines.move(transaction(), account().user_id, routine_id, direction)
    return redirect(url_for("routines.index", _anchor=f"routine-{routine_id}"), 303)


@blueprint.post("/routines/<uuid:routine_id>/delete")
def destroy(routine_id: UUID) -> Response:
    routines.delete(transaction(), account().user_id, routine_id, now=services().clock())
    undo = url_for("routines.restore", routine_id=routine_id)
    flash_with_undo(_("Routine deleted. Your workouts stay as they are."), undo)
    return redirect(url_for("routines.index"), 303)


@blueprint.post("/routines/<uuid:routine_id>/restore")
def restore(routine_id: UUID) -> Response:
    routines.restore(transaction(), account().user_id, routine_id)
    flash(_("The routine is back."))
    return redirect(url_for("routines.show", routine_id=routine_id), 303)


def _pressed(draft: RoutineForm, form: Mapping[str, str], routine_id: UUID | None = None) -> str:
    """A button of the editor other than Save: the same page again, with what it does done."""
    changed, choice = exercise_choice.pressed(draft, form)
    return _editor(changed, routine_id, choice)


def _editor(
    draft: RoutineForm,
    routine_id: UUID | None = None,
    choice: Choice = NOTHING_TYPED,
    differences: Sequence[FieldDifference] = (),
) -> str:
    return render_template(
        "routines/edit.html",
        nav="routines",
        form=draft,
        routine_id=routine_id,
        weekdays=formats.week_from(account().week_start),
        exercise_names=exercise_choice.names(),
        choice=choice,
        differences=differences,
    )


@blueprint.app_template_filter("routine_line")
def routine_line(routine: Routine) -> str:
    """What is to do, in a line: "4 × Bench press, 3 × Dip"."""
    return ", ".join(
        f"{formats.number(len(one.sets))}\N{NO-BREAK SPACE}× {isolated(one.name or _('Unknown exercise'))}"
        for one in routine.exercises
    )


@blueprint.app_template_filter("weekday_names")
def weekday_names(routine: Routine) -> list[str]:
    """The days it is planned for, in short and in the order of the lifter's week."""
    week = formats.week_from(account().week_start)
    return [name for day, name in week if day in routine.weekdays]


@blueprint.app_template_filter("reps_planned")
def reps_planned(planned: PlannedSet) -> str:
    return reps_text(planned).replace("-", "\N{EN DASH}")
