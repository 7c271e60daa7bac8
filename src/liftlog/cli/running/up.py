"""`liftlog up`: the database, both services and their supervision in one command."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from types import FrameType

import click

from liftlog.cli.migration import MigrationStep
from liftlog.cli.running.children import Child, ChildFailedError, Lifeline, ending, stop_all
from liftlog.cli.running.database_restarts import DatabaseRestarts
from liftlog.cli.running.ports import PortUnusableError, check_port, listening_address
from liftlog.kit.hosts import reached_at, web_address
from liftlog.ops.embedded import (
    DatabaseUrls,
    DataFolder,
    EmbeddedPostgres,
    RunningServer,
)
from liftlog.settings import SETTINGS, Settings

LIFTLOG: Sequence[str] = (sys.executable, "-m", "liftlog")
LOCK_PATIENCE_S = 10
# What an instance that was killed leaves behind is gone within moments.
PORT_PATIENCE_S = 3
READY_PATIENCE_S = 60
STOP_PATIENCE_S = 6
# Nobody but core asks it.
STATS_HOST = "127.0.0.1"
POLL_STARTING_S = 0.02
POLL_S = 0.5


class _Stopped(BaseException):
    """Somebody asked us to stop. No error, so nothing that handles errors may catch it."""


@click.command()
def up() -> None:
    """Run LiftLog: its database, core and stats, until Ctrl-C or SIGTERM."""
    settings = Settings.from_environment()
    settings = replace(settings, host=listening_address(settings.host))
    _stop_on_signals()
    try:
        _run(settings, click.echo)
    except _Stopped:
        click.echo("LiftLog has stopped.")


def _run(settings: Settings, say: Callable[[str], object]) -> None:
    with ExitStack() as cleanup:
        # Leaving goes backwards through the stack: services, PostgreSQL, the folder.
        cleanup.callback(_ignore_signals)
        folder = DataFolder(settings.data_dir)
        folder.acquire(wait_s=LOCK_PATIENCE_S)
        cleanup.callback(folder.release)
        _check_ports(settings)
        lifeline = Lifeline()
        cleanup.callback(lifeline.close)
        postgres, urls = _database(settings, folder, cleanup)
        settings = with_database(settings, urls)
        children = services(settings, lifeline)
        cleanup.callback(stop_all, children, STOP_PATIENCE_S)
        cleanup.callback(_ignore_signals)
        _start(_migration(settings, folder, embedded=postgres is not None), children)
        say(f"LiftLog is at {web_address(settings.host, settings.port)}")
        say(f"Its statistics service is at {web_address(STATS_HOST, settings.stats_port)}")
        _supervise(children, postgres, say)


def with_database(settings: Settings, urls: DatabaseUrls) -> Settings:
    return replace(
        settings,
        database_url=urls.core,
        migration_database_url=urls.owner,
        stats_database_url=urls.stats,
        secret_key=settings.secret_key or urls.secret_key,
    )


def services(settings: Settings, lifeline: Lifeline) -> list[Child]:
    """Describe the two services as child processes. Only core listens beyond this machine.

    Nobody else could take over what they are asked, so that they end without a drain.
    """
    settings = replace(settings, drain_s=0)
    option = ["--lifeline", str(lifeline.read_end)]
    metrics_port = settings.metrics_port
    stats = replace(settings, host=STATS_HOST, metrics_port=metrics_port and metrics_port + 1)
    return [
        Child(
            name=name,
            command=[*LIFTLOG, "serve", name, *option],
            environment=environment_of(service_settings),
            host=reached_at(service_settings.host),
            port=port,
            lifeline=lifeline,
        )
        for name, service_settings, port in (
            ("stats", stats, settings.stats_port),
            ("core", settings, settings.port),
        )
    ]


def _migration(settings: Settings, folder: DataFolder, *, embedded: bool) -> MigrationStep:
    command = [*LIFTLOG, "migrate"]
    if embedded and settings.backup_before_upgrade == "yes":
        command += ["--backup-first", str(settings.data_dir / "backups")]
    return MigrationStep(command, environment_of(settings), folder if embedded else None)


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment that reads back as exactly these settings."""
    kept: Mapping[str, str] = {
        name: value
        for name, value in os.environ.items()
        if name not in {s.name for s in SETTINGS} | {f"{s.name}_FILE" for s in SETTINGS}
    }
    given = {s.name: getattr(settings, s.field) for s in SETTINGS}
    return {**kept, **{n: str(value) for n, value in given.items() if value not in (None, "")}}


