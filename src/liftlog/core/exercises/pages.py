"""Exercises: find, look at, make, change, archive."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.exercises import form as exercise_form
from liftlog.core.exercises import listing
from liftlog.core.exercises import service as exercises
from liftlog.core.exercises.form import ExerciseForm
from liftlog.core.exercises.listing import ExerciseFilter, Show
from liftlog.core.exercises.search import QUERY_MAX
from liftlog.core.request.opened_form import (
    ChangedElsewhereError,
    FieldDifference,
    field_differences,
    opened_in,
    opened_text,
    settled,
)
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics.progress import trend_words
from liftlog.core.web import words
from liftlog.core.web.flashes import flash_with_undo
from liftlog.core.web.translations import gettext as _
from liftlog.domain.exercises.exercise import (
    EXERCISE_NAME_MAX,
    Equipment,
    LoadKind,
    MovementPattern,
    Muscle,
)
from liftlog.domain.one_rep_max.body_load import why_no_estimate
from liftlog.domain.one_rep_max.estimates import ESTIMATED_LOADS
from liftlog.kit.errors import ConflictError
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import versions
from liftlog.store.workouts import history

blueprint = Blueprint("exercises", __name__, url_prefix="/exercises")
blueprint.app_template_filter("word")(words.word)
blueprint.app_template_global("exercise_words")(words.exercise_words)
blueprint.app_template_filter("load_kind_note")(words.load_kind_note)

PAGE = 100
SESSIONS_SHOWN = 8

_Choice = TypeVar("_Choice", bound=StrEnum)


@blueprint.get("")
def index() -> str:
    wanted = _wanted()
    found = listing.listing(transaction(), account().user_id, wanted)
    pages = max(1, -(-len(found.others) // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "exercises/index.html",
        nav="exercises",
        wanted=wanted,
        recent=found.recent if page == 1 else (),
        others=found.others[(page - 1) * PAGE : page * PAGE],
        count=len(found.recent) + len(found.others),
        earlier=_page_link(wanted, page - 1) if page > 1 else None,
        later=_page_link(wanted, page + 1) if page < pages else None,
        muscles=words.options(Muscle),
        equipment=words.options(Equipment),
    )


@blueprint.get("/<uuid:exercise_id>")
def show(exercise_id: UUID) -> str:
    tx, user_id = transaction(), account().user_id
    found = exercises.get(tx, user_id, exercise_id)
    today = current_day()
    kept = found.load_kind in ESTIMATED_LOADS
    trend = exercises.trend(tx, account(), exercise_id, today) if kept else None
    return render_template(
        "exercises/show.html",
        nav="exercises",
        exercise=found,
        history=history.exercise_history(tx, user_id, exercise_id, limit=SESSIONS_SHOWN),
        has_one_rep_max=why_no_estimate(exercise_id, found.load_kind) is None,
        trend=trend_words.sentence(trend) if trend else "",
    )


@blueprint.get("/new")
def new() -> str:
    account()
    return _editor(ExerciseForm(name=request.args.get("name", "")[:EXERCISE_NAME_MAX]))


@blueprint.post("")
def create() -> Response | tuple[str, int]:
    account()
    return _save(exercise_form.read(request.form))


@blueprint.get("/<uuid:exercise_id>/edit")
def edit(exercise_id: UUID) -> str:
    shown = ExerciseForm.of(_own(exercise_id))
    opened = opened_text(exercise_form.content_of(shown))
    return _editor(replace(shown, opened=opened), exercise_id)


@blueprint.post("/<uuid:exercise_id>")
def update(exercise_id: UUID) -> Response | tuple[str, int]:
    versions.hold(transaction(), account().user_id)
    there = exercise_form.content_of(ExerciseForm.of(_own(exercise_id)))
    shown = opened_in(request.form) or there
    draft = exercise_form.unchanged_muscles(
        exercise_form.read(request.form), exercise_form.of_content(shown)
    )
    draft, wanted = exercise_form.checked(draft)
    if wanted is None:
        return _editor(draft, exercise_id), 422
    try:
        content = settled(request.form, shown, exercise_form.content_of(draft), there)
    except ChangedElsewhereError as error:
        return _changed_elsewhere(exercise_id, error), 409
    return _save(exercise_form.of_content(content, draft.opened), exercise_id)


def _changed_elsewhere(exercise_id: UUID, error: ChangedElsewhereError) -> str:
    labels = {name: _(label) for name, label in exercise_form.LABELS.items()}
    return _editor(
        exercise_form.of_content(error.merged.document, opened_text(error.there)),
        exercise_id,
        field_differences(error, labels, exercise_form.value_text),
    )


@blueprint.post("/<uuid:exercise_id>/archive")
def archive(exercise_id: UUID) -> Response:
    now = services().clock()
    exercises.set_archived(transaction(), account().user_id, exercise_id, archived=True, now=now)
    undo = url_for("exercises.unarchive", exercise_id=exercise_id)
    flash_with_undo(_("Archived. Its history stays."), undo)
    return redirect(url_for("exercises.show", exercise_id=exercise_id), 303)


@blueprint.post("/<uuid:exercise_id>/unarchive")
def unarchive(exercise_id: UUID) -> Response:
    now = services().clock()
    exercises.set_archived(transaction(), account().user_id, exercise_id, archived=False, now=now)
    undo = url_for("exercises.archive", exercise_id=exercise_id)
    flash_with_undo(_("It is offered again when you log."), undo)
    return redirect(url_for("exercises.show", exercise_id=exercise_id), 303)


def _wanted() -> ExerciseFilter:
    """What the address asks for; what it asks for and nobody has is left out."""
    return ExerciseFilter(
        query=request.args.get("q", "")[:QUERY_MAX],
        muscle=_choice(Muscle, "muscle"),
        equipment=_choice(Equipment, "equipment"),
        show=_choice(Show, "show") or Show.ALL,
    )


def _choice(kind: type[_Choice], name: str) -> _Choice | None:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def _page_link(wanted: ExerciseFilter, page: int) -> str:
    return url_for(
        "exercises.index",
        q=wanted.query or None,
        muscle=wanted.muscle,
        equipment=wanted.equipment,
        show=None if wanted.show is Show.ALL else wanted.show,
        page=page,
    )


def _own(exercise_id: UUID) -> Exercise:
    found = exercises.get(transaction(), account().user_id, exercise_id)
    if not found.own:
        raise ConflictError(_("Exercises of the catalogue can't be changed."))
    return found


def _save(draft: ExerciseForm, exercise_id: UUID | None = None) -> Response | tuple[str, int]:
    draft, wanted = exercise_form.checked(draft)
    if wanted is None:
        return _editor(draft, exercise_id), 422
    now, user_id = services().clock(), account().user_id
    try:
        saved = exercises.save(transaction(), user_id, wanted, now=now, exercise_id=exercise_id)
    except ConflictError as error:
        errors = dict(error.fields) or {"form": error.message}
        return _editor(replace(draft, errors=errors), exercise_id), 422
    flash(_("Exercise saved."))
    return redirect(url_for("exercises.show", exercise_id=saved.id), 303)


def _editor(
    draft: ExerciseForm,
    exercise_id: UUID | None = None,
    differences: Sequence[FieldDifference] = (),
) -> str:
    return render_template(
        "exercises/edit.html",
        nav="exercises",
        form=draft,
        exercise_id=exercise_id,
        differences=differences,
        load_kinds=words.options(LoadKind),
        equipment=words.options(Equipment),
        patterns=words.options(MovementPattern),
        muscles=words.options(Muscle),
        name_max=EXERCISE_NAME_MAX,
    )
