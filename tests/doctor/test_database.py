"""What the doctor says of a real database that somebody has spoiled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from liftlog.ops.doctor import database
from liftlog.ops.doctor.findings import Finding, State
from liftlog.store.backups.marks import BackupMark, BackupStatus
from liftlog.store.server import inspection, migrate
from liftlog.store.server.owner import as_owner
from tests.gym import Gym, a_gym, copied
from tests.server import TestServer

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def original(server: TestServer) -> Iterator[Gym]:
    with a_gym(server) as gym:
        yield gym


@pytest.fixture
def gym(server: TestServer, original: Gym) -> Iterator[Gym]:
    with copied(server, original) as gym:
        yield gym


@pytest.fixture
def spoiled(original: Gym) -> Iterator[Connection]:
    """A superuser's transaction in which anything may be spoiled: it is rolled back."""
    with as_owner(original.superuser_url) as tx:
        yield tx


def run(tx: Connection, statement: str) -> None:
    tx.execute(text(statement))


def bad(finding: Finding) -> str:
    assert finding.state is State.BAD, finding
    assert finding.todo
    return finding.found


def test_a_database_as_migrated_is_well(original: Gym) -> None:
    with as_owner(original.owner_url) as tx:
        found = [
            database.version(18),
            database.schema(tx, migrate.revisions()),
            database.roles(tx),
            database.logins(tx, "liftlog_core", "liftlog_stats"),
            database.rights(tx),
            database.row_security(tx),
        ]
    found.append(database.kept_figures(original.owner_url, sets=100))
    assert [one for one in found if one.state is not State.OK] == []


def test_a_server_that_is_too_old_or_too_new_is_told(original: Gym) -> None:
    assert "14" in bad(database.version(14))
    assert database.version(15).state is State.OK
    assert database.version(19).state is State.WARN


def test_a_schema_that_is_behind_ahead_or_missing_is_told_with_what_to_do(
    spoiled: Connection,
) -> None:
    known = migrate.revisions()
    run(spoiled, "UPDATE alembic_version SET version_num = '20261124_1000'")
    behind = database.schema(spoiled, known)
    assert "At 20261124_1000" in bad(behind)
    assert "liftlog migrate" in behind.todo
    run(spoiled, "UPDATE alembic_version SET version_num = '20991231_2359'")
    ahead = database.schema(spoiled, known)
    assert "does not know" in bad(ahead)
    assert "liftlog migrate" not in ahead.todo
    run(spoiled, "DROP TABLE alembic_version")
    assert "no schema" in bad(database.schema(spoiled, known))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER ROLE liftlog_core SUPERUSER", "liftlog_core is a superuser"),
        ("ALTER ROLE liftlog_stats BYPASSRLS", "liftlog_stats goes past row security"),
        ("ALTER ROLE liftlog_core CREATEROLE", "liftlog_core can make roles"),
        ("ALTER ROLE liftlog_stats CREATEDB", "liftlog_stats can make databases"),
        ("GRANT CREATE ON SCHEMA public TO liftlog_core", "liftlog_core can change the schema"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "liftlog_stats can change the schema"),
        ("GRANT liftlog_owner TO liftlog_core", "liftlog_core owns the tables"),
        ("ALTER ROLE liftlog_stats RENAME TO figures", "Missing: liftlog_stats"),
    ],
)
def test_a_role_with_too_much_is_named_with_what_it_can(
    spoiled: Connection, statement: str, said: str
) -> None:
    run(spoiled, statement)
    assert said in bad(database.roles(spoiled))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("GRANT SELECT ON account TO liftlog_stats", "liftlog_stats can read account"),
        ("GRANT SELECT ON session TO PUBLIC", "liftlog_stats can read session"),
        (
            "GRANT SELECT (password_hash) ON account TO liftlog_stats",
            "liftlog_stats can read account.password_hash",
        ),
        ("GRANT INSERT ON workout TO liftlog_stats", "liftlog_stats may INSERT on workout"),
        (
            "GRANT UPDATE (reps) ON logged_set TO liftlog_stats",
            "liftlog_stats may UPDATE on logged_set",
        ),
        ("GRANT TRUNCATE ON workout TO liftlog_core", "liftlog_core may TRUNCATE on workout"),
        ("REVOKE SELECT ON exercise_day FROM liftlog_stats", "can't read exercise_day"),
    ],
)
def test_a_right_too_many_or_too_few_is_named(
    spoiled: Connection, statement: str, said: str
) -> None:
    run(spoiled, statement)
    assert said in bad(database.rights(spoiled))