def _database(
    settings: Settings, folder: DataFolder, cleanup: ExitStack
) -> tuple[EmbeddedPostgres | None, DatabaseUrls]:
    address = web_address(settings.host, settings.port)
    if settings.database_url:
        folder.publish(RunningServer(os.getpid(), address))
        secret_key = settings.secret_key or folder.secrets().secret_key
        return None, DatabaseUrls(
            settings.migration_database_url,
            settings.database_url,
            settings.stats_database_url,
            secret_key,
        )
    postgres = EmbeddedPostgres(folder)
    cleanup.callback(postgres.stop)
    server = postgres.start()
    folder.publish(RunningServer(os.getpid(), address, server.socket_folder))
    return postgres, DatabaseUrls.of_server(server)


def _start(migration: MigrationStep, children: Sequence[Child]) -> None:
    """Start everything at once; services wait for the schema by not being ready before it."""
    try:
        migration.start()
        for child in children:
            child.start(time.monotonic())
        _wait_until_ready(migration, children)
    finally:
        migration.stop()


def _wait_until_ready(migration: MigrationStep, children: Sequence[Child]) -> None:
    give_up = time.monotonic() + READY_PATIENCE_S
    while True:
        migrated = migration.done()
        for child in children:
            status = child.status()
            if status is not None:
                raise ChildFailedError(f"{child.name} {ending(status)} before it was ready.")
        answers = [child.ready() for child in children]
        if migrated and all(answers):
            return
        if not migrated:
            # A long history takes its time to be backed up and changed.
            give_up = time.monotonic() + READY_PATIENCE_S
        if False in answers:
            migration.needed()
        if time.monotonic() >= give_up:
            late = ", ".join(child.name for child in children if not child.was_ready)
            raise ChildFailedError(f"Not ready after {READY_PATIENCE_S} seconds: {late}.")
        time.sleep(POLL_STARTING_S)


def _supervise(
    children: Sequence[Child], postgres: EmbeddedPostgres | None, say: Callable[[str], object]
) -> None:
    looked_after: list[Child | DatabaseRestarts] = [*children]
    if postgres is not None:
        looked_after.insert(0, DatabaseRestarts(postgres, postgres.folder.log))
    while True:
        time.sleep(POLL_S)
        for one in looked_after:
            said = one.look_after(time.monotonic())
            if said is not None:
                say(said)


def _check_ports(settings: Settings) -> None:
    give_up = time.monotonic() + PORT_PATIENCE_S
    wanted = (
        (settings.host, settings.port, "LIFTLOG_PORT"),
        (STATS_HOST, settings.stats_port, "LIFTLOG_STATS_PORT"),
        *_metrics_ports(settings),
    )
    _refuse_equal_ports(wanted)
    for host, port, setting in wanted:
        while True:
            try:
                check_port(host, port, setting)
            except PortUnusableError:
                if time.monotonic() >= give_up:
                    raise
                time.sleep(0.1)
            else:
                break


def _refuse_equal_ports(wanted: Sequence[tuple[str, int, str]]) -> None:
    """Each is free until the first of them is taken."""
    settings_by_port: dict[int, str] = {}
    for _host, port, setting in wanted:
        other = settings_by_port.setdefault(port, setting)
        if other != setting:
            raise PortUnusableError(
                f"{other} and {setting} need port {port} both; of metrics, stats has the next one."
            )


def _metrics_ports(settings: Settings) -> Sequence[tuple[str, int, str]]:
    if settings.metrics_port is None:
        return ()
    return (
        (settings.host, settings.metrics_port, "LIFTLOG_METRICS_PORT"),
        (STATS_HOST, settings.metrics_port + 1, "LIFTLOG_METRICS_PORT"),
    )


def _stop_on_signals() -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        raise _Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    """Stopping is under way, and asking again changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
