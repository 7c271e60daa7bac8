"""The main job on a phone, from making an account to signing in again; and its logging by other means."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from liftlog.kit.clock import system_clock
from tests.browser import exports
from tests.cast import PASSWORD
from tests.processes.counting import hevy_in_kilograms, strong_in_pounds, summary
from tests.processes.running import LiftLog, Member
from tests.shared import exports as real_export

pytestmark = pytest.mark.browser

NEW_PASSWORD = "another horse battery"


def today() -> date:
    return system_clock().date()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def figure(page: Page, label: str) -> Locator:
    return page.locator(".stat").filter(has=page.get_by_text(label, exact=True)).locator(".value")


def toast(page: Page) -> Locator:
    return page.get_by_role("status")


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(heading(page)).to_have_text("Today")


def choose_file(page: Page, file: Path) -> None:
    page.goto("/import")
    page.get_by_label("The exported CSV file").set_input_files(file)
    page.get_by_role("button", name="Preview import").click()
    expect(heading(page)).to_have_text("What was understood")


def log_bench(page: Page, title: str) -> None:
    """Log two sets of the bench press, found by a misspelt name."""
    expect(heading(page)).to_have_text("Log a workout")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Add an exercise").fill("bech pres")
    page.get_by_role("button", name="Add exercise").click()
    expect(page.get_by_text("Did you mean one of these?")).to_be_visible()
    page.get_by_role("button", name="Bench press", exact=True).click()
    expect(page.get_by_role("heading", name="Bench press", exact=True)).to_be_visible()
    page.get_by_label("Set 1, weight").fill("82,5")
    page.get_by_label("Set 1, reps").fill("5")
    if not page.get_by_label("Set 2, weight").is_visible():
        page.get_by_role("button", name="Add set").click()
    page.get_by_label("Set 2, weight").fill("85")
    page.get_by_label("Set 2, reps").fill("3")
    page.get_by_role("button", name="Save workout").click()
    expect(toast(page)).to_contain_text("Workout saved.")
    expect(heading(page)).to_have_text(title)
    expect(page.get_by_role("row").filter(has_text="82.5")).to_contain_text("5")


def in_agenda(page: Page, title: str) -> Locator:
    return page.locator(".agenda li").filter(has_text=title)


def test_a_newcomer_brings_a_history_and_goes_on_logging(phone: Page, tmp_path: Path) -> None:
    email = "journey@example.org"
    phone.goto("/")
    phone.get_by_role("link", name="Make an account").click()
    phone.get_by_label("Email address").fill(email)
    phone.get_by_label("Password").fill(PASSWORD)
    expect(phone.get_by_label("Time zone")).to_have_value("UTC")
    phone.get_by_role("button", name="Make the account").click()
    expect(heading(phone)).to_have_text("Today")
    expect(phone.get_by_text("Your training will be here")).to_be_visible()

    imports_two_histories(phone, tmp_path)
    looks_at_progress(phone)

    phone.goto("/workouts/new")
    log_bench(phone, "Evening bench")
    moves_it_and_back(phone, "Evening bench")
    deletes_it_and_not(phone, "Evening bench")
    changes_the_password(phone, email)


def imports_two_histories(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Import a history").click()
    for file in (exports.strong(folder, today()), exports.hevy(folder, today())):
        choose_file(page, file)
        expect(figure(page, "Workouts to add")).to_have_text(str(exports.WORKOUTS))
        expect(figure(page, "Sets to add")).to_have_text(str(exports.SETS))
        expect(figure(page, "Lines not read")).to_have_text("0")
        page.get_by_role("button", name=f"Import {exports.WORKOUTS} workouts").click()
        expect(toast(page)).to_contain_text(f"{exports.WORKOUTS} workouts are imported.")
        expect(page.locator(".agenda li").first).to_be_visible()


def looks_at_progress(page: Page) -> None:
    tab(page, "Progress")
    expect(heading(page)).to_have_text("Progress")
    expect(figure(page, "Workouts")).to_have_text(str(2 * exports.WORKOUTS))
    # Strong's warm-ups and Hevy's are left out, one in each workout.
    expect(figure(page, "Sets")).to_have_text(str(2 * (exports.SETS - exports.WORKOUTS)))
    page.get_by_role("link", name="Bench press").first.click()
    expect(heading(page)).to_have_text("Bench press")
    heaviest_kg = 70.5 + exports.WORKOUTS - 1
    expect(figure(page, "Estimated 1RM")).to_have_text(f"{heaviest_kg * (1 + 4 / 30):.1f} kg")
    expect(page.locator("svg.chart:visible")).to_have_count(1)
    page.get_by_role("button", name="Epley").click()
    page.get_by_role("link", name="Brzycki").click()
    expect(figure(page, "Estimated 1RM")).to_have_text(f"{heaviest_kg * 36 / 33:.1f} kg")


def moves_it_and_back(page: Page, title: str) -> None:
    tab(page, "Calendar")
    expect(in_agenda(page, title)).to_contain_text(str(today().day))
    in_agenda(page, title).get_by_role("link").click()
    before = today() - timedelta(days=2)
    page.get_by_role("button", name="Options for this workout").click()
    page.get_by_label("Move to").fill(before.isoformat())
    page.get_by_role("button", name="Move", exact=True).click()
    expect(toast(page)).to_contain_text("Moved to")
    expect(in_agenda(page, title).locator(".when b")).to_have_text(str(before.day))
    toast(page).get_by_role("button", name="Undo").click()
    expect(in_agenda(page, title).locator(".when b")).to_have_text(str(today().day))


def deletes_it_and_not(page: Page, title: str) -> None:
    in_agenda(page, title).get_by_role("link").click()
    page.get_by_role("button", name="Options for this workout").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(toast(page)).to_contain_text("Workout deleted.")
    expect(in_agenda(page, title)).to_have_count(0)
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("The workout is back.")
    expect(heading(page)).to_have_text(title)


def changes_the_password(page: Page, email: str) -> None:
    tab(page, "More")
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(toast(page)).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(heading(page)).to_have_text("Sign in")
    page.goto("/calendar")
    expect(heading(page)).to_have_text("Sign in")
    sign_in(page, email, NEW_PASSWORD)
    expect(page.get_by_text("Evening bench").first).to_be_visible()


def test_two_real_histories_come_in_by_the_page(desk: Page, liftlog: LiftLog) -> None:
    files = {
        real_export("strong-12col-lb-floatnoise.csv"): strong_in_pounds,
        real_export("hevy-kg-large.csv"): hevy_in_kilograms,
    }
    sign_in(desk, liftlog.member("real").email)
    counted = {"workouts": 0, "sets": 0, "reps": 0}
    for file, read in files.items():
        lines = read(file)
        totals = summary(lines)
        counted = {name: count + int(totals[name]) for name, count in counted.items()}
        choose_file(desk, file)
        if read is strong_in_pounds:
            desk.get_by_label("pounds").check()
            desk.get_by_role("button", name="Update preview").click()
            expect(desk.get_by_label("pounds")).to_be_checked()
        expect(figure(desk, "Workouts to add")).to_have_text(f"{totals['workouts']:,}")
        expect(figure(desk, "Sets to add")).to_have_text(f"{len(lines):,}")
        desk.get_by_role("button", name=re.compile("^Import [0-9]+ workouts$")).click()
        expect(toast(desk)).to_contain_text("workouts are imported.")
        last = max(line.day for line in lines)
        expect(heading(desk)).to_have_text(f"{last:%B %Y}")
        in_month = {line.workout for line in lines if f"{line.day:%Y-%m}" == f"{last:%Y-%m}"}
        entries = desk.locator(".month td:not(.other) .entry")
        expect(entries).to_have_count(len(in_month))
    desk.goto("/progress?range=all")
    for label in ("Workouts", "Sets", "Reps"):
        expect(figure(desk, label)).to_have_text(f"{counted[label.lower()]:,}")
    desk.goto("/one-rep-max")
    desk.get_by_role("link", name="Bench press").first.click()
    desk.get_by_role("link", name="All", exact=True).click()
    expect(desk.locator("svg.chart:visible")).to_have_count(1)
    expect(figure(desk, "Estimated 1RM")).to_contain_text("kg")


def test_logging_needs_no_script(phone_without_scripts: Page, liftlog: LiftLog) -> None:
    page = phone_without_scripts
    sign_in(page, liftlog.member("scriptless").email)
    page.goto("/workouts/new")
    log_bench(page, "By hand")
    moves_it_and_back(page, "By hand")
    deletes_it_and_not(page, "By hand")


def tab_to(page: Page, wanted: Locator, *, at_most: int = 60) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            ring = wanted.evaluate("node => getComputedStyle(node).outlineStyle")
            assert ring != "none", f"Nothing shows that {wanted} has the focus."
            return
    raise AssertionError(f"{at_most} times Tab do not lead to {wanted}.")


def test_a_set_can_be_logged_by_keyboard_alone(desk: Page, liftlog: LiftLog) -> None:
    member: Member = liftlog.member("keyboard")
    keys = desk.keyboard
    desk.goto("/login")
    tab_to(desk, desk.get_by_label("Email address"))
    keys.type(member.email)
    tab_to(desk, desk.get_by_label("Password"))
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(heading(desk)).to_have_text("Today")

    keys.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the content")).to_be_focused()
    rail = desk.get_by_role("navigation", name="Main")
    tab_to(desk, rail.get_by_role("link", name="Log workout"))
    desk.goto("/workouts/new")
    expect(heading(desk)).to_have_text("Log a workout")

    tab_to(desk, desk.get_by_label("Add an exercise"))
    keys.type("Bench press")
    keys.press("Enter")
    expect(desk.get_by_role("heading", name="Bench press", exact=True)).to_be_visible()
    tab_to(desk, desk.get_by_label("Set 1, weight"))
    keys.type("100")
    keys.press("Tab")
    keys.type("3")
    tab_to(desk, desk.get_by_role("button", name="Save workout"))
    keys.press("Enter")
    expect(toast(desk)).to_contain_text("Workout saved.")
    expect(desk.get_by_role("row").filter(has_text="100 kg")).to_be_visible()
