"""A database whose transactions are savepoints of one that is rolled back after each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, text

from liftlog.store.database.engine import Transaction, translated_errors

_STATE = text(
    "SELECT current_setting('role'), COALESCE(current_setting('liftlog.user_id', true), '')"
)
_SET_USER = text("SELECT set_config('liftlog.user_id', :user_id, true)")


class RolledBackDatabase:
    """Acts as one service role, like the real one, but on the test's own connection.

    A real transaction forgets whom it acted for when it ends. A savepoint doesn't, so the state
    of before is put back here, or one request could see what another one was allowed to.
    """

    def __init__(self, connection: Connection, role: str) -> None:
        self._connection = connection
        self._role = role

    @contextmanager
    def transaction(self, user_id: UUID | None = None) -> Iterator[Transaction]:
        role_before, user_before = self._connection.execute(_STATE).one()
        savepoint = self._connection.begin_nested()
        try:
            self._connection.execute(text(f"SET LOCAL ROLE {self._role}"))
            self._connection.execute(_SET_USER, {"user_id": str(user_id or "")})
            with translated_errors():
                yield self._connection
        except BaseException:
            savepoint.rollback()
            raise
        else:
            savepoint.commit()
        finally:
            self._connection.execute(text(f"SET LOCAL ROLE {role_before}"))
            self._connection.execute(_SET_USER, {"user_id": user_before})
