"""The schema: made by migrating, the same as the tables in code, and with a way back."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from inspect import getsource
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from tools.schema_revision import written

from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.ops.embedded.cluster import OWNER
from liftlog.store.database import readiness, schema_revision
from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE, sqlalchemy_url
from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.store.schema import USER_OWNED
from liftlog.store.server import migrate
from tests.rolled_back import RolledBackDatabase
from tests.server import TestServer

pytestmark = pytest.mark.database


@pytest.fixture
def empty_database(server: TestServer) -> Iterator[str]:
    """The owner's URL of a database of its own, not migrated yet."""
    name = f"scratch_{uuid4().hex[:8]}"
    with server.scratch_database(name) as owner_url:
        yield owner_url


def test_migrating_leaves_no_difference_to_the_tables_in_code(empty_database: str) -> None:
    migrate.upgrade(empty_database)
    with migrate.alembic_on(empty_database) as config:
        command.check(config)


def test_the_newest_migration_can_be_taken_back_and_done_again(empty_database: str) -> None:
    migrate.upgrade(empty_database)
    migrate.downgrade(empty_database, "-1")
    migrate.upgrade(empty_database)
    with migrate.alembic_on(empty_database) as config:
        command.check(config)


_SHAPE = text(
    "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' "
    "|| COALESCE(column_default, '') AS part FROM information_schema.columns "
    "WHERE table_schema = 'public' "
    "UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
    "UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "UNION ALL SELECT tablename || ' ' || policyname || ' ' || cmd || ' ' || roles::text || ' ' "
    "|| COALESCE(qual, '') || ' ' || COALESCE(with_check, '') FROM pg_policies "
    "UNION ALL SELECT table_name || ' ' || grantee || ' ' || privilege_type "
    "FROM information_schema.role_table_grants WHERE table_schema = 'public'"
)


def shape(url: str) -> set[str]:
    """Columns, constraints, indexes, policies and rights, one a line."""
    with connected(url) as owner:
        return set(owner.execute(_SHAPE).scalars())


def test_each_migration_taken_back_leaves_what_was_there_before(empty_database: str) -> None:
    one_by_one = [one.revision for one in reversed(SCRIPTS)]
    for earlier, later in pairwise(one_by_one):
        migrate.upgrade(empty_database, earlier)
        before = shape(empty_database)
        migrate.upgrade(empty_database, later)
        assert shape(empty_database) != before
        migrate.downgrade(empty_database, earlier)
        assert shape(empty_database) == before, later


def test_everything_can_be_taken_back_to_an_empty_database(empty_database: str) -> None:
    migrate.upgrade(empty_database)
    migrate.downgrade(empty_database, "base")
    engine = create_engine(sqlalchemy_url(empty_database))
    with engine.connect() as connection:
        left = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        assert set(left) == {"alembic_version"}
    engine.dispose()


def test_the_services_need_the_newest_migration() -> None:
    assert Path(schema_revision.__file__).read_text() == written()


def test_migrating_twice_is_migrating_once(empty_database: str) -> None:
    migrate.upgrade(empty_database)
    migrate.upgrade(empty_database)


def test_every_table_of_a_user_leads_with_the_user_and_has_row_security(server: TestServer) -> None:
    with server.superuser() as connection:
        secured = connection.execute(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        ).scalars()
        with_user = connection.execute(
            text(
                "SELECT table_name FROM information_schema.columns "
                "WHERE column_name = 'user_id' AND table_schema = 'public' "
                "AND table_name NOT IN ('account_email', 'exercise_resolved')"
            )
        ).scalars()
        # Whoever signs in is looked for among all addresses.
        owned = {table.name for table in USER_OWNED}
        assert set(secured) == owned | {"account_email"}
        assert set(with_user) == owned
    for table in USER_OWNED:
        assert next(iter(table.primary_key.columns)).name == "user_id"


def test_the_service_roles_can_not_change_the_schema(server: TestServer) -> None:
    with server.superuser() as connection:
        for role in ("liftlog_core", "liftlog_stats"):
            allowed = connection.execute(
                text("SELECT has_schema_privilege(:role, 'public', 'CREATE')"), {"role": role}
            ).scalar()
            assert allowed is False


