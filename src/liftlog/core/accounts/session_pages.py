"""Signing in and out."""

import re

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core.accounts import service as accounts
from liftlog.core.accounts.secrets import CarriedSecret
from liftlog.core.request import cookies, rate_limits
from liftlog.core.request.scope import signed_in, transaction
from liftlog.core.request.services import services
from liftlog.http.problem import with_retry_after
from liftlog.kit.errors import LiftLogError, ServerBusyError
from liftlog.store import accounts as store
from liftlog.store.database.engine import act_for

blueprint = Blueprint("sessions", __name__)

# Browsers read two slashes as another host, a backslash as a slash, and skip white space.
_OURS = re.compile(r"/(?!/)[^\\\s\x00-\x1f\x7f]*")


@blueprint.get("/login")
def new() -> str | Response:
    if signed_in():
        return redirect("/", 303)
    return _page()


@blueprint.post("/login")
def create() -> Response:
    email = request.form.get("email", "")
    tries, key = services().limits.sign_ins, services().settings.secret_key
    who = rate_limits.guesser(request, email, key)
    before = signed_in()
    try:
        rate_limits.refuse_guessing(tries, who)
        secret = accounts.sign_in(
            transaction(),
            email=email,
            password=request.form.get("password", ""),
            user_agent=request.user_agent.string,
            now=services().clock(),
            source=rate_limits.source_of(request, who),
        )
    except LiftLogError as error:
        if isinstance(error, ServerBusyError):
            # Nothing was tried.
            tries.give_back(who)
        return with_retry_after(make_response(_page(email, error), error.status), error)
    tries.fill(who)
    if before and before.session_id:
        # A browser has one session: a second one would be left behind, and open.
        act_for(transaction(), before.account.user_id)
        store.delete_session(transaction(), before.account.user_id, before.session_id)
    response = signed_in_redirect(secret, _next_page())
    secure = cookies.is_secure(request, services().settings.public_origin)
    rate_limits.remember_device(response, email, key, secure=secure)
    return response


@blueprint.post("/logout")
def destroy() -> Response:
    found = signed_in()
    if found and found.session_id:
        store.delete_session(transaction(), found.account.user_id, found.session_id)
        services().stats.forget(found.account.user_id)
    g.signed_in = None
    response = redirect(url_for("sessions.new"), 303)
    cookies.clear_session_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def signed_in_redirect(secret: CarriedSecret, target: str) -> Response:
    response = redirect(target, 303)
    secure = cookies.is_secure(request, services().settings.public_origin)
    cookies.set_session_cookie(response, secret.text, secure=secure)
    return response


def _page(email: str = "", error: LiftLogError | None = None) -> str:
    return render_template(
        "accounts/sign_in.html",
        email=email,
        error=error,
        next=_next_page(),
        is_open=services().settings.registration == "open",
    )


def _next_page() -> str:
    """Where to go after signing in: a page of ours or the first one, never another site."""
    target = request.values.get("next", "/")
    return target if _OURS.fullmatch(target) else "/"
