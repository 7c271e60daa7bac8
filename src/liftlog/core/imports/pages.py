"""Bringing a history in from another app: choose, look, confirm, and take back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from liftlog.core.imports import service as imports
from liftlog.core.imports.service import Answers, ImportSummary, mark_of
from liftlog.core.request.scope import UPLOAD_BYTES_MAX, account, transaction, when_kept
from liftlog.core.request.services import services
from liftlog.core.web.flashes import flash_with_undo
from liftlog.core.web.formats import number
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.units import WeightUnit
from liftlog.imports import FILE_TOO_LARGE, formats
from liftlog.kit.errors import LiftLogError
from liftlog.store import imports as store

blueprint = Blueprint("imports", __name__, url_prefix="/import")


@blueprint.before_request
def take_files() -> None:
    """Whoever is signed in may send more here than elsewhere."""
    account()
    request.max_content_length = UPLOAD_BYTES_MAX


@blueprint.get("")
def new() -> str:
    return _chooser()


@blueprint.post("")
def create() -> Response | tuple[str, int]:
    try:
        chosen = request.files.get("file")
    except RequestEntityTooLarge:
        return _chooser(FILE_TOO_LARGE), 413
    if chosen is None or not chosen.filename:
        return _chooser(_("Choose a file first.")), 422
    try:
        upload_id = imports.keep_upload(
            transaction(),
            account().user_id,
            chosen.stream.read(),
            filename=chosen.filename,
            now=services().clock(),
        )
    except LiftLogError as error:
        return _chooser(error.message), error.status
    return redirect(url_for("imports.preview", upload_id=upload_id), 303)


@blueprint.get("/<uuid:upload_id>")
def preview(upload_id: UUID) -> str | tuple[str, int]:
    kept = imports.get_upload(transaction(), account().user_id, upload_id)
    try:
        plan = imports.plan_import(
            transaction(), account(), kept.content, filename=kept.filename, unit=_unit()
        )
    except LiftLogError as error:
        return _chooser(error.message), error.status
    return render_template(
        "imports/preview.html",
        nav="import",
        upload=kept,
        plan=plan,
        history=plan.history,
        mark_of=mark_of,
    )


@blueprint.post("/<uuid:upload_id>")
def confirm(upload_id: UUID) -> Response:
    tx, lifter = transaction(), account()
    summary = imports.finish_upload(
        tx,
        lifter,
        upload_id,
        unit=_unit(),
        now=services().clock(),
        answers=Answers(_ticked("same"), _ticked("add_similar")),
    )
    when_kept(lambda: _count(summary))
    if summary.import_id is None:
        flash(_("Everything in this file is here already. Nothing was added."))
        return redirect(url_for("imports.new"), 303)
    message = ngettext(
        "%(workouts)s workout is imported.", "%(workouts)s workouts are imported.", summary.workouts
    ) % {"workouts": number(summary.workouts)}
    flash_with_undo(message, url_for("imports.undo", import_id=summary.import_id))
    latest = store.latest_day(tx, lifter.user_id, summary.import_id)
    month = f"{latest:%Y-%m}" if latest else None
    return redirect(url_for("calendar.month", month=month), 303)


def _count(summary: ImportSummary) -> None:
    meter = services().observing.meter
    for what, amount in (
        ("files", 1),
        ("workouts", summary.workouts),
        ("sets", summary.sets),
        ("skipped", summary.skipped),
    ):
        meter.count("liftlog_imports_total", amount, what)


@blueprint.post("/undo/<uuid:import_id>")
def undo(import_id: UUID) -> Response:
    made, changed = imports.undo_import(
        transaction(), account().user_id, import_id, now=services().clock()
    )
    flash(_("The import of %(file)s is taken back.") % {"file": made.filename})
    if changed:
        stayed = ngettext(
            "%(workouts)s workout that you changed stays.",
            "%(workouts)s workouts that you changed stay.",
            changed,
        )
        flash(stayed % {"workouts": number(changed)})
    return redirect(url_for("imports.new"), 303)


def _unit() -> WeightUnit | None:
    try:
        return WeightUnit(request.values.get("unit", ""))
    except ValueError:
        return None


def _ticked(name: str) -> frozenset[str]:
    return frozenset(request.form.getlist(name))


def _chooser(error: str | None = None) -> str:
    steps = (f"{one.app}: {one.export_steps}." for one in formats())
    return render_template(
        "imports/new.html",
        nav="import",
        imports=imports.undoable(transaction(), account().user_id),
        error=error,
        export_hint=" ".join(steps),
    )
