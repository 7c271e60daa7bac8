"""Preferences, password, sessions and tokens."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.accounts import service as accounts
from liftlog.core.request import rate_limits
from liftlog.core.request.opened_form import (
    ChangedElsewhereError,
    FieldDifference,
    field_differences,
    opened_in,
    opened_text,
    settled,
)
from liftlog.core.request.scope import account, require_signed_in, transaction
from liftlog.core.request.services import services
from liftlog.core.settings.words import FormField, form_fields, label_of, value_name
from liftlog.core.web.translations import gettext as _
from liftlog.domain.preferences import (
    AnyKind,
    DisplayPreferences,
    StatisticsPreferences,
    choices,
    chosen,
    text_of,
)
from liftlog.http.problem import with_retry_after
from liftlog.kit.errors import InvalidInputError, LiftLogError
from liftlog.store import accounts as store
from liftlog.store.accounts import Account
from liftlog.store.preferences import read as preferences
from liftlog.store.preferences import write as preference_changes
from liftlog.store.statistics import versions

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
def show() -> str:
    return _page()


@blueprint.post("/preferences")
def change_preferences() -> Response | tuple[str, int]:
    try:
        wanted = chosen(DisplayPreferences, _settled(_texts(DisplayPreferences, _held_account())))
        accounts.set_preferences(transaction(), account().user_id, wanted)
    except ValueError:
        return _page(error=InvalidInputError(_("This is not one of the choices."))), 422
    except LiftLogError as error:
        return _page(error=error), error.status
    except ChangedElsewhereError as error:
        return _page(changed_elsewhere=error), 409
    flash(_("Your settings are saved."))
    return redirect(url_for("settings.show"), 303)


@blueprint.post("/statistics")
def change_statistics() -> Response | tuple[str, int]:
    tx, user_id = transaction(), account().user_id
    versions.hold(tx, user_id)
    try:
        stored = preferences.preferences(tx, user_id)
        wanted = chosen(StatisticsPreferences, _settled(_texts(StatisticsPreferences, stored)))
    except ValueError:
        return _page(error=InvalidInputError(_("This is not one of the choices."))), 422
    except ChangedElsewhereError as error:
        return _page(changed_elsewhere=error), 409
    preference_changes.save(tx, user_id, wanted)
    flash(_("Your settings are saved."))
    return redirect(url_for("settings.show"), 303)


@blueprint.post("/password")
def change_password() -> Response:
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
        return with_retry_after(make_response(_page(error=error), error.status), error)
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


def _held_account() -> Account:
    """As it is while nobody else changes anything of it."""
    tx, user_id = transaction(), account().user_id
    versions.hold(tx, user_id)
    found = store.account(tx, user_id)
    return account() if found is None else found


def _texts(kind: AnyKind, found: object) -> dict[str, str]:
    """As the form names and shows them."""
    return {name: text_of(getattr(found, name)) for name in choices(kind)}


def _settled(there: dict[str, str]) -> dict[str, str]:
    form = request.form
    typed = {name: form.get(name, "") for name in there}
    return settled(form, opened_in(form) or there, typed, there)


@dataclass(frozen=True, slots=True)
class _ShownForm:
    """The fields of a form, what it says that it showed, and what was changed elsewhere too."""

    fields: list[FormField]
    opened: str
    differences: tuple[FieldDifference, ...]


def _shown_form(
    kind: AnyKind, stored: dict[str, str], error: ChangedElsewhereError | None
) -> _ShownForm:
    if error is None or error.there.keys() != stored.keys():
        return _ShownForm(form_fields(kind, stored), opened_text(stored), ())
    labels = {name: label_of(name) for name in stored}
    return _ShownForm(
        form_fields(kind, error.merged.document),
        opened_text(error.there),
        field_differences(error, labels, value_name),
    )


def _page(
    *,
    error: LiftLogError | None = None,
    new_token: str | None = None,
    changed_elsewhere: ChangedElsewhereError | None = None,
) -> str:
    found = require_signed_in()
    tx, user_id = transaction(), found.account.user_id
    stored: list[tuple[AnyKind, object]] = [
        (DisplayPreferences, store.account(tx, user_id) or found.account),
        (StatisticsPreferences, preferences.preferences(tx, user_id)),
    ]
    return render_template(
        "settings/show.html",
        nav="settings",
        account=found.account,
        session_id=found.session_id,
        sessions=store.sessions(tx, user_id, services().clock()),
        tokens=store.tokens(tx, user_id),
        forms=[_shown_form(kind, _texts(kind, one), changed_elsewhere) for kind, one in stored],
        error=error,
        new_token=new_token,
    )
