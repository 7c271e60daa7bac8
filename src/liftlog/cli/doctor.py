"""`liftlog doctor`: what is well, what is not, and what to do about it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liftlog.ops.doctor.findings import Finding


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(*, as_json: bool) -> None:
    """Check settings, database, roles, rights, clock, disk, certificate, services and backups.

    One line a check: ok, warn or bad, what was found and what to do. Exit status 1 when anything
    is bad.
    """
    from liftlog.ops.doctor.findings import State

    found = []
    for one in _findings():
        found.append(one)
        if not as_json:
            click.echo(one.line())
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], indent=1))
    if any(one.state is State.BAD for one in found):
        sys.exit(1)


def _findings() -> Iterator[Finding]:
    from liftlog.kit.clock import system_clock
    from liftlog.ops.doctor.checks import examine
    from liftlog.ops.doctor.findings import bad
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        yield bad("settings", error.message, "Correct it: the README lists all settings.")
        return
    yield from examine(settings, databases=database_of, clock=system_clock)