@pytest.mark.parametrize(
    "table", ["account", "account_email", "session", "api_token", "history_import"]
)
def test_statistics_can_not_read_what_opens_a_door(server: TestServer, table: str) -> None:
    with server.superuser() as connection:
        allowed = connection.execute(
            text("SELECT has_table_privilege('liftlog_stats', :table, 'SELECT')"), {"table": table}
        ).scalar()
        assert allowed is False


def test_statistics_can_only_read(server: TestServer) -> None:
    with server.superuser() as connection:
        writable = connection.execute(
            text(
                "SELECT table_name FROM information_schema.role_table_grants "
                "WHERE grantee = 'liftlog_stats' AND privilege_type <> 'SELECT'"
            )
        ).scalars()
        assert list(writable) == []


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


_LOCK = text("SELECT pg_advisory_lock(:id)")
_UNLOCK = text("SELECT pg_advisory_unlock(:id)")
_WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
THE_LOCK = {"id": migrate.MIGRATION_LOCK_ID}


def until(connection: Connection, statement: str, wanted: object) -> None:
    for _ in range(600):
        if connection.execute(text(statement)).scalar() == wanted:
            return
        connection.rollback()
        time.sleep(0.05)
    raise AssertionError(f"{statement} did not become {wanted}")


def test_a_migrator_does_nothing_while_another_one_is_at_it(empty_database: str) -> None:
    with connected(empty_database) as first, ThreadPoolExecutor(1) as pool:
        first.execute(_LOCK, THE_LOCK)
        second = pool.submit(migrate.upgrade, empty_database)
        until(first, _WAITING.text, 1)
        untouched = first.execute(text("SELECT to_regclass('workout') IS NULL")).scalar()
        first.execute(_UNLOCK, THE_LOCK)
        second.result(timeout=60)
        made = first.execute(text("SELECT to_regclass('workout') IS NOT NULL")).scalar()
    assert untouched
    assert made


def test_a_migrator_does_not_wait_for_ever(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "TURN_TIMEOUT_S", 1)
    with connected(empty_database) as first:
        first.execute(_LOCK, THE_LOCK)
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate.upgrade(empty_database)


def test_several_that_migrate_at_once_migrate_once(empty_database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(migrate.upgrade, empty_database) for _ in range(4)]:
            done.result(timeout=120)
    with migrate.alembic_on(empty_database) as config:
        command.check(config)


