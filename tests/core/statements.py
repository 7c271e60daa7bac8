"""Counting the statements that a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

# What the tests' own savepoints add to a request is not the page's.
_BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "SET LOCAL ROLE")
# Said once a transaction, and by the tests' savepoints more often.
SAYS_WHOSE_ROWS = ("SELECT set_config(", "SET LOCAL liftlog.user_id")
_STATE = "SELECT current_setting("


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """The statements sent while the block runs, but for the tests' own bookkeeping."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith((*_BOOKKEEPING, _STATE)):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)
