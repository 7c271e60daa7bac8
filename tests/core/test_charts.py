"""Charts drawn on the server: well-formed, safe, legible, and right at their edges."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from liftlog.core.web.charts import (
    BARS_MAX,
    NARROW,
    POINTS_MAX,
    WIDE,
    Bar,
    ChartRow,
    Formats,
    HeatWords,
    Point,
    Series,
    TickUnit,
    bar_chart,
    heat_steps,
    horizontal_bars,
    line_chart,
    nice_ticks,
    sparkline,
    thin_out,
    time_ticks,
    year_heatmap,
)
from liftlog.core.web.charts.shapes import width_of
from liftlog.domain.periods import Period

TODAY = date(2026, 11, 22)
EVIL = "\"><script>alert('x')</script>&"


def write_number(value: float) -> str:
    return f"{value:g}"


def write_tick(day: date, unit: TickUnit) -> str:
    return {TickUnit.DAY: f"{day:%-d %b}", TickUnit.MONTH: f"{day:%b}", TickUnit.YEAR: f"{day:%Y}"}[
        unit
    ]


FORMATS = Formats(write_number, write_tick)
WORDS = HeatWords(
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    lambda day, value: f"{day.isoformat()}: {value:g} kg",
)


def history(length: int, every: int = 3) -> list[Point]:
    """So many sessions, the last today; every tenth was a single that was really lifted."""
    first = TODAY - timedelta(days=every * (length - 1))
    return [
        Point(
            first + timedelta(days=every * at),
            100 + at % 7,
            97.0 + at % 7,
            105.0 + at % 7,
            solid=at % 10 == 9,
        )
        for at in range(length)
    ]


def weeks(length: int) -> list[Bar]:
    monday = TODAY - timedelta(days=6)
    return [Bar(monday - timedelta(weeks=back), 10_000.0 + back) for back in range(length)]


def lines(points: list[Point], label: str = "100 kg", **options: Period) -> Markup:
    return line_chart([Series(points, label)], title="Bench press", formats=FORMATS, **options)


def drawings(chart: Markup) -> list[ET.Element]:
    return list(ET.fromstring(f"<body>{chart}</body>"))  # noqa: S314 - our own markup, no entities


def found(drawing: ET.Element, css_class: str) -> list[ET.Element]:
    return [one for one in drawing.iter() if css_class in one.get("class", "").split()]


def corners(path: ET.Element) -> list[tuple[float, float]]:
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in pairs]


def texts(drawing: ET.Element, css_class: str) -> list[str]:
    return [one.text or "" for one in found(drawing, css_class)]


CHARTS: dict[str, Callable[[str], Markup]] = {
    "line": lambda text: line_chart(
        [Series([Point(TODAY, 1.0, text=text)], text), Series([Point(TODAY, 2.0)], text, 2)],
        title=text,
        formats=Formats(lambda _value: text, lambda _day, _unit: text),
    ),
    "bars": lambda text: bar_chart(
        [Bar(TODAY, 1.0, text)],
        title=text,
        formats=Formats(lambda _value: text, lambda _day, _unit: text),
    ),
    "rows": lambda text: horizontal_bars(
        [ChartRow(text, [1.0, 0.5], 2.0, text)],
        title=text,
        formats=Formats(lambda _value: text, write_tick),
    ),
    "sparkline": lambda text: sparkline([1.0, 2.0], text),
    "year": lambda text: year_heatmap(
        2026,
        {TODAY: 1.0},
        caption=text,
        words=HeatWords([text] * 7, [text] * 12, lambda _day, _value: text),
        link=lambda _day: text,
    ),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_every_text_is_escaped(kind: str) -> None:
    chart = CHARTS[kind](EVIL)
    assert "<script" not in chart
    assert any(EVIL in (one.text or "") for drawing in drawings(chart) for one in drawing.iter())


@pytest.mark.parametrize("kind", CHARTS)
def test_nothing_needs_an_inline_style_or_a_script(kind: str) -> None:
    for drawing in drawings(CHARTS[kind]("plain")):
        for one in drawing.iter():
            assert "style" not in one.attrib
            assert one.tag not in {"style", "script"}
            assert not any(name.startswith("on") for name in one.attrib)


@pytest.mark.parametrize("kind", ["line", "bars", "rows"])
def test_a_chart_is_drawn_for_narrow_and_wide_and_says_what_it_is(kind: str) -> None:
    narrow, wide = drawings(CHARTS[kind]("Bench press"))
    assert narrow.get("class") == "chart only-narrow"
    assert wide.get("class") == "chart only-wide"
    for drawing in (narrow, wide):
        assert drawing.get("role") == "img"
        assert drawing[0].tag == "title"
        assert drawing[0].text == "Bench press"


def test_without_anything_to_draw_a_chart_is_empty() -> None:
    assert line_chart([], title="", formats=FORMATS) == ""
    assert line_chart([Series([])], title="", formats=FORMATS) == ""
    assert bar_chart([], title="", formats=FORMATS) == ""
    assert bar_chart([Bar(TODAY, 0)], title="", formats=FORMATS) == ""
    assert horizontal_bars([], title="", formats=FORMATS) == ""
    assert horizontal_bars([ChartRow("Chest", [0, 0])], title="", formats=FORMATS) == ""
    assert sparkline([]) == ""


def test_one_point_is_a_dot_with_its_band_and_no_line() -> None:
    for drawing in drawings(lines([Point(TODAY, 100, 96, 104)])):
        assert len(found(drawing, "chart-dot")) == 1
        assert found(drawing, "chart-line") == []
        (band,) = found(drawing, "chart-band")
        assert len({x for x, _ in corners(band)}) == len({y for _, y in corners(band)}) == 2


def test_equal_values_lie_between_two_grid_lines() -> None:
    for drawing in drawings(lines([Point(TODAY - timedelta(days=at), 100) for at in range(5)])):
        heights = [float(one.get("y1", "")) for one in found(drawing, "chart-grid")]
        (line,) = found(drawing, "chart-line")
        (height,) = {y for _, y in corners(line)}
        assert min(heights) < height < max(heights)


def test_points_in_any_order_make_the_same_line() -> None:
    assert lines(history(30)[::-1]) == lines(history(30))


def test_what_was_lifted_is_solid_and_what_is_estimated_is_open() -> None:
    points = [Point(TODAY - timedelta(days=3), 100, weak=True), Point(TODAY, 105, solid=True)]
    for drawing in drawings(lines(points)):
        assert len(found(drawing, "chart-dot-tested")) == 1
        (open_dot,) = found(drawing, "chart-dot")
        assert "chart-dot-weak" in open_dot.get("class", "")


def test_a_pause_of_more_than_sixty_days_breaks_the_line_and_its_band() -> None:
    before = [Point(TODAY - timedelta(days=back), 100, 99, 101) for back in (73, 71)]
    after = [Point(TODAY - timedelta(days=back), 100, 99, 101) for back in (11, 0)]
    for drawing in drawings(lines([*before, *after])):
        assert len(found(drawing, "chart-line")) == len(found(drawing, "chart-band")) == 1
    earlier = [Point(one.day - timedelta(days=1), one.value, one.low, one.high) for one in before]
    for drawing in drawings(lines([*earlier, *after])):
        assert len(found(drawing, "chart-line")) == len(found(drawing, "chart-band")) == 2


def test_twenty_years_stay_small_and_keep_best_and_worst() -> None:
    points = history(2_400)
    points[1_234] = Point(points[1_234].day, 250)
    narrow, wide = drawings(lines(points))
    for drawing, most in ((narrow, 120), (wide, POINTS_MAX)):
        (line,) = found(drawing, "chart-line")
        assert 0.8 * most < len(corners(line)) <= most
        assert min(y for _, y in corners(line)) < 60
        assert len(found(drawing, "chart-dot-tested")) <= 25
    assert len(lines(points)) < 40_000


def test_the_axis_reaches_today_though_training_stopped() -> None:
    points = [Point(date(2026, 1, 5), 100), Point(date(2026, 2, 1), 105)]
    (_, wide) = drawings(lines(points, period=Period(date(2026, 1, 1), TODAY)))
    (line,) = found(wide, "chart-line")
    assert max(x for x, _ in corners(line)) < WIDE.width * 0.2


def test_a_period_shorter_than_the_points_cuts_none_off() -> None:
    assert lines(history(30), period=Period(TODAY, TODAY)) == lines(history(30))


def test_several_lines_are_named_at_their_ends_without_touching() -> None:
    series = [
        Series(
            [Point(TODAY - timedelta(days=9), 90), Point(TODAY, 100 + slot / 10)],
            f"Lift {slot}",
            slot,
        )
        for slot in range(1, 7)
    ]
    for drawing in drawings(line_chart(series, title="Lifts", formats=FORMATS)):
        labels = found(drawing, "chart-label")
        assert [one.text for one in labels] == [f"Lift {slot}" for slot in range(6, 0, -1)]
        heights = [float(one.get("y", "")) for one in labels]
        assert all(lower - upper >= 14 for upper, lower in pairwise(heights))
        dashes = {one.get("stroke-dasharray") for one in found(drawing, "chart-line")}
        assert len(dashes) == 6


@pytest.mark.parametrize("length", [1, 2, 5, 30, 200, 2_000])
@pytest.mark.parametrize("every", [1, 3, 7])
def test_everything_drawn_lies_within_the_drawing(length: int, every: int) -> None:
    for frame, drawing in zip((NARROW, WIDE), drawings(lines(history(length, every))), strict=True):
        for path in [*found(drawing, "chart-line"), *found(drawing, "chart-band")]:
            assert all(0 <= x <= frame.width and 0 <= y <= frame.height for x, y in corners(path))
        for label in [*found(drawing, "chart-axis"), *found(drawing, "chart-label")]:
            assert 0 <= float(label.get("x", "")) <= frame.width
            assert frame.font_size <= float(label.get("y", "")) <= frame.height


@pytest.mark.parametrize("wordy", [False, True])
def test_labels_of_time_never_touch(wordy: bool) -> None:
    def tick(day: date, unit: TickUnit) -> str:
        return f"{write_tick(day, unit)} of {day.year}" if wordy else write_tick(day, unit)

    for length in (2, 8, 40, 150, 700, 2_400):
        chart = line_chart(
            [Series(history(length))], title="Bench press", formats=Formats(write_number, tick)
        )
        for frame, drawing in zip((NARROW, WIDE), drawings(chart), strict=True):
            places = [
                (float(one.get("x", "")), len(one.text or "") * frame.font_size * 0.56 / 2)
                for one in found(drawing, "chart-axis")
                if one.get("text-anchor") == "middle"
            ]
            assert places
            assert all(x + half < other - wide for (x, half), (other, wide) in pairwise(places))


def test_bars_stand_on_zero_and_the_running_week_is_marked() -> None:
    bars = weeks(12)
    for drawing in drawings(
        bar_chart(bars, title="Volume", formats=FORMATS, current=bars[0].day, usual=9_000)
    ):
        drawn = found(drawing, "chart-bar")
        assert len(drawn) == 12
        assert (
            len({round(float(one.get("y", "")) + float(one.get("height", ""))) for one in drawn})
            == 1
        )
        assert drawn[-1] in found(drawing, "chart-bar-current")
        assert len(found(drawing, "chart-usual")) == 1


def test_a_week_without_volume_leaves_its_place_free() -> None:
    bars = [Bar(one.day, 0 if at == 1 else one.value) for at, one in enumerate(weeks(3))]
    for drawing in drawings(bar_chart(bars, title="Volume", formats=FORMATS)):
        first, last = (float(one.get("x", "")) for one in found(drawing, "chart-bar"))
        assert last - first > 1.9 * float(found(drawing, "chart-bar")[0].get("width", ""))


def test_labels_under_bars_name_the_bars_they_stand_under() -> None:
    two_weeks = [Bar(date(2026, 11, 9), 1), Bar(date(2026, 11, 16), 2)]
    two_years = [Bar(date(2025, 1, 1), 1), Bar(date(2026, 1, 1), 2)]
    quarters = [Bar(date(2024 + at // 4, 1 + 3 * (at % 4), 1), 1) for at in range(6)]

    def labels(bars: list[Bar]) -> list[str]:
        wide = drawings(bar_chart(bars, title="", formats=FORMATS))[1]
        return [
            one.text or ""
            for one in found(wide, "chart-axis")
            if one.get("text-anchor") == "middle"
        ]

    assert labels(two_weeks) == ["9 Nov", "16 Nov"]
    assert labels(two_years) == ["2025", "2026"]
    assert labels(quarters) == ["2024", "Apr", "Jul", "Oct", "2025", "Apr"]


def test_a_month_without_bars_is_not_named_under_the_bar_of_another() -> None:
    monday = date(2025, 1, 6)
    weeks_with_a_hole = [Bar(monday + timedelta(weeks=at), 1) for at in (*range(8), *range(62, 72))]
    named: list[date] = []

    def tick(day: date, unit: TickUnit) -> str:
        named.append(day)
        return write_tick(day, unit)

    bar_chart(weeks_with_a_hole, title="", formats=Formats(write_number, tick))
    assert named
    assert all(day.day <= 7 for day in named)


def test_more_bars_than_anybody_can_tell_apart_are_refused() -> None:
    assert bar_chart(weeks(BARS_MAX), title="", formats=FORMATS)
    with pytest.raises(ValueError, match="401 bars"):
        bar_chart(weeks(BARS_MAX + 1), title="", formats=FORMATS)


def test_parts_of_a_row_lie_end_to_end_and_its_total_is_written() -> None:
    rows = [ChartRow("Chest", [12, 2], 11), ChartRow("Abs", [0, 0], 4), ChartRow("Quads", [7, 7])]
    for drawing in drawings(horizontal_bars(rows, title="Sets", formats=FORMATS)):
        assert texts(drawing, "chart-name") == ["Chest", "Abs", "Quads"]
        assert texts(drawing, "chart-label") == ["14", "0", "14"]
        direct, helping, *_ = found(drawing, "chart-bar")
        end = float(direct.get("x", "")) + float(direct.get("width", ""))
        assert float(helping.get("x", "")) == pytest.approx(end, abs=0.2)
        assert len(found(drawing, "chart-mark")) == 2


def test_an_untitled_sparkline_is_an_ornament() -> None:
    (ornament,) = drawings(sparkline([1, 2, 3]))
    assert ornament.get("aria-hidden") == "true"
    (spoken,) = drawings(sparkline([3, 3, 3], "Flat for three weeks"))
    assert (spoken.get("role"), spoken[0].text) == ("img", "Flat for three weeks")


def year_of(year: int, values: dict[date, float], week_start: int = 1) -> ET.Element:
    table = year_heatmap(
        year,
        values,
        caption="A year",
        words=WORDS,
        link=lambda day: f"/calendar/{day.isoformat()}",
        week_start=week_start,
    )
    (drawing,) = drawings(table)
    return drawing


def body_rows(table: ET.Element) -> Iterator[list[ET.Element]]:
    for row in table.iterfind("tbody/tr"):
        yield list(row)


def test_a_year_links_its_trained_days_and_no_others() -> None:
    table = year_of(2026, {date(2026, 3, 3): 5_420, date(2026, 3, 5): 0, date(2025, 3, 3): 9})
    links = {one.get("href"): one.find("span") for one in table.iter("a")}
    assert set(links) == {"/calendar/2026-03-03", "/calendar/2026-03-05"}
    span = links["/calendar/2026-03-03"]
    assert span is not None
    assert span.text == "2026-03-03: 5420 kg"


@settings(deadline=None, max_examples=40)
@given(st.integers(min_value=1901, max_value=2998), st.integers(min_value=1, max_value=7))
def test_every_day_of_a_year_has_one_cell_under_its_month_and_beside_its_weekday(
    year: int, week_start: int
) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (last - first).days + 1
    table = year_of(year, {first + timedelta(days=at): 1 for at in range(days)}, week_start)
    rows = list(body_rows(table))
    assert len(rows) == 7
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) - 1 in {53, 54}
    assert (
        sum(int(one.get("colspan", "0")) for one in table.iterfind("thead/tr/th"))
        == len(rows[0]) - 1
    )
    assert [one.text for one in table.iterfind("thead/tr/th/span")] == WORDS.months
    assert len(list(table.iter("a"))) == days
    for row in rows:
        hrefs = [one.get("href", "") for cell in row[1:] for one in cell.iter("a")]
        weekdays = {date.fromisoformat(href[-10:]).isoweekday() for href in hrefs}
        assert [WORDS.weekdays[one - 1] for one in weekdays] == [row[0].text]


def test_steps_of_the_year_rise_with_the_work_and_are_about_fifths() -> None:
    days = {date(2026, 1, 1) + timedelta(days=at): float(at) for at in range(10)}
    assert list(heat_steps(days).values()) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert set(heat_steps(dict.fromkeys(days, 7.0)).values()) == {5}
    assert heat_steps({}) == {}


finite = st.floats(min_value=0, max_value=1e7, allow_subnormal=False)


@given(finite, finite)
def test_ticks_are_few_evenly_apart_and_cover_all_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 7
    assert ticks[0] <= low + high * 1e-8
    assert ticks[-1] >= high * (1 - 1e-8)
    assert ticks[0] >= 0
    steps = [after - before for before, after in pairwise(ticks)]
    assert steps == pytest.approx([steps[0]] * len(steps))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, [0, 25, 50, 75, 100]),
        (92, 118, [90, 100, 110, 120]),
        (100, 100, [95, 97.5, 100, 102.5, 105]),
        (0, 0, [0, 0.25, 0.5, 0.75, 1]),
        (0.2, 0.2, [0, 0.5, 1, 1.5]),
        (-10, 10, [-10, -5, 0, 5, 10]),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert nice_ticks(low, high) == expected


@given(finite, finite, st.sampled_from([0.1, 1]))
def test_ticks_are_no_nearer_than_their_labels_tell_apart(
    one: float, other: float, least: float
) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, least_step=least)
    assert 2 <= len(ticks) <= 7
    assert ticks[0] <= low + high * 1e-8
    assert ticks[-1] >= high * (1 - 1e-8)
    assert all(tick == pytest.approx(round(tick / least) * least) for tick in ticks)


@pytest.mark.parametrize(
    ("high", "least", "expected"),
    [
        (1, 0.1, [0, 0.5, 1]),
        (1, 1, [0, 1]),
        (9, 1, [0, 5, 10]),
        (0.3, 0.1, [0, 0.1, 0.2, 0.3]),
        (100, 1, [0, 25, 50, 75, 100]),
    ],
)
def test_a_line_of_an_axis_is_where_its_label_says(
    high: float, least: float, expected: list[float]
) -> None:
    assert nice_ticks(0, high, least_step=least) == expected


@given(
    st.dates(min_value=date(1901, 1, 1), max_value=date(2100, 1, 1)),
    st.integers(min_value=0, max_value=40_000),
    st.sampled_from([4, 8]),
)
def test_days_to_label_are_few_within_the_time_and_never_none(
    first: date, length: int, most: int
) -> None:
    last = first + timedelta(days=length)
    ticks = time_ticks(first, last, most)
    assert 1 <= len(ticks) <= most
    assert all(first <= day <= last for day, _ in ticks)
    assert all(day == date(day.year, 1, 1) for day, unit in ticks if unit is TickUnit.YEAR)


@given(
    st.lists(st.floats(min_value=0, max_value=500), max_size=200),
    st.integers(min_value=4, max_value=50),
)
def test_thinning_out_keeps_ends_and_extremes_and_the_order(values: list[float], most: int) -> None:
    points = [
        Point(date(2026, 1, 1) + timedelta(days=at), value) for at, value in enumerate(values)
    ]
    kept = thin_out(points, most)
    assert len(kept) <= most
    assert kept == sorted(kept, key=lambda one: one.day)
    if points:
        assert (kept[0], kept[-1]) == (points[0], points[-1])
        assert min(one.value for one in kept) == min(values)
        assert max(one.value for one in kept) == max(values)


@pytest.mark.parametrize(
    "name", ["W" * 120, "Romanian deadlift from the floor", "ＦＵＬＬ" * 9, "Dip"]
)
def test_the_label_of_a_line_ends_within_the_chart(name: str) -> None:
    day = date(2026, 11, 20)
    lines = [Series([Point(day, 100.0)], name, slot=1), Series([Point(day, 80.0)], "Row", slot=2)]
    chart = line_chart(lines, title="1RM", formats=FORMATS)
    for frame, drawing in zip((NARROW, WIDE), drawings(chart), strict=True):
        for label in found(drawing, "chart-label"):
            text = label.text or ""
            assert float(label.get("x", "")) + width_of(text, frame) <= frame.width
            assert name.startswith(text.rstrip("…")) or text == "Row"
