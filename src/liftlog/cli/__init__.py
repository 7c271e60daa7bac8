"""The command `liftlog`. Each command is imported only when it is asked for."""

import sys
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper
from typing import Any

import click

from liftlog.cli.refusals import refusal_of, refuse_what_is_no_text, tell
from liftlog.kit.errors import LiftLogError

COMMANDS = {
    "up": "liftlog.cli.running.up:up",
    "serve": "liftlog.cli.running.serve:serve",
    "migrate": "liftlog.cli.migrate:migrate",
    "user": "liftlog.cli.users:user",
    "token": "liftlog.cli.users:token",
    "import": "liftlog.cli.imports:import_file",
    "imports": "liftlog.cli.imports:list_imports",
    "stats": "liftlog.cli.stats:stats",
    "backup": "liftlog.cli.backup:backup",
    "backups": "liftlog.cli.backup:backups",
    "restore": "liftlog.cli.backup:restore",
    "doctor": "liftlog.cli.doctor:doctor",
    "scale": "liftlog.cli.scale:scale",
    "demo": "liftlog.cli.users:demo",
    "openapi": "liftlog.cli.openapi:openapi",
    "health": "liftlog.cli.running.health:health",
}
"""Where each command is; the order is that of the help. An image of one service has not all of them."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 The signature is click's.
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 The signature is click's.
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        if find_spec(module) is None:
            return None
        command: click.Command = getattr(import_module(module), name)
        return command

    def main(self, *args: Any, **named: Any) -> Any:
        """Say what can't be done in one line, with exit status 1, or 2 for a wrong command line."""
        for stream in (sys.stdout, sys.stderr):
            # A terminal that has no such letter gets its number.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            code = super().main(*args, **{**named, "standalone_mode": False})
        except click.Abort:
            tell(click.ClickException("It was stopped."))
            code = 1
        except click.ClickException as error:
            tell(error)
            code = error.exit_code
        sys.exit(code if isinstance(code, int) else 0)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            refuse_what_is_no_text(args)
        except LiftLogError as error:
            raise click.UsageError(error.message) from error
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            refusal = None if isinstance(error, click.ClickException) else refusal_of(error)
            if refusal is None:
                raise
            raise refusal from error


@click.group(cls=_Commands)
@click.version_option(package_name="liftlog")
def main() -> None:
    """Run LiftLog and look after it."""
