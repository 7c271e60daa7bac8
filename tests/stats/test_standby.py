"""Statistics from a read replica: right, and honest about how old they are."""

from collections.abc import Iterator
from uuid import UUID

import httpx2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from liftlog.core.app import create_app as create_core
from liftlog.core.statistics.client import StatsClient, StatsLimits
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.settings import Settings
from liftlog.stats.app import STATEMENT_TIMEOUT_S
from liftlog.stats.app import create_app as create_stats
from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE, PostgresDatabase
from liftlog.store.statistics import versions
from liftlog.store.workouts import workouts
from tests.browsing import sign_in
from tests.cast import BENCH, NOW, Person, adopt_all, as_person, join, kg, working, workout_of
from tests.standby import Pair, running_pair, until

pytestmark = pytest.mark.database

SUMMARY = "/api/v1/stats/summary"
STATEMENTS_MAX = 8


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with running_pair() as pair:
        yield pair


@pytest.fixture
def core_database(pair: Pair) -> Iterator[PostgresDatabase]:
    database = PostgresDatabase(pair.primary.url(CORE_ROLE), CORE_ROLE)
    yield database
    database.close()


@pytest.fixture
def replica(pair: Pair) -> Iterator[PostgresDatabase]:
    """As stats has it, at the standby."""
    pair.standby.ask("SELECT pg_wal_replay_resume()")
    database = PostgresDatabase(
        pair.standby.url(STATS_ROLE),
        STATS_ROLE,
        read_only=True,
        statement_timeout_s=STATEMENT_TIMEOUT_S,
    )
    yield database
    database.close()


@pytest.fixture
def lifter(pair: Pair, core_database: PostgresDatabase) -> Person:
    found = join(core_database, "ana")
    log(core_database, found)
    return found


@pytest.fixture
def stats_app(settings: Settings, replica: PostgresDatabase) -> Flask:
    return create_stats(settings, database=replica, clock=lambda: NOW)


@pytest.fixture
def browser(
    settings: Settings,
    core_database: PostgresDatabase,
    stats_app: Flask,
    lifter: Person,
) -> FlaskClient:
    stats = StatsClient(
        settings.stats_url,
        signer=IdentitySigner(settings.secret_key, lambda: NOW),
        clock=lambda: NOW,
        transport=httpx2.WSGITransport(stats_app),
        limits=StatsLimits(deadline_s=20.0),
    )
    app = create_core(settings, database=core_database, stats=stats, clock=lambda: NOW)
    app.testing = True
    return sign_in(app.test_client(), lifter)


def log(database: PostgresDatabase, person: Person) -> UUID:
    made = workout_of((BENCH, [working(kg("100"), 5)]))
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), made)
        assert workouts.insert_workouts(tx, person.user_id, [made])
    return made.id


def summary(browser: FlaskClient, person: Person, **headers: str) -> TestResponse:
    return browser.get(SUMMARY, headers={**person.headers, **headers})


def freshness(database: PostgresDatabase, person: Person) -> versions.Freshness:
    with database.transaction(person.user_id) as tx:
        return versions.freshness(tx, person.user_id)


def test_a_primary_is_behind_nobody(core_database: PostgresDatabase, lifter: Person) -> None:
    found = freshness(core_database, lifter)
    assert found.behind_s is None
    assert found.version > 0


def test_a_standby_that_has_everything_is_not_behind_however_long_nothing_was_written(
    pair: Pair, replica: PostgresDatabase, lifter: Person
) -> None:
    pair.wait()
    quiet = "SELECT now() - pg_last_xact_replay_timestamp() > interval '1.5 s'"
    until(lambda: pair.standby.ask(quiet))
    assert freshness(replica, lifter).behind_s == 0


