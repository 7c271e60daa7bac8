"""The schema: made by migrating, the same as the tables in code, and with a way back."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from liftlog.store import migrate
from liftlog.store.engine import sqlalchemy_url
from liftlog.store.readiness import SCHEMA_REVISION
from liftlog.store.schema import USER_OWNED
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
    assert migrate.newest_revision() == SCHEMA_REVISION


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
        assert set(secured) == set(with_user) == {table.name for table in USER_OWNED}
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
