"""Charts as SVG and HTML, drawn on the server: no script, no inline style, colours from classes.

Each chart is drawn twice, for a narrow and for a wide figure, so that its text keeps its size:
`only-narrow` and `only-wide` say which is which, and the style sheet shows one of them. A series
takes its colour from `s1` to `s6` by `currentColor` and differs by its dashes too. With nothing to
draw, a chart is empty, and the page says in words what will be here.
"""

from liftlog.core.web.charts.axes import nice_ticks, time_ticks
from liftlog.core.web.charts.bars import BARS_MAX, bar_chart, horizontal_bars
from liftlog.core.web.charts.curve import PlottedPoint, curve_chart
from liftlog.core.web.charts.heat_map import HeatWords, heat_steps, year_heatmap
from liftlog.core.web.charts.lines import SERIES_MAX, line_chart, sparkline, thin_out
from liftlog.core.web.charts.shapes import (
    GAP_DAYS,
    NARROW,
    POINTS_MAX,
    WIDE,
    Bar,
    ChartRow,
    Formats,
    Frame,
    Plot,
    Point,
    Series,
    TickUnit,
)

__all__ = [
    "BARS_MAX",
    "GAP_DAYS",
    "NARROW",
    "POINTS_MAX",
    "SERIES_MAX",
    "WIDE",
    "Bar",
    "ChartRow",
    "Formats",
    "Frame",
    "HeatWords",
    "Plot",
    "PlottedPoint",
    "Point",
    "Series",
    "TickUnit",
    "bar_chart",
    "curve_chart",
    "heat_steps",
    "horizontal_bars",
    "line_chart",
    "nice_ticks",
    "sparkline",
    "thin_out",
    "time_ticks",
    "year_heatmap",
]
