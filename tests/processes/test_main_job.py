"""The main job: a real history in by the command line, its figures out over HTTP, counted twice."""

import re
import time
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.processes.counting import (
    Line,
    Reader,
    epley_of_days,
    hevy_in_kilograms,
    strong_in_pounds,
    summary,
    workouts_of_months,
)
from tests.processes.running import LiftLog, Member, browsing
from tests.shared import exports

pytestmark = [pytest.mark.processes, pytest.mark.alone]

AT_ONCE_S = 1.0
FILES: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "strong-12col-lb-floatnoise.csv": (strong_in_pounds, ("--unit", "lb")),
    "hevy-kg-large.csv": (hevy_in_kilograms, ()),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A history in an account of its own. `said` is what the import printed."""

    lines: list[Line]
    file: Path
    options: tuple[str, ...]
    member: Member
    said: dict[str, Any]
    client: httpx2.Client

    def get(self, path: str, **params: str) -> dict[str, Any]:
        answer = self.client.get(path, params=params, headers=self.member.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json(parse_float=Decimal)
        return found


@pytest.fixture(scope="module")
def histories(liftlog: LiftLog) -> Iterator[Callable[[str], Imported]]:
    """Each file is imported once, when a test first asks for it."""
    kept: dict[str, Imported] = {}
    with ExitStack() as stack:

        def history(name: str) -> Imported:
            if name not in kept:
                read, options = FILES[name]
                file = exports(name)
                member = liftlog.member(name.split("-", maxsplit=1)[0])
                said = liftlog.imported(member, file, *options)
                client = stack.enter_context(browsing(liftlog.address, member))
                kept[name] = Imported(read(file), file, options, member, said, client)
            return kept[name]

        yield history


@pytest.fixture(params=list(FILES))
def history(request: pytest.FixtureRequest, histories: Callable[[str], Imported]) -> Imported:
    return histories(request.param)


def expected(lines: list[Line]) -> dict[str, int | float]:
    """JSON numbers are doubles: the exact sum is compared as the double next to it."""
    figures = summary(lines)
    return {**figures, "volume_kg": float(figures["volume_kg"])}  # type: ignore[dict-item] # Counts stay whole.


def figures(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "volume_kg": float(found["volume_kg"])}


def test_every_workout_and_set_of_the_file_is_imported(history: Imported) -> None:
    assert history.said["workouts"] == summary(history.lines)["workouts"]
    assert history.said["sets"] == len(history.lines)
    assert history.said["skipped"] == 0


def test_totals_of_all_time_are_those_of_the_file(history: Imported) -> None:
    assert figures(history.get("/api/v1/stats/summary")) == expected(history.lines)


def test_totals_of_every_fifth_month_and_of_every_fiftieth_day_are_those_of_the_file(
    history: Imported,
) -> None:
    months = sorted({(line.day.year, line.day.month) for line in history.lines})
    periods = [(f"{y}-{m:02}-01", f"{y}-{m:02}-{monthrange(y, m)[1]}") for y, m in months[::5]]
    periods += [(f"{day}", f"{day}") for day in sorted({line.day for line in history.lines})[::50]]
    for first, last in periods:
        within = [line for line in history.lines if first <= f"{line.day}" <= last]
        found = history.get("/api/v1/stats/summary", **{"from": first, "to": last})
        assert figures(found) == expected(within), (first, last)


def test_the_calendar_has_as_many_workouts_a_month_as_the_file(history: Imported) -> None:
    counted = workouts_of_months(history.lines)
    found: Counter[str] = Counter()
    for month in counted:
        page = history.client.get("/calendar", params={"month": month}).text
        lead = re.search(r'<p class="lead">(\d+) workouts?\b', page)
        assert lead is not None, month
        found[month] = int(lead[1])
    assert found == counted


def test_a_year_of_the_calendar_adds_up_to_the_file(history: Imported) -> None:
    year = max(line.day.year for line in history.lines) - 1
    page = history.client.get(f"/calendar/year/{year}").text
    rows = re.findall(r'month=(\d{4}-\d\d)">.*?<td class="num">([\d–]+)</td>', page, re.DOTALL)
    counted = workouts_of_months(line for line in history.lines if line.day.year == year)
    assert {month: int(count) for month, count in rows if count != "–"} == counted


def test_the_one_rep_max_of_every_day_is_that_of_the_file(history: Imported) -> None:
    lift = "Bench Press (Barbell)"
    found = history.get("/api/v1/exercises", q=lift)["items"][0]
    assert found["name"] == "Bench press"
    answer = history.get(f"/api/v1/stats/exercises/{found['id']}/one-rep-max", formula="epley")
    points = {point["date"]: float(point["one_rep_max_kg"]) for point in answer["points"]}
    counted = epley_of_days(history.lines, lift)
    assert len(counted) > 10
    # The API has four decimals, a tenth of a gram.
    assert points == pytest.approx({day: float(kg) for day, kg in counted.items()}, abs=0.00005)


def test_a_period_of_the_one_rep_max_is_a_part_of_the_whole(history: Imported) -> None:
    lift = "Bench Press (Barbell)"
    counted = epley_of_days(history.lines, lift)
    days = sorted(counted)[3:9]
    found = history.get("/api/v1/exercises", q=lift)["items"][0]
    answer = history.get(
        f"/api/v1/stats/exercises/{found['id']}/one-rep-max",
        **{"formula": "epley", "from": days[0], "to": days[-1]},
    )
    assert [point["date"] for point in answer["points"]] == days


def test_the_same_file_again_adds_nothing(history: Imported, liftlog: LiftLog) -> None:
    again = liftlog.imported(history.member, history.file, *history.options)
    assert (again["workouts"], again["sets"], again["exercises_created"]) == (0, 0, 0)
    assert again["unchanged"] == history.said["workouts"]
    assert figures(history.get("/api/v1/stats/summary")) == expected(history.lines)


def test_histories_of_two_apps_add_up_in_one_account(
    histories: Callable[[str], Imported], liftlog: LiftLog
) -> None:
    both = [histories(name) for name in FILES]
    member = liftlog.member("both")
    for one in both:
        liftlog.imported(member, one.file, *one.options)
    month = max(line.day for line in both[0].lines)
    with browsing(liftlog.address, member) as client:
        answer = client.get("/api/v1/stats/summary", headers=member.headers)
        # At once: the database has not had the time to look at what is new.
        for path in (
            f"/calendar?month={month:%Y-%m}",
            f"/calendar/year/{month:%Y}",
            "/",
            "/exercises",
            "/progress?range=all",
        ):
            began = time.monotonic()
            page = client.get(path)
            assert time.monotonic() - began < AT_ONCE_S, path
            assert page.status_code == 200, path
            assert "Statistics are away" not in page.text, path
    found = figures(answer.json(parse_float=Decimal))
    assert found == expected([line for one in both for line in one.lines])
