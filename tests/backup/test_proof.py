"""A backup is called good only when what it restores to is what was there."""

import errno
import json
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.ops.backup import catalog
from liftlog.ops.backup.create import Job, make_backup
from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.folder import Folder
from liftlog.ops.backup.manifest import BackupState, Manifest
from liftlog.ops.backup.status import in_folder
from liftlog.ops.backup.verify import PREFIX, Scratch, prove
from liftlog.ops.embedded.cluster import OWNER
from liftlog.store.backups import checksums
from liftlog.store.backups import marks as backup_marks
from liftlog.store.server import databases, migrate
from liftlog.store.server.owner import DatabaseRefusedError, as_owner
from tests.backup.making import backed_up, scratch_of
from tests.gym import Gym, databases_of
from tests.server import TestServer

pytestmark = pytest.mark.database


def marks(gym: Gym) -> backup_marks.BackupStatus:
    with as_owner(gym.owner_url) as tx:
        return backup_marks.read(tx)


def test_a_backup_is_proven_by_restoring_it_and_says_what_it_holds(gym: Gym, place: Folder) -> None:
    made = backed_up(gym, place)
    assert made.proof.state is BackupState.PROVEN, made.proof.said
    assert made.proof.said == ()
    totals = made.checksums.totals
    assert (totals.lifters, totals.workouts, totals.sets, totals.reps) == (2, 4, 12, 80)
    # Each workout: 20 × 10 warming up, 82.5 × 5 and 100 × 5.
    assert totals.volume_kg == "4450.0".rstrip("0").rstrip(".")
    assert made.checksums.tables["logged_set"].rows == gym.count("logged_set") == 12
    assert databases_of(gym, PREFIX) == []


def test_its_files_are_whole_and_for_their_owner_alone(gym: Gym, place: Folder) -> None:
    made = backed_up(gym, place)
    assert place.files() == sorted([made.dump, made.file, "status.json"])
    assert {path.stat().st_mode & 0o777 for path in place.path.iterdir()} == {0o600}
    assert place.path.stat().st_mode & 0o777 == 0o700
    dump = place.path / made.dump
    assert dump.stat().st_size == made.size_bytes
    assert catalog.backups_in(place) == [made]


def test_what_the_services_read_of_it_is_what_stands_beside_it(gym: Gym, place: Folder) -> None:
    made = backed_up(gym, place)
    status = marks(gym)
    assert status.made is not None
    assert status.proven is not None
    assert status.failed is None
    assert (status.made.name, status.made.at) == (made.name, made.made_at)
    assert status.proven.name == made.name
    assert in_folder(place.path) == status


def test_a_status_that_is_broken_or_missing_is_no_status(tmp_path: Path) -> None:
    nothing = backup_marks.BackupStatus()
    assert in_folder(tmp_path) == nothing
    for content in ("", "[]", "{", '{"made": 1}', '{"made": {"name": "x"}}'):
        (tmp_path / "status.json").write_text(content)
        assert in_folder(tmp_path) == nothing


def test_it_is_one_moment_however_much_is_written_meanwhile(gym: Gym, place: Folder) -> None:
    done = threading.Event()

    def log_on() -> None:
        number = 0
        with as_owner(gym.owner_url) as tx:
            while not done.is_set():
                number += 1
                for table in ("preference", "logged_set", "workout"):
                    tx.execute(
                        text(
                            f"UPDATE {table} SET stamps = jsonb_build_object('n', {number})"  # noqa: S608 Ours.
                        )
                    )
                tx.execute(
                    text("UPDATE workout SET title = 'x' || :n, rev = rev + 1"), {"n": number}
                )
                tx.commit()

    writer = threading.Thread(target=log_on)
    writer.start()
    try:
        states = [backed_up(gym, place).proof for _ in range(3)]
    finally:
        done.set()
        writer.join()
    assert [proof.state for proof in states] == [BackupState.PROVEN] * 3, states


