"""Lines over time, with bands, dots and labels; and the small line without axes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup, escape

from liftlog.core.web.charts.axes import left_of, nice_ticks, time_axis, value_axis
from liftlog.core.web.charts.shapes import (
    DASHES,
    POINTS_MAX,
    Formats,
    Frame,
    Plot,
    Point,
    Series,
    both,
    element,
    fitted,
    group,
    number_text,
    path_of,
    svg,
    text_at,
    width_of,
)
from liftlog.domain.periods import Period

LONE_BAND = 8.0
SERIES_MAX = 6

_BOLD = 1.1
"""How much wider a label is than other text."""
_LABELS_MOST = 0.35
"""Of the frame's width, for the labels at the ends of lines."""


def _stretches(points: Sequence[Point], gap_days: int) -> list[list[Point]]:
    """Points in time, broken where more than so many days lie between two."""
    stretches: list[list[Point]] = []
    for point in points:
        if stretches and (point.day - stretches[-1][-1].day).days <= gap_days:
            stretches[-1].append(point)
        else:
            stretches.append([point])
    return stretches


def thin_out(points: Sequence[Point], most: int = POINTS_MAX) -> list[Point]:
    """At most `most` points in time: first, last, and the lowest and highest of each stretch between."""
    if len(points) <= most:
        return list(points)
    values, inner, pairs = [one.value for one in points], len(points) - 2, (most - 2) // 2
    kept = {0, len(points) - 1}
    for number in range(pairs):
        begin, end = (1 - -place * inner // pairs for place in (number, number + 1))
        chunk = values[begin:end]
        # Of equals the first lowest and the last highest.
        kept.add(begin + chunk.index(min(chunk)))
        kept.add(end - 1 - chunk[::-1].index(max(chunk)))
    return [points[place] for place in sorted(kept)]


def _line_paths(
    stretches: Iterable[list[Point]], plot: Plot, slot: int, width: float
) -> Iterator[Markup]:
    for stretch in stretches:
        if len(stretch) > 1:
            yield element(
                "path",
                class_="chart-line",
                d=path_of((plot.x(one.day), plot.y(one.value)) for one in stretch),
                fill="none",
                stroke="currentColor",
                stroke_width=width,
                stroke_dasharray=DASHES[slot - 1],
                stroke_linejoin="round",
            )


def _band_paths(stretches: Iterable[list[Point]], plot: Plot) -> Iterator[Markup]:
    """The band of each stretch; around a day that stands alone it is as wide as its dot."""
    for stretch in stretches:
        half = LONE_BAND / 2 if len(stretch) == 1 else 0.0
        bounds = [(plot.x(one.day), one.low, one.high) for one in stretch]
        lower = [(x, plot.y(low)) for x, low, _ in bounds if low is not None]
        upper = [(x, plot.y(high)) for x, _, high in bounds if high is not None]
        if len(lower) == len(upper) > 0:
            corners = [*upper, *reversed(lower)]
            if half:
                sides = (-half, half, half, -half)
                pairs = (corners[0], corners[0], corners[1], corners[1])
                corners = [(x + side, y) for side, (x, y) in zip(sides, pairs, strict=True)]
            yield element(
                "path", class_="chart-band", d=path_of(corners) + Markup("Z"), fill_opacity="0.16"
            )


def _middle_paths(stretches: Iterable[list[Point]], plot: Plot) -> Iterator[Markup]:
    for stretch in stretches:
        corners = [
            (plot.x(one.day), plot.y(one.middle)) for one in stretch if one.middle is not None
        ]
        if len(corners) > 1:
            yield element("path", class_="chart-middle", d=path_of(corners), fill="none")


def _scatter(points: Sequence[Point], plot: Plot, frame: Frame) -> Iterator[Markup]:
    """Small dots as one path of strokes without length, however many there are; solid ones as ever."""
    faint = [one for one in points if not one.solid]
    if faint:
        corners = [(plot.x(one.day), plot.y(one.value)) for one in thin_out(faint, frame.points)]
        yield element(
            "path",
            class_="chart-scatter",
            d=Markup("".join([f"M{number_text(x)} {number_text(y)}h0" for x, y in corners])),  # noqa: S704 Numbers need no escaping.
            stroke="currentColor",
            stroke_width=4,
            stroke_linecap="round",
        )
    solid = [one for one in points if one.solid]
    yield from (_dot(one, plot) for one in _highest_of_each(solid, frame.dots // 3))


def _dot(point: Point, plot: Plot) -> Markup:
    """Written out, since a chart has hundreds."""
    kind = "chart-dot-tested" if point.solid else "chart-dot"
    weak = " chart-dot-weak" if point.weak else ""
    words = point.words
    spoken = f"<title>{escape(words)}</title>" if words else ""
    x, y = number_text(plot.x(point.day)), number_text(plot.y(point.value))
    return Markup(  # noqa: S704 Numbers, and what is escaped.
        f'<circle class="{kind}{weak}" cx="{x}" cy="{y}" r="{"4.5" if point.solid else "3"}" '
        f'stroke="currentColor" stroke-width="2">{spoken}</circle>'
    )


def _highest_of_each(points: Sequence[Point], most: int) -> list[Point]:
    """At most `most` of the points: the highest of each of so many equal parts of their number."""
    parts = groupby(enumerate(points), key=lambda one: one[0] * most // len(points))
    return [max((one for _, one in part), key=lambda one: one.value) for _, part in parts]


def _dotted(points: Sequence[Point], stretches: Iterable[list[Point]], frame: Frame) -> list[Point]:
    """The points drawn as dots: all of a short line.

    Of a long one the best that were measured, those with no line through them, and the last.
    """
    if len(points) <= frame.dots:
        return list(points)
    alone = [stretch[0] for stretch in stretches if len(stretch) == 1]
    solid = _highest_of_each([one for one in points if one.solid], frame.dots // 3)
    return sorted({*alone[-frame.dots :], *solid, points[-1]}, key=lambda one: one.day)


def _series(series: Series, plot: Plot, frame: Frame) -> Markup:
    stretches = _stretches(series.points, series.gap_days)
    kept = {one.day for one in thin_out(series.points, frame.points)}
    thinned = [[one for one in stretch if one.day in kept] for stretch in stretches]
    dense = len(series.points) > frame.dots * 3
    parts = [
        *_band_paths(thinned, plot),
        *_middle_paths(thinned, plot),
        *_scatter(series.others, plot, frame),
        *_line_paths(thinned, plot, series.slot, width=1.25 if dense else 2),
        *(_dot(one, plot) for one in _dotted(series.points, stretches, frame)),
    ]
    return group(parts, f"s{series.slot}")


def _spread_out(heights: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """The heights, at least `least` apart and within the plot, in their order from above."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least) if placed else max(height, top))
    for place in reversed(range(len(placed))):
        limit = placed[place + 1] - least if place + 1 < len(placed) else bottom
        placed[place] = min(placed[place], limit)
    return placed


def _end_labels(drawn: Sequence[Series], plot: Plot, frame: Frame) -> Iterator[Markup]:
    """Several lines: each named to the right of the plot, at the height at which it ends."""
    labelled = sorted(
        (one for one in drawn if one.label), key=lambda one: plot.y(one.points[-1].value)
    )
    ends = [plot.y(one.points[-1].value) + frame.font_size * 0.35 for one in labelled]
    heights = _spread_out(ends, frame.font_size * 1.25, plot.top, plot.bottom)
    room = (frame.width - plot.right - 8) / frame.font_size / _BOLD
    for one, y in zip(labelled, heights, strict=True):
        yield group(
            [text_at(plot.right + 8, y, fitted(one.label, room), css_class="chart-label")],
            f"s{one.slot}",
        )


def _label_above(series: Series, plot: Plot, frame: Frame) -> Markup:
    """One line: its label over its end, above all that lies under the label."""
    width = width_of(series.label, frame) * _BOLD
    right = max(plot.x(series.points[-1].day) + 4, plot.left + width)
    under = [one for one in series.everything if right - width <= plot.x(one.day) <= right + 4]
    highest = min(plot.y(max(one.value, one.high or one.value)) for one in under)
    return text_at(right, max(highest - 10, frame.font_size), series.label, "end", "chart-label")


def _bounds(drawn: Iterable[Series]) -> tuple[float, float]:
    points = [one for series in drawn for one in series.everything]
    low = min(min(one.value, one.value if one.low is None else one.low) for one in points)
    high = max(max(one.value, one.value if one.high is None else one.high) for one in points)
    return low, high


def _ordered(series: Iterable[Series]) -> list[Series]:
    """Series with points, each with one point a day, in time."""
    found = []
    for one in series:
        by_day = {point.day: point for point in one.points}
        if by_day:
            others = sorted(one.others, key=lambda point: point.day)
            found.append(
                replace(one, points=[by_day[day] for day in sorted(by_day)], others=others)
            )
    return found


def _period_of(drawn: Sequence[Series], period: Period | None) -> Period:
    days = [point.day for series in drawn for point in series.everything]
    if period is None:
        return Period(min(days), max(days))
    return Period(min(*days, period.first), max(*days, period.last))


def _line_plot(
    drawn: Sequence[Series],
    ticks: Sequence[float],
    period: Period,
    frame: Frame,
    formats: Formats,
) -> Plot:
    named = max((width_of(one.label, frame) for one in drawn), default=0) if len(drawn) > 1 else 0
    return Plot(
        left=left_of(ticks, frame, formats),
        right=frame.width - max(12.0, min(named * _BOLD + 12, frame.width * _LABELS_MOST)),
        top=frame.font_size * 2,
        bottom=frame.height - frame.font_size * 2.2,
        first=period.first,
        last=period.last,
        low=ticks[0],
        high=ticks[-1],
    )


def line_chart(
    series: Iterable[Series], *, title: str, formats: Formats, period: Period | None = None
) -> Markup:
    """Up to six lines over time. `period` makes the axis longer than the points are, not shorter."""
    drawn = _ordered(series)[:SERIES_MAX]
    if not drawn:
        return Markup("")

    shown = _period_of(drawn, period)
    ticks = nice_ticks(*_bounds(drawn), least_step=formats.least_step)

    def draw(frame: Frame) -> Markup:
        plot = _line_plot(drawn, ticks, shown, frame, formats)
        labels = _end_labels(drawn, plot, frame) if len(drawn) > 1 else iter(())
        if len(drawn) == 1 and drawn[0].label:
            labels = iter([_label_above(drawn[0], plot, frame)])
        lines = [_series(one, plot, frame) for one in reversed(drawn)]
        axes = [*value_axis(plot, ticks, frame, formats), *time_axis(plot, frame, formats)]
        return svg(frame, title, [*axes, *lines, *labels])

    return both(draw)


def sparkline(values: Sequence[float], title: str = "") -> Markup:
    """A small line without axes; without a title it is an ornament that nobody needs to hear of."""
    if not values:
        return Markup("")
    plot_of = _spark_plot(values)
    start = date.min
    points = thin_out(
        [Point(start + timedelta(days=at), value) for at, value in enumerate(values)], 48
    )
    corners = [(plot_of.x(one.day), plot_of.y(one.value)) for one in points]
    return element(
        "svg",
        Markup("").join(
            [
                element("title", title) if title else Markup(""),
                element(
                    "path",
                    class_="chart-line",
                    d=path_of(corners),
                    fill="none",
                    stroke="currentColor",
                    stroke_width=2,
                ),
                element(
                    "circle", class_="chart-dot-tested", cx=corners[-1][0], cy=corners[-1][1], r=3
                ),
            ]
        ),
        class_="sparkline s1",
        viewBox="0 0 96 28",
        width=96,
        height=28,
        fill="currentColor",
        **({"role": "img"} if title else {"aria_hidden": "true"}),
    )


def _spark_plot(values: Sequence[float]) -> Plot:
    low, high = min(values), max(values)
    room = 1.0 if high == low else 0.0
    last = date.min + timedelta(days=len(values) - 1)
    return Plot(3, 91, 4, 24, date.min, last, low - room, high + room)
