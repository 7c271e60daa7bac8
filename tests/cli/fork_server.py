"""Runs commands of `liftlog` as a shell would, each in a process of its own, without starting Python anew.

One JSON object a line on standard input: the arguments, environment and standard input in Latin-1, so
that any byte can be said. One line of answer each: exit status, what was printed, how long it took.
"""

import json
import os
import select
import signal
import sys
import tempfile
import time
from importlib import import_module

from liftlog import cli

for target in cli.COMMANDS.values():
    import_module(target.partition(":")[0])
for module in (
    "liftlog.core.accounts.demo",
    "liftlog.core.imports.service",
    "liftlog.ops.backup.create",
    "liftlog.ops.backup.restore",
    "liftlog.ops.doctor.checks",
    "liftlog.store.rollups.maintenance",
    "liftlog.store.server.scale",
):
    import_module(module)

PATIENCE_S = 60.0


def run(asked: dict[str, object]) -> dict[str, object]:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as stdin:
        given = asked["stdin"]
        if isinstance(given, str):
            stdin.write(given.encode("latin-1"))
            stdin.seek(0)
        begun = time.monotonic()
        pid = os.fork()
        if pid == 0:
            _command(asked, said.fileno(), stdin.fileno() if given is not None else None)
        status = _ended(pid)
        said.seek(0)
        return {
            "status": status,
            "said": said.read().decode("latin-1"),
            "took_s": time.monotonic() - begun,
        }


def _ended(pid: int) -> int | None:
    """The exit status; None of a command that had to be killed."""
    descriptor = os.pidfd_open(pid)
    try:
        late = not select.select([descriptor], [], [], PATIENCE_S)[0]
        if late:
            os.killpg(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        return None if late else os.waitstatus_to_exitcode(status)
    finally:
        os.close(descriptor)


def _command(asked: dict[str, object], said: int, stdin: int | None) -> None:
    os.setsid()
    os.dup2(said, 1)
    os.dup2(said, 2)
    if stdin is None:
        os.close(0)
        sys.stdin = None  # So Python has it where there is none.
    else:
        os.dup2(stdin, 0)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 As long as the process.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 As above.
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    environment, arguments = asked["environment"], asked["arguments"]
    assert isinstance(environment, dict)
    assert isinstance(arguments, list)
    os.environb.clear()
    os.environb.update(
        {name.encode("latin-1"): value.encode("latin-1") for name, value in environment.items()}
    )
    # What is written to a relative path stays there.
    os.chdir(environment["HOME"])
    sys.argv = ["liftlog", *(os.fsdecode(one.encode("latin-1")) for one in arguments)]
    code: object = 0
    try:
        cli.main(prog_name="liftlog")
    except SystemExit as ending:
        code = ending.code
    except BaseException:  # noqa: BLE001 Python would print it and end.
        sys.excepthook(*sys.exc_info())
        code = 99
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)  # noqa: T201 The answer.
