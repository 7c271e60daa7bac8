"""Backup, restore, upgrade and doctor as people and schedules meet them: by command, and interrupted."""

import json
import resource
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.store.server import migrate
from tests.processes.running import LIFTLOG, LiftLog, Member, until

pytestmark = pytest.mark.processes

OLDER = "20261124_1030"


def folder_of(liftlog: LiftLog) -> Path:
    return Path(liftlog.environment["LIFTLOG_DATA_DIR"], "backups")


def set_count(liftlog: LiftLog) -> int:
    with liftlog.database() as urls, psycopg.connect(urls.owner) as connection:
        row = connection.execute("SELECT count(*) FROM logged_set").fetchone()
        assert row is not None
        return int(row[0])


def scratch_databases(liftlog: LiftLog) -> list[str]:
    with liftlog.database() as urls, psycopg.connect(urls.owner) as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
        return [name for (name,) in rows if name.startswith("liftlog_proof_")]


@pytest.fixture
def restored_to(tmp_path: Path) -> LiftLog:
    return LiftLog(tmp_path)


def test_a_running_liftlog_is_backed_up_proven_listed_and_restored_elsewhere(
    liftlog: LiftLog, lifter: Member, restored_to: LiftLog
) -> None:
    assert lifter.email
    said = liftlog.run("backup")
    assert "Proven: restored, and all" in said
    assert " proven " in liftlog.run("backups")
    listed = json.loads(liftlog.run("backups", "--json"))
    assert listed[0]["proof"]["state"] == "proven"
    assert listed[0]["census"]["totals"]["sets"] == set_count(liftlog)
    backup = folder_of(liftlog) / f"{listed[0]['name']}.dump"
    assert "Restored and verified" in restored_to.run("restore", str(backup))
    assert set_count(restored_to) == set_count(liftlog)
    assert restored_to.run("stats", "check") == "Kept figures and logged sets agree.\n"


def test_a_restore_under_running_services_is_what_they_serve_next(
    liftlog: LiftLog, lifter: Member
) -> None:
    liftlog.run("backup")
    liftlog.run("user", "create", "later@example.org", "--password-stdin", stdin="long enough 12\n")
    said = liftlog.run("restore", "latest", "--replace")
    assert "and proven" in said
    refused = liftlog.tried(*LIFTLOG, "token", "create", "later@example.org")
    assert refused.returncode == 1
    assert liftlog.run("token", "create", lifter.email)


def test_the_doctor_finds_a_running_liftlog_well(liftlog: LiftLog, lifter: Member) -> None:
    assert lifter.email
    liftlog.run("backup")
    found = {one["check"]: one for one in json.loads(liftlog.run("doctor", "--json"))}
    assert {name: one for name, one in found.items() if one["state"] == "bad"} == {}
    assert "same SECRET_KEY" in found["stats"]["found"]
    assert "core answers" in found["core port"]["found"]
    assert found["backup"]["state"] == "ok"


def test_the_doctor_says_what_is_bad_and_fails(liftlog: LiftLog, lifter: Member) -> None:
    assert lifter.email
    done = liftlog.tried(
        *LIFTLOG, "doctor", SECRET_KEY="another key than the services have: 7f3a9c"
    )
    assert done.returncode == 1
    assert "bad   stats" in done.stdout
    assert "the same SECRET_KEY" in done.stdout
    wrong = liftlog.tried(*LIFTLOG, "doctor", LIFTLOG_PORT="no")
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("bad   settings")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_a_backup_that_is_ended_in_the_middle_leaves_nothing_that_passes_for_one(
    liftlog: LiftLog, lifter: Member, tmp_path: Path, number: signal.Signals
) -> None:
    assert lifter.email
    process = subprocess.Popen(
        [*LIFTLOG, "backup", "--to", str(tmp_path / "to")],
        env=liftlog.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert until(lambda: bool(scratch_databases(liftlog)), within_s=60)
    finally:
        process.send_signal(number)
        process.wait(30)
    states = json.loads(liftlog.run("backups", "--in", str(tmp_path / "to"), "--json"))
    assert [one["proof"]["state"] for one in states] == ["unproven"]
    latest = liftlog.tried(*LIFTLOG, "restore", "latest", "--from", str(tmp_path / "to"))
    assert "no proven backup" in latest.stderr
    again = until(
        lambda: liftlog.tried(*LIFTLOG, "backup", "--to", str(tmp_path / "to")).returncode == 0,
        within_s=60,
    )
    assert again
    assert scratch_databases(liftlog) == []


def test_a_disk_that_is_full_is_said_and_leaves_no_file(
    liftlog: LiftLog, lifter: Member, tmp_path: Path
) -> None:
    """A limit on the size of files stands for the disk: the write fails in the same place."""
    assert lifter.email

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [*LIFTLOG, "backup", "--to", str(tmp_path / "to")],
        env=liftlog.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=limited,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: There is no room for the backup")
    assert done.stderr.count("\n") == 1
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize("place", ["file/under", "/proc/nowhere"])
def test_a_place_that_can_not_be_written_to_is_said_in_one_line(
    liftlog: LiftLog, lifter: Member, tmp_path: Path, place: str
) -> None:
    assert lifter.email
    (tmp_path / "file").touch()
    done = liftlog.tried(*LIFTLOG, "backup", "--to", str(tmp_path / place))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The folder of the backups")
    assert done.stderr.count("\n") == 1


def test_an_upgrade_by_up_keeps_a_backup_of_before(tmp_path: Path) -> None:
    liftlog = LiftLog(tmp_path)
    with liftlog.up():
        member = liftlog.demo("ana")
        sets = set_count(liftlog)
    assert not folder_of(liftlog).exists(), "An ordinary start makes no backup."
    with liftlog.database() as urls:
        migrate.downgrade(urls.owner, OLDER)
    Path(liftlog.environment["LIFTLOG_DATA_DIR"], "migrated.json").unlink()
    with liftlog.up():
        assert set_count(liftlog) == sets
        assert liftlog.run("token", "create", member.email)
    made = json.loads(liftlog.run("backups", "--json"))
    assert [(one["kind"], one["proof"]["state"]) for one in made] == [
        ("before-upgrade", "readable")
    ]
    assert made[0]["census"]["revision"] == OLDER
    assert made[0]["census"]["totals"]["sets"] == sets


def test_an_upgrade_that_can_not_be_backed_up_does_not_happen(tmp_path: Path) -> None:
    liftlog = LiftLog(tmp_path)
    liftlog.run("migrate")
    with liftlog.database() as urls:
        migrate.downgrade(urls.owner, OLDER)
    folder_of(liftlog).write_text("in the way")
    refused = liftlog.tried(*LIFTLOG, "up")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "LIFTLOG_BACKUP_BEFORE_UPGRADE=no" in refused.stderr
    with liftlog.database() as urls, psycopg.connect(urls.owner) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (OLDER,)
    liftlog.environment["LIFTLOG_BACKUP_BEFORE_UPGRADE"] = "no"
    with liftlog.up():
        pass
    with liftlog.database() as urls, psycopg.connect(urls.owner) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        assert found == (SCHEMA_REVISION,)
