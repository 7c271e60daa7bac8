"""How many taps a set costs, and what a tap does: by real taps on a phone."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import PHONE, opened
from tests.browser.gym import (
    BENCH,
    BOUNCE_MS,
    DIP,
    PLANK,
    PRESS,
    PULL_UP,
    ROUTINE,
    RUN,
    Gym,
    at_the_gym,
    log,
    log_button,
    logged,
    of_routine,
    planned,
)
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

THREE = [planned(102.5, 5) for _ in range(3)]


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("taps-ana")


@pytest.fixture
def gym() -> Gym:
    return Gym(routine=[of_routine(BENCH, THREE), of_routine(PRESS, [planned(50, 8)])])


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member, gym: Gym) -> Iterator[Page]:
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        yield page
        assert heard.complaints == []


class Taps:
    """Counts the taps it makes."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> None:
        self.count += 1
        target.page.wait_for_timeout(BOUNCE_MS)
        target.click()


def more(page: Page, what: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{what}: .* more$"))


def undo(page: Page) -> Locator:
    return page.locator(".bar-log .undo")


def test_a_repeated_set_takes_one_tap_always_at_the_same_place(page: Page) -> None:
    taps, places = Taps(), []
    for count in range(1, 4):
        places.append(log_button(page).bounding_box())
        expect(log_button(page)).to_contain_text(f"Log set {count}:")
        taps.on(log_button(page))
    expect(page.locator(".card.closed.done")).to_contain_text("102.5 × 5, 5, 5")
    expect(page.locator(".open-card h2")).to_contain_text("Overhead press")
    places.append(log_button(page).bounding_box())
    assert taps.count == 3
    assert places == [places[0]] * 4
    assert places[0] is not None
    assert places[0]["height"] >= 56


def test_a_set_with_a_weight_step_takes_two_taps_and_the_next_one_goes_on_with_it(
    page: Page,
) -> None:
    taps = Taps()
    taps.on(more(page, "kg"))
    taps.on(log_button(page))
    assert taps.count == 2
    expect(logged(page)).to_contain_text("105")
    expect(log_button(page)).to_have_text("Log set 2: 105 kg × 5")


def test_a_set_with_its_effort_takes_two_taps(page: Page) -> None:
    taps = Taps()
    taps.on(page.get_by_role("button", name="RPE 8.5"))
    taps.on(log_button(page))
    assert taps.count == 2
    expect(logged(page).locator("td").nth(3)).to_have_text("8.5")


def test_a_stepper_that_stays_pressed_goes_on_and_a_tap_is_still_one_step(page: Page) -> None:
    amount = page.get_by_label("kg", exact=True)
    more(page, "kg").hover()
    page.mouse.down()
    expect(amount).not_to_have_value(re.compile(r"^10[25](\.|$)"))
    page.mouse.up()
    held = float(amount.input_value())
    more(page, "kg").click()
    expect(amount).to_have_value(f"{held + 2.5:g}")


def test_every_effort_can_be_chosen_at_320_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    for effort in ("7", "8.5", "10"):
        page.get_by_role("button", name=f"RPE {effort}", exact=True).click()
        expect(page.locator('.effort[aria-pressed="true"]')).to_have_text(effort)
    rows = page.locator(".effort").evaluate_all(
        "(all) => new Set(all.map((one) => one.offsetTop)).size"
    )
    assert rows == 1


def test_undoing_takes_one_tap_and_leaves_nothing(page: Page) -> None:
    log(page)
    expect(logged(page)).to_have_count(1)
    taps = Taps()
    taps.on(undo(page))
    assert taps.count == 1
    expect(logged(page)).to_have_count(0)
    expect(log_button(page)).to_have_text("Log set 1: 102.5 kg × 5")
    expect(undo(page)).to_be_disabled()


def test_what_was_logged_is_said_aloud_once(page: Page) -> None:
    log(page)
    expect(page.locator("#log-said")).to_have_text("Set 1 logged, 102.5 kg by 5, rest 2:00.")


def test_a_weight_is_typed_with_a_comma_or_a_point(page: Page) -> None:
    for typed, shown in (("97,5", "97.5"), ("96.25", "96.25")):
        page.get_by_label("kg", exact=True).fill(typed)
        page.get_by_label("kg", exact=True).press("Tab")
        expect(log_button(page)).to_contain_text(f"{shown} kg × 5")


def test_a_thousand_and_more_stays_what_it_is_when_a_set_is_edited(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    row = [planned(None, None, distance=1500, distance_unit="m", duration_s=360)]
    with at_the_gym(browser, liftlog, ana, PHONE, Gym(routine=[of_routine(RUN, row)])) as (page, _):
        amount = page.get_by_label("Distance", exact=True)
        expect(amount).to_have_value("1500")
        amount.press("Tab")
        log(page)
        page.get_by_role("button", name="Set 1: edit").click()
        page.get_by_label("Note").fill("Windy.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(logged(page)).to_contain_text("1,500 m")


def test_tapping_the_previous_set_takes_its_values(page: Page) -> None:
    page.get_by_role("button", name="Set 1: take last time's").click()
    expect(log_button(page)).to_have_text("Log set 1: 100 kg × 5")


def test_a_weight_far_above_anything_before_is_asked_about_and_both_answers_work(
    page: Page,
) -> None:
    for answer, kept in (("Log 62.5 kg", "62.5"), ("Log 162.5 kg", "162.5")):
        page.get_by_label("kg", exact=True).fill("162.5")
        page.get_by_label("kg", exact=True).press("Tab")
        log(page)
        expect(page.get_by_role("group", name="162.5 or 62.5 kg?")).to_be_visible()
        page.wait_for_timeout(BOUNCE_MS)
        page.get_by_role("button", name=answer).click()
        expect(logged(page).last).to_contain_text(kept)
    expect(log_button(page)).to_have_text("Log set 3: 162.5 kg × 5")
    log(page)
    expect(logged(page)).to_have_count(0)
    expect(page.locator(".card.closed.done")).to_contain_text("62.5 × 5, 162.5 × 5, 5")


def test_a_tap_that_bounces_is_one_tap(page: Page) -> None:
    log_button(page).dblclick()
    expect(logged(page)).to_have_count(1)
    expect(log_button(page)).to_contain_text("Log set 2:")
    log(page)
    expect(logged(page)).to_have_count(2)


def test_a_tap_that_bounces_does_not_answer_the_question_it_asked(page: Page) -> None:
    page.get_by_label("kg", exact=True).fill("162.5")
    page.get_by_label("kg", exact=True).press("Tab")
    log_button(page).dblclick()
    expect(page.get_by_role("group", name="162.5 or 62.5 kg?")).to_be_visible()
    expect(logged(page)).to_have_count(0)


def test_undo_brings_the_button_back_to_the_exercise_that_was_chosen(page: Page) -> None:
    page.locator(".card.closed", has_text="Overhead press").get_by_role("button").click()
    log(page)
    expect(page.locator(".open-card h2")).to_contain_text("Bench press")
    undo(page).click()
    expect(page.locator(".open-card h2")).to_contain_text("Overhead press")
    expect(log_button(page)).to_have_attribute("data-exercise", "Overhead press")
    expect(page.locator(".rest")).to_have_count(0)


def test_undo_of_something_else_leaves_the_rest_alone(page: Page) -> None:
    log(page)
    expect(page.locator(".rest")).to_be_visible()
    page.get_by_role("button", name="Add set").click()
    expect(page.locator(".open-card tr[data-row]")).to_have_count(4)
    undo(page).click()
    expect(page.locator(".open-card tr[data-row]")).to_have_count(3)
    expect(page.locator(".rest")).to_be_visible()


def test_the_log_button_names_its_exercise_without_growing(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    named = page.get_by_role("button", name="Bench press Log set 1: 102.5 kg × 5")
    box = named.bounding_box()
    assert box is not None
    assert box["height"] == 56


def test_any_planned_set_is_logged_by_its_own_tick(page: Page, gym: Gym) -> None:
    page.get_by_role("checkbox", name="Set 3: log it").click()
    expect(logged(page)).to_have_count(1)
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    (put,) = [one["fields"] for one in gym.said if one["kind"] == "set"]
    third = next(one for one in gym.said if one["kind"] == "entry")["fields"]["plan"][2]["id"]
    assert (put["plan_id"], put["weight"], put["reps"]) == (third, 102.5, 5)


def test_a_tick_logs_no_set_without_values(browser: Browser, liftlog: LiftLog, ana: Member) -> None:
    rows = [planned(None, None, distance=500, distance_unit="m"), planned(None, None)]
    gym = Gym(routine=[of_routine(RUN, rows)])
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, _):
        page.get_by_role("checkbox", name="Set 2: log it").click()
        expect(page.get_by_role("dialog")).to_contain_text("Set 2")
        expect(logged(page)).to_have_count(0)


def test_a_planned_effort_is_a_goal_until_it_is_tapped(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    gym = Gym(routine=[of_routine(BENCH, [planned(100, 5, rpe=8), planned(100, 5, rpe=8)])])
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, _):
        expect(page.locator("tr.current .goal")).to_have_text("8")
        log(page)
        expect(logged(page).locator("td").nth(3)).to_have_text("")
        page.get_by_role("button", name="RPE 9", exact=True).click()
        log(page)
        expect(page.locator(".card.closed, tr.done").last).to_be_visible()
        expect(page.locator(".chip.sent")).to_have_text("all sent")
        efforts = [one["fields"]["rpe"] for one in gym.said if one["kind"] == "set"]
        assert efforts == [None, 9]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (f"routine:{uuid4()}", "not there any more"),
        (f"workout:{uuid4()}", "not there any more"),
    ],
    ids=["routine", "workout"],
)
def test_what_is_gone_is_not_begun_and_that_is_said(
    browser: Browser, liftlog: LiftLog, ana: Member, start: str, words: str
) -> None:
    with at_the_gym(browser, liftlog, ana, PHONE, start="") as (page, _):
        page.goto(f"/log?start={start}")
        expect(page.get_by_role("alert")).to_contain_text(words)


def test_another_workout_is_not_begun_while_one_runs_and_that_is_said(page: Page) -> None:
    log(page)
    page.goto(f"/log?start=routine:{uuid4()}")
    expect(page.get_by_role("alert")).to_contain_text("running already")
    expect(logged(page)).to_have_count(1)
    page.goto(f"/log?start=routine:{ROUTINE}")
    expect(logged(page)).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_record_is_called_one_and_its_repetition_is_not(page: Page) -> None:
    log(page)
    log(page)
    expect(logged(page)).to_have_count(2)
    expect(page.locator("tr.record")).to_have_count(1)
    expect(page.locator(".record-note")).to_have_text(
        "Record: estimated 1RM 119.6 kg, 102.5 kg for 5 reps, volume of a set 513 kg"
    )


def test_plates_for_each_side_follow_the_weight(page: Page) -> None:
    plates = page.locator(".plates")
    expect(plates).to_contain_text("25 + 15 + 1.25 on a 20 kg bar")
    more(page, "kg").click()
    expect(plates).to_contain_text("25 + 15 + 2.5 on a 20 kg bar")
    page.get_by_label("kg", exact=True).fill("101")
    page.get_by_label("kg", exact=True).press("Tab")
    expect(plates).to_contain_text("101 kg can't be loaded with your plates: 100 or 102.5")


def test_a_logged_set_can_be_edited_and_removed_and_both_undone(page: Page) -> None:
    log(page)
    page.get_by_role("button", name="Set 1: edit").click()
    page.get_by_label("Reps", exact=True).last.fill("4")
    page.get_by_text("To failure").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(logged(page).first).to_contain_text("F")
    expect(logged(page).first.locator("td").nth(2)).to_contain_text("4")
    undo(page).click()
    expect(logged(page).first.locator("td").nth(2)).to_contain_text("5")
    page.wait_for_timeout(BOUNCE_MS)
    page.get_by_role("checkbox", name="Set 1: logged").click()
    expect(logged(page)).to_have_count(0)
    undo(page).click()
    expect(logged(page)).to_have_count(1)


def test_swapping_keeps_what_was_done_and_gives_the_open_sets_to_the_other_exercise(
    page: Page,
) -> None:
    log(page)
    page.get_by_role("link", name="Swap").click()
    page.get_by_role("button", name="Squat").click()
    expect(page.locator(".open-card h2")).to_contain_text("Squat")
    expect(page.locator(".open-card tr[data-row]")).to_have_count(2)
    expect(page.locator(".card.closed").first).to_contain_text("102.5 × 5")
    undo(page).click()
    expect(page.locator(".open-card h2")).to_contain_text("Bench press")
    expect(page.locator(".open-card tr[data-row]")).to_have_count(3)


def test_exercises_move_and_go_and_come_back(page: Page) -> None:
    def order() -> list[str]:
        return [one.split("\n")[0] for one in page.locator(".content h2").all_inner_texts()]

    page.get_by_role("button", name="Options for Bench press").click()
    page.get_by_role("button", name="Move down").click()
    expect(page.locator(".content h2").first).to_have_text("Overhead press")
    assert order() == ["Overhead press", "Bench press"]
    undo(page).click()
    expect(page.locator(".content h2").first).to_have_text("Bench press")
    page.get_by_role("button", name="Options for Bench press").click()
    page.get_by_role("button", name="Remove exercise").click()
    expect(page.locator(".content h2")).to_have_count(1)
    undo(page).click()
    expect(page.locator(".content h2")).to_have_count(2)
    assert order() == ["Bench press", "Overhead press"]


def test_a_ramp_comes_before_the_working_sets(page: Page) -> None:
    page.get_by_role("button", name="Options for Bench press").click()
    page.get_by_role("button", name="Add a warm-up ramp").click()
    expect(page.locator("tr.warm-up")).to_have_count(5)
    expect(log_button(page)).to_have_text("Log warm-up 1: 20 kg × 10")


def test_an_empty_workout_has_its_next_set_ready_with_last_times_values(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with at_the_gym(browser, liftlog, ana, PHONE, start="empty") as (page, heard):
        page.get_by_role("button", name="Bench press").click()
        expect(log_button(page)).to_have_text("Log set 1: 100 kg × 5")
        page.get_by_role("link", name="Add exercise").click()
        page.get_by_role("searchbox").fill("squ")
        expect(page.locator(".picker li")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(log_button(page)).to_have_text("Log set 1: 20 kg × 8")
        log(page)
        expect(log_button(page)).to_have_text("Log set 2: 20 kg × 8")
        log(page)
        expect(logged(page)).to_have_count(2)
        assert heard.complaints == []


def test_an_exercise_made_here_is_used_at_once(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with at_the_gym(browser, liftlog, ana, PHONE, start="empty") as (page, heard):
        page.get_by_role("searchbox").fill("Sled drag")
        page.get_by_role("button", name="Make “Sled drag”").click()
        page.get_by_role("button", name="Make and add").click()
        expect(page.locator(".open-card h2")).to_have_text("Sled drag")
        log(page)
        expect(logged(page)).to_have_count(1)
        assert heard.complaints == []


def test_a_superset_takes_turns(browser: Browser, liftlog: LiftLog, ana: Member) -> None:
    gym = Gym(
        routine=[
            of_routine(BENCH, [planned(100, 5) for _ in range(2)], superset=1),
            of_routine(PRESS, [planned(50, 8) for _ in range(2)], superset=1),
            of_routine(DIP, [planned(None, 10)]),
        ]
    )
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        offered = []
        for _ in range(5):
            offered.append(log_button(page).inner_text())
            log(page)
            expect(log_button(page)).not_to_have_text(offered[-1])
        assert offered == [
            "Log set 1: 100 kg × 5",
            "Log set 1: 50 kg × 8",
            "Log set 2: 100 kg × 5",
            "Log set 2: 50 kg × 8",
            "Log set 1: 10 reps",
        ]
        expect(page.locator(".superset .letter")).to_have_text(["A", "B"])
        assert heard.complaints == []


@pytest.mark.parametrize(
    ("exercise", "sets", "columns", "button"),
    [
        (DIP, [planned(10, 8)], ["+ kg", "Reps"], "Log set 1: +10 kg × 8"),
        (PULL_UP, [planned(20, 8)], ["Help kg", "Reps"], "Log set 1: 20 kg × 8"),
        (PLANK, [planned(None, None, duration_s=75)], ["Time"], "Log set 1: 1:15"),
        (
            RUN,
            [planned(None, None, distance=2, distance_unit="km", duration_s=480)],
            ["Distance", "Time"],
            "Log set 1: 2 km · 8:00",
        ),
    ],
    ids=["bodyweight", "assisted", "time", "distance"],
)
def test_every_kind_of_exercise_has_its_own_columns(
    browser: Browser,
    liftlog: LiftLog,
    ana: Member,
    *,
    exercise: str,
    sets: list[dict[str, object]],
    columns: list[str],
    button: str,
) -> None:
    gym = Gym(routine=[of_routine(exercise, sets)])
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        expect(log_button(page)).to_have_text(button)
        heads = [one.strip() for one in page.locator(".log-sets thead th").all_inner_texts()]
        assert heads[2 : 2 + len(columns)] == columns
        log(page)
        expect(page.locator("tr:is(.done, .record)")).to_have_count(1)
        assert heard.complaints == []


def test_pounds_have_their_own_steps_bar_and_plates(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    sets = [planned(225, 5, weight_unit="lb")]
    gym = Gym(weight_unit="lb", routine=[of_routine(BENCH, sets)])
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        expect(log_button(page)).to_have_text("Log set 1: 225 lb × 5")
        expect(page.locator(".plates")).to_contain_text("45 + 45 on a 45 lb bar")
        more(page, "lb").click()
        expect(log_button(page)).to_have_text("Log set 1: 230 lb × 5")
        assert heard.complaints == []


def test_the_left_hand_finds_the_bar_mirrored(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with at_the_gym(browser, liftlog, ana, PHONE, Gym(preferences={"left_handed": True})) as (
        page,
        heard,
    ):
        button, beside = log_button(page).bounding_box(), undo(page).bounding_box()
        assert button is not None
        assert beside is not None
        assert button["x"] < beside["x"]
        assert heard.complaints == []


def test_finishing_says_what_it_was_and_keeps_a_routine_of_it(page: Page, gym: Gym) -> None:
    log(page)
    page.get_by_role("link", name="Finish").click()
    expect(page.locator(".stat").filter(has_text="Volume")).to_contain_text("513 kg")
    expect(page.locator(".stat").filter(has_text="Records")).to_contain_text("3")
    page.get_by_label("Note").fill("Easy.")
    page.get_by_label("Save as a routine").check()
    page.get_by_label("Name of the routine").fill("Push B")
    page.get_by_role("button", name="Finish workout").click()
    expect(page.get_by_role("heading", name="Push A is done")).to_be_visible()
    expect(page.get_by_role("button", name="Start Push B")).to_be_visible()
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    ends = [one for one in gym.said if one["fields"].get("running") is False]
    assert [one["fields"]["note"] for one in ends] == ["Easy."]
    assert [one["fields"]["name"] for one in gym.said if one["kind"] == "routine"] == ["Push B"]


def test_a_workout_goes_on_where_it_was_after_a_reload(page: Page) -> None:
    log(page)
    expect(logged(page)).to_have_count(1)
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    page.reload()
    expect(logged(page)).to_have_count(1)
    expect(log_button(page)).to_have_text("Log set 2: 102.5 kg × 5")


def test_an_exercise_that_was_never_done_is_not_asked_about(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    gym = Gym(routine=[of_routine(PRESS, [planned(20, 8, kind="warm_up"), planned(60, 5)])])
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, _):
        log(page)
        expect(log_button(page)).to_have_text("Log set 1: 60 kg × 5")
        log(page)
        expect(logged(page)).to_have_count(2)


def test_a_device_that_has_heard_nothing_yet_does_not_say_that_there_are_no_routines(
    browser: Browser, liftlog: LiftLog
) -> None:
    newcomer = liftlog.member("taps-newcomer")
    with opened(browser, liftlog.address, PHONE, member=newcomer) as (page, _):
        page.route("**/api/v1/sync", lambda route: route.abort())
        page.goto("/log")
        expect(page.get_by_role("heading", name="Routines come once")).to_be_visible()
        page.unroute("**/api/v1/sync")
        page.reload()
        expect(page.get_by_role("heading", name="No routines yet")).to_be_visible()


def test_without_scripts_a_workout_is_written_down_with_the_plain_form(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with opened(browser, liftlog.address, PHONE, member=ana, javascript=False) as (page, _):
        page.goto("/log")
        page.get_by_role("link", name="Log a workout").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log a workout")
