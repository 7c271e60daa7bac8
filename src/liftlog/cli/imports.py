"""`liftlog import`: a history of another app into an account."""

import json
from pathlib import Path

import click

from liftlog.cli.refusals import ArgumentError
from liftlog.cli.running.instance import database_for_command


@click.command("import")
@click.argument("email")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--unit",
    type=click.Choice(["kg", "lb"]),
    default=None,
    help="The unit of weights where the file states none; else the account's.",
)
def import_file(email: str, file: Path, unit: str | None) -> None:
    """Import FILE, the export of another app, into EMAIL's account.

    Prints a summary as JSON. Importing the same file again adds nothing.
    """
    from liftlog.core.accounts import service as accounts
    from liftlog.core.imports import service as imports
    from liftlog.domain.units import WeightUnit
    from liftlog.kit.clock import system_clock

    content = _content(file)
    with database_for_command() as database, database.transaction() as tx:
        account = accounts.account_of_email(tx, email)
        plan = imports.plan_import(
            tx, account, content, filename=file.name, unit=WeightUnit(unit) if unit else None
        )
        summary = imports.import_history(tx, account, plan, filename=file.name, now=system_clock())
    click.echo(json.dumps({**summary.as_json(), "notes": [n.message for n in plan.history.notes]}))


def _content(file: Path) -> bytes:
    """No more than tells that it is too much: a device may have no end."""
    from liftlog.imports.history import FILE_MAX_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(FILE_MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArgumentError(f"FILE {str(file)!r} can't be read: {reason}.") from error
