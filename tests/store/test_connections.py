"""What every connection of a service starts with, whatever the server's own defaults are."""

import pytest
from sqlalchemy import text

from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE, PostgresDatabase
from tests.server import TestServer

pytestmark = pytest.mark.database


@pytest.mark.parametrize("role", [CORE_ROLE, STATS_ROLE])
def test_a_server_that_compiles_plans_does_not_do_so_for_us(server: TestServer, role: str) -> None:
    """Our embedded server never does, so what is asked is who said so: we, or the server."""
    database = PostgresDatabase(server.url(role), role, pool_size=1)
    asked = text("SELECT setting, source FROM pg_settings WHERE name = 'jit'")
    try:
        with database.transaction() as tx:
            assert tuple(tx.execute(asked).one()) == ("off", "client")
    finally:
        database.close()
