"""Nothing that was logged is ever lost: the server away, the browser closed, somebody else signed in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from liftlog.kit.clock import system_clock
from tests.browser.away import (
    STILL,
    Server,
    Training,
    any_exercise,
    commit,
    device,
    is_settled,
    open_store,
    reps_on_the_device,
    reps_on_the_server,
    sign_in,
    snapshot,
    wait_for_worker,
    wait_until_sent,
)
from tests.cast import PASSWORD
from tests.processes.running import LiftLog, Member, until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(liftlog: LiftLog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(liftlog, tmp_path_factory.mktemp("away"))
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def _back_again(server: Server) -> Iterator[None]:
    yield
    server.start()


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("offline-ana")


@pytest.fixture(scope="module")
def ben(liftlog: LiftLog) -> Member:
    return liftlog.member("offline-ben")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server, ana: Member) -> Page:
    """Ana's phone: signed in, with LiftLog kept on it."""
    page = context.new_page()
    sign_in(page, server.address, ana)
    wait_for_worker(page)
    open_store(page, server.address)
    wait_until_sent(page)
    return page


@pytest.fixture
def training(server: Server, ana: Member) -> Training:
    return Training(any_exercise(server.address, ana))


def test_a_device_that_asks_for_the_first_time_gets_what_logging_takes(page: Page) -> None:
    seen = snapshot(page)
    assert seen["user"]["email"] == "offline-ana@example.org"
    assert seen["exercises"] > 50
    assert seen["storage"] == "kept"


def test_a_commit_shows_before_anything_is_kept_or_sent(page: Page, training: Training) -> None:
    operations = [*training.begin(), training.log(5)]
    shown = page.evaluate(
        """(operations) => {
          void store.commit(operations);
          return [store.snapshot.running.exercises[0].sets[0].reps, store.snapshot.unwritten];
        }""",
        operations,
    )
    assert shown == [5, 3]
    commit(page, training.finish())
    wait_until_sent(page)


def test_a_page_that_goes_away_in_the_moment_of_a_tap_loses_nothing(
    page: Page, server: Server, training: Training
) -> None:
    commit(page, *training.begin())
    wait_until_sent(page)
    server.stop()
    with page.expect_navigation():
        page.evaluate(
            """(operation) => {
              // What is being written is cut off: as if the page had gone before the disk was asked.
              IDBDatabase.prototype.transaction = () => { throw new Error("gone"); };
              store.commit([operation]).catch(() => {});
              location.reload();
            }""",
            training.log(7),
        )
    open_store(page, server.address)
    assert 7 in reps_on_the_device(page, training.workout)
    server.start()
    wait_until_sent(page)
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.includes('unwritten'))") == []
    )
    commit(page, training.finish())
    wait_until_sent(page)


def test_the_logging_screen_opens_with_the_server_away_from_before(
    context: BrowserContext, page: Page, server: Server
) -> None:
    page.close()
    server.stop()
    opened = context.new_page()
    answer = opened.goto(f"{server.address}/log")
    assert answer is not None
    assert answer.from_service_worker
    assert opened.title() != ""


def test_what_is_logged_without_a_server_survives_a_reload_and_a_restart_and_is_sent_once(
    browser: Browser, server: Server, ana: Member, training: Training, tmp_path: Path
) -> None:
    with device(browser, tmp_path) as first:
        page = first.new_page()
        sign_in(page, server.address, ana)
        wait_for_worker(page)
        open_store(page, server.address)
        wait_until_sent(page)
        server.stop()
        open_store(page, server.address, "/log")
        commit(page, *training.begin(), training.log(5), training.log(4))
        page.reload()
        open_store(page, server.address, "/log")
        commit(page, training.log(3))
        assert snapshot(page)["pending"] == 5
    with device(browser, tmp_path) as again:
        page = again.new_page()
        open_store(page, server.address, "/log")
        assert reps_on_the_device(page, training.workout) == [5, 4, 3]
        assert snapshot(page)["running"]["id"] == training.workout
        server.start()
        commit(page, training.log(2), training.finish())
        wait_until_sent(page)
        assert reps_on_the_device(page, training.workout) == [5, 4, 3, 2]
    assert reps_on_the_server(server.address, ana, training.workout) == [5, 4, 3, 2]


def test_a_session_that_ended_keeps_the_outbox_and_says_so(
    context: BrowserContext, page: Page, server: Server, ana: Member, training: Training
) -> None:
    context.clear_cookies()
    commit(page, *training.begin(), training.log(8), training.finish())
    assert until(lambda: snapshot(page)["status"] == "signed_out", within_s=20)
    assert snapshot(page)["pending"] == 4
    sign_in(page, server.address, ana)
    open_store(page, server.address)
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [8]


