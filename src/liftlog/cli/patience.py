"""`--wait-s`: commands that can wait for a database which can't be reached yet."""

import click

WAIT_MAX_S = 3600

patient = click.option(
    "--wait-s",
    type=click.IntRange(0, WAIT_MAX_S),
    default=0,
    show_default=True,
    help="How many seconds to wait for a database that can't be reached yet.",
)


def wait(owner_url: str, wait_s: int) -> None:
    """A server may still be starting, and a pod is let in only once the network has heard of it."""
    import time

    from liftlog.store.database.engine import translated_errors
    from liftlog.store.server.migrate import wait_for_database

    with translated_errors():
        wait_for_database(owner_url, patience_s=wait_s, clock=time.monotonic, sleep=time.sleep)
