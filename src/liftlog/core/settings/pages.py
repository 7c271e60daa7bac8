"""Preferences, password, sessions and tokens."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.accounts import service as accounts
from liftlog.core.request import rate_limits
from liftlog.core.request.scope import account, require_signed_in, transaction
from liftlog.core.request.services import services
from liftlog.core.web.translations import gettext as _
from liftlog.domain.preferences import DisplayPreferences, StatisticsPreferences, choices, chosen
from liftlog.kit.errors import InvalidInputError, LiftLogError
from liftlog.store import accounts as store
from liftlog.store.preferences import read as preferences
from liftlog.store.preferences import write as preference_changes

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
def show() -> str:
    return _page()


@blueprint.post("/preferences")
def change_preferences() -> Response | tuple[str, int]:
    try:
        wanted = chosen(DisplayPreferences, request.form)
        accounts.set_preferences(transaction(), account().user_id, wanted)
    except ValueError:
        return _page(error=InvalidInputError(_("This is not one of the choices."))), 422
    except LiftLogError as error:
        return _page(error=error), error.status
    flash(_("Your settings are saved."))
    return redirect(url_for("settings.show"), 303)


@blueprint.post("/statistics")
def change_statistics() -> Response | tuple[str, int]:
    try:
        wanted = chosen(StatisticsPreferences, request.form)
    except ValueError:
        return _page(error=InvalidInputError(_("This is not one of the choices."))), 422
    preference_changes.save(transaction(), account().user_id, wanted)
    flash(_("Your settings are saved."))
    return redirect(url_for("settings.show"), 303)


@blueprint.post("/password")
def change_password() -> Response | tuple[str, int]:
    found = require_signed_in()
    if found.session_id is None:
        raise InvalidInputError("A password is changed from a signed-in browser.")
    try:
        rate_limits.refuse_guessing(services().limits.sign_ins, str(found.account.user_id))
        accounts.change_password(
            transaction(),
            found.account.user_id,
            session_id=found.session_id,
            current=request.form.get("current_password", ""),
            new=request.form.get("new_password", ""),
        )
    except LiftLogError as error:
        return _page(error=error), error.status
    flash(_("Your password is changed. Other devices are signed out."))
    return redirect(url_for("settings.show"), 303)


@blueprint.post("/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> Response:
    store.delete_session(transaction(), account().user_id, session_id)
    return redirect(url_for("settings.show"), 303)


@blueprint.post("/tokens")
def create_token() -> tuple[str, int]:
    """The new token is shown on the answer itself, this once: it is kept only as a hash."""
    try:
        secret = accounts.create_token(
            transaction(),
            account().user_id,
            name=request.form.get("name", ""),
            now=services().clock(),
        )
    except LiftLogError as error:
        return _page(error=error), error.status
    return _page(new_token=secret.text), 200


@blueprint.post("/tokens/<uuid:token_id>/revoke")
def revoke_token(token_id: UUID) -> Response:
    store.delete_token(transaction(), account().user_id, token_id)
    return redirect(url_for("settings.show"), 303)


def _page(*, error: LiftLogError | None = None, new_token: str | None = None) -> str:
    found = require_signed_in()
    tx, user_id = transaction(), found.account.user_id
    return render_template(
        "settings/show.html",
        nav="settings",
        account=found.account,
        session_id=found.session_id,
        sessions=store.sessions(tx, user_id, services().clock()),
        tokens=store.tokens(tx, user_id),
        offered={**choices(DisplayPreferences), **choices(StatisticsPreferences)},
        statistics=preferences.preferences(tx, user_id),
        error=error,
        new_token=new_token,
    )
