"""What a command can't do, as one line on standard error."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from liftlog.kit.database_urls import address_of
from liftlog.kit.errors import DatabaseUnavailableError, LiftLogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liftlog.settings import Settings

LENGTH_MAX = 480
_NO_SUCH_TABLE_OR_COLUMN = frozenset({"42P01", "42703"})
_USER_OF_ADDRESS = re.compile(r"//[^\s'\"]*@")


class ArgumentError(LiftLogError):
    """An argument of a command can't be used."""

    status = 500
    code = "wrong_argument"


def one_line(message: str) -> str:
    """Without line ends, control characters and passwords of addresses; the middle of a long one is cut."""
    told = _USER_OF_ADDRESS.sub("//…@", " ".join(message.split()))
    told = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in told)
    if len(told) <= LENGTH_MAX:
        return told
    kept = LENGTH_MAX // 2
    return f"{told[:kept]} … {told[-kept:]}"


def refuse_what_is_no_text(arguments: list[str]) -> None:
    """Bytes that are no UTF-8 are lone surrogates here: no file, account or setting is named so."""
    for number, argument in enumerate(arguments, 1):
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            raise ArgumentError(f"Argument {number} is not text in UTF-8: {argument!a}.") from error


@contextmanager
def naming(**values: str | None) -> Iterator[None]:
    """Say of which argument a refusal is, and its value; of a secret, which is None, only which."""
    try:
        yield
    except LiftLogError as error:
        for field, sentence in error.fields.items():
            if field in values:
                value = values[field]
                told = field if value is None else f"{field} {value!r}"
                raise ArgumentError(f"{told}: {sentence}") from error
        raise


@contextmanager
def naming_database(settings: Settings, url: str) -> Iterator[None]:
    """Say by which setting a database was named that can't be used, and where it leads."""
    from liftlog.settings import database_setting
    from liftlog.store.database.engine import translated_errors

    try:
        with translated_errors():
            yield
    except DatabaseUnavailableError as error:
        setting = database_setting(settings, url)
        if setting is None or setting in error.message:
            raise
        raise type(error)(f"{setting} ({address_of(url)}): {error.message}") from error


def refusal_of(error: Exception) -> click.ClickException | None:
    """What to say of an error that is no bug of ours; None for one that is."""
    if isinstance(error, LiftLogError):
        return click.ClickException(error.message)
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        what = "It" if error.filename is None else repr(error.filename)
        return click.ClickException(f"{what} can't be used: {reason}.")
    if getattr(getattr(error, "orig", None), "sqlstate", None) in _NO_SUCH_TABLE_OR_COLUMN:
        return click.ClickException(
            "The database does not have the schema of this version: run `liftlog migrate` first."
        )
    if "sqlalchemy" in sys.modules:
        from liftlog.store.database.engine import unavailability

        unavailable = unavailability(error)
        return click.ClickException(unavailable.message) if unavailable is not None else None
    return None


def tell(error: click.ClickException) -> None:
    message = one_line(error.format_message())
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message = f"{message.rstrip('.')}. See: {error.ctx.command_path} --help"
    click.echo(f"Error: {message}", err=True)
