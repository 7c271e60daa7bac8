"""A full account for whoever wants to look around."""

import secrets
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from liftlog.core.accounts import demo
from liftlog.core.accounts import service as accounts
from liftlog.core.accounts.pages import refuse_closed
from liftlog.core.accounts.session_pages import signed_in_redirect
from liftlog.core.request import rate_limits
from liftlog.core.request.scope import signed_in, transaction
from liftlog.core.request.services import services
from liftlog.core.web.translations import gettext as _
from liftlog.store.accounts import Account
from liftlog.store.statistics import versions
from liftlog.store.workouts import workouts

blueprint = Blueprint("demo", __name__)


@blueprint.post("/demo")
def create() -> Response:
    """Three years of invented training: in the account of who asks, else in a new one."""
    now = services().clock()
    tx = transaction()
    found = signed_in()
    if found:
        return _into(found.account)
    refuse_closed()
    rate_limits.refuse_flood(services().limits.demos)
    user_id = _invented_account()
    demo.introduce(tx, user_id)
    demo.fill(tx, user_id, time_zone="UTC", now=now)
    flash(_("This is an invented account. Look around, change what you like."))
    secret = accounts.open_session(tx, user_id, user_agent=request.user_agent.string, now=now)
    return signed_in_redirect(secret, "/")


def _into(account: Account) -> Response:
    """Only where nothing is: invented training is never mixed with what was really done."""
    tx, user_id = transaction(), account.user_id
    versions.hold(tx, user_id)
    if workouts.workouts_page(tx, user_id, limit=1):
        flash(_("There is training in your account already. Nothing was added."))
    else:
        rate_limits.refuse_flood(services().limits.demos)
        demo.fill(tx, user_id, time_zone=account.time_zone, now=services().clock())
        flash(_("Three years of invented training are in your account."))
    return redirect("/", 303)


def _invented_account() -> UUID:
    return accounts.register(
        transaction(),
        email=f"demo-{secrets.token_hex(6)}@localhost",
        password=secrets.token_urlsafe(24),
        now=services().clock(),
        source=rate_limits.source_of(request),
    )
