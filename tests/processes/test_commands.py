"""The commands as people type them, each in a process of its own."""

import json
import os
import signal
from pathlib import Path

import pytest
from tools.ports import free_port

from liftlog.ops.embedded.cluster import CORE
from tests.processes.running import FLASK, LIFTLOG, LiftLog, Member, browsing, until

pytestmark = pytest.mark.processes

COMMANDS = [
    (),
    ("up",),
    ("serve",),
    ("migrate",),
    ("user",),
    ("user", "create"),
    ("token",),
    ("token", "create"),
    ("import",),
    ("imports",),
    ("stats",),
    ("stats", "check"),
    ("stats", "rebuild"),
    ("demo",),
    ("openapi",),
    ("backup",),
    ("backups",),
    ("restore",),
    ("doctor",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = LiftLog(tmp_path).run(*command, "--help")
    assert said.startswith("Usage: ")
    assert "--help" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "setting", "value"),
    [
        (("up",), "LIFTLOG_PORT", "eighty"),
        (("up",), "SECRET_KEY", "short"),
        (("serve", "core"), "STATS_URL", "stats"),
        (("serve", "stats"), "STATS_DATABASE_URL", "mysql://db/x"),
        (("migrate",), "DATABASE_URL", "sqlite:///x"),
        (("user", "create", "a@example.org", "--password-stdin"), "LIFTLOG_DATA_DIR", "data"),
        (("token", "create", "a@example.org"), "PUBLIC_ORIGIN", "lift.example.org"),
        (("demo",), "LIFTLOG_STATS_COOL_DOWN_S", "0"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_said_in_one_line(
    tmp_path: Path, command: tuple[str, ...], setting: str, value: str
) -> None:
    done = LiftLog(tmp_path).tried(*LIFTLOG, *command, **{setting: value})
    assert done.returncode != 0
    assert done.stderr.startswith(f"Error: {setting} ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_what_a_command_cannot_do_is_said_in_one_line(liftlog: LiftLog, lifter: Member) -> None:
    for command, stdin in (
        (("token", "create", "nobody@example.org"), ""),
        (("stats", "check", "--email", "nobody@example.org"), ""),
        (("user", "create", lifter.email, "--password-stdin"), "correct horse battery\n"),
        (("user", "create", "short@example.org", "--password-stdin"), "short\n"),
        (("import", lifter.email, __file__), ""),
    ):
        done = liftlog.tried(*LIFTLOG, *command, stdin=stdin)
        assert done.returncode == 1, command
        assert done.stderr.startswith("Error: "), command
        assert done.stderr.count("\n") == 1, command


def test_flask_db_goes_up_and_down_without_a_running_instance(tmp_path: Path) -> None:
    liftlog = LiftLog(tmp_path)

    def db(*arguments: str) -> str:
        done = liftlog.tried(*FLASK, "db", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    db("upgrade")
    assert "(head)" in db("current")
    db("downgrade", "base")
    assert "(head)" not in db("current")
    db("upgrade")
    assert "(head)" in db("current")
    db("check")


def test_flask_db_says_in_one_line_that_the_database_is_away(tmp_path: Path) -> None:
    place = f"127.0.0.1:{free_port()}/x"
    nowhere = f"postgresql://nobody:x@{place}"
    done = LiftLog(tmp_path).tried(*FLASK, "db", "upgrade", DATABASE_URL=nowhere)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: DATABASE_URL (nobody@{place}): The database can't be")
    assert done.stderr.count("\n") == 1


def test_the_services_survive_a_postgresql_that_restarts(liftlog: LiftLog, lifter: Member) -> None:
    """Killing one backend makes PostgreSQL end all of them and start anew."""
    with browsing(liftlog.address, lifter) as client:
        assert "Statistics are away" not in client.get("/progress").text
        os.kill(a_backend_of(liftlog), signal.SIGKILL)
        well = until(lambda: client.get("/calendar").status_code == 200, within_s=20)
        assert well
        figures = until(
            lambda: "Statistics are away" not in client.get("/progress").text, within_s=45
        )
        assert figures


def test_a_postgresql_that_is_killed_comes_back_and_both_services_with_it(
    liftlog: LiftLog, lifter: Member
) -> None:
    pid_file = Path(liftlog.environment["LIFTLOG_DATA_DIR"], "postgresql/postmaster.pid")
    with browsing(liftlog.address, lifter) as client:
        assert client.get("/calendar").status_code == 200
        for _ in range(2):
            killed = int(pid_file.read_text().split()[0])
            os.kill(killed, signal.SIGKILL)
            assert until(lambda: client.get("/calendar").status_code == 503, within_s=20)
            assert until(lambda: client.get("/calendar").status_code == 200, within_s=30)
            assert int(pid_file.read_text().split()[0]) != killed
            figures = until(
                lambda: "Statistics are away" not in client.get("/progress").text, within_s=45
            )
            assert figures
    log = (liftlog.folder / "log").read_text()
    assert "PostgreSQL was ended by signal 9; starting it again in 0.5 s." in log
    assert "PostgreSQL runs again." in log


def a_backend_of(liftlog: LiftLog) -> int:
    """A process of PostgreSQL that serves core."""
    postmaster = Path(liftlog.environment["LIFTLOG_DATA_DIR"], "postgresql/postmaster.pid")
    parent = postmaster.read_text().split()[0]
    for status in Path("/proc").glob("[0-9]*/status"):
        lines = dict(
            line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line
        )
        title = (status.parent / "cmdline").read_bytes().decode(errors="replace")
        if lines.get("PPid") == parent and CORE in title:
            return int(status.parent.name)
    raise AssertionError("Core has no connection to PostgreSQL.")


def test_what_an_import_asks_is_printed_and_answered_by_an_option(
    liftlog: LiftLog, tmp_path: Path
) -> None:
    member = liftlog.member("questions")
    header = (
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
        "Workout Notes,RPE\n"
    )
    row = "2026-05-0{} 17:34:12,Legs,57m,{},1,{},5,0,0,,,\n"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(header + row.format(1, "Squat", 100))
    hevy = "title,start_time,end_time,exercise_title,set_index,weight_kg,reps\n"
    hevy_row = 'Legs,"{} May 2026, 17:34",,{},0,{},5\n'
    second.write_text(hevy + hevy_row.format(1, "Squat", 105) + hevy_row.format(2, "Squats", 60))
    assert liftlog.imported(member, first)["workouts"] == 1
    said = liftlog.imported(member, second, "--accept-proposed")
    assert (said["workouts"], said["similar"], said["exercises_created"]) == (1, 1, 0)
    said = liftlog.imported(member, second, "--add-similar")
    assert (said["workouts"], said["similar"], said["unchanged"]) == (1, 0, 1)
    listed = liftlog.run("imports", member.email).splitlines()
    assert [line.split("  ", 2)[2] for line in listed] == [
        "second.csv: 1 workout goes to the trash, 0 changed since stay.",
        "second.csv: 1 workout goes to the trash, 0 changed since stay.",
        "first.csv: 1 workout goes to the trash, 0 changed since stay.",
    ]
    third = tmp_path / "third.csv"
    third.write_text(header + row.format(3, "Front squát", 50))
    said = liftlog.imported(member, third)
    assert (said["proposed"], said["exercises_created"]) == ({"Front squát": "Front squat"}, 1)


def test_an_import_is_undone_by_its_command_which_says_before_what_happens(
    liftlog: LiftLog, tmp_path: Path
) -> None:
    member = liftlog.member("undoing")
    header = (
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
        "Workout Notes,RPE\n"
    )
    row = "2026-05-0{} 17:34:12,Legs,57m,Squat,1,100,5,0,0,,,\n"
    export = tmp_path / "strong.csv"
    export.write_text(header + "".join(row.format(day) for day in (1, 2, 3)))
    import_id = liftlog.imported(member, export)["import_id"]
    with browsing(liftlog.address, member) as client:
        (newest, *_rest) = client.get("/api/v1/workouts").json()["items"]
        changed = client.put(f"/api/v1/workouts/{newest['id']}", json={"title": "Mine"})
        assert changed.status_code == 200
    told = "Undoing strong.csv: 2 workouts go to the trash, 1 changed since stays.\n"
    command = ("import", member.email, "--undo")
    for answer in ("n\n", ""):
        done = liftlog.tried(*LIFTLOG, *command, "last", stdin=answer)
        assert done.returncode == 1
        assert done.stderr.startswith(told)
        assert done.stdout == ""
    done = liftlog.tried(*LIFTLOG, *command, str(import_id), stdin="y\n")
    assert (done.returncode, done.stderr.startswith(told)) == (0, True)
    said = {"import_id": import_id, "trashed": 2, "stayed": 1}
    assert json.loads(done.stdout) == said
    assert liftlog.run("imports", member.email) == "There are no imports.\n"
    done = liftlog.tried(*LIFTLOG, *command, "last", "--yes")
    assert done.stderr == "Error: There is no import 'last'.\n"
    assert liftlog.imported(member, export)["workouts"] == 2
    done = liftlog.tried(*LIFTLOG, *command, "last", "--yes")
    assert json.loads(done.stdout)["trashed"] == 2


@pytest.mark.parametrize("more", [(), (__file__, "--undo", "last")])
def test_an_import_is_made_or_undone_and_not_both(tmp_path: Path, more: tuple[str, ...]) -> None:
    done = LiftLog(tmp_path).tried(*LIFTLOG, "import", "ana@example.org", *more)
    assert done.returncode == 2
    assert "Name either a FILE or --undo with an import. See: " in done.stderr