def test_a_standby_that_replays_late_says_by_how_much(
    pair: Pair, core_database: PostgresDatabase, replica: PostgresDatabase, lifter: Person
) -> None:
    pair.wait()
    before = freshness(replica, lifter)
    pair.standby.ask("SELECT pg_wal_replay_pause()")
    until(lambda: pair.standby.ask("SELECT pg_get_wal_replay_pause_state() = 'paused'"))
    log(core_database, lifter)
    until(lambda: pair.standby.ask("SELECT pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()"))
    found = freshness(replica, lifter)
    assert found.version == before.version
    assert found.behind_s is not None
    assert found.behind_s > 0
    pair.standby.ask("SELECT pg_wal_replay_resume()")
    pair.wait()
    assert freshness(replica, lifter).version > before.version


def test_figures_come_from_the_standby_and_say_so(
    pair: Pair, browser: FlaskClient, lifter: Person
) -> None:
    pair.wait()
    answer = summary(browser, lifter)
    assert answer.get_json()["workouts"] == 1
    assert answer.headers["LiftLog-Stats-Behind"] == "0"
    assert answer.headers["LiftLog-Stats-Version"] == answer.headers["LiftLog-Version"]
    page = browser.get("/progress").get_data(as_text=True)
    assert "Workouts" in page
    assert "not in these figures yet" not in page
    assert "figures may be" not in page


def test_right_after_logging_a_set_a_late_standby_does_not_pass_for_a_current_one(
    pair: Pair, core_database: PostgresDatabase, browser: FlaskClient, lifter: Person
) -> None:
    pair.wait()
    known = summary(browser, lifter)
    pair.standby.ask("SELECT pg_wal_replay_pause()")
    until(lambda: pair.standby.ask("SELECT pg_get_wal_replay_pause_state() = 'paused'"))
    log(core_database, lifter)
    until(lambda: pair.standby.ask("SELECT pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()"))

    late = summary(browser, lifter)
    assert late.get_json()["workouts"] == 1
    seen, current = (int(late.headers[f"LiftLog-{name}"]) for name in ("Stats-Version", "Version"))
    assert seen < current
    # The tag is that of the figures as they are: they still hold, and still say that they are late.
    unchanged = summary(browser, lifter, **{"If-None-Match": known.headers["ETag"]})
    assert unchanged.status_code == 304
    assert int(unchanged.headers["LiftLog-Stats-Version"]) == seen
    assert "not in these figures yet" in browser.get("/progress").get_data(as_text=True)

    pair.standby.ask("SELECT pg_wal_replay_resume()")
    pair.wait()
    fresh = summary(browser, lifter, **{"If-None-Match": known.headers["ETag"]})
    assert fresh.status_code == 200
    assert fresh.get_json()["workouts"] == 2
    assert "not in these figures yet" not in browser.get("/progress").get_data(as_text=True)


def test_a_figure_from_a_standby_takes_no_more_statements(
    pair: Pair, replica: PostgresDatabase, browser: FlaskClient, lifter: Person
) -> None:
    pair.wait()
    statements: list[str] = []
    engine = replica._engine
    event.listen(
        engine, "before_cursor_execute", lambda _c, _cur, sql, *_rest: statements.append(sql)
    )
    assert summary(browser, lifter).status_code == 200
    assert 0 < len(statements) <= STATEMENTS_MAX


def test_stats_is_ready_at_a_standby_and_a_standby_takes_no_writes(
    stats_app: Flask, pair: Pair, replica: PostgresDatabase
) -> None:
    assert stats_app.test_client().get("/health/ready").status_code == 200
    assert pair.standby.ask("SELECT pg_is_in_recovery()") is True


def test_a_standby_that_was_left_alone_does_not_pass_for_one_that_has_everything(
    pair: Pair, replica: PostgresDatabase, browser: FlaskClient, lifter: Person
) -> None:
    pair.wait()
    pair.primary.stop()
    try:
        until(lambda: pair.standby.ask("SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)"))
        until(lambda: (freshness(replica, lifter).behind_s or 0) > 1)
    finally:
        pair.primary.start()
    pair.wait()
    until(lambda: freshness(replica, lifter).behind_s == 0)
