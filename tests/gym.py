"""A whole LiftLog database of its own, with two lifters in it, for what is done to databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import text

from liftlog.ops.embedded.cluster import CORE, OWNER, STATS, SUPERUSER
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from liftlog.store.server import migrate
from liftlog.store.server.owner import as_owner, with_database
from liftlog.store.workouts import workouts
from tests.cast import BENCH, SQUAT, adopt_all, join, kg, warm_up, working, workout_of
from tests.server import TestServer


class Gym:
    """One database as its roles. `admin_url` may make others beside it."""

    def __init__(self, server: TestServer, name: str) -> None:
        self.name = name
        self.admin_url = with_database(server.url(SUPERUSER), "postgres")
        self.owner_url = with_database(server.url(OWNER), name)
        self.core_url = with_database(server.url(CORE), name)
        self.stats_url = with_database(server.url(STATS), name)
        self.superuser_url = with_database(server.url(SUPERUSER), name)

    def run(self, *statements: str) -> None:
        """Do something to it as a superuser."""
        with as_owner(self.superuser_url) as tx:
            for statement in statements:
                tx.execute(text(statement))
            tx.commit()

    def count(self, table: str) -> int:
        with as_owner(self.superuser_url) as tx:
            found: int = tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 Ours.
            return found


@contextmanager
def a_gym(server: TestServer) -> Iterator[Gym]:
    """Ana and Ben, two workouts each, twelve sets in all."""
    name = f"gym_{uuid4().hex[:8]}"
    with server.scratch_database(name):
        gym = Gym(server, name)
        migrate.upgrade(gym.owner_url)
        database = PostgresDatabase(gym.core_url, CORE_ROLE, pool_size=1)
        for lifter in ("ana", "ben"):
            person = join(database, lifter)
            done = [
                workout_of(
                    (BENCH, [warm_up(kg("20"), 10), working(kg("82.5"), 5, "8")]),
                    (SQUAT, [working(kg("100"), 5)]),
                    days_ago=days_ago,
                )
                for days_ago in (1, 8)
            ]
            with database.transaction(person.user_id) as tx:
                adopt_all(tx, person.user_id, *done)
                workouts.insert_workouts(tx, person.user_id, done)
        database.close()
        yield gym


@contextmanager
def copied(server: TestServer, original: Gym) -> Iterator[Gym]:
    """One like it, to do things to."""
    name = f"gym_{uuid4().hex[:8]}"
    with as_owner(original.admin_url, autocommit=True) as connection:
        connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {original.name}"))
        try:
            yield Gym(server, name)
        finally:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def databases_of(gym: Gym, prefix: str) -> list[str]:
    """The databases of the server whose names begin so."""
    with as_owner(gym.admin_url) as connection:
        names = connection.execute(text("SELECT datname FROM pg_database")).scalars()
        return [name for name in names if name.startswith(prefix)]