def test_row_security_that_is_off_is_named_with_the_statement_that_mends_it(
    spoiled: Connection,
) -> None:
    run(spoiled, "ALTER TABLE logged_set DISABLE ROW LEVEL SECURITY")
    found = database.row_security(spoiled)
    assert "off on logged_set" in bad(found)
    run(spoiled, found.todo)
    assert database.row_security(spoiled).state is State.OK


def test_a_new_table_of_lifters_rows_without_row_security_is_found(spoiled: Connection) -> None:
    run(spoiled, "CREATE TABLE diet (user_id uuid, eaten text)")
    assert "diet" in bad(database.row_security(spoiled))


@pytest.mark.parametrize(
    "policy",
    [
        "CREATE POLICY all_rows ON workout TO liftlog_core USING (true)",
        "CREATE POLICY all_rows ON workout FOR INSERT TO liftlog_core WITH CHECK (true)",
        "ALTER POLICY stats_own_rows ON workout USING (user_id IS NOT NULL)",
    ],
)
def test_a_policy_that_shows_everybodys_rows_is_named(spoiled: Connection, policy: str) -> None:
    run(spoiled, policy)
    assert "workout: " in bad(database.row_security(spoiled))


def test_services_that_log_in_as_the_owner_are_warned_of(original: Gym) -> None:
    with as_owner(original.owner_url) as tx:
        found = database.logins(tx, "liftlog_owner", "liftlog_owner")
    assert found.state is State.WARN
    assert "core logs in as liftlog_owner, which can change the schema and owns" in found.found
    assert "share the login" in found.found


def test_a_login_of_stats_that_is_not_known_here_is_no_warning(spoiled: Connection) -> None:
    run(spoiled, "ALTER ROLE liftlog_stats LOGIN")
    assert database.logins(spoiled, "liftlog_core", "liftlog_core").state is State.OK
    run(spoiled, "ALTER ROLE liftlog_stats NOLOGIN")
    assert database.logins(spoiled, "liftlog_core", "liftlog_core").state is State.WARN


def test_kept_figures_that_differ_are_bad_and_name_the_day(gym: Gym) -> None:
    gym.run("UPDATE exercise_day SET moved_kg = moved_kg + 0.001 WHERE day = '2026-11-19'")
    assert "2026-11-19" in bad(database.kept_figures(gym.owner_url, sets=1))


def test_a_kept_figure_that_the_server_can_not_recount_is_found_too(gym: Gym) -> None:
    gym.run("UPDATE exercise_day SET median_kg = median_kg + 1 WHERE median_kg IS NOT NULL")
    assert bad(database.kept_figures(gym.owner_url, sets=1000))


@pytest.mark.parametrize(
    ("server_ahead_s", "state"),
    [(0.0, State.OK), (1.9, State.OK), (3.0, State.WARN), (-3.0, State.WARN), (60, State.BAD)],
)
def test_clocks_that_differ_are_told(server_ahead_s: float, state: State) -> None:
    found = database.clock(NOW + timedelta(seconds=server_ahead_s), NOW, NOW)
    assert found.state is state


def test_a_slow_answer_is_no_difference_of_clocks() -> None:
    assert database.clock(NOW, NOW - timedelta(seconds=9), NOW + timedelta(seconds=9)).state == "ok"


def mark(days: float) -> BackupMark:
    return BackupMark("liftlog-x", NOW - timedelta(days=days), 1, 1)


@pytest.mark.parametrize(
    ("status", "state", "said"),
    [
        (BackupStatus(), State.WARN, "no backup yet"),
        (BackupStatus(made=mark(0.5), proven=mark(0.5)), State.OK, "12 h old"),
        (BackupStatus(made=mark(3), proven=mark(3)), State.WARN, "3 days old"),
        (BackupStatus(made=mark(9), proven=mark(9)), State.BAD, "9 days old"),
        (BackupStatus(made=mark(1)), State.WARN, "none was proven"),
        (BackupStatus(made=mark(1), proven=mark(10)), State.WARN, "none was proven"),
        (BackupStatus(made=mark(1), proven=mark(2), failed=mark(1)), State.BAD, "failed its proof"),
        (BackupStatus(made=mark(1), proven=mark(1), failed=mark(2)), State.OK, "24 h old"),
    ],
)
def test_backups_that_are_old_unproven_or_bad_are_told(
    status: BackupStatus, state: State, said: str
) -> None:
    found = database.backups(status, NOW)
    assert found.state is state, found
    assert said in found.found


def test_a_service_can_read_how_the_backups_are_and_not_write_it(original: Gym) -> None:
    with as_owner(original.core_url) as tx:
        assert inspection.backup_status(tx) == BackupStatus()
        allowed = tx.execute(
            text("SELECT has_table_privilege('liftlog_core', 'backup_mark', 'INSERT')")
        ).scalar()
    assert allowed is False
