"""Which pg_dump and pg_restore are used, and what is said when none suit."""

import os
from pathlib import Path

import pytest

from liftlog.ops.backup import programs
from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.programs import Programs, installed, programs_for


def of(*majors: int) -> list[Programs]:
    return [Programs(Path(f"/opt/{major}"), major) for major in majors]


@pytest.mark.parametrize(
    ("server", "there", "used"),
    [(17, (15, 17, 18), 17), (17, (18,), 18), (16, (15, 16, 18), 16), (15, (16, 15), 15)],
)
def test_the_oldest_that_suit_the_server_are_used(
    server: int, there: tuple[int, ...], used: int
) -> None:
    assert programs_for(server, candidates=of(*there)).major == used


@pytest.mark.parametrize(("server", "there"), [(17, (15, 16)), (18, ()), (16, (17, 18))])
def test_where_none_suit_it_says_what_to_install(server: int, there: tuple[int, ...]) -> None:
    with pytest.raises(BackupError, match=f"install postgresql-client-{server}") as said:
        programs_for(server, candidates=of(*there))
    assert "\n" not in said.value.message


def test_those_of_the_embedded_database_are_always_there() -> None:
    ours = programs_for(18)
    assert ours in installed()
    assert os.access(ours.folder / "pg_restore", os.X_OK)


def test_two_programs_of_different_versions_are_no_pair(tmp_path: Path) -> None:
    for name, major in (("pg_dump", 17), ("pg_restore", 16)):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {major}.1'\n")
        (tmp_path / name).chmod(0o755)
    assert programs._major_in(tmp_path) is None
    (tmp_path / "pg_restore").write_text("#!/bin/sh\necho 'pg_restore (PostgreSQL) 17.2'\n")
    assert programs._major_in(tmp_path) == 17
    assert programs._major_in(tmp_path / "nowhere") is None


def test_the_password_is_never_among_the_arguments() -> None:
    words, environment = programs._connection(
        "postgresql+psycopg://own%40er:p%40ss'w@db.example.org:5433/lift?sslmode=require"
    )
    assert "ss'w" not in words
    assert environment["PGPASSWORD"] == "p@ss'w"
    assert words.split() == [
        "user='own@er'",
        "dbname='lift'",
        "host='db.example.org'",
        "port='5433'",
        "sslmode='require'",
    ]
