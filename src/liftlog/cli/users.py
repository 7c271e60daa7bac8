"""`liftlog user`, `liftlog token`, `liftlog demo`: accounts from the command line."""

import secrets

import click

from liftlog.cli.refusals import naming
from liftlog.cli.running.instance import database_for_command
from liftlog.cli.standard_input import read_secret


@click.group()
def user() -> None:
    """Accounts."""


@user.command("create")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from stdin.")
@click.option("--unit", type=click.Choice(["kg", "lb"]), default="kg", show_default=True)
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/Berlin.")
def create_user(email: str, unit: str, time_zone: str, *, password_stdin: bool) -> None:
    """Make an account for EMAIL."""
    from liftlog.core.accounts import service as accounts
    from liftlog.domain.units import WeightUnit
    from liftlog.kit.clock import system_clock

    del password_stdin
    password = read_secret("--password-stdin")
    with (
        naming(email=email, time_zone=time_zone, password=None),
        database_for_command() as database,
        database.transaction() as tx,
    ):
        accounts.register(
            tx,
            email=email,
            password=password,
            weight_unit=WeightUnit(unit),
            time_zone=time_zone,
            now=system_clock(),
        )
    click.echo(f"Made an account for {email}.")


@click.group()
def token() -> None:
    """Bearer tokens for the API."""


@token.command("create")
@click.argument("email")
@click.option("--name", default="command line", show_default=True)
def create_token(email: str, name: str) -> None:
    """Print a new bearer token for EMAIL's account. It is shown this once."""
    from liftlog.core.accounts import service as accounts
    from liftlog.kit.clock import system_clock

    with (
        naming(name=name),
        database_for_command() as database,
        database.transaction() as tx,
    ):
        account = accounts.account_of_email(tx, email)
        made = accounts.create_token(tx, account.user_id, name=name, now=system_clock())
    click.echo(made.text)


@click.command()
@click.option("--email", default=None, help="The new account's address; made up when left out.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
def demo(email: str | None, *, password_stdin: bool) -> None:
    """Make an account with three years of invented training in it."""
    from liftlog.core.accounts import demo as demo_history
    from liftlog.core.accounts import service as accounts
    from liftlog.kit.clock import system_clock

    password = read_secret("--password-stdin") if password_stdin else secrets.token_urlsafe(12)
    now = system_clock()
    address = email or f"demo-{now:%Y%m%d-%H%M%S}@localhost"
    with (
        naming(email=address, password=None),
        database_for_command() as database,
        database.transaction() as tx,
    ):
        user_id = accounts.register(tx, email=address, password=password, now=now)
        demo_history.introduce(tx, user_id)
        count = demo_history.fill(tx, user_id, time_zone="UTC", now=now)
    click.echo(f"{count} workouts are in the account {address}")
    if not password_stdin:
        click.echo(f"Password: {password}")
