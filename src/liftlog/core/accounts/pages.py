"""Making an account, and ending one."""

from collections.abc import Mapping

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.accounts import service as accounts
from liftlog.core.accounts.session_pages import signed_in_redirect
from liftlog.core.request import cookies, rate_limits
from liftlog.core.request.scope import account, signed_in, transaction
from liftlog.core.request.services import services
from liftlog.core.web.translations import gettext as _
from liftlog.domain.units import WeightUnit
from liftlog.http.problem import with_retry_after
from liftlog.kit.errors import LiftLogError
from liftlog.kit.time_zones import UTC_NAME, known_name

blueprint = Blueprint("accounts", __name__)


class RegistrationClosedError(LiftLogError):
    status = 403
    code = "registration_closed"


@blueprint.get("/register")
def new() -> str | Response:
    refuse_closed()
    if signed_in():
        return redirect("/", 303)
    return render_template("accounts/new.html", form={}, error=None)


@blueprint.post("/register")
def create() -> Response:
    refuse_closed()
    now = services().clock()
    form = request.form
    try:
        rate_limits.refuse_flood(services().limits.registrations)
        user_id = accounts.register(
            transaction(),
            email=form.get("email", ""),
            password=form.get("password", ""),
            weight_unit=WeightUnit.LB if form.get("weight_unit") == "lb" else WeightUnit.KG,
            time_zone=_time_zone(form),
            now=now,
            source=rate_limits.source_of(request),
        )
    except LiftLogError as error:
        page = render_template("accounts/new.html", form=form, error=error)
        return with_retry_after(make_response(page, error.status), error)
    secret = accounts.open_session(
        transaction(), user_id, user_agent=request.user_agent.string, now=now
    )
    return signed_in_redirect(secret, "/")


def _time_zone(form: Mapping[str, str]) -> str:
    """What was typed. A guess of the browser that is not known here is UTC."""
    name = form.get("time_zone") or UTC_NAME
    guessed = name == form.get("guessed_time_zone")
    return UTC_NAME if guessed and known_name(name) is None else name


@blueprint.post("/account/deletion")
def destroy() -> Response:
    user_id = account().user_id
    try:
        rate_limits.refuse_guessing(services().limits.sign_ins, str(user_id))
        accounts.delete_account(transaction(), user_id, password=request.form.get("password", ""))
    except LiftLogError as error:
        page = render_template("settings/delete_account.html", error=error)
        return with_retry_after(make_response(page, error.status), error)
    services().stats.forget(user_id)
    g.signed_in = None
    flash(_("Your account and everything in it is deleted."))
    response = redirect(url_for("sessions.new"), 303)
    cookies.clear_session_cookie(response)
    return response


@blueprint.get("/account/deletion")
def confirm_deletion() -> str:
    account()
    return render_template("settings/delete_account.html", error=None)


def refuse_closed() -> None:
    if services().settings.registration == "closed":
        raise RegistrationClosedError("New accounts are made by the keeper of this LiftLog.")
