"""What somebody hostile, careless or unlucky tries, and what comes of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from time import sleep
from uuid import UUID, uuid4

import pytest
from flask import Flask, flash
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from liftlog.core.accounts import service as accounts
from liftlog.core.app import create_app
from liftlog.core.imports import service as imports
from liftlog.core.request.services import EXTENSION, Services
from liftlog.core.workouts import service as workouts
from liftlog.core.workouts.schemas import WorkoutInput
from liftlog.imports import EXERCISES_MADE_MAX
from liftlog.kit.errors import ConflictError, ServerBusyError, TooLargeError
from liftlog.settings import Settings
from liftlog.store import accounts as account_store
from liftlog.store.database.engine import CORE_ROLE, Database, PostgresDatabase, act_for
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, PASSWORD, Person, as_person, join
from tests.pages import Browser, Page
from tests.problems import problem, read_json
from tests.server import TestServer

pytestmark = pytest.mark.database

NEW_WORKOUT = {"title": "Legs", "day": "2026-11-20", "time": "10:00", "time_zone": "UTC"}


@pytest.fixture
def real_database(server: TestServer) -> Iterator[PostgresDatabase]:
    """A pool of its own, whose transactions really end. Whoever joins here is in nobody's way."""
    database = PostgresDatabase(server.url(CORE_ROLE), CORE_ROLE)
    yield database
    database.close()


@pytest.fixture
def real_core(settings: Settings, real_database: PostgresDatabase) -> Flask:
    return create_app(settings, database=real_database, clock=lambda: NOW)


def titled(title: str) -> WorkoutInput:
    return WorkoutInput.model_validate({"title": title})


def guess(client: FlaskClient, person: Person, password: str) -> TestResponse:
    form = {"email": person.account.email, "password": password}
    return client.post("/login", data=form, headers=FROM_OUR_PAGE)


# Guessing


def test_after_ten_wrong_passwords_the_right_one_has_to_wait_too(
    client: FlaskClient, ana: Person, ben: Person
) -> None:
    assert {guess(client, ana, "wrong").status_code for _ in range(10)} == {401}
    answer = guess(client, ana, PASSWORD)
    assert answer.status_code == 429
    assert Page(answer).alert.startswith("These were too many tries. Wait ")
    assert guess(client, ben, PASSWORD).status_code == 303


