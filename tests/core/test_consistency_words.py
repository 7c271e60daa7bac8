"""Hours and weekdays as columns, and what is said of them."""

import xml.etree.ElementTree as ET

import pytest
from flask import Flask

from liftlog.core.statistics.consistency.words import busiest, hour, in_week_order
from liftlog.core.web.charts import Formats
from liftlog.core.web.charts.columns import Column, columns_chart

FORMATS = Formats(number=lambda value: f"{value:g}", tick=lambda day, _: str(day))


def hours(**counts: int) -> list[int]:
    return [counts.get(f"h{at}", 0) for at in range(24)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (hours(h18=5, h7=2), (18, 1)),
        (hours(h17=3, h18=3, h7=3), (17, 2)),
        (hours(h23=2, h0=2, h12=1), (23, 2)),
        (hours(h6=1, h18=1), (6, 1)),
    ],
)
def test_half_of_all_workouts_lie_in_the_shortest_stretch_of_hours(
    counts: list[int], expected: tuple[int, int]
) -> None:
    assert busiest(counts) == expected


def test_the_last_hour_ends_at_midnight(core_app: Flask) -> None:
    with core_app.test_request_context():
        assert hour(23) == "23:00"
        assert hour(24) == hour(0) == "00:00"


@pytest.mark.parametrize(("week_start", "first"), [(1, 0), (6, 5), (7, 6)])
def test_weekdays_stand_in_the_order_of_the_lifters_week(week_start: int, first: int) -> None:
    order = in_week_order(week_start)
    assert order[0] == first
    assert sorted(order) == list(range(7))


def test_no_workout_is_no_chart() -> None:
    assert columns_chart([Column("a", 0, "")], title="None", formats=FORMATS) == ""


def test_each_column_is_as_high_as_its_count_and_no_tick_is_half_a_workout() -> None:
    columns = [Column("<a>", 1, "One & only"), Column("b", 3, "Three"), Column("c", 0, "None")]
    drawn = columns_chart(columns, title="Workouts", formats=FORMATS)
    narrow = ET.fromstring(f"<figure>{drawn}</figure>")[0]  # noqa: S314 Drawn a line above.
    bars = narrow.findall(".//rect")
    heights = [float(bar.get("height", "0")) for bar in bars]
    assert len(heights) == 2
    assert heights[1] == pytest.approx(3 * heights[0], abs=0.3)
    assert [bar.findtext("title") for bar in bars] == ["One & only", "Three"]
    ticks = [text.text for text in narrow.findall("text")]
    assert ticks == [str(int(float(tick or "0.5"))) for tick in ticks]
