"""PostgreSQL restarts, freezes, is slow, is full, or has no connection left: said clearly, and over by itself."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tools.chaos.postgres import ReachedByProxy

from liftlog.core.app import create_app
from liftlog.core.request.scope import transaction
from liftlog.ops.embedded.cluster import CORE, OWNER, SUPERUSER
from liftlog.settings import Settings
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from liftlog.store.server import migrate
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, Person, join
from tests.pages import Page
from tests.problems import problem

pytestmark = pytest.mark.database

NOTHING_KEPT = "Nothing was changed."
WORKOUT = {"title": "Leg day & more", "day": "2026-11-20", "time": "10:00", "time_zone": "UTC"}


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReachedByProxy]:
    """One of these tests' own, since they mistreat it."""
    with ReachedByProxy(tmp_path_factory.mktemp("trouble") / "instance") as postgres:
        migrate.upgrade(postgres.url(OWNER))
        yield postgres


@pytest.fixture
def database(postgres: ReachedByProxy) -> Iterator[PostgresDatabase]:
    with opened(postgres) as database:
        yield database


@contextmanager
def opened(
    postgres: ReachedByProxy,
    *,
    pool_size: int = 5,
    overflow: int | None = None,
    patience_s: int = 15,
) -> Iterator[PostgresDatabase]:
    database = PostgresDatabase(
        postgres.url(CORE),
        CORE_ROLE,
        pool_size=pool_size,
        overflow=overflow,
        statement_timeout_s=patience_s,
    )
    yield database
    database.close()


@pytest.fixture
def ana(database: PostgresDatabase) -> Person:
    return join(database, "ana")


@pytest.fixture
def core(settings: Settings, database: PostgresDatabase) -> Flask:
    return create_app(settings, database=database, clock=lambda: NOW)


@pytest.fixture
def client(core: Flask) -> FlaskClient:
    return core.test_client()


@contextmanager
def superuser(postgres: ReachedByProxy) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres.direct_url(SUPERUSER), autocommit=True) as connection:
        yield connection


@contextmanager
def locked(postgres: ReachedByProxy, person: Person) -> Iterator[None]:
    """Somebody else is in the middle of changing the row that this lifter's writes need."""
    with psycopg.connect(postgres.direct_url(SUPERUSER)) as connection:
        connection.execute("SELECT FROM account WHERE user_id = %s FOR UPDATE", [person.user_id])
        yield
        connection.rollback()


def listed(client: FlaskClient, person: Person) -> int:
    return client.get("/api/v1/workouts", headers=person.headers).status_code


def write(client: FlaskClient, person: Person) -> int:
    json = {"title": "Push", "exercises": []}
    return client.post("/api/v1/workouts", json=json, headers=person.headers).status_code


def test_a_restart_of_postgresql_is_survived_without_a_restart_of_ours(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person
) -> None:
    assert listed(client, ana) == 200
    assert client.get("/health/ready").status_code == 200
    postgres.stop()
    answer = client.get("/api/v1/workouts", headers=ana.headers)
    problem(answer, 503, "database_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/health").status_code == 200
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.get_json()["status"] == "degraded"
    postgres.start()
    assert listed(client, ana) == 200
    assert write(client, ana) == 201
    assert client.get("/health/ready").get_json()["status"] == "ok"


def test_every_pooled_connection_that_a_restart_broke_costs_no_request(
    postgres: ReachedByProxy, core: Flask, ana: Person
) -> None:
    with ThreadPoolExecutor(5) as threads:
        assert set(threads.map(lambda _: listed(core.test_client(), ana), range(10))) == {200}
        postgres.stop()
        postgres.start()
        assert set(threads.map(lambda _: listed(core.test_client(), ana), range(10))) == {200}


def test_a_server_that_dies_in_the_middle_of_a_write_is_no_bug(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person
) -> None:
    with locked(postgres, ana), ThreadPoolExecutor(1) as threads:
        writing = threads.submit(
            client.post, "/api/v1/workouts", json={"title": "Push"}, headers=ana.headers
        )
        wait_for_a_lock(postgres)
        postgres.proxy.drop_all()
        answer = writing.result(timeout=20)
    problem(answer, 503, "database_unavailable")
    assert write(client, ana) == 201


def wait_for_a_lock(postgres: ReachedByProxy) -> None:
    with superuser(postgres) as connection:
        for _ in range(200):
            row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if row and row[0]:
                return
            time.sleep(0.02)
    raise AssertionError("Nobody waits for a lock.")


def test_a_connection_lost_in_the_commit_is_said_to_be_of_unknown_outcome(
    postgres: ReachedByProxy, core: Flask, ana: Person
) -> None:
    def goes_on() -> str:
        transaction().execute(text("SELECT 1"))
        postgres.proxy.drop_all()
        return "It is saved."

    core.add_url_rule("/api/goes", view_func=goes_on, methods=["GET", "POST"])
    core.add_url_rule("/goes", "page_goes", goes_on, methods=["POST"])
    problem(core.test_client().post("/api/goes"), 503, "outcome_unknown")
    problem(core.test_client().get("/api/goes"), 503, "database_unavailable")
    page = Page(core.test_client().post("/goes", data={"title": "x"}, headers=FROM_OUR_PAGE))
    assert "It was saved, or it was not" in page.text
    assert NOTHING_KEPT not in page.text
    assert "Try again" not in page.text