def test_the_address_in_capitals_is_the_same_address(client: FlaskClient, ana: Person) -> None:
    for spelling in (str.upper, str.title, "  {} ".format, str) * 3:
        form = {"email": spelling(ana.account.email), "password": "wrong"}
        answer = client.post("/login", data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code == 429


def test_strangers_can_not_lock_the_owner_out_of_a_device_that_is_known(
    core_app: Flask, client: FlaskClient, ana: Person
) -> None:
    sign_in(client, ana)
    client.post("/logout", headers=FROM_OUR_PAGE)
    stranger = core_app.test_client()
    for _ in range(11):
        refused = guess(stranger, ana, "wrong")
    assert refused.status_code == 429
    assert guess(client, ana, PASSWORD).status_code == 303


def test_a_known_device_has_no_more_tries_than_a_stranger(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    client.post("/logout", headers=FROM_OUR_PAGE)
    answers = [guess(client, ana, "wrong").status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


@pytest.mark.parametrize("forged", ["", "x", "x.y", '["a"].b'])
def test_a_device_is_known_by_nothing_but_our_own_word(
    core_app: Flask, client: FlaskClient, ana: Person, ben: Person, forged: str
) -> None:
    """Neither a made-up cookie nor that of somebody else's device opens another bucket."""
    sign_in(client, ben)
    client.post("/logout", headers=FROM_OUR_PAGE)
    for _ in range(5):
        guess(client, ana, "wrong")
    stranger = core_app.test_client()
    stranger.set_cookie("device", forged, path="/login")
    answers = [guess(stranger, ana, "wrong").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_right_password_gives_the_tries_back(client: FlaskClient, ana: Person) -> None:
    for _ in range(3):
        for _ in range(9):
            guess(client, ana, "wrong")
        assert guess(client, ana, PASSWORD).status_code == 303
        client.post("/logout", headers=FROM_OUR_PAGE)


@pytest.mark.parametrize(
    ("path", "name"),
    [("/settings/password", "current_password"), ("/account/deletion", "password")],
)
def test_a_session_that_was_stolen_can_not_be_used_to_guess_the_password(
    client: FlaskClient, ana: Person, path: str, name: str
) -> None:
    sign_in(client, ana)
    form = {name: "wrong", "new_password": "another horse battery"}
    answers = [client.post(path, data=form, headers=FROM_OUR_PAGE).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_of_many_passwords_at_once_those_that_would_have_to_wait_long_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock = Lock()
    at_it: list[int] = [0]

    class Slow:
        def hash(self, _password: str) -> str:
            with lock:
                at_it.append(at_it[-1] + 1)
            sleep(0.1)
            with lock:
                at_it.append(at_it[-1] - 1)
            return "hashed"

    monkeypatch.setattr(accounts, "_hasher", Slow())
    with ThreadPoolExecutor(20) as pool:
        tries = [pool.submit(accounts._hash, "x") for _ in range(20)]
        found = [one.exception() for one in tries]
    kept = [one for one in found if one is None]
    assert all(one is None or isinstance(one, ServerBusyError) for one in found)
    assert len(kept) >= 8
    assert max(at_it) == 2


# Flooding


def limited(app: Flask, name: str) -> None:
    services: Services = app.extensions[EXTENSION]
    buckets = getattr(services.limits, name)
    while not buckets.take(""):
        pass


def test_demos_are_made_so_often_and_no_oftener(
    core_app: Flask, client: FlaskClient, ana: Person
) -> None:
    limited(core_app, "demos")
    answer = client.post("/demo", headers=FROM_OUR_PAGE)
    assert answer.status_code == 429
    assert "Try again in 6 minutes." in Page(answer).text
    sign_in(client, ana)
    assert client.post("/demo", headers=FROM_OUR_PAGE).status_code == 429
    assert read_json(client.get("/api/v1/workouts"))["items"] == []


def test_accounts_are_made_so_often_and_no_oftener(core_app: Flask, client: FlaskClient) -> None:
    limited(core_app, "registrations")
    form = {"email": "new@example.org", "password": PASSWORD}
    answer = client.post("/register", data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code == 429
    assert "Try again in" in Page(answer).alert
    assert client.get("/more").status_code == 303


@pytest.mark.parametrize("path", ["/login", "/register", "/workouts", "/settings/preferences"])
def test_a_stranger_may_not_send_much(client: FlaskClient, path: str) -> None:
    form = b"a&" * 150_000
    answer = client.post(
        path,
        data=form,
        headers=FROM_OUR_PAGE,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (303, 413)
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("/login")


def test_no_token_is_made_that_the_settings_do_not_list(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        while len(account_store.tokens(tx, user_id)) < accounts.TOKENS_MAX:
            accounts.create_token(tx, user_id, name="one more", now=NOW)
        with pytest.raises(ConflictError):
            accounts.create_token(tx, user_id, name="too many", now=NOW)


def test_sessions_that_ended_and_those_beyond_the_list_are_gone(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        for hours in range(105):
            at = NOW + timedelta(hours=hours)
            accounts.open_session(tx, user_id, user_agent="", now=at)
        count = text("SELECT count(*) FROM session WHERE user_id = :user_id")
        assert tx.execute(count, {"user_id": user_id}).scalar() == 100
        accounts.open_session(tx, user_id, user_agent="", now=NOW + timedelta(days=200))
        assert tx.execute(count, {"user_id": user_id}).scalar() == 1


def test_only_so_many_versions_of_a_workout_are_kept(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        made = workouts.log_workout(tx, ana.account, titled("0"), now=NOW)
        for version in range(1, workouts.REVISIONS_KEPT + 3):
            at = NOW + timedelta(seconds=version)
            draft = titled(str(version))
            workouts.change_workout(tx, ana.account, made.id, draft, now=at)
        count = text("SELECT count(*) FROM workout_revision WHERE user_id = :user_id")
        assert tx.execute(count, {"user_id": ana.user_id}).scalar() == workouts.REVISIONS_KEPT
        later = NOW + timedelta(days=1)
        undone = workouts.undo_change(tx, ana.account, made.id, now=later).result
    assert undone.title == str(workouts.REVISIONS_KEPT + 1)


# Odd input


@pytest.mark.parametrize("name", ["a" * 300, "é" * 200, "%00", "%2Fetc%2Fpasswd", "css"])
def test_a_file_that_is_none_of_ours_is_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/s/x/{name}", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("offset", ["+23:59", "-23:59", "+16:00", "-15:59"])
def test_an_offset_that_no_zone_has_is_a_moment_all_the_same(
    client: FlaskClient, ana: Person, offset: str
) -> None:
    body = {"started_at": f"2026-11-18T10:00:00{offset}", "time_zone": "UTC"}
    assert client.post("/api/v1/workouts", json=body, headers=ana.headers).status_code == 201


def test_a_password_that_a_proxy_asked_for_is_no_pass_for_other_sites(
    client: FlaskClient, ana: Person
) -> None:
    """A browser adds it to requests of any page, so it says nothing of who made them."""
    sign_in(client, ana)
    proxied = {"Authorization": "Basic eDp5"}
    assert client.get("/more", headers=proxied).status_code == 200
    away = client.post("/workouts", headers={**proxied, "Sec-Fetch-Site": "cross-site"})
    assert away.status_code == 403
    here = client.post("/workouts", data=NEW_WORKOUT, headers={**proxied, **FROM_OUR_PAGE})
    assert here.status_code == 303


def test_an_import_makes_only_so_many_exercises(database: Database, ana: Person) -> None:
    header = b"Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes\n"
    rows = (
        b"2024-01-%02d 10:00:00,W,Unheard of %d,1,100,5,0,0,,\n" % (1 + number // 90, number)
        for number in range(EXERCISES_MADE_MAX + 1)
    )
    content = header + b"".join(rows)
    with database.transaction() as tx:
        as_person(tx, ana)
        with pytest.raises(TooLargeError):
            imports.plan_import(tx, ana.account, content, filename="a.csv")
        fewer = content[: content.rstrip().rfind(b"\n") + 1]
        plan = imports.plan_import(tx, ana.account, fewer, filename="a.csv")
        assert len(plan.new_exercises) == EXERCISES_MADE_MAX


# Twice


def saved(client: FlaskClient) -> list[str]:
    return [one["title"] for one in read_json(client.get("/api/v1/workouts"))["items"]]


def test_a_new_workout_that_is_saved_twice_is_one(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.open("/workouts/new")
    first = browser.press(page, "Save workout", {"title": "Legs"})
    second = browser.press(page, "Save workout", {"title": "Legs"})
    assert first.path == second.path
    assert saved(client) == ["Legs"]


def test_going_back_and_saving_something_else_changes_what_was_saved(
    client: FlaskClient, ana: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.open("/workouts/new")
    first = browser.press(page, "Save workout", {"title": "Legs"})
    second = browser.press(page, "Save workout", {"title": "Arms"})
    assert first.path == second.path
    assert saved(client) == ["Arms"]
    client.post(f"{first.path}/undo", headers=FROM_OUR_PAGE)
    assert saved(client) == ["Legs"]


def test_saving_again_what_was_deleted_since_makes_a_new_one(
    client: FlaskClient, ana: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.open("/workouts/new")
    first = browser.press(page, "Save workout", {"title": "Legs"})
    client.post(f"{first.path}/delete", headers=FROM_OUR_PAGE)
    second = browser.press(page, "Save workout", {"title": "Legs"})
    assert first.path != second.path
    assert saved(client) == ["Legs"]


def test_the_id_of_somebody_elses_workout_is_free_for_ones_own(
    core_app: Flask, client: FlaskClient, ana: Person, ben: Person
) -> None:
    theirs = read_json(
        client.post("/api/v1/workouts", json={"title": "Ben's"}, headers=ben.headers)
    )
    sign_in(client, ana)
    form = {**NEW_WORKOUT, "id": theirs["id"]}
    assert client.post("/workouts", data=form, headers=FROM_OUR_PAGE).status_code == 303
    assert saved(client) == ["Legs"]
    kept = read_json(core_app.test_client().get("/api/v1/workouts", headers=ben.headers))["items"]
    assert [one["title"] for one in kept] == ["Ben's"]


@pytest.mark.parametrize("button", ["repeat", "copy"])
def test_a_copy_that_is_asked_for_twice_is_one(
    client: FlaskClient, ana: Person, button: str
) -> None:
    sign_in(client, ana)
    made = read_json(client.post("/api/v1/workouts", json={"title": "Legs"}, headers=ana.headers))
    path = f"/workouts/{made['id']}/{button}?id={uuid4()}"
    answers = [
        client.post(path, data={"day": "2026-11-19"}, headers=FROM_OUR_PAGE) for _ in range(2)
    ]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert saved(client) == ["Legs", "Legs"]


def test_copies_to_two_days_from_one_page_are_two(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    made = read_json(client.post("/api/v1/workouts", json={"title": "Legs"}, headers=ana.headers))
    path = f"/workouts/{made['id']}/copy?id={uuid4()}"
    for day in ("2026-11-18", "2026-11-19"):
        client.post(path, data={"day": day}, headers=FROM_OUR_PAGE)
    assert saved(client) == ["Legs"] * 3


@pytest.mark.parametrize("path", ["/", "/workouts/{id}", "/calendar/day/2026-11-20"])
def test_every_button_that_repeats_carries_the_id_of_what_it_will_make(
    client: FlaskClient, ana: Person, path: str
) -> None:
    sign_in(client, ana)
    made = read_json(client.post("/api/v1/workouts", json={"title": "Legs"}, headers=ana.headers))
    page = Browser(client).open(path.format(id=made["id"]))
    actions = [form.attributes["action"] for form in page.all("form")]
    copying = [one for one in actions if one.split("?")[0].endswith(("/repeat", "/copy"))]
    assert copying
    assert all(UUID(one.split("?id=")[1]) for one in copying)


def test_of_two_who_save_at_once_both_versions_are_kept(real_database: PostgresDatabase) -> None:
    ana = join(real_database, "ana")
    with real_database.transaction() as tx:
        as_person(tx, ana)
        made = workouts.log_workout(tx, ana.account, titled("first"), now=NOW)

    def change(title: str) -> None:
        with real_database.transaction() as tx:
            as_person(tx, ana)
            draft = titled(title)
            workouts.change_workout(tx, ana.account, made.id, draft, now=NOW)

    with ThreadPoolExecutor() as pool:
        list(pool.map(change, ["tab one", "tab two"]))
    with real_database.transaction() as tx:
        as_person(tx, ana)
        last = workouts.get_workout(tx, ana.user_id, made.id).title
        kept = tx.execute(text("SELECT content ->> 'title' FROM workout_revision")).scalars()
        assert {last, *kept} == {"first", "tab one", "tab two"}


# The database


@contextmanager
def ended(server: TestServer, database: PostgresDatabase) -> Iterator[None]:
    """Every connection of the pool is ended by the server before the block."""
    with database.transaction() as tx:
        pid = tx.execute(text("SELECT pg_backend_pid()")).scalar()
    with server.superuser() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    yield


def test_a_restart_of_the_database_costs_nobody_an_error(
    server: TestServer, real_database: PostgresDatabase
) -> None:
    with ended(server, real_database), real_database.transaction() as tx:
        assert tx.execute(text("SELECT 1")).scalar() == 1


def test_what_could_not_be_committed_is_not_told_as_done(
    server: TestServer, real_core: Flask, real_database: PostgresDatabase
) -> None:
    from liftlog.core.request.scope import transaction

    def saves() -> str:
        flash("It is saved.")
        pid = transaction().execute(text("SELECT pg_backend_pid()")).scalar()
        with server.superuser() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        return "It is saved."

    real_core.add_url_rule("/saves", view_func=saves)
    real_core.add_url_rule("/api/saves", "api_saves", saves)
    client = real_core.test_client()
    problem(client.get("/api/saves"), 503, "database_unavailable")
    answer = client.get("/saves")
    assert (answer.status_code, Page(answer).heading) == (503, "Not just now")
    assert "It is saved." not in Page(client.get("/login")).text


def test_a_commit_that_fails_by_our_own_fault_is_a_bug_with_an_id(real_core: Flask) -> None:
    from liftlog.core.request.scope import transaction

    def breaks() -> str:
        transaction().execute(
            text("CREATE TEMPORARY TABLE twice (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        )
        transaction().execute(text("INSERT INTO twice VALUES (1), (1)"))
        return "It is saved."

    real_core.add_url_rule("/breaks", view_func=breaks)
    answer = real_core.test_client().get("/breaks")
    assert answer.status_code == 500
    assert "The report has the id" in Page(answer).text


def test_a_transaction_leaves_nobody_behind_on_its_connection(
    real_database: PostgresDatabase,
) -> None:
    ana = join(real_database, "ana")
    seen = text("SELECT count(*) FROM account")
    with real_database.transaction() as tx:
        act_for(tx, ana.user_id)
        assert tx.execute(seen).scalar() == 1

    def act_and_fail() -> None:
        with real_database.transaction() as tx:
            act_for(tx, ana.user_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()
    for _ in range(3):
        with real_database.transaction() as tx:
            assert tx.execute(seen).scalar() == 0


def test_when_all_connections_are_taken_it_is_said_within_seconds(
    server: TestServer, settings: Settings
) -> None:
    small = PostgresDatabase(server.url(CORE_ROLE), CORE_ROLE, pool_size=1)
    client = create_app(settings, database=small, clock=lambda: NOW).test_client()
    with small.transaction(), small.transaction():
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert read_json(answer)["database"] == (
        "All connections to the database are in use. Nothing was changed."
    )
    assert client.get("/health/ready").status_code == 200
    small.close()