def altered(place: Folder, made: Manifest, path: tuple[str, ...], value: object) -> Manifest:
    """The manifest as if the database had been another one."""
    content = json.loads(made.as_bytes())
    inner = content["census"]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return Manifest.from_bytes(json.dumps(content).encode(), file=made.file)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("tables", "logged_set", "rows"), 13, "logged_set: 12 rows, not 13."),
        (("tables", "account", "digest"), "1", "account: as many rows, but not the same ones."),
        (("tables", "diet"), {"rows": 0, "digest": "0"}, "diet: the table is missing."),
        (("totals", "volume_kg"), "4450.001", "volume_kg is 4450, not 4450.001."),
        (("totals", "by_lifter"), "x", "by_lifter is"),
        (("rights", "workout"), "no row security", "workout: the rights differ"),
        (("revision",), "20251231_0000", "The schema is at"),
    ],
    ids=str,
)
def test_what_differs_makes_it_bad_and_is_named(
    gym: Gym, place: Folder, path: tuple[str, ...], value: object, said: str
) -> None:
    made = altered(place, backed_up(gym, place, proven=False), path, value)
    state, differences = prove(place, made, scratch_of(gym), "test")
    assert state is BackupState.BAD
    assert any(said in one for one in differences), differences
    assert databases_of(gym, PREFIX) == []


def test_kept_figures_that_the_sets_do_not_say_make_it_bad(gym: Gym, place: Folder) -> None:
    gym.run("UPDATE exercise_day SET moved_kg = moved_kg + 0.001 WHERE sets = 1")
    proof = backed_up(gym, place).proof
    assert proof.state is BackupState.BAD
    assert "stats rebuild" in proof.said[0]
    status = marks(gym)
    assert status.failed is not None
    assert status.proven is None
    assert in_folder(place.path) == status


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, 300), slice(0, 0)], ids=str)
def test_a_dump_that_lost_its_end_is_bad(gym: Gym, place: Folder, cut: slice) -> None:
    made = backed_up(gym, place, proven=False)
    dump = place.path / made.dump
    dump.write_bytes(dump.read_bytes()[cut])
    state, said = prove(place, made, scratch_of(gym), "test")
    assert state is BackupState.BAD, said
    assert databases_of(gym, PREFIX) == []


def test_one_flipped_bit_is_found(gym: Gym, place: Folder) -> None:
    made = backed_up(gym, place, proven=False)
    dump = place.path / made.dump
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    assert prove(place, made, scratch_of(gym), "test")[0] is BackupState.BAD


def test_without_a_proof_it_is_read_to_its_end_and_not_called_proven(
    gym: Gym, place: Folder
) -> None:
    assert backed_up(gym, place, proven=False).proof.state is BackupState.READABLE
    assert marks(gym).proven is None


def test_a_role_that_may_not_make_databases_leaves_it_unproven_with_the_remedy(
    gym: Gym, place: Folder
) -> None:
    job = Job(owner_url=gym.owner_url, place=place, scratch=Scratch(gym.owner_url, gym.owner_url))
    made = make_backup(job)
    assert made.proof.state is BackupState.UNPROVEN
    assert f"ALTER ROLE {OWNER} CREATEDB" in made.proof.said[0]
    assert "LIFTLOG_BACKUP_PROOF_URL" in made.proof.said[0]
    assert catalog.backups_in(place) == [made]


def test_an_owner_who_may_make_databases_needs_nobody_else(gym: Gym, place: Folder) -> None:
    gym.run(f"ALTER ROLE {OWNER} CREATEDB")
    try:
        job = Job(
            owner_url=gym.owner_url, place=place, scratch=Scratch(gym.owner_url, gym.owner_url)
        )
        made = make_backup(job)
    finally:
        gym.run(f"ALTER ROLE {OWNER} NOCREATEDB")
    assert made.proof.state is BackupState.PROVEN, made.proof.said


def test_what_a_killed_proof_left_is_dropped_and_nothing_else_is(gym: Gym, place: Folder) -> None:
    left = f"{PREFIX}{databases.identity(gym.owner_url)}_dead"
    other = f"{PREFIX}00000000_alive"
    for name in (left, other):
        databases.make(gym.admin_url, name, owner=OWNER)
    try:
        backed_up(gym, place)
        assert databases_of(gym, PREFIX) == [other]
    finally:
        databases.drop(gym.admin_url, other)