def test_a_frozen_server_is_given_up_and_taken_up_again(
    postgres: ReachedByProxy, core: Flask, ana: Person
) -> None:
    client = core.test_client()
    assert listed(client, ana) == 200
    postgres.freeze()
    try:
        with ThreadPoolExecutor(4) as threads:
            asked = [threads.submit(listed, core.test_client(), ana) for _ in range(4)]
            assert {one.result(timeout=12) for one in asked} == {503}
        # From now on nobody waits for it but one, who finds out whether it is back.
        answers = [client.get("/api/v1/workouts", headers=ana.headers) for _ in range(3)]
        for answer in answers:
            problem(answer, 503, "database_unavailable")
    finally:
        postgres.resume()
    time.sleep(1.1)
    assert listed(client, ana) == 200
    assert write(client, ana) == 201


def test_a_server_frozen_in_the_middle_of_a_statement_is_given_up(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person
) -> None:
    with locked(postgres, ana), ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write, client, ana)
        wait_for_a_lock(postgres)
        postgres.freeze()
        try:
            assert writing.result(timeout=12) == 503
        finally:
            postgres.resume()
    assert write(client, ana) == 201


def test_a_server_that_only_takes_its_time_is_waited_for(
    postgres: ReachedByProxy, core: Flask, ana: Person
) -> None:
    def slow() -> str:
        transaction().execute(text("SELECT pg_sleep(4)"))
        return "Done."

    core.add_url_rule("/api/slow", view_func=slow)
    assert core.test_client().get("/api/slow").status_code == 200


def test_without_a_free_connection_it_is_said_in_time_and_passes(
    postgres: ReachedByProxy, settings: Settings, ana: Person
) -> None:
    with opened(postgres, pool_size=1, overflow=0) as small:
        client = create_app(settings, database=small, clock=lambda: NOW).test_client()
        with small.transaction():
            answer = client.get("/api/v1/workouts", headers=ana.headers)
            assert NOTHING_KEPT in problem(answer, 503, "database_busy")["detail"]
            assert answer.headers["Retry-After"] == "2"
        assert listed(client, ana) == 200


def test_a_server_without_a_connection_left_is_said_to_be_busy(
    postgres: ReachedByProxy, settings: Settings, ana: Person
) -> None:
    with superuser(postgres) as connection:
        connection.execute(f"ALTER ROLE {CORE} CONNECTION LIMIT 0")
        try:
            with opened(postgres) as crowded:
                client = create_app(settings, database=crowded, clock=lambda: NOW).test_client()
                answer = client.get("/api/v1/workouts", headers=ana.headers)
                problem(answer, 503, "database_busy")
                connection.execute(f"ALTER ROLE {CORE} CONNECTION LIMIT -1")
                assert listed(client, ana) == 200
        finally:
            connection.execute(f"ALTER ROLE {CORE} CONNECTION LIMIT -1")


def test_a_statement_that_takes_too_long_is_ended_and_said_to_be_slow(
    postgres: ReachedByProxy, settings: Settings, ana: Person
) -> None:
    def slow() -> str:
        transaction().execute(text("SELECT pg_sleep(20)"))
        return "Done."

    with opened(postgres, patience_s=1) as impatient:
        core = create_app(settings, database=impatient, clock=lambda: NOW)
        core.add_url_rule("/api/slow", view_func=slow)
        core.add_url_rule("/slow", "page_slow", slow)
        answer = core.test_client().get("/api/slow")
        assert NOTHING_KEPT in problem(answer, 504, "database_slow")["detail"]
        page = core.test_client().get("/slow")
        assert (page.status_code, Page(page).heading) == (504, "Not just now")
        assert Page(page).links["Try again"] == "/slow"
        assert listed(core.test_client(), ana) == 200


def test_a_row_that_somebody_else_changes_is_waited_for_and_then_said_to_be_locked(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person
) -> None:
    sign_in(client, ana)
    with locked(postgres, ana), ThreadPoolExecutor(1) as threads:
        by_program = threads.submit(
            client.application.test_client().post,
            "/api/v1/workouts",
            json={"title": "Push"},
            headers=ana.headers,
        )
        by_person = client.post("/workouts", data=WORKOUT, headers=FROM_OUR_PAGE)
        answer = by_program.result()
    problem(answer, 503, "rows_locked")
    assert answer.headers["Retry-After"] == "1"
    page = Page(by_person)
    assert by_person.status_code == 503
    assert "What you entered is kept on this page" in page.text
    assert listed(client, ana) == 200


