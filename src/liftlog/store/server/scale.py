"""Spreading lifters over many machines by Citus: all that is one lifter's lies on one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.schema import Table

from liftlog.kit.errors import LiftLogError
from liftlog.store.schema import USER_OWNED, account_email, catalogue_exercise, metadata
from liftlog.store.server.migrate import migrating

# Row security reaches distributed tables since this one.
CITUS_MAJOR_MIN = 11
# Small, and joined with or asked for on every machine: each has a copy.
REFERENCE = (catalogue_exercise, account_email)


class CitusMissingError(LiftLogError):
    status = 500
    code = "citus_missing"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done, in a transaction of its own, so that half of the way is no harm."""

    says: str
    statements: tuple[str, ...]


# No key may lead from a table that every machine has to one that is spread.
_EMAIL_ALONE = ("ALTER TABLE account_email DROP CONSTRAINT IF EXISTS account_email_user_id_fkey",)
# Citus changes all shards of a table at once, after which it takes no change in the same transaction
# that has to go from shard to shard, as a key to a table that is everywhere does.
_SHARD_BY_SHARD = "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'"
# A key whose columns have the lifter in them may not pass on changes; it is looked at when the
# transaction ends instead, and `store/sync` changes both. While one table is spread and the other is
# not, there is none: whether it holds would be asked across machines.
_SETS_KEY = "logged_set_workout_exercise_fkey"
_SETS_ALONE = (f"ALTER TABLE logged_set DROP CONSTRAINT IF EXISTS {_SETS_KEY}",)
_SETS_FOLLOW_BY_HAND = (
    _SHARD_BY_SHARD,
    *_SETS_ALONE,
    (
        f"ALTER TABLE logged_set ADD CONSTRAINT {_SETS_KEY} "
        "FOREIGN KEY (user_id, workout_exercise_id, workout_id, exercise_id) "
        "REFERENCES workout_exercise (user_id, id, workout_id, exercise_id) "
        "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
    ),
)
# While a table that is not spread yet points at one that is everywhere, Citus takes it, and all that its
# keys lead to, for tables of its coordinator, from which no key may lead to one that is spread.
_CATALOGUE_KEY = "exercise_catalogue_id_fkey"
_CATALOGUE_ALONE = (f"ALTER TABLE exercise DROP CONSTRAINT IF EXISTS {_CATALOGUE_KEY}",)
_CATALOGUE_AGAIN = (
    _SHARD_BY_SHARD,
    *_CATALOGUE_ALONE,
    (
        f"ALTER TABLE exercise ADD CONSTRAINT {_CATALOGUE_KEY} "
        "FOREIGN KEY (catalogue_id) REFERENCES catalogue_exercise (id)"
    ),
)
# Spreading a table copies its rows and leaves them where they were: whoever deletes an account would
# still be there.
_NOTHING_LEFT_BEHIND = tuple(
    f"SELECT truncate_local_data_after_distributing_table('{name}')"
    for name in ("account", *(table.name for table in REFERENCE))
)
_WHO_ASKS = ("SELECT create_distributed_function('liftlog_user_id()')",)


def steps(done: frozenset[str]) -> Iterator[Step]:
    """What is left to do where the tables `done` are Citus's already; what is pointed at first."""
    yield Step("every machine knows whose rows are meant", _WHO_ASKS)
    for table in REFERENCE:
        if table.name not in done:
            yield Step(f"{table.name} is copied to every machine", _as_reference(table))
    for table in metadata.sorted_tables:
        if table in USER_OWNED and table.name not in done:
            yield Step(f"{table.name} is spread by user_id", _as_distributed(table))
    yield Step("sets point at the entries of their machine", _SETS_FOLLOW_BY_HAND)
    yield Step("exercises point at the catalogue of their machine", _CATALOGUE_AGAIN)
    yield Step("nothing stays behind on the coordinator alone", _NOTHING_LEFT_BEHIND)


def _as_reference(table: Table) -> tuple[str, ...]:
    before = _EMAIL_ALONE if table is account_email else _CATALOGUE_ALONE
    return (*before, f"SELECT create_reference_table('{table.name}')")


def _as_distributed(table: Table) -> tuple[str, ...]:
    before = _SETS_ALONE if table.name == "logged_set" else ()
    beside = "none" if table.name == "account" else "account"
    return (
        *before,
        f"SELECT create_distributed_table('{table.name}', 'user_id', colocate_with => '{beside}')",
    )


_CITUS = text("SELECT extversion FROM pg_extension WHERE extname = 'citus'")
# Spread by hash, or everywhere; what Citus counts among its coordinator's own tables is neither.
_DONE = text(
    "SELECT logicalrel::regclass::text FROM pg_dist_partition "
    "WHERE partmethod = 'h' OR (partmethod = 'n' AND repmodel = 't')"
)


def distribute(owner_url: str) -> Iterator[str]:
    """Yield what was done, step by step. Doing it again goes on where it ended, or does nothing.

    Nobody migrates meanwhile. Raises CitusMissingError on a server without Citus, or an old one.
    """
    with migrating(owner_url) as config:
        connection: Connection = config.attributes["connection"]
        _require_citus(connection)
        done = frozenset(connection.execute(_DONE).scalars())
        connection.commit()
        for step in steps(done):
            # A long history takes as long as it takes to be copied.
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            for statement in step.statements:
                connection.execute(text(statement))
            connection.commit()
            yield step.says


def _require_citus(connection: Connection) -> None:
    version: str | None = connection.execute(_CITUS).scalar()
    if version is None:
        raise CitusMissingError(
            "This database has no Citus: install it on every machine, run CREATE EXTENSION citus in "
            "this database as a superuser, and add the machines by citus_add_node."
        )
    major = version.split(".", 1)[0]
    if int(major) < CITUS_MAJOR_MIN:
        raise CitusMissingError(
            f"This is Citus {version}, and LiftLog needs {CITUS_MAJOR_MIN}.0 or newer: older ones "
            "can't keep lifters' rows apart on other machines."
        )
