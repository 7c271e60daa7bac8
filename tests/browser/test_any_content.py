"""Whatever the limits allow to be typed fits: the longest words, links, emoji, names from right to left."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from liftlog.domain.exercises.exercise import EXERCISE_NAME_MAX
from liftlog.domain.routines import ROUTINE_NAME_MAX
from liftlog.domain.workouts.sets import NOTE_MAX, REPS_MAX, TITLE_MAX
from tests.browser.chromium import PHONE, Heard, opened
from tests.browser.test_every_page import NARROW
from tests.browser.test_journey import today
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

WORD = "Overheadtricepsextensionvariante"
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
RIGHT_TO_LEFT = ("تمرين الضغط على المقعد", "לחיצת חזה בשיפוע")
LONG: dict[str, Callable[[int], str]] = {
    "word": lambda most: (WORD * most)[:most],
    "wide": lambda most: "W" * most,
    "underscores": lambda most: ("upper_body_push_" * most)[:most],
    "link": lambda most: ("https://www.example.org/watch?v=abcdefghijk1234&list=" * most)[:most],
    "emoji": lambda most: (FAMILY * most)[: most - most % len(FAMILY)],
    "arabic": lambda most: (RIGHT_TO_LEFT[0] * most)[:most].strip(),
}
PATHS = (
    "/",
    "/log",
    "/log#pick",
    "/calendar",
    "/calendar?month={month}",
    "/calendar/year/{year}",
    "/calendar/day/{day}",
    "/workouts",
    "/workouts/new",
    "/workouts/{workout}",
    "/workouts/{workout}/edit",
    "/trash",
    "/exercises",
    "/exercises?q={word}",
    "/exercises/{exercise}",
    "/exercises/{exercise}/edit",
    "/exercises/{exercise}/records",
    "/exercises/new?name={word}",
    "/progress",
    "/progress/balance",
    "/progress/sets",
    "/progress/consistency",
    "/records",
    "/one-rep-max",
    "/one-rep-max/{exercise}",
    "/one-rep-max/{exercise}/rep-curve",
    "/one-rep-max?exercise={exercise}&exercise={other}",
    "/strength",
    "/body",
    "/import",
    "/settings",
    "/settings/logging",
    "/more",
    "/routines",
    "/routines/new",
    "/routines/{routine}",
    "/routines/{routine}/edit",
    "/routines/new?workout={workout}",
    # From here on a workout is running.
    "/log?start=routine:{routine}",
    "/log#unsent",
    "/",
)
# Two texts, or a text and a control, one over the other. Pictures place their own words, and what
# is fixed or sticky lies over what scrolls.
OVERLAPS = """() => {
  const shown = (element) => {
    if (!element.checkVisibility()) return false;
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.clipPath !== "none" || style.visibility === "hidden" || style.opacity === "0")
        return false;
      if (["fixed", "sticky"].includes(style.position) || e.matches("svg, dialog, option, canvas"))
        return false;
    }
    return true;
  };
  // What is cut off by an edge that hides it is not seen.
  const seen = (element, rect) => {
    let { left, top, right, bottom } = rect;
    for (let e = element; e; e = e.parentElement)
      if (getComputedStyle(e).overflowX !== "visible") {
        const box = e.getBoundingClientRect();
        left = Math.max(left, box.left);
        right = Math.min(right, box.right);
        top = Math.max(top, box.top);
        bottom = Math.min(bottom, box.bottom);
      }
    return { left, top, right, bottom };
  };
  const boxes = [];
  const add = (element, rect, text) => {
    if (rect.width > 1 && rect.height > 1) boxes.push({ element, text, ...seen(element, rect) });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) add(node.parentElement, rect, node.data.trim());
  }
  for (const control of document.querySelectorAll("button, input, select, textarea, summary"))
    if (shown(control)) add(control, control.getBoundingClientRect(), control.outerHTML);
  const found = [];
  for (let i = 0; i < boxes.length; i++)
    for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i], boxes[j]];
      if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Lines of text may touch.
      if (wide > 2 && high > 5) found.push(`${a.text.slice(0, 60)} | ${b.text.slice(0, 60)}`);
    }
  return found;
}"""


def created(liftlog: LiftLog, member: Member, path: str, body: dict[str, Any]) -> dict[str, Any]:
    url = f"{liftlog.address}/api/v1/{path}"
    answer = httpx2.post(url, json=body, headers=member.headers, timeout=20)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def filled(liftlog: LiftLog, member: Member) -> dict[str, str]:
    """An account with names as long as they may be, and where they are shown."""
    exercises = [
        created(
            liftlog,
            member,
            "exercises",
            {
                "name": text(EXERCISE_NAME_MAX),
                "load_kind": "weight_reps",
                "equipment": "barbell",
                "primary_muscles": ["hamstrings", "glutes", "lower_back"],
            },
        )["id"]
        for text in LONG.values()
    ]
    workouts = [
        _workout(liftlog, member, exercises, title, days_ago=days_ago)
        for days_ago, title in enumerate(text(TITLE_MAX) for text in LONG.values())
    ]
    httpx2.delete(
        f"{liftlog.address}/api/v1/workouts/{workouts.pop()}", headers=member.headers, timeout=20
    )
    routines = [
        created(
            liftlog,
            member,
            "routines",
            {
                "name": text(ROUTINE_NAME_MAX),
                "note": text(NOTE_MAX),
                "weekdays": [1, 2, 3, 4, 5, 6, 7],
                "exercises": [
                    {
                        "exercise_id": one,
                        "note": text(NOTE_MAX),
                        "sets": [{"weight": 1999.995, "weight_unit": "kg", "reps_min": REPS_MAX}],
                    }
                    for one in exercises
                ],
            },
        )["id"]
        for text in LONG.values()
    ]
    return {
        "workout": workouts[0],
        "exercise": exercises[0],
        "other": exercises[1],
        "routine": routines[0],
        "word": LONG["word"](EXERCISE_NAME_MAX),
        "day": f"{today()}",
        "month": f"{today():%Y-%m}",
        "year": f"{today():%Y}",
    }


def _workout(
    liftlog: LiftLog, member: Member, exercises: list[str], title: str, *, days_ago: int
) -> str:
    heavy = {"weight": 1999.995, "weight_unit": "kg", "reps": 12, "rpe": 9.5}
    body = {
        "title": title,
        "started_at": f"{today()}T{10 - days_ago:02}:00:00Z",
        "duration_s": 86_399,
        "note": title * (NOTE_MAX // len(title)),
        "exercises": [
            {
                "exercise_id": one,
                "superset": 1 + at // 2,
                "note": title * (NOTE_MAX // len(title)),
                "sets": [
                    {**heavy, "note": title},
                    {"kind": "failure", "weight": 4409.24, "weight_unit": "lb", "reps": REPS_MAX},
                ],
            }
            for at, one in enumerate(exercises)
        ],
    }
    return str(created(liftlog, member, "workouts", body)["id"])


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("any-content")


@pytest.fixture(scope="module")
def places(liftlog: LiftLog, ana: Member) -> dict[str, str]:
    return filled(liftlog, ana)


@pytest.fixture(scope="module")
def opened_page(browser: Browser, liftlog: LiftLog, ana: Member) -> Iterator[tuple[Page, Heard]]:
    with opened(browser, liftlog.address, PHONE, member=ana) as found:
        yield found


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_the_screen_and_nothing_overlaps(
    opened_page: tuple[Page, Heard], places: dict[str, str], path: str
) -> None:
    page, heard = opened_page
    heard.complaints.clear()
    page.goto(path.format_map(places))
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    assert heard.complaints == []


def test_a_question_about_both_values_fits(
    opened_page: tuple[Page, Heard], liftlog: LiftLog, ana: Member, places: dict[str, str]
) -> None:
    page, heard = opened_page
    heard.complaints.clear()
    page.goto("/workouts/{workout}/edit".format_map(places))
    api = f"{liftlog.address}/api/v1/workouts/{places['workout']}"
    there = httpx2.get(api, headers=ana.headers, timeout=20).json()
    entry = {name: there["exercises"][0][name] for name in ("id", "exercise_id")}
    other = {
        "title": LONG["arabic"](TITLE_MAX),
        "note": LONG["wide"](NOTE_MAX),
        "exercises": [{**entry, "note": LONG["link"](NOTE_MAX)}],
    }
    answer = httpx2.put(api, json=other, headers=ana.headers, timeout=20)
    assert answer.status_code == 200, answer.text
    page.locator("input[name=title]").fill(LONG["underscores"](TITLE_MAX))
    page.locator("textarea[name=note]").fill(LONG["emoji"](NOTE_MAX))
    page.get_by_role("button", name="Save workout").last.click()
    page.get_by_text("Changed elsewhere since you opened this page.").wait_for()
    assert page.get_by_role("group", name="Title").get_by_role("radio").count() == 2
    assert_fits(page)
    assert [one for one in heard.complaints if "409" not in one] == []


def assert_fits(page: Page) -> None:
    wrong: dict[int, object] = {}
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 844})
        needed = page.evaluate("document.documentElement.scrollWidth")
        overlaps = page.evaluate(OVERLAPS)
        if needed > width or overlaps:
            wrong[width] = {"needs": needed, "overlaps": overlaps[:6]}
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
