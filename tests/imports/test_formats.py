"""Formats are found by themselves, and each has a fixture."""

from pathlib import Path

import pytest

from liftlog.imports import formats, parse_history
from liftlog.imports.formats import ImportFormat, app_names

FIXTURES = Path(__file__).parent / "fixtures"


def test_every_module_of_the_package_is_a_format() -> None:
    assert {"Hevy", "Strong"} <= set(app_names())
    assert [one.app for one in formats()][-1] == "Strong", "what reads values is tried last"
    by_values = [one.by_values for one in formats()]
    assert by_values == sorted(by_values)


@pytest.mark.parametrize("one", formats(), ids=lambda one: one.app)
def test_a_format_has_a_fixture_that_it_reads(one: ImportFormat) -> None:
    files = sorted(FIXTURES.glob(f"{one.app.lower()}-*.csv"))
    assert files
    for file in files:
        history = parse_history(file.read_bytes())
        assert history.source == one.app.lower()
        assert history.set_count > 0
