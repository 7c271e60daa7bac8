"""How somebody logs: bar, plates, rest timer, hand and keys."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.settings import logging_form
from liftlog.core.settings.logging_form import LoggingForm
from liftlog.core.settings.logging_preferences import (
    change_logging_preferences,
    logging_preferences,
)
from liftlog.core.web.translations import gettext as _

blueprint = Blueprint("logging_settings", __name__, url_prefix="/settings/logging")


@blueprint.get("")
def show() -> str:
    kept = logging_preferences(transaction(), account().user_id)
    return _page(LoggingForm.of(kept, account().weight_unit))


@blueprint.post("")
def change() -> Response | tuple[str, int]:
    tx, lifter = transaction(), account()
    kept = logging_preferences(tx, lifter.user_id)
    draft, wanted = logging_form.checked(logging_form.read(request.form), lifter.weight_unit, kept)
    if wanted is None:
        return _page(draft), 422
    change_logging_preferences(tx, lifter.user_id, wanted, now=services().clock())
    flash(_("Your settings are saved."))
    return redirect(url_for("logging_settings.show"), 303)


def _page(draft: LoggingForm) -> str:
    return render_template(
        "settings/logging.html", nav="settings", draft=draft, unit=account().weight_unit
    )
