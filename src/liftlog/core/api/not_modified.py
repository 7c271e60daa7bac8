"""What is read from core's own tables is answered with 304 as long as nothing of the user's changed."""

from http import HTTPStatus

from flask import Blueprint, Response, g, request

from liftlog.core.request.scope import account
from liftlog.http.conditional import is_known, tag_of, unchanged, with_tag

READS = frozenset({"GET", "HEAD"})
# What stats says comes with its own tag, and the time of day is never the same.
PASSED_ON = ("/api/v1/stats/", "/api/v1/time-zones")


def install(api: Blueprint) -> None:
    api.before_request(_answer_at_once)
    api.after_request(_add_tag)


def _answer_at_once() -> None:
    if request.method not in READS or request.path.startswith(PASSED_ON):
        return
    g.tag = tag_of(account(), request.full_path)
    if is_known(request, g.tag):
        unchanged(g.tag)


def _add_tag(response: Response) -> Response:
    tag = g.get("tag")
    return with_tag(response, tag) if tag and response.status_code == HTTPStatus.OK else response
