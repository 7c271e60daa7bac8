"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from liftlog.core import accounts, cookies
from liftlog.core.request_scope import signed_in, transaction
from liftlog.core.secrets import CarriedSecret
from liftlog.core.services import services
from liftlog.errors import LiftLogError
from liftlog.store import accounts as store

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/login")
def new() -> str | Response:
    if signed_in():
        return redirect("/", 303)
    return render_template("sessions/new.html", email="", error=None, next=_next_page())


@blueprint.post("/login")
def create() -> Response | tuple[str, int]:
    email = request.form.get("email", "")
    try:
        secret = accounts.sign_in(
            transaction(),
            email=email,
            password=request.form.get("password", ""),
            user_agent=request.user_agent.string,
            now=services().clock(),
        )
    except LiftLogError as error:
        page = render_template("sessions/new.html", email=email, error=error, next=_next_page())
        return page, error.status
    return signed_in_redirect(secret, _next_page())


@blueprint.post("/logout")
def destroy() -> Response:
    found = signed_in()
    if found and found.session_id:
        store.delete_session(transaction(), found.account.user_id, found.session_id)
    g.signed_in = None
    response = redirect(url_for("sessions.new"), 303)
    cookies.clear_session_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def signed_in_redirect(secret: CarriedSecret, target: str) -> Response:
    response = redirect(target, 303)
    secure = request.is_secure or (services().settings.public_origin or "").startswith("https:")
    cookies.set_session_cookie(response, secret.text, secure=secure)
    return response


def _next_page() -> str:
    """Where to go after signing in: a page of ours or the first one, never another site."""
    target = request.values.get("next", "/")
    parts = urlsplit(target)
    ours = target.startswith("/") and not parts.netloc and not target.startswith(("//", "/\\"))
    return target if ours else "/"
