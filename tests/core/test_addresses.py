"""Addresses of pages are those that Flask makes."""

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask, url_for

from liftlog.core.web.addresses import address

ADDRESSES = [
    ("exercises.show", {"exercise_id": uuid4()}),
    ("workouts.new", {"routine": uuid4()}),
    ("calendar.day", {"day": date(2026, 11, 20)}),
    ("calendar.day", {"day": "2026-11-20"}),
    ("calendar.year", {"year": 2026}),
    ("exercises.index", {"q": "bench press"}),
    ("exercises.index", {"q": None}),
    ("exercises.index", {"q": "ä & ö", "muscle": "chest", "page": None}),
    ("progress.show", {"range": "all", "_anchor": "chart"}),
    ("lifts.points", {"exercise": [uuid4(), uuid4()], "range": "all"}),
    ("today.show", {}),
]


@pytest.mark.parametrize(("endpoint", "values"), ADDRESSES)
def test_an_address_is_the_one_that_flask_makes(
    core_app: Flask, endpoint: str, values: dict[str, object]
) -> None:
    with core_app.test_request_context("/"):
        for _ in range(2):
            assert address(endpoint, **values) == url_for(endpoint, **values)  # type: ignore[arg-type] # It takes any.