def test_a_migration_gives_up_on_a_table_that_somebody_holds(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(empty_database)
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT_S", 1)
    with connected(empty_database) as reader:
        reader.execute(text("SELECT count(*) FROM served_revision"))
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate.downgrade(empty_database, "base")
        reader.rollback()
        # It failed as a whole: nothing of the way down was done.
        revision = reader.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert revision == SCHEMA_REVISION


class Waiting:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def clock(self) -> float:
        return self.now_s

    def sleep(self, s: float) -> None:
        self.now_s += s


def test_a_database_that_is_not_there_is_waited_for_so_long_and_no_longer(
    empty_database: str,
) -> None:
    waiting = Waiting()
    nobody = empty_database.replace("liftlog_owner:", "liftlog_owner:not-")
    with pytest.raises(DatabaseUnavailableError):
        migrate.wait_for_database(nobody, patience_s=3, clock=waiting.clock, sleep=waiting.sleep)
    assert waiting.now_s == 3
    migrate.wait_for_database(
        empty_database, patience_s=0, clock=waiting.clock, sleep=waiting.sleep
    )
    assert waiting.now_s == 3


LATER = """
from alembic import op

revision = "29991231_2359"
down_revision = "{head}"


def upgrade():
    op.execute("ALTER TABLE workout ADD COLUMN place text")


def downgrade():
    op.execute("ALTER TABLE workout DROP COLUMN place")
"""


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A LiftLog that has one more migration than this code knows of."""
    (tmp_path / "later.py").write_text(LATER.format(head=SCHEMA_REVISION))
    own = migrate.alembic_config

    def with_later(connection: Connection | None = None) -> Config:
        config = own(connection)
        versions = Path(migrate.__file__).parents[1] / "migrations" / "versions"
        config.set_main_option("version_locations", f"{versions}:{tmp_path}")
        return config

    monkeypatch.setattr(migrate, "alembic_config", with_later)


def ready(url: str) -> bool:
    with connected(url) as owner:
        return readiness.readiness(RolledBackDatabase(owner, OWNER)).ready


def served(url: str) -> set[str]:
    with connected(url) as owner:
        return set(owner.execute(text("SELECT revision FROM served_revision")).scalars())


@pytest.mark.usefixtures("next_release")
def test_this_code_goes_on_while_the_next_release_has_migrated_already(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a rolling upgrade is made of: replicas of two versions on the newer one's schema."""
    migrate.upgrade(empty_database, SCHEMA_REVISION)
    assert ready(empty_database)
    with monkeypatch.context() as next_code:
        next_code.setattr(readiness, "SCHEMA_REVISION", "29991231_2359")
        assert not ready(empty_database)
        migrate.upgrade(empty_database)
        assert ready(empty_database)
    assert ready(empty_database)
    assert served(empty_database) >= {SCHEMA_REVISION, "29991231_2359"}
    migrate.downgrade(empty_database, "-1")
    assert ready(empty_database)
    assert "29991231_2359" not in served(empty_database)


@pytest.mark.parametrize("role", [CORE_ROLE, STATS_ROLE])
def test_both_services_can_read_whether_the_schema_serves_them(
    connection: Connection, role: str
) -> None:
    assert readiness.readiness(RolledBackDatabase(connection, role)).ready


def test_code_is_not_ready_on_a_schema_that_it_is_ahead_of(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "SCHEMA_REVISION", "29991231_2359")
    found = readiness.readiness(RolledBackDatabase(connection, CORE_ROLE))
    assert not found.ready
    assert found.schema == f"at {SCHEMA_REVISION}, but this LiftLog needs 29991231_2359"


def test_code_is_not_ready_once_a_migration_took_away_what_it_needs(
    connection: Connection,
) -> None:
    connection.execute(text("DELETE FROM served_revision"))
    assert not readiness.readiness(RolledBackDatabase(connection, CORE_ROLE)).ready


@pytest.mark.parametrize("revision", ["base", "20261124_1100"])
def test_code_is_not_ready_on_the_schemas_of_before(empty_database: str, revision: str) -> None:
    migrate.upgrade(empty_database)
    migrate.downgrade(empty_database, revision)
    with connected(empty_database) as owner:
        found = readiness.readiness(RolledBackDatabase(owner, OWNER))
    assert not found.ready


SCRIPTS = list(ScriptDirectory.from_config(migrate.alembic_config()).walk_revisions())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.revision)
def test_every_migration_has_a_way_back_and_says_what_it_is_for(script: Script) -> None:
    assert getsource(script.module.downgrade).strip().endswith("pass") is False
    assert script.doc


def test_the_migrations_are_one_line_without_a_fork() -> None:
    assert all(not isinstance(one.down_revision, tuple) for one in SCRIPTS)
    assert len([one for one in SCRIPTS if one.down_revision is None]) == 1
    assert len({one.down_revision for one in SCRIPTS}) == len(SCRIPTS)


# Taken out of use in one release, taken away in a later one: see CONTRIBUTING.md.
TAKES_AWAY = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|VIEW|FUNCTION)|RENAME|ALTER\s+COLUMN\s+\w+\s+(TYPE|SET\s+NOT)|REVOKE)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.revision)
def test_a_migration_that_takes_something_away_says_whose_code_would_miss_it(
    script: Script,
) -> None:
    up = statements_of(script)
    if TAKES_AWAY.search(up):
        assert "DELETE FROM served_revision" in up


def statements_of(script: Script) -> str:
    """What the way up sends to the database."""
    source = getsource(script.module)
    return source[: source.index("def downgrade")]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE workout DROP COLUMN note",
        "ALTER TABLE workout RENAME COLUMN note TO remark",
        "ALTER TABLE workout ALTER COLUMN note TYPE varchar(10)",
        "DROP VIEW exercise_resolved",
    ],
)
def test_what_takes_something_away_is_known_when_it_is_seen(statement: str) -> None:
    assert TAKES_AWAY.search(statement)