def test_nobody_but_its_owner_can_look_into_a_scratch_database(gym: Gym) -> None:
    name = f"{PREFIX}closed"
    databases.make(gym.admin_url, name, owner=OWNER)
    try:
        with as_owner(gym.admin_url) as connection:
            allowed = connection.execute(
                text("SELECT has_database_privilege('liftlog_core', :name, 'CONNECT')"),
                {"name": name},
            ).scalar()
        assert allowed is False
    finally:
        databases.drop(gym.admin_url, name)


def test_two_at_a_time_are_refused(gym: Gym, place: Folder) -> None:
    with (
        databases.one_at_a_time(gym.owner_url),
        pytest.raises(DatabaseRefusedError, match="Another"),
    ):
        backed_up(gym, place)
    assert place.files() == []
    assert backed_up(gym, place).proof.state is BackupState.PROVEN


def test_an_empty_database_is_nothing_to_back_up(server: TestServer, place: Folder) -> None:
    with server.scratch_database("nothing_in_it"):
        empty = Gym(server, "nothing_in_it")
        with pytest.raises(BackupError, match="no LiftLog in this database"):
            backed_up(empty, place)
    assert place.files() == []


def test_a_wrong_password_is_said_in_the_servers_words_and_without_it(
    gym: Gym, place: Folder
) -> None:
    wrong = gym.owner_url.replace(gym.owner_url.split(":")[2].split("@")[0], "hunter2")
    with pytest.raises(DatabaseUnavailableError, match="password authentication failed") as said:
        make_backup(Job(owner_url=wrong, place=place, scratch=None))
    assert "hunter2" not in said.value.message


def test_a_role_that_sees_only_its_own_rows_can_not_make_half_a_backup(
    gym: Gym, place: Folder
) -> None:
    job = Job(owner_url=gym.core_url, place=place, scratch=None)
    with pytest.raises(DatabaseRefusedError, match="MIGRATION_DATABASE_URL has to be"):
        make_backup(job)
    assert [name for name in place.files() if name.endswith(".dump")] == []


def test_an_older_schema_is_proven_as_it_is(gym: Gym, place: Folder) -> None:
    migrate.downgrade(gym.owner_url, "20261124_1020")
    made = backed_up(gym, place)
    assert made.proof.state is BackupState.PROVEN, made.proof.said
    assert made.checksums.revision == "20261124_1020"


def test_a_census_does_not_depend_on_the_session(gym: Gym) -> None:
    before = checksums.of_database(gym.owner_url)
    gym.run(
        f"ALTER DATABASE {gym.name} SET timezone = 'Asia/Tokyo'",
        f"ALTER DATABASE {gym.name} SET datestyle = 'German'",
        f"ALTER DATABASE {gym.name} SET extra_float_digits = -15",
        f"ALTER DATABASE {gym.name} SET bytea_output = 'escape'",
    )
    assert checksums.of_database(gym.owner_url) == before


def test_a_place_that_fails_in_the_middle_leaves_the_backups_of_before(
    gym: Gym, place: Folder
) -> None:
    first = backed_up(gym, place)

    class Failing(Folder):
        def write(self, name: str, chunks: Iterable[bytes]) -> None:
            def some() -> Iterator[bytes]:
                yield next(iter(chunks))
                raise OSError(errno.ENOSPC, "No space left on device")

            super().write(name, some())

    failing = Failing(place.path)
    with pytest.raises(BackupError, match="no room for the backup"):
        make_backup(Job(owner_url=gym.owner_url, place=failing, scratch=None))
    assert catalog.backups_in(place) == [first]
    assert [path.name for path in place.path.iterdir() if path.name.startswith(".")] == []
    now = datetime.now(UTC)  # noqa: TID251 The server's clock is compared with.
    assert abs((first.made_at - now).total_seconds()) < 120