def test_another_account_on_the_same_device_never_sends_the_firsts_operations(
    page: Page, server: Server, ana: Member, ben: Member, training: Training
) -> None:
    context = page.context
    context.clear_cookies()
    commit(page, *training.begin(), training.log(6), training.finish())
    tab = context.new_page()
    sign_in(tab, server.address, ben)
    open_store(tab, server.address)
    wait_until_sent(tab)
    assert snapshot(tab)["workouts"] == []
    # The first one's page is still open, and its requests now carry the second one's cookie.
    page.evaluate("void store.sync()")
    assert until(lambda: snapshot(page)["status"] == "other_account", within_s=20)
    assert snapshot(page)["pending"] == 4
    for member in (ana, ben):
        assert reps_on_the_server(server.address, member, training.workout) is None
    context.clear_cookies()
    sign_in(tab, server.address, ana)
    open_store(tab, server.address)
    wait_until_sent(tab)
    assert reps_on_the_server(server.address, ana, training.workout) == [6]


def test_a_refused_operation_stays_in_sight_can_be_saved_and_stops_no_other(
    page: Page, server: Server, ana: Member, training: Training, tmp_path: Path
) -> None:
    bad = training.log(7, weight=-5)
    commit(page, *training.begin(), bad, training.log(9), training.finish())
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [9]
    open_store(page, server.address)
    refused = snapshot(page)["refused"]
    assert [one["target"] for one in refused] == [bad["target"]]
    assert refused[0]["reason"]

    _show_outbox(page)
    expect(page.locator("[data-list=refused] li")).to_contain_text(refused[0]["reason"])
    with page.expect_download() as download:
        page.locator("[data-do=export-refused]").click()
    file = tmp_path / "refused.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text())
    assert [one["fields"]["reps"] for one in saved["operations"]] == [7]
    page.locator("[data-list=refused] button").click()
    expect(page.locator("[data-list=refused] li")).to_have_count(0)
    open_store(page, server.address)
    assert snapshot(page)["refused"] == []


def test_an_operation_that_nobody_can_read_stops_no_other(
    page: Page, server: Server, ana: Member, training: Training
) -> None:
    nonsense = {"kind": "nonsense", "verb": "put", "target": training.workout, "fields": {}}
    commit(page, *training.begin(), nonsense, training.log(2), training.finish())
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [2]
    refused = snapshot(page)["refused"]
    assert [one["kind"] for one in refused if one["target"] == training.workout] == ["nonsense"]


def test_more_than_fits_one_request_is_sent_in_order_by_several(
    page: Page, server: Server, ana: Member, training: Training
) -> None:
    bodies: list[str | None] = []
    page.on("request", lambda one: bodies.append(one.post_data) if one.post_data else None)
    reps = [1 + number % 12 for number in range(130)]
    commit(page, *training.begin(), *(training.log(one) for one in reps), training.finish())
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == reps
    assert reps_on_the_device(page, training.workout) == reps
    assert max(len(_operations_of(one)) for one in bodies) <= 100
    assert max(len(one or "") for one in bodies) <= 64 * 1024


def test_a_routine_that_was_changed_elsewhere_first_becomes_a_copy(
    context: BrowserContext, page: Page, server: Server, ana: Member, training: Training
) -> None:
    routine = str(uuid4())
    commit(page, _routine(routine, "Monday", training.exercise_id))
    wait_until_sent(page)
    rev = next(one["rev"] for one in snapshot(page)["routines"] if one["id"] == routine)
    server.stop()
    commit(page, _routine(routine, "Mine", training.exercise_id, base_rev=rev))
    server.start()
    _changed_elsewhere(server, ana, routine, training.exercise_id, rev)
    wait_until_sent(page)
    assert {one["name"] for one in snapshot(page)["routines"]} >= {"Elsewhere", "Mine (2)"}
    open_store(page, server.address)
    wait_until_sent(page)
    found = {one["name"]: one for one in snapshot(page)["routines"]}
    assert found["Elsewhere"]["id"] == routine
    ids = [[one["id"] for one in found[name]["exercises"]] for name in ("Elsewhere", "Mine (2)")]
    assert ids[0] != ids[1]


