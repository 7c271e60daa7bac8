"""The preview of an import with its questions, at the widths of phones and with the longest names."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from liftlog.domain.exercises.exercise import EXERCISE_NAME_MAX
from liftlog.domain.workouts.sets import TITLE_MAX
from tests.browser.chromium import PHONE, opened
from tests.browser.test_any_content import LONG, OVERLAPS
from tests.browser.test_every_page import NARROW
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
    "Workout Notes,RPE\n"
)
HEVY = "title,start_time,end_time,exercise_title,set_index,weight_kg,reps\n"


@pytest.fixture(scope="module")
def asked(liftlog: LiftLog, tmp_path_factory: pytest.TempPathFactory) -> tuple[Member, Path]:
    """Somebody with workouts, and a file with others of the same start and with names like theirs."""
    member, folder = liftlog.member("asked"), tmp_path_factory.mktemp("asked")
    first, second = folder / "first.csv", folder / "second.csv"
    rows, others = [], []
    for day, text in enumerate(LONG.values(), start=1):
        name, title = text(EXERCISE_NAME_MAX), text(TITLE_MAX)
        rows.append(f'2026-05-{day:02} 17:34:12,"{title}",57m,"{name}",1,100,5,0,0,,,\n')
        others.append(f'"{title}","{day} May 2026, 17:34",,"{name[:-1]}",0,60,5\n')
        others.append(f'"{title}","{day + 10} May 2026, 17:34",,"{name[:-1]}",0,60,5\n')
    first.write_text(HEADER + "".join(rows), encoding="utf-8")
    second.write_text(HEVY + "".join(others), encoding="utf-8")
    assert liftlog.imported(member, first)["workouts"] == len(LONG)
    return member, second


def test_the_questions_of_an_import_fit_the_screen(
    browser: Browser, liftlog: LiftLog, asked: tuple[Member, Path]
) -> None:
    member, file = asked
    with opened(browser, liftlog.address, PHONE, member=member) as (page, heard):
        page.goto("/import")
        page.set_input_files("input[type=file]", str(file))
        page.get_by_role("button", name="Preview import").click()
        page.get_by_role("heading", name="The same workout?").wait_for()
        assert page.locator("input[name=add_similar]").count() == len(LONG)
        assert page.locator("input[name=same]").count() > 0
        wrong: dict[int, object] = {}
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 844})
            needed = page.evaluate("document.documentElement.scrollWidth")
            overlaps = page.evaluate(OVERLAPS)
            if needed > width or overlaps:
                wrong[width] = {"needs": needed, "overlaps": overlaps[:6]}
        assert wrong == {}
        assert heard.complaints == []
