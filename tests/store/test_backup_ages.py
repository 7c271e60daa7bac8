"""How old the newest backup is, as far as anybody noted it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from liftlog.store.backups.ages import BackupAges, backup_ages
from tests.cast import NOW
from tests.rolled_back import RolledBackDatabase

pytestmark = pytest.mark.database


def test_where_nothing_is_noted_there_is_no_age(database: RolledBackDatabase) -> None:
    with database.transaction() as tx:
        assert backup_ages(tx, NOW) == BackupAges(None, None)


def test_the_ages_are_those_of_what_was_made_and_proven(
    connection: Connection, database: RolledBackDatabase
) -> None:
    columns = "kind text PRIMARY KEY, name text, at timestamptz, size_bytes bigint, took_ms bigint"
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS backup_mark ({columns})"))
    connection.execute(text("GRANT SELECT ON backup_mark TO liftlog_core"))
    for kind, hours in (("made", 3), ("proven", 50), ("failed", 1)):
        connection.execute(
            text("INSERT INTO backup_mark VALUES (:kind, 'one', :at, 1, 1)"),
            {"kind": kind, "at": NOW - timedelta(hours=hours)},
        )
    with database.transaction() as tx:
        assert backup_ages(tx, NOW) == BackupAges(3 * 3600.0, 50 * 3600.0)
