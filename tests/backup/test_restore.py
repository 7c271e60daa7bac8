"""Restoring puts back what was backed up, or changes nothing."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from liftlog.ops.backup import catalog
from liftlog.ops.backup.errors import BackupError, NoSuchFileError
from liftlog.ops.backup.folder import Folder
from liftlog.ops.backup.manifest import BackupKind, BackupState, Manifest
from liftlog.ops.backup.restore import PREFIX, Target, chosen, restore
from liftlog.ops.embedded.cluster import OWNER
from liftlog.settings import Settings
from liftlog.store.backups import checksums
from liftlog.store.backups import marks as backup_marks
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from liftlog.store.database.readiness import readiness
from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.store.rollups import maintenance as rollup_maintenance
from liftlog.store.server import migrate
from liftlog.store.server.owner import DatabaseRefusedError, as_owner, with_database
from tests.backup.making import backed_up
from tests.gym import Gym, databases_of
from tests.server import TestServer

pytestmark = pytest.mark.database


@pytest.fixture
def empty(server: TestServer) -> Iterator[Gym]:
    name = f"empty_{uuid4().hex[:8]}"
    with server.scratch_database(name):
        yield Gym(server, name)


def put_back(
    place: Folder,
    made: Manifest,
    gym: Gym,
    *,
    replace: bool = False,
    without_copy: bool = False,
    admin_url: str | None = None,
) -> list[str]:
    said: list[str] = []
    target = Target(owner_url=gym.owner_url, admin_url=admin_url or gym.admin_url, safety=place)
    restore(
        place,
        made,
        target,
        replace=replace,
        without_copy=without_copy,
        say=lambda it: said.append(str(it)),
    )
    return said


def without_marks(gym: Gym) -> checksums.Checksums:
    """All but the notes on backups, which are newer than any of them."""
    found = checksums.of_database(gym.owner_url)
    tables = {name: one for name, one in found.tables.items() if name != "backup_mark"}
    return checksums.Checksums(found.revision, tables, found.totals, found.rights)


def test_an_empty_database_becomes_what_was_backed_up(gym: Gym, empty: Gym, place: Folder) -> None:
    made = backed_up(gym, place)
    assert put_back(place, made, empty) == []
    assert without_marks(empty) == without_marks(gym)
    assert databases_of(gym, PREFIX) == []
    database = PostgresDatabase(empty.core_url, CORE_ROLE, pool_size=1)
    assert readiness(database).ready
    database.close()


def test_a_database_with_something_in_it_is_left_alone(gym: Gym, place: Folder) -> None:
    made = backed_up(gym, place)
    gym.run("DELETE FROM logged_set")
    with pytest.raises(BackupError, match="--replace"):
        put_back(place, made, gym)
    assert gym.count("logged_set") == 0
    assert databases_of(gym, PREFIX) == []


def test_replacing_keeps_a_proven_copy_of_what_was_there(gym: Gym, place: Folder) -> None:
    before = without_marks(gym)
    made = backed_up(gym, place)
    gym.run("DELETE FROM logged_set WHERE reps = 5", "SELECT 1")
    list(rollup_maintenance.rebuild(gym.owner_url))
    said = put_back(place, made, gym, replace=True)
    assert without_marks(gym) == before
    copy = next(one for one in catalog.backups_in(place) if one.kind is BackupKind.BEFORE_RESTORE)
    assert copy.proof.state is BackupState.PROVEN
    assert copy.checksums.totals.sets == 4
    assert copy.dump in said[0]
    assert catalog.newest_proven(place) == made, "Restoring twice is restoring the same."
    put_back(place, copy, gym, replace=True, without_copy=True)
    assert gym.count("logged_set") == 4


def test_sessions_that_are_open_meanwhile_are_ended_and_can_come_again(
    gym: Gym, place: Folder
) -> None:
    made = backed_up(gym, place)
    database = PostgresDatabase(gym.core_url, CORE_ROLE, pool_size=1)
    assert readiness(database).ready
    put_back(place, made, gym, replace=True, without_copy=True)
    assert readiness(database).ready
    database.close()


def test_an_owner_who_may_not_end_the_sessions_says_so_and_changes_nothing(
    gym: Gym, place: Folder
) -> None:
    made = backed_up(gym, place)
    owner_beside = with_database(gym.owner_url, "template1")
    gym.run(f"ALTER ROLE {OWNER} CREATEDB", "UPDATE account SET theme = 'dark'")
    database = PostgresDatabase(gym.core_url, CORE_ROLE, pool_size=1)
    try:
        assert readiness(database).ready
        with pytest.raises(DatabaseRefusedError, match="stop the services"):
            put_back(place, made, gym, replace=True, without_copy=True, admin_url=owner_beside)
        assert readiness(database).ready
        assert gym.count("account WHERE theme = 'dark'") == 2
        assert databases_of(gym, PREFIX) == []
        database.close()
        put_back(place, made, gym, replace=True, without_copy=True, admin_url=owner_beside)
        assert gym.count("account WHERE theme = 'dark'") == 0
    finally:
        database.close()
        gym.run(f"ALTER ROLE {OWNER} NOCREATEDB")


def test_who_may_enter_the_database_still_may_and_nobody_else(gym: Gym, place: Folder) -> None:
    gym.run(
        f"REVOKE ALL ON DATABASE {gym.name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {gym.name} TO liftlog_core",
    )
    made = backed_up(gym, place)
    put_back(place, made, gym, replace=True, without_copy=True)
    with as_owner(gym.superuser_url) as tx:
        may = {
            role: tx.execute(
                text("SELECT has_database_privilege(:role, current_database(), 'CONNECT')"),
                {"role": role},
            ).scalar()
            for role in ("liftlog_core", "liftlog_stats")
        }
        owner = tx.execute(
            text("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = :name"),
            {"name": gym.name},
        ).scalar()
    assert may == {"liftlog_core": True, "liftlog_stats": False}
    assert owner == OWNER


def test_an_older_schema_is_restored_and_then_migrated(gym: Gym, empty: Gym, place: Folder) -> None:
    migrate.downgrade(gym.owner_url, "20261124_1020")
    made = backed_up(gym, place)
    put_back(place, made, empty)
    restored = checksums.of_database(empty.owner_url)
    assert restored.revision == SCHEMA_REVISION
    assert restored.totals == made.checksums.totals
    assert list(rollup_maintenance.check(empty.owner_url)) == []
    assert empty.count("exercise_day") == 8


def test_a_newer_schema_is_refused_before_anything_is_made(
    gym: Gym, empty: Gym, place: Folder
) -> None:
    gym.run("UPDATE alembic_version SET version_num = '20991231_2359'")
    made = backed_up(gym, place)
    with pytest.raises(BackupError, match="does not know: restore it with LiftLog"):
        put_back(place, made, empty)
    assert empty.owner_url
    assert databases_of(gym, PREFIX) == []


def test_a_damaged_backup_changes_nothing(gym: Gym, place: Folder) -> None:
    made = backed_up(gym, place)
    dump = place.path / made.dump
    dump.write_bytes(dump.read_bytes()[:-100])
    before = without_marks(gym)
    with pytest.raises(BackupError, match="is damaged"):
        put_back(place, made, gym, replace=True)
    assert without_marks(gym) == before


def test_what_comes_out_other_than_it_went_in_never_takes_the_place(
    gym: Gym, place: Folder
) -> None:
    made = backed_up(gym, place)
    wrong = Manifest.from_bytes(
        made.as_bytes().replace(b'"reps": 80', b'"reps": 81'), file=made.file
    )
    before = without_marks(gym)
    with pytest.raises(BackupError, match="reps is 80, not 81"):
        put_back(place, wrong, gym, replace=True, without_copy=True)
    assert without_marks(gym) == before
    assert databases_of(gym, PREFIX) == []


def test_kept_figures_that_were_wrong_already_are_made_anew(
    gym: Gym, empty: Gym, place: Folder
) -> None:
    gym.run("UPDATE exercise_day SET reps = reps + 1")
    made = backed_up(gym, place)
    assert made.proof.state is BackupState.BAD
    put_back(place, made, empty)
    assert list(rollup_maintenance.check(empty.owner_url)) == []


def test_an_owner_who_may_make_no_database_restores_into_an_empty_one_only(
    gym: Gym, empty: Gym, place: Folder
) -> None:
    made = backed_up(gym, place)
    put_back(place, made, empty, admin_url=empty.owner_url)
    assert without_marks(empty) == without_marks(gym)
    with pytest.raises(DatabaseRefusedError, match="CREATEDB"):
        put_back(place, made, gym, replace=True, admin_url=gym.owner_url)


def test_a_database_of_a_cluster_is_restored_into_while_it_is_empty_and_never_replaced(
    gym: Gym, empty: Gym, place: Folder
) -> None:
    made = backed_up(gym, place)
    for one in (gym, empty):
        # What every database that Citus is installed in has, where it is no one's table.
        one.run("SET allow_system_table_mods = on; CREATE TABLE pg_catalog.pg_dist_partition ()")
    put_back(place, made, empty)
    assert without_marks(empty) == without_marks(gym)
    with pytest.raises(DatabaseRefusedError, match="scale citus"):
        put_back(place, made, gym, replace=True)
    with pytest.raises(BackupError, match="the cluster's own means"):
        backed_up(gym, place)


def test_afterwards_it_still_knows_of_the_newest_backup(gym: Gym, place: Folder) -> None:
    first = backed_up(gym, place)
    gym.run("UPDATE workout SET title = 'Later'")
    second = backed_up(gym, place, proven=False)
    put_back(place, first, gym, replace=True, without_copy=True)
    with as_owner(gym.owner_url) as tx:
        status = backup_marks.read(tx)
    assert status.made is not None
    assert status.made.name == second.name


def test_a_backup_is_found_as_latest_by_its_name_and_by_its_file(gym: Gym, place: Folder) -> None:
    proven = backed_up(gym, place)
    newer = backed_up(gym, place, proven=False, kind=BackupKind.BEFORE_UPGRADE)
    where, settings = str(place.path), Settings(data_dir=Path("/nowhere"))
    assert chosen("latest", where, settings)[1] == proven
    for what in (newer.name, newer.dump, newer.file, f"{where}/{newer.dump}"):
        assert chosen(what, where, settings)[1] == newer


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "mine.dump").write_bytes(b"PGDMP")
    with pytest.raises(NoSuchFileError, match=r"mine\.json is not there"):
        chosen(str(tmp_path / "mine.dump"), "", settings)
    (tmp_path / "mine.json").write_text("{}")
    with pytest.raises(BackupError, match="not the manifest of a LiftLog backup"):
        chosen(str(tmp_path / "mine.dump"), "", settings)
    with pytest.raises(NoSuchFileError, match="no proven backup"):
        chosen("latest", str(tmp_path), settings)
