"""`liftlog import`: a history of another app into an account."""

import json
from dataclasses import replace
from functools import partial
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
@click.option(
    "--accept-proposed",
    is_flag=True,
    help="Take a name that is only like the name of an exercise for that exercise.",
)
@click.option(
    "--add-similar",
    is_flag=True,
    help="Add workouts, too, that begin with one that is there and have other sets.",
)
def import_file(
    email: str, file: Path, unit: str | None, *, accept_proposed: bool, add_similar: bool
) -> None:
    """Import FILE, the export of another app, into EMAIL's account.

    Prints a summary as JSON. Importing the same file again adds nothing.
    """
    from liftlog.core.accounts import service as accounts
    from liftlog.core.imports import service as imports
    from liftlog.core.imports.service import Answers
    from liftlog.domain.units import WeightUnit
    from liftlog.kit.clock import system_clock

    content = _content(file)
    with database_for_command() as database, database.transaction() as tx:
        account = accounts.account_of_email(tx, email)
        plan_import = partial(
            imports.plan_import,
            *(tx, account, content),
            filename=file.name,
            unit=WeightUnit(unit) if unit else None,
        )
        plan = plan_import()
        if accept_proposed:
            plan = plan_import(answers=Answers(same=plan.every_proposal()))
        if add_similar:
            added = frozenset(map(imports.mark_of, plan.similar))
            plan = plan_import(answers=replace(plan.answers, added=added))
        summary = imports.import_history(tx, account, plan, filename=file.name, now=system_clock())
    proposed = {one.name: one.alike.name for one in plan.new_exercises if one.alike}
    notes = [note.message for note in plan.history.notes]
    click.echo(json.dumps({**summary.as_json(), "proposed": proposed, "notes": notes}))


def _content(file: Path) -> bytes:
    """No more than tells that it is too much: a device may have no end."""
    from liftlog.imports.history import FILE_MAX_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(FILE_MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArgumentError(f"FILE {str(file)!r} can't be read: {reason}.") from error
