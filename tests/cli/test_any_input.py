"""Whatever is typed, set or piped in: no command ends in a traceback, and a refusal is one line.

LIFTLOG_WALK_EXAMPLES says how many command lines are made up; `make walks` takes many and prints
how often each command ended in which way.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liftlog import cli
from liftlog.cli.refusals import LENGTH_MAX
from liftlog.cli.running.up import environment_of
from liftlog.ops.embedded.cluster import CORE, STATS, SUPERUSER
from liftlog.settings import SETTINGS, Settings, SettingsError
from liftlog.store.server import migrate
from tests.server import TestServer

EXAMPLES = int(os.environ.get("LIFTLOG_WALK_EXAMPLES", "60"))
ROOT = Path(__file__).resolve().parents[2]
SECRET = "hunter2"
# These go on until they are told to stop: `tests/cli/test_up.py` has them.
SERVING = {"up", "serve"}

ODD_BYTES = (
    b"\xff\xfe",
    b"a\xed\xa0\x80",
    "é".encode(),
    "日本\u202e".encode(),
    b"a\nb",
    b"\x1b[31m",
    b" ",
    b"x" * 50_000,
    b"9" * 5000,
)
ODD_WORDS = (
    *("", "0", "-1", "+5", "1e9", "0x10", "٣", "--", "-", "--help", "%s{}", "~nosuch/x", ".", ".."),
    *(
        "@",
        "ana@example.org",
        "a@b",
        "'; DROP TABLE x",
        "kg",
        "lb",
        "UTC",
        "core",
        "stats",
        "latest",
    ),
    *("/dev/null", "/dev/full", "/proc/self/mem", "/" + "a" * 300, "/" + "a/" * 3000, "a\tb"),
    *("s3://", "s3://b/p", "http://", "http://[", f"http://a:{SECRET}@c:99999/", "https://h:443"),
    *("postgresql://", "postgresql://%zz@h/x", f"postgresql://u:{SECRET}@h:port/db"),
    *(f"postgresql://u:{SECRET}@127.0.0.1:1/x?foo=bar", "postgresql:///x?host=/nonexistent"),
    *(f"postgresql://u:{SECRET}%zz@127.0.0.1:1/x", "postgresql://[::1/x"),
)
values = (
    st.sampled_from(ODD_WORDS).map(str.encode)
    | st.sampled_from(ODD_BYTES)
    # Nothing is to be written outside of the test's own folder.
    | st.binary(max_size=20).map(lambda one: one.replace(b"\0", b"").replace(b"/", b"_"))
)


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    def inside(
        command: click.Command, path: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], click.Command]]:
        if not isinstance(command, click.Group):
            yield path, command
            return
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from inside(below, (*path, name))

    return inside(cli.main, ())


COMMANDS = {path: command for path, command in commands() if path[0] not in SERVING}


@st.composite
def command_lines(draw: st.DrawFn) -> list[bytes]:
    """A command with most of its arguments, some of its options, and perhaps something more."""
    path = draw(st.sampled_from(sorted(COMMANDS)))
    line = [name.encode() for name in path]
    for parameter in COMMANDS[path].params:
        often = isinstance(parameter, click.Argument) or parameter.required
        if draw(st.integers(0, 9)) >= (9 if often else 4):
            continue
        if isinstance(parameter, click.Option):
            line.append(draw(st.sampled_from(parameter.opts)).encode())
        if not (isinstance(parameter, click.Option) and parameter.is_flag):
            line.append(draw(values))
    return line + draw(st.lists(values, max_size=1))


@st.composite
def environments(draw: st.DrawFn) -> dict[str, bytes]:
    """One or two settings with a value that may be of no use; of secrets sometimes by a file."""
    changed: dict[str, bytes] = {}
    for setting in draw(st.lists(st.sampled_from(SETTINGS), max_size=2)):
        by_file = setting.secret and draw(st.booleans())
        changed[f"{setting.name}_FILE" if by_file else setting.name] = draw(values)
    return changed


inputs = st.none() | st.sampled_from([b"", b"correct horse battery\n", b"\0" * 9]) | values

Run = Callable[[list[bytes], Mapping[str, bytes], bytes | None], dict[str, Any]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run one command line in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.fork_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        asked, answers = server.stdin, server.stdout

        def once(
            line: list[bytes], environment: Mapping[str, bytes], stdin: bytes | None
        ) -> dict[str, Any]:
            question = {
                "arguments": [one.decode("latin-1") for one in line],
                "environment": {n: value.decode("latin-1") for n, value in environment.items()},
                "stdin": None if stdin is None else stdin.decode("latin-1"),
            }
            asked.write(json.dumps(question) + "\n")
            asked.flush()
            answer: dict[str, Any] = json.loads(answers.readline())
            return answer

        yield once
        asked.close()


@pytest.fixture(scope="module")
def surroundings(
    server: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, bytes], ...]]:
    """The environment with a database that answers, and with one that is not there."""
    folder = tmp_path_factory.mktemp("any-input")
    with server.scratch_database("any_input") as owner:
        migrate.upgrade(owner)
        common = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LIFTLOG_DATA_DIR": str(folder / "data"),
            "LIFTLOG_BACKUP_TO": str(folder / "backups"),
            "LIFTLOG_S3_ENDPOINT": "http://127.0.0.1:1",
            "SECRET_KEY": "k" * 40,
        }
        there = {
            "DATABASE_URL": server.url(CORE, "any_input"),
            "MIGRATION_DATABASE_URL": owner,
            "STATS_DATABASE_URL": server.url(STATS, "any_input"),
            "LIFTLOG_BACKUP_PROOF_URL": server.url(SUPERUSER),
        }
        away = {"DATABASE_URL": f"postgresql://nobody:{SECRET}@127.0.0.1:1/x"}
        yield tuple(
            {name: value.encode() for name, value in (common | one).items()}
            for one in (there, away)
        )


@pytest.mark.database
@pytest.mark.processes
def test_every_command_line_ends_well_or_with_one_line(
    run: Run, surroundings: tuple[dict[str, bytes], ...], capsys: pytest.CaptureFixture[str]
) -> None:
    counts: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize="LIFTLOG_WALK_EXAMPLES" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    @given(line=command_lines(), there=st.integers(0, 1), changed=environments(), stdin=inputs)
    def holds(
        line: list[bytes], there: int, changed: dict[str, bytes], stdin: bytes | None
    ) -> None:
        environment = surroundings[there] | changed
        for name in changed:
            if name.endswith("_FILE"):
                environment.pop(name.removesuffix("_FILE"), None)
        answer = run(line, environment, stdin)
        check(line, answer)
        counts[f"{line[0].decode()}: {answer['status']}"] += 1

    holds()
    if "LIFTLOG_WALK_EXAMPLES" in os.environ:
        with capsys.disabled():
            print(f"\n{counts.total()} command lines; how often each command ended how:")  # noqa: T201
            for ending, count in sorted(counts.items()):
                print(f"  {count:>6}  {ending}")  # noqa: T201


def check(line: list[bytes], answer: dict[str, Any]) -> None:
    said, status = answer["said"], answer["status"]
    assert "Traceback" not in said, said[-3000:]
    assert status in {0, 1, 2}, (status, said[-3000:])
    assert SECRET not in said
    # The doctor has a line for each check, bad backups and differing figures a list.
    if status == 0 or line[0] == b"doctor":
        return
    assert said.count("Error: ") == 1, said[-3000:]
    last = said.splitlines()[-1]
    assert last.startswith("Error: ")
    assert len(last) < 2 * LENGTH_MAX


@settings(max_examples=10 * EXAMPLES, deadline=None, database=None)
@given(
    changed=st.dictionaries(
        st.sampled_from([s.name for s in SETTINGS]),
        values.map(os.fsdecode) | st.text(max_size=30),
        min_size=1,
    )
)
def test_every_environment_is_read_or_refused_by_the_name_of_a_setting(
    changed: dict[str, str],
) -> None:
    read, refusal = settings_of(changed)
    if read is None:
        assert any(refusal.startswith(name) for name in changed), refusal
        assert refusal.isprintable()
        assert SECRET not in refusal
        return
    # What was read can be handed on to a service by its environment.
    assert settings_of(environment_of(read))[0] == read


def settings_of(changed: Mapping[str, str]) -> tuple[Settings | None, str]:
    """What is read, or why nothing is."""
    try:
        return Settings.from_environment({"HOME": "/home/ana", **changed}), ""
    except SettingsError as error:
        return None, error.message


@pytest.mark.parametrize(
    "command", [("user", "create", "dee@example.org"), ("demo",)], ids=" ".join
)
@pytest.mark.parametrize(
    ("stdin", "why"),
    [
        (b"\xff\xfe\n", "is not text in UTF-8"),
        (b"caf\xe9 au lait\n", "is not text in UTF-8"),
        (b"x" * 100_000, "is too long for a secret"),
        (None, "is closed"),
    ],
)
@pytest.mark.database
@pytest.mark.processes
def test_a_password_that_is_no_text_is_one_line(
    run: Run,
    surroundings: tuple[dict[str, bytes], ...],
    command: tuple[str, ...],
    stdin: bytes | None,
    why: str,
) -> None:
    line = [*(name.encode() for name in command), b"--password-stdin"]
    answer = run(line, surroundings[0], stdin)
    assert answer["said"] == f"Error: --password-stdin: standard input {why}.\n"
    assert answer["status"] == 1


@pytest.mark.database
@pytest.mark.processes
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("user create nobody --password-stdin", "email 'nobody': "),
        (
            "user create a@example.org --password-stdin --time-zone localtime",
            "time_zone 'localtime': ",
        ),
        (
            "user create a@example.org --password-stdin --unit st",
            "Invalid value for '--unit': 'st'",
        ),
        ("import a@example.org /nowhere.csv", "Invalid value for 'FILE': File '/nowhere.csv'"),
        ("import a@example.org /dev/full", "The file is larger than 20 MB."),
        ("import a@example.org /proc/self/mem", "FILE '/proc/self/mem' can't be read: "),
        ("token create nobody@example.org", "There is no account for nobody@example.org."),
        ("backups --in ~nosuch/x", "'~nosuch/x' names the home of a user who is not there."),
        (
            "backup --to http://nowhere",
            "'http://nowhere' has to be a folder or s3://BUCKET/PREFIX.",
        ),
        ("stats check --email nobody", "There is no account for nobody."),
        ("migrate --wait-s soon", "Invalid value for '--wait-s': 'soon'"),
        ("nonsense", "No such command 'nonsense'"),
    ],
)
def test_a_refusal_names_the_argument_and_its_value(
    run: Run, surroundings: tuple[dict[str, bytes], ...], line: str, said: str
) -> None:
    stdin = b"correct horse battery\n"
    run([b"user", b"create", b"a@example.org", b"--password-stdin"], surroundings[0], stdin)
    answer = run([word.encode() for word in line.split()], surroundings[0], stdin)
    assert answer["said"].startswith(f"Error: {said}"), answer["said"]
    assert answer["said"].count("\n") == 1
    assert answer["status"] in {1, 2}


@pytest.mark.database
@pytest.mark.processes
@pytest.mark.parametrize("line", ["stats check", "stats rebuild", "stats check --email nobody"])
def test_a_database_without_a_schema_is_one_line(
    run: Run, surroundings: tuple[dict[str, bytes], ...], server: TestServer, line: str
) -> None:
    with server.scratch_database("no_schema") as owner:
        there = surroundings[0] | {"DATABASE_URL": owner.encode()}
        there["MIGRATION_DATABASE_URL"] = owner.encode()
        answer = run([word.encode() for word in line.split()], there, b"")
    assert answer["said"].startswith("Error: The database does not have the schema of this version")
    assert answer["said"].count("\n") == 1
    assert answer["status"] == 1


AWAY = f"postgresql://nobody:{SECRET}@127.0.0.1:1/x"


@pytest.mark.processes
@pytest.mark.parametrize(
    "line",
    [
        *("migrate", "backup --no-proof", "demo", "stats check", "stats rebuild", "scale citus"),
        *("user create a@example.org --password-stdin", "token create a@example.org"),
        *("import a@example.org /proc/version", "imports a@example.org", "doctor"),
    ],
)
@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DATABASE_URL": AWAY}, "DATABASE_URL (nobody@127.0.0.1:1/x): The database can't be"),
        (
            {"DATABASE_URL": f"{AWAY}?sslmod=require"},
            "DATABASE_URL has the option sslmod, which PostgreSQL does not know.",
        ),
        (
            {"DATABASE_URL": f"{AWAY}?sslmode=maybe"},
            "DATABASE_URL has to have sslmode as one of disable, allow, prefer, require, verify-ca,",
        ),
        (
            {"DATABASE_URL": f"{AWAY}?connect_timeout=soon"},
            "DATABASE_URL has to have connect_timeout as a whole number, not 'soon'.",
        ),
    ],
    ids=("away", "option", "choice", "number"),
)
def test_a_database_that_can_not_be_used_is_said_with_its_setting_and_its_value(
    run: Run, tmp_path: Path, line: str, settings: dict[str, str], told: str
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LIFTLOG_DATA_DIR": str(tmp_path / "data"),
        "SECRET_KEY": "k" * 40,
        **settings,
    }
    answer = run(
        [one.encode() for one in line.split()],
        {name: value.encode() for name, value in environment.items()},
        b"correct horse battery\n",
    )
    assert answer["status"] == 1
    assert told in answer["said"]
    assert SECRET not in answer["said"]
