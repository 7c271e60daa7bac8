"""How somebody logs: bar, plates, rest timer, hand and keys."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.request.opened_form import (
    ChangedElsewhereError,
    FieldDifference,
    field_differences,
    opened_in,
    opened_text,
    settled,
)
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.settings import logging_form
from liftlog.core.settings.logging_form import LABELS, TOGETHER, LoggingForm, value_text
from liftlog.core.settings.logging_preferences import (
    change_logging_preferences,
    logging_preferences,
)
from liftlog.core.sync.schemas import PreferencesFields
from liftlog.core.web.translations import gettext as _
from liftlog.domain.units import WeightUnit
from liftlog.store.statistics import versions

blueprint = Blueprint("logging_settings", __name__, url_prefix="/settings/logging")


@blueprint.get("")
def show() -> str:
    kept = logging_preferences(transaction(), account().user_id)
    unit = account().weight_unit
    return _page(replace(LoggingForm.of(kept, unit), opened=_opened(kept, unit)), unit)


@blueprint.post("")
def change() -> Response | tuple[str, int]:
    tx, lifter = transaction(), account()
    versions.hold(tx, lifter.user_id)
    kept = logging_preferences(tx, lifter.user_id)
    shown, unit = _shown(kept, lifter.weight_unit)
    draft, wanted = logging_form.checked(logging_form.read(request.form), unit, shown)
    if wanted is None:
        return _page(draft, unit), 422
    contents = [one.model_dump(mode="json") for one in (shown, wanted, kept)]
    try:
        content = settled(request.form, *contents, together=TOGETHER)
    except ChangedElsewhereError as error:
        return _changed_elsewhere(kept, unit, error), 409
    merged = PreferencesFields.model_validate(content)
    change_logging_preferences(tx, lifter.user_id, merged, now=services().clock())
    flash(_("Your settings are saved."))
    return redirect(url_for("logging_settings.show"), 303)


def _opened(kept: PreferencesFields, unit: WeightUnit) -> str:
    return opened_text({"kept": kept.model_dump(mode="json"), "unit": unit})


def _shown(kept: PreferencesFields, unit: WeightUnit) -> tuple[PreferencesFields, WeightUnit]:
    """What the form showed, and in which unit: a bar of 20 kg is none of 20 lb."""
    opened = opened_in(request.form)
    if opened is None:
        return kept, unit
    return PreferencesFields.model_validate(opened["kept"]), WeightUnit(opened["unit"])


def _changed_elsewhere(
    kept: PreferencesFields, unit: WeightUnit, error: ChangedElsewhereError
) -> str:
    merged = PreferencesFields.model_validate(error.merged.document)
    labels = {name: _(label) for name, label in LABELS.items()}
    return _page(
        replace(LoggingForm.of(merged, unit), opened=_opened(kept, unit)),
        unit,
        field_differences(error, labels, partial(value_text, unit=unit)),
    )


def _page(draft: LoggingForm, unit: WeightUnit, differences: Sequence[FieldDifference] = ()) -> str:
    return render_template(
        "settings/logging.html", nav="settings", draft=draft, unit=unit, differences=differences
    )
