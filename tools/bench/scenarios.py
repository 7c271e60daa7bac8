"""What is asked for: every statistic and the calendar month."""

from dataclasses import dataclass
from datetime import date, timedelta

from liftlog.domain.exercises.catalogue import exercise_id
from tools.bench.histories import MAIN_LIFT

_LIFT = f"/api/v1/stats/exercises/{exercise_id(MAIN_LIFT)}"


@dataclass(frozen=True, slots=True)
class Read:
    """One address of core's API.

    `bar` is what is wanted of its ratio to pgbench, None where nothing is. `varied` is the
    parameter that makes each request another one, so that no kept answer is of use; None where
    core keeps nothing.
    """

    name: str
    path: str
    varied: str | None
    bar: float | None = None

    def script(self) -> str:
        """What makes wrk ask with another day each time, all of them later than any workout."""
        if self.varied is None:
            return ""
        joint = "&" if "?" in self.path else "?"
        return (
            "request = function()\n"
            f"  local day = string.format('{joint}{self.varied}=2%03d-%02d-%02d', "
            "math.random(100, 999), math.random(1, 12), math.random(1, 28))\n"
            f"  return wrk.format('GET', '{self.path}' .. day)\n"
            "end\n"
            "init = function() math.randomseed(os.time()) end\n"
        )


def reads(today: date) -> list[Read]:
    year = f"from={today - timedelta(days=364)}"
    return [
        Read("Calendar month", f"/api/v1/calendar?month={today:%Y-%m}", None, bar=0.4),
        Read("1RM of a lift, all time", f"{_LIFT}/one-rep-max", "to", bar=0.4),
        Read("1RM of a lift, all time, as a chart", f"{_LIFT}/one-rep-max?limit=400", "to"),
        Read("1RM of a lift, a year", f"{_LIFT}/one-rep-max?{year}", "to", bar=0.4),
        Read("A lift at a glance", f"{_LIFT}/overview?limit=400", "to"),
        Read("Last days of a lift", f"{_LIFT}/history", "before"),
        Read("Totals of all time", "/api/v1/stats/summary", "to"),
        Read("Weeks of all time", "/api/v1/stats/weeks", "to"),
        Read("Sets per muscle", "/api/v1/stats/muscles", "to"),
        Read("Lifts of all time", "/api/v1/stats/lifts", "to"),
        Read("Overview of all time", "/api/v1/stats/overview", "to"),
        Read("Consistency of a year", f"/api/v1/stats/consistency?{year}", "to"),
        Read("Newest records", "/api/v1/stats/records", "before"),
        Read("The sets of a muscle", "/api/v1/stats/sets?muscle=chest", "before"),
        Read("Overview of a year", f"/api/v1/stats/overview?{year}", "to"),
    ]
