"""The same twice at once, as a double tap or a proxy's retry sends it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx2
import pytest

from tests.browsing import FROM_OUR_PAGE
from tests.processes.running import LiftLog, Member, browsing

pytestmark = pytest.mark.processes

FILE = Path(__file__).parents[1] / "imports" / "fixtures" / "strong-12col.csv"
TIMES = 4


def at_once(act: Callable[[], object]) -> None:
    barrier = Barrier(TIMES)

    def act_with_the_others(_number: int) -> object:
        barrier.wait(10)
        return act()

    with ThreadPoolExecutor(TIMES) as pool:
        list(pool.map(act_with_the_others, range(TIMES)))


def workouts_of(liftlog: LiftLog, member: Member) -> int:
    answer = httpx2.get(f"{liftlog.address}/api/v1/workouts?limit=100", headers=member.headers)
    return len(answer.json()["items"])


def test_confirmations_of_one_upload_import_once(liftlog: LiftLog) -> None:
    member = liftlog.member("twice")
    with browsing(liftlog.address, member) as browser:
        with FILE.open("rb") as file:
            preview = browser.post("/import", files={"file": (FILE.name, file, "text/csv")})
        announced = int(re.findall(r"(\d+) workouts?", preview.text)[0])
        said: list[tuple[int, str]] = []

        def confirm() -> None:
            answer = httpx2.post(
                str(preview.url),
                data={"unit": "kg"},
                headers=FROM_OUR_PAGE,
                cookies=dict(browser.cookies),
                timeout=30,
            )
            said.append((answer.status_code, answer.headers["Location"]))

        at_once(confirm)
    assert workouts_of(liftlog, member) == announced > 0
    # All have the answer of the first one: its month of the calendar.
    assert len(set(said)) == 1
    assert said[0][0] == 303
    assert "/calendar?month=" in said[0][1]


def test_commands_that_import_the_same_file_import_it_once(liftlog: LiftLog) -> None:
    member = liftlog.member("commands")
    made: list[int] = []
    at_once(lambda: made.append(liftlog.imported(member, FILE)["workouts"]))
    assert sorted(made)[:-1] == [0] * (TIMES - 1)
    assert workouts_of(liftlog, member) == max(made) > 0


def test_a_demo_fills_an_empty_account_once(liftlog: LiftLog, lifter: Member) -> None:
    member = liftlog.member("demos")
    with browsing(liftlog.address, member) as browser:
        cookies = dict(browser.cookies)
    at_once(
        lambda: httpx2.post(
            f"{liftlog.address}/demo", headers=FROM_OUR_PAGE, cookies=cookies, timeout=60
        )
    )
    assert _workouts_ever(liftlog, member) == _workouts_ever(liftlog, lifter)


def _workouts_ever(liftlog: LiftLog, member: Member) -> object:
    summary = f"{liftlog.address}/api/v1/stats/summary?from=2020-01-01"
    return httpx2.get(summary, headers=member.headers).json()["workouts"]
