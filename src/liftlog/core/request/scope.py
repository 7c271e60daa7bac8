"""One transaction and one signed-in account per request."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import Flask, Response, g, request, session

from liftlog.core.accounts import secrets
from liftlog.core.accounts import service as accounts
from liftlog.core.request import cookies
from liftlog.core.request.cross_site import SAFE_METHODS, carries_token
from liftlog.core.request.services import services
from liftlog.imports import FILE_MAX_BYTES
from liftlog.kit import request_context, time_zones
from liftlog.kit.errors import NotSignedInError
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction, act_for


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks. `session_id` is None for a bearer token."""

    account: Account
    session_id: UUID | None


class RollbackRequested(Exception):  # noqa: N818 It is a signal to the transaction, not an error.
    """Ends the request's transaction without keeping anything."""


# What signing in takes, and far less than reading costs much for.
STRANGERS_BYTES_MAX = 256 * 1024
# A file and what a form puts around it.
UPLOAD_BYTES_MAX = FILE_MAX_BYTES + 1024 * 1024


def install(app: Flask) -> None:
    app.after_request(_finish_transaction)
    app.teardown_request(_drop_transaction)


def transaction() -> Transaction:
    """The request's one transaction, begun when it is first asked for."""
    return _transaction_for(None)


def _transaction_for(user_id: UUID | None) -> Transaction:
    if "transaction" not in g:
        g.transaction_stack = ExitStack()
        begun = services().database.transaction(user_id)
        g.transaction = g.transaction_stack.enter_context(begun)
    elif user_id is not None:
        act_for(g.transaction, user_id)
    tx: Transaction = g.transaction
    return tx


def when_kept(tell: Callable[[], None]) -> None:
    """Have something told once what this request did is committed, and never if it is not."""
    g.setdefault("when_kept", []).append(tell)


def _finish_transaction(response: Response) -> Response:
    """Commit what a good answer has done, before the answer leaves; keep nothing of a refused one."""
    stack: ExitStack | None = g.pop("transaction_stack", None)
    g.pop("transaction", None)
    if stack is None:
        return response
    if response.status_code < HTTPStatus.BAD_REQUEST:
        _commit(stack)
        for tell in g.pop("when_kept", ()):
            tell()
    else:
        _roll_back(stack)
    return response


def _drop_transaction(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("transaction_stack", None)
    g.pop("transaction", None)
    if stack is not None:
        _roll_back(stack)


def _commit(stack: ExitStack) -> None:
    try:
        stack.close()
    except Exception:
        # The next page must not tell of what is not kept.
        session.pop("_flashes", None)
        raise


def _roll_back(stack: ExitStack) -> None:
    signal = RollbackRequested()
    with suppress(RollbackRequested):
        stack.__exit__(RollbackRequested, signal, None)


def signed_in() -> SignedIn | None:
    """Who asks, by bearer token or else by session cookie; None for a stranger."""
    if "signed_in" not in g:
        g.signed_in = _by_bearer_token() if carries_token(request) else _by_cookie()
        _note_who(g.signed_in)
    found: SignedIn | None = g.signed_in
    return found


def _note_who(found: SignedIn | None) -> None:
    context = request_context.current()
    if context is not None and found is not None:
        context.user_id = found.account.user_id


def take_little_from_strangers() -> None:
    """A form of four megabytes keeps a processor busy for seconds: not for just anyone."""
    if request.method not in SAFE_METHODS and signed_in() is None:
        request.max_content_length = STRANGERS_BYTES_MAX


def require_signed_in() -> SignedIn:
    found = signed_in()
    if found is None:
        raise NotSignedInError("Sign in to go on.")
    return found


def account() -> Account:
    return require_signed_in().account


def current_day() -> date:
    """Today in the time zone of the account."""
    return services().clock().astimezone(time_zones.zone(account().time_zone)).date()


def _by_bearer_token() -> SignedIn | None:
    secret = secrets.parse(request.headers["Authorization"].partition(" ")[2].strip())
    if secret is None:
        return None
    tx = _transaction_for(secret.user_id)
    found = accounts.account_of_token(tx, secret, now=services().clock())
    return SignedIn(found, None) if found else None


def _by_cookie() -> SignedIn | None:
    secure = cookies.is_secure(request, services().settings.public_origin)
    secret = secrets.parse(cookies.session_cookie(request, secure=secure))
    if secret is None:
        return None
    tx = _transaction_for(secret.user_id)
    found = accounts.account_of_session(tx, secret, now=services().clock())
    return SignedIn(found.account, found.id) if found else None