def _routine(
    routine: str, name: str, exercise: str, *, base_rev: int | None = None
) -> dict[str, Any]:
    planned = {
        "id": str(uuid4()),
        "kind": "working",
        "weight": 60,
        "weight_unit": "kg",
        "reps_min": 5,
        "reps_max": 8,
        "rpe": None,
        "duration_s": None,
        "distance": None,
        "distance_unit": None,
    }
    entry = {
        "id": str(uuid4()),
        "exercise_id": exercise,
        "superset": None,
        "note": "",
        "rest_s": None,
        "sets": [planned],
    }
    fields = {"name": name, "note": "", "weekdays": [], "position": 0, "exercises": [entry]}
    return {
        "kind": "routine",
        "verb": "put",
        "target": routine,
        "base_rev": base_rev,
        "fields": fields,
    }


def _changed_elsewhere(
    server: Server, member: Member, routine: str, exercise: str, rev: int
) -> None:
    """By another device, which speaks the protocol itself."""
    stamp = f"{int(system_clock().timestamp() * 1000):015d}-0000-0a0b0c0d"
    operation = {
        **_routine(routine, "Elsewhere", exercise, base_rev=rev),
        "id": str(uuid4()),
        "stamp": stamp,
    }
    body = {"user_id": None, "device": str(uuid4()), "cursor": None, "operations": [operation]}
    answer = httpx2.post(
        f"{server.address}/api/v1/sync", json=body, headers=member.headers, timeout=20
    )
    assert [one["status"] for one in answer.json()["acks"]] == ["applied"], answer.text


def test_two_tabs_send_once_and_see_what_the_other_did(
    context: BrowserContext, page: Page, server: Server, ana: Member, training: Training
) -> None:
    other = context.new_page()
    open_store(other, server.address)
    server.stop()
    commit(page, *training.begin(), training.log(5))
    assert until(lambda: snapshot(other)["pending"] == 3, within_s=10)
    commit(other, training.log(4))
    assert until(lambda: reps_on_the_device(page, training.workout) == [5, 4], within_s=10)
    server.start()
    sent: list[str] = []
    for tab in (page, other):
        tab.on("request", lambda request: sent.extend(_operations_of(request.post_data)))
    on_its_way: list[Route] = []
    page.route("**/api/v1/sync", lambda route: on_its_way.append(route))  # noqa: PLW0108
    with page.expect_request("**/api/v1/sync"):
        page.evaluate("void store.sync()")
    other.evaluate("void store.sync()")
    on_its_way[0].continue_()
    page.unroute("**/api/v1/sync")
    assert until(lambda: is_settled(page) and is_settled(other), within_s=10), snapshot(other)
    assert len(sent) == len(set(sent)) == 4
    commit(page, training.finish())
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [5, 4]


def _operations_of(body: str | None) -> list[str]:
    return [one["id"] for one in json.loads(body or "{}").get("operations", ())]