def test_what_was_typed_is_sent_once_more_from_the_page_that_says_why_it_was_not_saved(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person
) -> None:
    sign_in(client, ana)
    postgres.stop()
    refused = client.post("/workouts", data=WORKOUT, headers=FROM_OUR_PAGE)
    postgres.start()
    assert refused.status_code == 503
    form = Page(refused).values
    assert form == WORKOUT
    again = client.post("/workouts", data=form, headers=FROM_OUR_PAGE)
    assert again.status_code == 303
    items = client.get("/api/v1/workouts", headers=ana.headers).get_json()["items"]
    assert [one["title"] for one in items] == ["Leg day & more"]


def test_a_password_is_never_written_into_a_page(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person
) -> None:
    sign_in(client, ana)
    postgres.stop()
    form = {"current_password": "correct horse battery", "new_password": "another horse battery"}
    answer = client.post("/settings/password", data=form, headers=FROM_OUR_PAGE)
    postgres.start()
    assert answer.status_code == 503
    assert "Go back to what you entered" in Page(answer).text
    assert "horse battery" not in answer.get_data(as_text=True)


@pytest.fixture
def tiny_disk(postgres: ReachedByProxy, tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte; only root can make one."""
    disk = Path("/tmp", f"liftlog-tiny-{os.getpid()}")  # noqa: S108 The server's user has to reach it.
    disk.mkdir(mode=0o755)
    try:
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk],
            check=False,
            capture_output=True,
        ).returncode:
            pytest.skip("Making a small disk takes the right to mount one.")
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", disk], check=True)
    finally:
        disk.rmdir()


def test_a_full_disk_is_said_and_keeps_nothing_and_passes_when_there_is_room(
    postgres: ReachedByProxy, client: FlaskClient, ana: Person, tiny_disk: Path
) -> None:
    with superuser(postgres) as connection:
        folder = tiny_disk / "space"
        folder.mkdir()
        owner = postgres.cluster.stat()
        os.chown(folder, owner.st_uid, owner.st_gid)
        connection.execute(f"CREATE TABLESPACE tiny LOCATION '{folder}'")
        connection.execute("ALTER TABLE workout SET TABLESPACE tiny")
        try:
            subprocess.run(
                ["dd", "if=/dev/zero", f"of={tiny_disk}/filler", "bs=4096"],
                check=False,
                capture_output=True,
            )
            statuses = fill(client, ana)
            answer = client.post("/api/v1/workouts", json=big_workout(), headers=ana.headers)
            assert "Nothing was saved." in problem(answer, 507, "database_full")["detail"]
            assert answer.headers["Retry-After"] == "60"
            before = kept(connection, ana)
            assert before == statuses.count(201)
            assert client.get("/api/v1/workouts", headers=ana.headers).status_code == 200
            (tiny_disk / "filler").unlink()
            assert write(client, ana) == 201
            assert kept(connection, ana) == before + 1
        finally:
            connection.execute("ALTER TABLE workout SET TABLESPACE pg_default")
            connection.execute("DROP TABLESPACE tiny")


def big_workout() -> dict[str, object]:
    return {"title": "Full", "note": os.urandom(990).hex(), "exercises": []}


def fill(client: FlaskClient, person: Person) -> list[int]:
    """Write until there is no room any more; the statuses of all answers."""
    statuses: list[int] = []
    while len(statuses) < 500 and (not statuses or statuses[-1] == 201):
        made = client.post("/api/v1/workouts", json=big_workout(), headers=person.headers)
        statuses.append(made.status_code)
    return statuses


def kept(connection: psycopg.Connection, person: Person) -> int:
    row = connection.execute(
        "SELECT count(*) FROM workout WHERE user_id = %s", [person.user_id]
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_every_connection_ends_what_takes_too_long_and_shows_whose_request_it_works_on(
    postgres: ReachedByProxy, core: Flask, ana: Person
) -> None:
    seen: list[tuple[str, ...]] = []

    def look() -> str:
        names = "statement_timeout, lock_timeout, idle_in_transaction_session_timeout"
        row = transaction().execute(
            text("SELECT " + ", ".join(f"current_setting('{n.strip()}')" for n in names.split(",")))
        )
        seen.append(tuple(row.one()))
        with superuser(postgres) as connection:
            found = connection.execute(
                "SELECT application_name FROM pg_stat_activity WHERE state = 'idle in transaction'"
            ).fetchall()
            seen.append(tuple(name for (name,) in found))
        return "Seen."

    core.add_url_rule("/api/look", view_func=look)
    core.test_client().get("/api/look", headers={"X-Request-Id": "who-is-it-1"})
    assert seen == [("15s", "5s", "1min"), ("liftlog_core who-is-it-1",)]


def test_threads_do_not_mix_up_their_requests(core: Flask) -> None:
    barrier = threading.Barrier(4, timeout=10)

    def meet() -> str:
        barrier.wait()
        return "Met."

    core.add_url_rule("/api/meet", view_func=meet)

    def ask(name: str) -> str | None:
        answer = core.test_client().get("/api/meet", headers={"X-Request-Id": name})
        return answer.headers["X-Request-Id"]

    names = [f"request-{n}" for n in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, names)) == names
