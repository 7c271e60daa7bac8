"""Answers that hold as long as nothing changed: how they are tagged, and 304 for who has them."""

import hashlib
from typing import NoReturn

from flask import Request, Response
from werkzeug.exceptions import HTTPException

from liftlog import __version__

TAG_LENGTH = 27


def tag_of(*parts: object) -> str:
    """The same for equal parts, told by the same LiftLog; nobody can read the parts from it."""
    said = "\0".join(str(part) for part in (__version__, *parts))
    return hashlib.sha256(said.encode()).hexdigest()[:TAG_LENGTH]


def is_known(request: Request, tag: str) -> bool:
    """Whether the client has the answer with this tag already, compressed or not."""
    # Whoever compresses an answer on the way adds how to its tag, after a colon.
    return any(
        one.partition(":")[0] == tag for one in request.if_none_match.as_set(include_weak=True)
    )


def with_tag(response: Response, tag: str) -> Response:
    """For the private cache of one client, which asks each time whether it is still valid."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def unchanged(tag: str) -> NoReturn:
    """End the request: the answer the client has is still valid."""
    raise HTTPException(response=with_tag(Response(status=304), tag))
