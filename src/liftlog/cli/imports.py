"""`liftlog import`: a history of another app into an account, and out of it again."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liftlog.cli.refusals import ArgumentError
from liftlog.cli.running.instance import database_for_command

if TYPE_CHECKING:
    from liftlog.core.imports.service import Undoable


@click.command("import")
@click.argument("email")
@click.argument(
    "file",
    required=False,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
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
@click.option(
    "--undo",
    "undone",
    metavar="IMPORT",
    default=None,
    help="Undo an import in the place of making one: its id, or `last`. See: liftlog imports",
)
@click.option("--yes", is_flag=True, help="With --undo: do not ask.")
def import_file(
    email: str,
    file: Path | None,
    unit: str | None,
    *,
    accept_proposed: bool,
    add_similar: bool,
    undone: str | None,
    yes: bool,
) -> None:
    """Import FILE, the export of another app, into EMAIL's account.

    Prints a summary as JSON. Importing the same file again adds nothing.
    """
    if (file is None) is (undone is None):
        raise click.UsageError("Name either a FILE or --undo with an import.")
    if file is None:
        _undo(email, str(undone), yes=yes)
        return
    from liftlog.core.accounts import service as accounts
    from liftlog.core.imports import service as imports
    from liftlog.core.imports.service import Answers
    from liftlog.domain.units import WeightUnit
    from liftlog.kit.clock import system_clock

    content = _content(file)
    with database_for_command() as database, database.transaction() as tx:
        account = accounts.account_of_email(tx, email)
        imports.hold(tx, account.user_id)
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
    made = {"import_id": summary.import_id and str(summary.import_id)}
    click.echo(json.dumps({**made, **summary.as_json(), "proposed": proposed, "notes": notes}))


@click.command("imports")
@click.argument("email")
def list_imports(email: str) -> None:
    """List the imports of EMAIL's account, the newest first, and what undoing each would do."""
    from liftlog.core.accounts import service as accounts
    from liftlog.core.imports import service as imports

    with database_for_command() as database, database.transaction() as tx:
        found = imports.undoable(tx, accounts.account_of_email(tx, email).user_id)
    for one in found:
        made = one.made
        click.echo(
            f"{made.id}  {made.created_at:%Y-%m-%d %H:%M} UTC  {made.filename}: {_effect(one)}"
        )
    if not found:
        click.echo("There are no imports.")


def _undo(email: str, wanted: str, *, yes: bool) -> None:
    """Say what will happen, and do that and nothing else."""
    from liftlog.core.accounts import service as accounts
    from liftlog.core.imports import service as imports
    from liftlog.kit.clock import system_clock

    with database_for_command() as database:
        with database.transaction() as tx:
            user_id = accounts.account_of_email(tx, email).user_id
            told = imports.undoable_one(tx, user_id, wanted)
        click.echo(f"Undoing {told.made.filename}: {_effect(told)}", err=True)
        if not yes:
            click.confirm("Undo this import?", abort=True, err=True)
        with database.transaction() as tx:
            accounts.account_of_email(tx, email)
            if imports.undoable_one(tx, user_id, str(told.made.id)) != told:
                raise ArgumentError("Something was changed meanwhile. Nothing is undone.")
            imports.undo_import(tx, user_id, told.made.id, now=system_clock())
    said = {"import_id": str(told.made.id), "trashed": told.trashed, "stayed": told.stayed}
    click.echo(json.dumps(said))


def _effect(one: Undoable) -> str:
    workouts = "1 workout goes" if one.trashed == 1 else f"{one.trashed:,} workouts go"
    stay = "1 changed since stays" if one.stayed == 1 else f"{one.stayed:,} changed since stay"
    return f"{workouts} to the trash, {stay}."


def _content(file: Path) -> bytes:
    """No more than tells that it is too much: a device may have no end."""
    from liftlog.imports.history import FILE_MAX_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(FILE_MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArgumentError(f"FILE {str(file)!r} can't be read: {reason}.") from error
