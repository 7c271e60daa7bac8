"""What is known of the request that this thread works on, for logs, figures and the database."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

REQUEST_ID_HEADER = "X-Request-Id"
# With the role's name before it, it has to fit into the 63 bytes of an application_name.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,47}")


@dataclass(slots=True)
class RequestContext:
    """`route` is the template of the address, None where there is none. `statements` counts those
    sent to the database, `user_id` is who turned out to ask.
    """

    request_id: str
    route: str | None = None
    user_id: UUID | None = None
    statements: int = 0


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def current() -> RequestContext | None:
    """The request of this thread; None in a command or a thread of its own."""
    return _current.get()


def begin(given_id: str | None) -> RequestContext:
    """From here on this thread works on a request, under the id it came with if that is one."""
    usable = given_id is not None and _WELL_FORMED.fullmatch(given_id)
    context = RequestContext(given_id if given_id and usable else secrets.token_hex(8))
    _current.set(context)
    return context


def end() -> None:
    _current.set(None)


def request_id() -> str | None:
    context = _current.get()
    return None if context is None else context.request_id
