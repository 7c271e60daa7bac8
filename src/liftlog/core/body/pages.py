"""Body weight and measurements: one field to enter, the line they draw, and the list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.body import chart as body_chart
from liftlog.core.body import service as body
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.web.flashes import flash_with_undo
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import options
from liftlog.core.workouts.exercise_rows import two_ways
from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.periods import day_from
from liftlog.domain.units import WEIGHT_UNITS, WeightUnit
from liftlog.kit import typed_amounts
from liftlog.kit.errors import InvalidInputError, LiftLogError
from liftlog.kit.typed_amounts import UnreadableError
from liftlog.store.body import read as store

blueprint = Blueprint("body", __name__, url_prefix="/body")
blueprint.app_template_filter("measured")(body_chart.measured)

SHOWN = 12
CSV_MAX = 100_000
_UNITS: Mapping[str, BodyUnit] = {
    **{name: BodyUnit(unit) for name, unit in WEIGHT_UNITS.items()},
    "cm": BodyUnit.CM,
    "in": BodyUnit.IN,
    "percent": BodyUnit.PERCENT,
}
CHART_DAYS = timedelta(days=365)


@blueprint.get("")
def show() -> str:
    return _page()


@blueprint.post("")
def create() -> Response | tuple[str, int]:
    form = request.form
    try:
        showed = WeightUnit(form.get("shown_unit") or account().weight_unit)
        value, unit = _entered(form.get("value", ""))
        kind = Measured(form.get("kind", Measured.BODY_WEIGHT))
        taken = body.measure(
            transaction(),
            # A unit that nobody typed is that which the page named.
            replace(account(), weight_unit=showed),
            measurement_id=None,
            kind=kind,
            value=value,
            unit=unit,
            day=day_from(form["day"]) if form.get("day") else None,
            now=services().clock(),
        )
    except ValueError:
        return _page(error=InvalidInputError(_("This is not one of the choices."))), 422
    except LiftLogError as error:
        return _page(error=error), error.status
    flash_with_undo(_("Saved."), url_for("body.delete", measurement_id=taken.id, quiet=1))
    return redirect(url_for("body.show"), 303)


@blueprint.post("/<uuid:measurement_id>/delete")
def delete(measurement_id: UUID) -> Response:
    body.delete(transaction(), account().user_id, measurement_id, now=services().clock())
    message = _("Taken back.") if request.args.get("quiet") else _("Deleted.")
    flash_with_undo(message, url_for("body.restore", measurement_id=measurement_id))
    return redirect(url_for("body.show"), 303)


@blueprint.post("/<uuid:measurement_id>/restore")
def restore(measurement_id: UUID) -> Response:
    tx, now = transaction(), services().clock()
    back = body.restore(tx, account().user_id, measurement_id, now=now)
    flash(_("It is back.") if back else _("It is back already, and stays as it is."))
    return redirect(url_for("body.show"), 303)


@blueprint.get("/measurements.csv")
def download() -> Response:
    found = store.measurements(transaction(), account().user_id, limit=CSV_MAX)
    return csv_download.answer(
        "liftlog-body.csv",
        ("day", "measured", "value", "unit", "note"),
        ((one.day, one.kind.value, one.value, one.unit.value, one.note) for one in found),
    )


def _entered(text: str) -> tuple[Decimal, BodyUnit | None]:
    """A value and the unit that was typed with it."""
    try:
        return typed_amounts.amount(text.replace("%", "percent"), _UNITS)
    except UnreadableError as error:
        message = _("A number, please, such as 62.5.")
        if error.readings:
            message = two_ways(error.readings, text.strip())
        raise InvalidInputError(message, fields={"value": message}) from error


def _page(*, error: LiftLogError | None = None) -> str:
    user, tx = account(), transaction()
    today = current_day()
    weigh_ins = store.weigh_ins(tx, user.user_id)
    shown = [one for one in weigh_ins if one.day > today - CHART_DAYS] or weigh_ins
    return render_template(
        "body/show.html",
        nav="body",
        error=error,
        given=request.form,
        today=today,
        kinds=options(Measured),
        unit=body.usual_unit(Measured.BODY_WEIGHT, user),
        length_unit=body.usual_unit(Measured.WAIST, user),
        chart=body_chart.body_weight_chart(shown),
        sentence=body_chart.body_weight_sentence(shown),
        weigh_ins=list(reversed(shown)),
        measurements=store.measurements(tx, user.user_id, limit=SHOWN),
    )
