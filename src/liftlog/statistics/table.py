"""The table of statistics: the rows of all nouns, served by stats and proxied by core."""

from typing import Any, Final

from liftlog.http.endpoint import Endpoint
from liftlog.statistics import (
    balance,
    consistency,
    exercises,
    one_rep_max,
    records,
    rep_curve,
    strength,
    time_zones,
    totals,
    trends,
)

_NOUNS = (
    *(totals, strength, one_rep_max, exercises, records, rep_curve),
    *(balance, consistency, trends, time_zones),
)
ENDPOINTS: Final[tuple[Endpoint[Any, Any], ...]] = tuple(
    row for noun in _NOUNS for row in vars(noun).values() if isinstance(row, Endpoint)
)
STATISTICS: Final = tuple(row for row in ENDPOINTS if row.path.startswith("/stats/"))
"""Those that stats computes from a history."""
