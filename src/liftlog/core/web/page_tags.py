"""A page that did not change is answered by 304 before anything of it is made.

What a page depends on has a version or is part of its tag: the account with everything that is the
lifter's, the release, the day, the language and the address. A page that shows more than that gets
no tag: it is not in TAGGED, or `refuse_tag` was called while it was made.
"""

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, before_render_template, g, request, session

import liftlog
from liftlog.core.request.cross_site import SAFE_METHODS, carries_token
from liftlog.core.request.scope import SignedIn, signed_in
from liftlog.core.request.services import services
from liftlog.core.statistics.service import StatsResult
from liftlog.core.web.translations import locale
from liftlog.http.conditional import is_known, tag_of, unchanged, with_tag
from liftlog.kit import time_zones
from liftlog.kit.clock import day_for_sure

TAGGED: Final = frozenset(
    {
        "accounts.confirm_deletion",
        "app_shell.https",
        "app_shell.install",
        "app_shell.log",
        "balance.sets",
        "balance.show",
        "body.show",
        "calendar.day",
        "calendar.month",
        "calendar.year",
        "consistency.show",
        "exercises.edit",
        "exercises.index",
        "exercises.new",
        "exercises.show",
        "imports.new",
        "lifts.rep_curve",
        "logging_settings.show",
        "progress.choose",
        "progress.one_rep_max",
        "progress.show",
        "records.index",
        "records.of_exercise",
        "routines.edit",
        "routines.index",
        "routines.show",
        "strength.show",
        "today.more",
        "today.show",
        "workouts.edit",
        "workouts.index",
        "workouts.show",
    }
)
# What a release is made of; a version number is not enough for who runs what is in a repository.
_SOURCES: Final = ("*.py", "*.html", "*.tsv", "*.mo", "*.css", "*.js", "*.svg")


def install(app: Flask) -> None:
    app.before_request(_answer_what_is_known)
    app.after_request(_add_tag)
    before_render_template.connect(_look_at_statistics, app)


def refuse_tag() -> None:
    """The page that is being made shows what has no version."""
    g.page_tag = None


def _answer_what_is_known() -> None:
    if request.endpoint not in TAGGED or request.method not in SAFE_METHODS:
        return
    found = None if carries_token(request) else signed_in()
    # What is said once has to be said, and a workout that is to begin changes figures when it does.
    if found is None or found.account.starts_later or "_flashes" in session:
        return
    g.page_tag = _tag(found)
    if is_known(request, g.page_tag):
        unchanged(g.page_tag)


def _tag(found: SignedIn) -> str:
    account = found.account
    day = services().clock().astimezone(time_zones.zone(account.time_zone)).date()
    return tag_of(release(), account, day, locale(), request.full_path)


def _look_at_statistics(_app: Flask, context: dict[str, Any], **_more: object) -> None:
    """Figures of stats hold for the account's version only where they were made of no older one."""
    for shown in context.values():
        if isinstance(shown, StatsResult) and not _holds(shown):
            refuse_tag()


def _holds(shown: StatsResult[Any]) -> bool:
    found = signed_in()
    if found is None or day_for_sure(services().clock(), found.account.time_zone) is None:
        return False
    return not (shown.away or shown.behind_s or shown.misses_changes)


def _add_tag(response: Response) -> Response:
    tag = g.get("page_tag")
    if tag is None:
        return response
    response.vary.add("Cookie")
    return with_tag(response, tag) if response.status_code == HTTPStatus.OK else response


@cache
def release() -> str:
    """Changes whenever code, a template, a catalog or a static file does."""
    package = Path(liftlog.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for kind in _SOURCES for path in package.rglob(kind)):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
