"""A Docker engine of our own: in a temporary folder, on a bridge of its own, gone afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {"dockerd": "docker.io", "docker": "docker.io", "debootstrap": "debootstrap"}
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BRIDGE_ADDRESS = "10.213.0.1/24"
OTHER_NETWORKS = "base=10.214.0.0/16,size=24"
START_S = 60
STOP_S = 40
COMMAND_S = 600
# What a network with a mirror, a proxy or an authority of its own needs during a build.
HANDED_ON = (
    "PIP_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)


class FailedError(Exception):
    """What was asked of the containers did not come true."""


@dataclass(frozen=True, slots=True)
class Engine:
    environment: Mapping[str, str]

    def docker(self, *arguments: str, within_s: float = COMMAND_S) -> str:
        return run(["docker", *arguments], environment=self.environment, within_s=within_s)

    def docker_fails(self, *arguments: str, folder: Path | None = None) -> str:
        """Return what a command says that has to fail."""
        try:
            said = run(["docker", *arguments], environment=self.environment, folder=folder)
        except FailedError as error:
            return str(error)
        raise FailedError(f"docker {' '.join(arguments)} should have failed, and said: {said}")


def run(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    within_s: float = COMMAND_S,
) -> str:
    """Return its output, without the last line's end. Raises FailedError with all that it said."""
    process = subprocess.Popen(  # noqa: S603 Commands of our own making.
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=within_s)
    except BaseException as error:
        # Whatever it has started ends with it, also when somebody presses Ctrl-C.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise FailedError(f"{' '.join(command)}: not done after {within_s:.0f} s") from error
        raise
    if process.returncode != 0:
        said = (out + err).strip()
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{said[-6000:]}")
    return out.rstrip("\n")


def have_programs() -> None:
    """Install what is missing where we may; say what to install where we may not."""
    os.environ["PATH"] = SYSTEM_FOLDERS + ":" + os.environ.get("PATH", "")
    if os.geteuid() != 0:
        raise FailedError("It needs root, for a Docker engine of its own: sudo make containers")
    missing = sorted({package for name, package in PACKAGES.items() if not shutil.which(name)})
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise FailedError(f"Install {' and '.join(missing)} first.")
    apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], environment=apt)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
    run(command, environment=apt)


@contextmanager
def running_engine(folder: Path) -> Iterator[Engine]:
    with ExitStack() as cleanup:
        cleanup.callback(unmount_below, folder)
        cleanup.enter_context(_firewall_as_before())
        bridge = cleanup.enter_context(_bridge())
        engine = Engine(_environment(folder))
        cleanup.enter_context(_dockerd(folder, bridge))
        _wait_for(engine, folder)
        yield engine


def _environment(folder: Path) -> dict[str, str]:
    """The client's. `docker compose` is the Compose of the development dependencies."""
    plugins = folder / "config" / "cli-plugins"
    plugins.mkdir(parents=True)
    (plugins / "docker-compose").symlink_to(Path(sys.executable).with_name("docker-compose"))
    handed_on = {name: os.environ[name] for name in HANDED_ON if os.environ.get(name)}
    return {
        **handed_on,
        "PATH": SYSTEM_FOLDERS,
        "HOME": str(folder),
        "DOCKER_CONFIG": str(folder / "config"),
        "DOCKER_HOST": f"unix://{folder}/docker.sock",
        # No progress bars in what is shown when something fails.
        "COMPOSE_PROGRESS": "quiet",
    }


@contextmanager
def _dockerd(folder: Path, bridge: str) -> Iterator[None]:
    command = [
        "dockerd",
        f"--data-root={folder}/data",
        f"--exec-root={folder}/exec",
        f"--pidfile={folder}/docker.pid",
        f"--host=unix://{folder}/docker.sock",
        f"--bridge={bridge}",
        f"--default-address-pool={OTHER_NETWORKS}",
        "--storage-driver=overlay2",
        "--ip=127.0.0.1",
    ]
    with (folder / "dockerd.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(engine: Engine, folder: Path) -> None:
    give_up = time.monotonic() + START_S
    while True:
        try:
            engine.docker("version", within_s=10)
        except FailedError as error:
            if time.monotonic() > give_up:
                said = (folder / "dockerd.log").read_text(errors="replace")[-4000:]
                raise FailedError(f"dockerd does not answer: {error}\n{said}") from error
            time.sleep(0.3)
        else:
            return


@contextmanager
def _bridge() -> Iterator[str]:
    """A bridge that no other engine of this machine uses."""
    name = f"liftlog{os.getpid() % 10**8}"
    run(["ip", "link", "add", name, "type", "bridge"])
    try:
        run(["ip", "address", "add", BRIDGE_ADDRESS, "dev", name])
        run(["ip", "link", "set", name, "up"])
        yield name
    finally:
        run(["ip", "link", "delete", name])


@contextmanager
def _firewall_as_before() -> Iterator[None]:
    """The engine adds chains and rules and leaves some behind; what was there before stays."""
    tables = {table: _rules(table) for table in ("nat", "filter")}
    forwarding = Path("/proc/sys/net/ipv4/ip_forward")
    forwarded = forwarding.read_text()
    try:
        yield
    finally:
        for table, before in tables.items():
            _remove_new_rules(table, before)
        forwarding.write_text(forwarded)


def _rules(table: str) -> list[str]:
    return run(["iptables", "--wait", "-t", table, "-S"]).splitlines()


def _remove_new_rules(table: str, before: list[str]) -> None:
    added = [rule.split() for rule in _rules(table) if rule not in before]
    for rule in added:
        if rule[0] == "-A":
            _iptables(table, "-D", *rule[1:])
    for rule in added:
        if rule[0] == "-N":
            _iptables(table, "-X", rule[1])
    for policy in before:
        if policy.startswith("-P "):
            _iptables(table, *policy.split())


def _iptables(table: str, *arguments: str) -> None:
    try:
        run(["iptables", "--wait", "-t", table, *arguments])
    except FailedError as error:
        print(f"A rule of the firewall stays: {error}", flush=True)  # noqa: T201


def unmount_below(folder: Path) -> None:
    """What a killed program left mounted in a folder has to go before the folder is removed."""
    mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for path in sorted(mounted, reverse=True):
        if path.startswith(f"{folder}/"):
            subprocess.run(["umount", "--lazy", path], check=False)  # noqa: S603, S607
