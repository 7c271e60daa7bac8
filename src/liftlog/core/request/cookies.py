"""The session cookie, as strict as the connection allows."""

from flask import Request
from werkzeug.wrappers import Response

from liftlog.core.accounts.service import SESSION_LIFETIME

# Browsers accept the prefix only from https, for the whole host and without a Domain.
SECURE_NAME = "__Host-session"
PLAIN_NAME = "session"


def is_secure(request: Request, public_origin: str | None) -> bool:
    return request.is_secure or (public_origin or "").startswith("https:")


def session_cookie(request: Request, *, secure: bool) -> str | None:
    """Over https only the name that a neighbouring host or plain http can't have set."""
    return request.cookies.get(SECURE_NAME if secure else PLAIN_NAME)


def set_session_cookie(response: Response, secret: str, *, secure: bool) -> None:
    response.set_cookie(
        SECURE_NAME if secure else PLAIN_NAME,
        secret,
        max_age=SESSION_LIFETIME,
        secure=secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def clear_session_cookie(response: Response) -> None:
    response.delete_cookie(SECURE_NAME, secure=True, httponly=True, samesite="Lax", path="/")
    response.delete_cookie(PLAIN_NAME, httponly=True, samesite="Lax", path="/")
