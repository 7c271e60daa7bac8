"""A curve over counts: values of 1, 2, 3 ... with a band around it, and the dots that it is from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from liftlog.core.web.charts.axes import labels_below, left_of, nice_ticks, value_axis
from liftlog.core.web.charts.shapes import Formats, Frame, Plot, both, element, group, path_of, svg
from liftlog.domain.periods import FIRST_DAY


@dataclass(frozen=True, slots=True)
class PlottedPoint:
    """A value at a count; counts may be halves. Dots have no band."""

    count: float
    value: float
    low: float | None = None
    high: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Across:
    plot: Plot
    first: float
    last: float

    def at(self, count: float, value: float) -> tuple[float, float]:
        share = (count - self.first) / (self.last - self.first)
        x = self.plot.left + share * (self.plot.right - self.plot.left)
        return x, self.plot.y(value)


def curve_chart(
    curve: Sequence[PlottedPoint], dots: Sequence[PlottedPoint], *, title: str, formats: Formats
) -> Markup:
    """A curve of two counts or more in their order, each labelled below."""
    if len(curve) < 2:
        return Markup("")
    values = [value for one in (*curve, *dots) for value in (one.low, one.value, one.high)]
    known = [value for value in values if value is not None]
    ticks = nice_ticks(min(known), max(known), least_step=formats.least_step)

    def draw(frame: Frame) -> Markup:
        across = _across(curve, ticks, frame, formats)
        labels = ((across.at(one.count, one.value)[0], formats.number(one.count)) for one in curve)
        return svg(
            frame,
            title,
            [
                *value_axis(across.plot, ticks, frame, formats),
                *labels_below(labels, across.plot, frame),
                group(_drawn(curve, dots, across), "s1"),
            ],
        )

    return both(draw)


def _across(
    curve: Sequence[PlottedPoint], ticks: Sequence[float], frame: Frame, formats: Formats
) -> _Across:
    plot = Plot(
        left=left_of(ticks, frame, formats) + 8,
        right=frame.width - 12,
        top=frame.font_size,
        bottom=frame.height - frame.font_size * 2.2,
        # Nothing of it is placed by days.
        first=FIRST_DAY,
        last=FIRST_DAY,
        low=ticks[0],
        high=ticks[-1],
    )
    return _Across(plot, curve[0].count, curve[-1].count)


def _drawn(
    curve: Sequence[PlottedPoint], dots: Sequence[PlottedPoint], across: _Across
) -> Iterator[Markup]:
    lower = [across.at(one.count, one.low) for one in curve if one.low is not None]
    upper = [across.at(one.count, one.high) for one in curve if one.high is not None]
    if lower and upper:
        corners = [*upper, *reversed(lower)]
        yield element("path", class_="chart-band", d=path_of(corners) + "Z", fill_opacity="0.16")
    middle = path_of(across.at(one.count, one.value) for one in curve)
    yield element("path", class_="chart-line", d=middle, fill="none", stroke="currentColor")
    yield from (_dot(one, across, "chart-dot-tested", 3) for one in dots)
    yield from (_dot(one, across, "chart-dot", 3) for one in curve)


def _dot(one: PlottedPoint, across: _Across, css_class: str, radius: float) -> Markup:
    x, y = across.at(one.count, one.value)
    spoken = element("title", one.text) if one.text else ""
    return element("circle", spoken, class_=css_class, cx=x, cy=y, r=radius, stroke_width=2)