def test_a_write_that_the_device_refuses_is_told_and_still_sent(
    page: Page, server: Server, ana: Member, training: Training
) -> None:
    page.evaluate(
        """() => {
          IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    operations = [*training.begin(), training.log(11), training.finish()]
    told = page.evaluate(
        "(operations) => store.commit(operations).then(() => 'kept', (error) => error.name)",
        operations,
    )
    assert told == "QuotaExceededError"
    assert reps_on_the_device(page, training.workout) == [11]
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [11]


def test_a_browser_without_the_newer_features_logs_and_sends_all_the_same(
    context: BrowserContext, server: Server, ana: Member, training: Training
) -> None:
    context.add_init_script(
        """delete globalThis.SyncManager; delete globalThis.BroadcastChannel;
        delete globalThis.StorageManager; delete globalThis.trustedTypes;
        for (const name of ["locks", "storage", "wakeLock", "vibrate"]) {
          Object.defineProperty(Navigator.prototype, name, { value: undefined, configurable: true });
        }
        delete Crypto.prototype.randomUUID;"""
    )
    page = context.new_page()
    sign_in(page, server.address, ana)
    open_store(page, server.address)
    commit(page, *training.begin(), training.log(12), training.finish())
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [12]


def test_a_browser_without_storage_says_so_and_sends_what_it_can(
    context: BrowserContext, server: Server, ana: Member, training: Training
) -> None:
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('no'); } });"
    )
    sign_in(page, server.address, ana)
    open_store(page, server.address)
    assert snapshot(page)["storage"] == "none"
    told = page.evaluate(
        "(operations) => store.commit(operations).then(() => 'kept', () => 'not kept')",
        [*training.begin(), training.log(13), training.finish()],
    )
    assert told == "not kept"
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [13]


def test_signing_out_with_unsent_work_asks_offers_a_file_and_keeps_it(
    context: BrowserContext, page: Page, server: Server, ana: Member, training: Training
) -> None:
    page.route("**/api/v1/sync", lambda route: route.abort())
    commit(page, *training.begin(), training.log(10), training.finish())
    page.goto(f"{server.address}/settings")
    sign_out = page.get_by_role("button", name="Sign out", exact=True).first
    sign_out.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("4")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save them as a file").click()
    assert len(json.loads(download.value.path().read_text())["operations"]) == 4
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    sign_out.click()
    dialog.get_by_role("button", name="Sign out all the same").click()
    page.wait_for_url("**/login")
    expect(page.get_by_text("changes that wait on this device: 4")).to_be_visible()
    page.unroute("**/api/v1/sync")
    sign_in(page, server.address, ana)
    open_store(page, server.address)
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [10]


def test_signing_out_with_nothing_unsent_leaves_nothing_on_the_device(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.address}/settings")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/login")
    left = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert left == []
    assert page.evaluate("localStorage.getItem('liftlog.user')") is None
    assert page.evaluate("caches.has('pages')") is False
    server.stop()
    page.goto(f"{server.address}{STILL}")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")


def test_signing_out_without_a_network_changes_nothing_and_says_so(
    page: Page, server: Server, ana: Member, training: Training
) -> None:
    page.goto(f"{server.address}/calendar")
    page.goto(f"{server.address}/settings")
    server.stop()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.get_by_text("You are still signed in.")).to_be_visible()
    left = page.evaluate("indexedDB.databases().then((all) => all.length)")
    assert left == 1
    assert page.evaluate("localStorage.getItem('liftlog.user')") is not None
    assert page.evaluate("caches.has('pages')") is True
    server.start()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/login")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_whoever_is_signed_in_is_not_told_of_what_somebody_else_left_waiting(
    context: BrowserContext, page: Page, server: Server, ben: Member, training: Training
) -> None:
    page.route("**/api/v1/sync", lambda route: route.abort())
    commit(page, *training.begin(), training.log(10), training.finish())
    page.goto(f"{server.address}/settings")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out all the same").click()
    page.wait_for_url("**/login")
    page.unroute("**/api/v1/sync")
    told = page.get_by_text("changes that wait on this device: 4")
    expect(told).to_be_visible()
    sign_in(page, server.address, ben)
    page.goto(f"{server.address}/log")
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    expect(told).to_be_hidden()


def test_whose_session_ended_finds_where_to_sign_in_beside_what_waits(
    context: BrowserContext, page: Page, server: Server, ana: Member, training: Training
) -> None:
    context.clear_cookies()
    commit(page, *training.begin(), training.log(8), training.finish())
    page.goto(f"{server.address}/log")
    page.locator(".chip.sent", has_text="signed out, unsent: 4").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email address").fill(ana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.address}/log")
    expect(page.locator(".chip.sent")).to_have_text("all sent")


def test_a_database_that_the_browser_took_away_is_opened_again_and_keeps_what_comes_next(
    page: Page, server: Server, training: Training
) -> None:
    commit(page, *training.begin())
    wait_until_sent(page)
    server.stop()
    # As iOS does to a page in the background: what is asked next finds it closed, and nobody says so.
    page.evaluate(
        """() => {
          const { transaction } = IDBDatabase.prototype;
          IDBDatabase.prototype.transaction = function (...asked) {
            IDBDatabase.prototype.transaction = transaction;
            this.close();
            return transaction.apply(this, asked);
          };
        }"""
    )
    commit(page, training.log(5))
    assert snapshot(page)["storage"] == "kept"
    assert snapshot(page)["unwritten"] == 0
    open_store(page, server.address, "/log")
    assert reps_on_the_device(page, training.workout) == [5]


def test_what_could_not_be_kept_is_kept_once_the_page_is_looked_at_again(
    page: Page, server: Server, training: Training
) -> None:
    commit(page, *training.begin())
    wait_until_sent(page)
    server.stop()
    told = page.evaluate(
        """async (operation) => {
          const { transaction } = IDBDatabase.prototype;
          IDBDatabase.prototype.transaction = () => { throw new DOMException("lost", "UnknownError"); };
          const told = await store.commit([operation]).then(() => "kept", () => "not kept");
          IDBDatabase.prototype.transaction = transaction;
          return told;
        }""",
        training.log(6),
    )
    assert told == "not kept"
    assert snapshot(page)["storage"] == "none"
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert until(lambda: snapshot(page)["unwritten"] == 0, within_s=10)
    assert snapshot(page)["storage"] == "kept"
    open_store(page, server.address, "/log")
    assert reps_on_the_device(page, training.workout) == [6]


def test_a_slow_uplink_gets_less_at_a_time_until_it_is_carried(
    context: BrowserContext, server: Server, ana: Member, training: Training
) -> None:
    page = context.new_page()
    page.clock.install(time=system_clock())
    sign_in(page, server.address, ana)
    page.clock.resume()
    open_store(page, server.address)
    wait_until_sent(page)
    sent: list[int] = []

    def slow(route: Route) -> None:
        sent.append(len(_operations_of(route.request.post_data)))
        if sent[-1] <= 10:
            route.continue_()

    page.route("**/api/v1/sync", slow)
    reps = [1 + number % 12 for number in range(40)]
    commit(page, *training.begin(), *(training.log(one) for one in reps), training.finish())

    def is_through() -> bool:
        page.clock.fast_forward(3_000)
        return is_settled(page)

    assert until(is_through, within_s=40), (sent, snapshot(page)["status"])
    assert [one for one in sent if one][:4] == [43, 21, 10, 20], sent
    assert reps_on_the_server(server.address, ana, training.workout) == reps


def test_one_at_which_the_server_fails_waits_in_sight_and_the_others_are_sent(
    page: Page, server: Server, ana: Member, training: Training
) -> None:
    bad = training.log(7)

    def fail(route: Route) -> None:
        if bad["target"] in (route.request.post_data or ""):
            route.fulfill(status=500, content_type="application/json", body="{}")
        else:
            route.continue_()

    page.route("**/api/v1/sync", fail)
    commit(page, *training.begin(), bad, training.log(9), training.finish())

    def is_tried() -> bool:
        page.evaluate("store.sync()")
        return bool(snapshot(page)["status"] == "idle")

    assert until(is_tried, within_s=20)
    assert reps_on_the_server(server.address, ana, training.workout) == [9]
    seen = snapshot(page)
    assert (seen["pending"], seen["refused"], seen["status"]) == (1, [], "idle")
    assert page.evaluate("store.pendingOperations().map((one) => store.isAside(one.id))") == [True]
    page.unroute("**/api/v1/sync")
    wait_until_sent(page)
    assert reps_on_the_server(server.address, ana, training.workout) == [7, 9]


def _show_outbox(page: Page) -> None:
    page.evaluate(
        """async () => {
          const styles = document.querySelector("link[rel=stylesheet]").href;
          const load = (name) => import(styles.replace(/css\\/.*/, name));
          const { view } = await load("js/log/views/outbox.js");
          const { render } = await load("vendor/lit-html/lit-html.js");
          const draw = () => render(view({ store }), document.querySelector(".content"));
          store.subscribe(draw);
          draw();
        }"""
    )


def test_a_device_that_is_full_says_so_and_not_that_it_is_offline(
    page: Page, training: Training
) -> None:
    commit(page, *training.begin(), training.finish())
    wait_until_sent(page)
    page.evaluate(
        """() => {
          const { put } = IDBObjectStore.prototype;
          globalThis.makeRoom = () => { IDBObjectStore.prototype.put = put; };
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    commit(page, training.log(3))
    assert until(lambda: snapshot(page)["status"] == "full", within_s=10)
    assert snapshot(page)["pending"] == 1
    page.evaluate("makeRoom()")
    wait_until_sent(page)


def test_a_correction_comes_after_what_it_corrects_also_where_the_clock_is_slow(
    page: Page, training: Training
) -> None:
    ahead = "999999999999999-000a-0a0b0c0d"
    answered: list[Route] = []

    def answer(route: Route) -> None:
        _answered_with(route, stamp=ahead)
        answered.append(route)

    page.route("**/api/v1/sync", answer)
    # The sync that began with the page may still be under way, and not be ours.
    while not answered:
        page.evaluate("store.sync()")
    page.unroute("**/api/v1/sync")
    page.route("**/api/v1/sync", lambda route: route.abort())
    commit(page, *training.begin())
    stamps = page.evaluate("store.pendingOperations().map((one) => one.stamp)")
    assert min(stamps) > ahead
    open_store(page, page.url.removesuffix(STILL))
    commit(page, training.finish())
    stamps = page.evaluate("store.pendingOperations().map((one) => one.stamp)")
    assert min(stamps) > ahead
    assert stamps == sorted(stamps)


def _answered_with(route: Route, **more: Any) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), **more})
