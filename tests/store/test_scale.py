"""What spreading lifters over many machines needs, proven on one; and the way there."""

import ast as python
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from uuid import uuid4

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import Connection, TextClause, text
from sqlalchemy.dialects import postgresql

import liftlog.store
from liftlog.cli import main
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase, act_for
from liftlog.store.schema import USER_OWNED
from liftlog.store.server import migrate, scale
from tests.core.statements import counted
from tests.server import TestServer
from tests.store.routing import called_on_columns, copied_in, unbound_tables

pytestmark = pytest.mark.database

OWNED = frozenset(table.name for table in USER_OWNED)
READ_AS_OWNED = OWNED | {"exercise_resolved"}
REFERENCE = {table.name for table in scale.REFERENCE}

# For whoever runs LiftLog, about everybody: these go to every machine.
OF_EVERYBODY = {
    "rollups.maintenance._EVERYBODY",
    "rollups.maintenance._RECOUNTED",
    "rollups.maintenance._SOMEBODY",
    "rollups.maintenance._UNFILLED",
}
# About the schema or the whole database, and used by commands alone: no request gets there.
NOT_OF_LIFTERS = (
    "backups.checksums",
    "backups.marks",
    "database.engine",
    "database.readiness",
    "migrations.",
    "schema.",
    "server.",
)


def modules() -> dict[str, ModuleType]:
    """Every module of the store with statements of requests, by its name below `liftlog.store`."""
    prefix = f"{liftlog.store.__name__}."
    names = [found.name for found in walk_packages(liftlog.store.__path__, prefix)]
    return {
        name.removeprefix(prefix): import_module(name)
        for name in names
        if not name.removeprefix(prefix).startswith(NOT_OF_LIFTERS)
    }


def statements() -> dict[str, str]:
    """Every statement of the store by its name, with $1, $2, ... for parameters."""
    dialect = postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    return {
        f"{module_name}.{name}": str(value.compile(dialect=dialect))
        for module_name, module in modules().items()
        for name, value in vars(module).items()
        if isinstance(value, TextClause)
    }


STATEMENTS = statements()


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_every_statement_says_whose_rows_it_means(name: str) -> None:
    unbound = unbound_tables(STATEMENTS[name], READ_AS_OWNED)
    if name in OF_EVERYBODY:
        assert unbound
    else:
        assert unbound == [], STATEMENTS[name]


@pytest.mark.parametrize(
    ("statement", "unbound"),
    [
        ("SELECT 1 FROM workout WHERE user_id = $1", []),
        ("SELECT 1 FROM workout WHERE id = $1", ["workout"]),
        ("SELECT 1 FROM workout WHERE user_id = $1 OR id = $2", ["workout"]),
        ("SELECT 1 FROM workout WHERE user_id <> $1", ["workout"]),
        ("SELECT 1 FROM workout w JOIN session s ON s.user_id = w.user_id WHERE w.user_id = $1", []),
        ("SELECT 1 FROM workout w JOIN session s ON s.id = w.id WHERE w.user_id = $1", ["session"]),
        ("SELECT 1 FROM workout w, session s WHERE s.user_id = $1", ["workout"]),
        ("SELECT (SELECT 1 FROM session s WHERE s.id = $2) FROM workout w WHERE w.user_id = $1", ["session"]),
        ("SELECT 1 FROM workout w WHERE user_id = $1 AND EXISTS (SELECT FROM session s WHERE s.user_id = w.user_id)", []),
        ("WITH x AS (SELECT 1 FROM session) SELECT 1 FROM x", ["session"]),
        ("SELECT 1 FROM workout WHERE user_id = $1 UNION SELECT 1 FROM session", ["session"]),
        ("INSERT INTO workout (user_id, id) VALUES ($1, $2)", []),
        ("INSERT INTO workout (id) VALUES ($1)", ["workout"]),
        ("INSERT INTO workout (user_id, id) SELECT user_id, id FROM session", ["session", "workout"]),
        ("UPDATE workout SET note = $2 WHERE id = $1", ["workout"]),
        ("DELETE FROM workout USING session s WHERE workout.user_id = $1", ["session"]),
        ("SELECT 1 FROM catalogue_exercise", []),
    ],
)  # fmt: skip
def test_a_statement_that_forgets_whose_rows_it_means_is_noticed(
    statement: str, unbound: list[str]
) -> None:
    assert unbound_tables(statement, READ_AS_OWNED) == unbound


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_no_insert_needs_a_copy_that_row_security_forbids(name: str) -> None:
    """An INSERT of a SELECT that is not said by one machine alone is sent by COPY, unless it has to
    know of conflicts or of what came of it.
    """
    assert copied_in(STATEMENTS[name]) == []


_NOT_IMMUTABLE = text(
    "SELECT 'function', proname::text FROM pg_proc WHERE provolatile <> 'i' "
    "UNION SELECT 'type', t.typname::text FROM pg_type t JOIN pg_proc p ON p.oid = t.typinput "
    "WHERE p.provolatile <> 'i'"
)


def test_no_change_calls_what_can_differ_between_machines_on_a_column(
    connection: Connection,
) -> None:
    differing = {(kind, name) for kind, name in connection.execute(_NOT_IMMUTABLE)}
    found = {name: called_on_columns(one) & differing for name, one in STATEMENTS.items()}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    ("statement", "copied", "called"),
    [
        ("INSERT INTO workout (user_id) SELECT $1 FROM session", ["workout"], set()),
        ("WITH x AS (INSERT INTO workout (user_id) SELECT $1 FROM session) SELECT 1", ["workout"], set()),
        ("INSERT INTO workout (user_id) SELECT $1 FROM session RETURNING id", [], set()),
        ("INSERT INTO workout (user_id) VALUES ($1)", [], set()),
        ("UPDATE workout SET plan = to_jsonb(note)", [], {("function", "to_jsonb")}),
        ("UPDATE workout SET plan = to_jsonb(CAST($1 AS text))", [], set()),
        ("DELETE FROM workout w USING x WHERE w.at = CAST(x.value AS timestamptz)", [], {("type", "timestamptz")}),
        ("DELETE FROM workout w WHERE id IN (SELECT to_jsonb(note) FROM workout)", [], set()),
    ],
)  # fmt: skip
def test_what_citus_would_refuse_is_noticed(
    statement: str, copied: list[str], called: set[tuple[str, str]]
) -> None:
    assert copied_in(statement) == copied
    assert called_on_columns(statement) == called


def test_machines_of_a_cluster_keep_the_name_that_they_know_each_other_by(
    server: TestServer,
) -> None:
    """They are sent the whole beginning of a transaction, and change no shard for anybody else."""
    database = PostgresDatabase(server.url(CORE_ROLE), CORE_ROLE)
    try:
        with database.transaction() as tx:
            assert tx.execute(text("SHOW application_name")).scalar() == CORE_ROLE
            tx.execute(text("SET application_name = 'citus_internal gpid=10000000123'"))
        with database.transaction() as tx:
            assert (
                tx.execute(text("SHOW application_name")).scalar()
                == "citus_internal gpid=10000000123"
            )
    finally:
        database.close()


def test_no_statement_hides_within_a_function() -> None:
    """What is put together as it runs could not be looked at here."""
    hidden: list[str] = []
    for module_name, module in modules().items():
        for function in python.walk(python.parse(Path(str(module.__file__)).read_text("utf-8"))):
            if isinstance(function, python.FunctionDef):
                hidden += [
                    f"{module_name}.{function.name}"
                    for call in python.walk(function)
                    if isinstance(call, python.Call)
                    and isinstance(call.func, python.Name)
                    and call.func.id == "text"
                ]
    # `versioned` makes texts that stand as constants where it is called.
    assert hidden == ["statistics.versions.versioned"]


_KEYS = text(
    "SELECT c.conrelid::regclass::text AS table, c.conname AS name, c.contype AS kind, "
    "c.confrelid::regclass::text AS target, c.confupdtype AS on_update, c.confdeltype AS on_delete, "
    "ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k (n, i) "
    "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.i) AS columns, "
    "ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k (n, i) "
    "JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.i) AS targets "
    "FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND c.contype IN "
    "('p', 'u', 'f', 'x')"
)


def test_every_key_of_lifters_tables_leads_with_the_lifter(connection: Connection) -> None:
    found = [row for row in connection.execute(_KEYS) if row.table in OWNED and row.kind in "pux"]
    assert len(found) >= len(OWNED)
    assert [row.name for row in found if row.columns[0] != "user_id"] == []


def test_every_index_that_is_unique_has_the_lifter(connection: Connection) -> None:
    unique = connection.execute(
        text(
            "SELECT i.indrelid::regclass::text AS table, i.indexrelid::regclass::text AS name, "
            "pg_get_indexdef(i.indexrelid, 1, false) AS first FROM pg_index i WHERE i.indisunique "
            "AND i.indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        )
    )
    assert [row.name for row in unique if row.table in OWNED and row.first != "user_id"] == []


def test_keys_between_lifters_tables_have_the_lifter_at_the_same_place(
    connection: Connection,
) -> None:
    found = [row for row in connection.execute(_KEYS) if row.kind == "f"]
    between = [row for row in found if row.table in OWNED and row.target in OWNED]
    assert len(between) > len(OWNED) / 2
    for row in between:
        assert row.columns.index("user_id") == row.targets.index("user_id"), row.name


def test_other_keys_lead_only_from_lifters_tables_to_those_that_are_everywhere(
    connection: Connection,
) -> None:
    found = [row for row in connection.execute(_KEYS) if row.kind == "f"]
    others = {row.name: row for row in found if not {row.table, row.target} <= OWNED}
    # The first is dropped on the way: an address is taken away by itself.
    assert set(others) == {"account_email_user_id_fkey", "exercise_catalogue_id_fkey"}
    assert others["exercise_catalogue_id_fkey"].target in REFERENCE


def test_no_key_passes_on_what_it_may_not_but_the_one_that_is_made_anew(
    connection: Connection,
) -> None:
    """Where the lifter is part of a key, it may delete what depends on a row, and nothing else."""
    passing_on = [
        row.name
        for row in connection.execute(_KEYS)
        if row.kind == "f"
        and "user_id" in row.columns
        and (row.on_update not in "ar" or row.on_delete not in "arc")
    ]
    assert passing_on == ["logged_set_workout_exercise_fkey"]
    assert "ON UPDATE" not in " ".join(scale._SETS_FOLLOW_BY_HAND)


def test_lifters_tables_have_nothing_that_can_not_be_spread(connection: Connection) -> None:
    """Triggers and rules of our own, numbers that count up, inheritance, subqueries in policies."""
    found = connection.execute(
        text(
            "SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = 'public' "
            "UNION ALL SELECT 'counts ' || table_name || '.' || column_name "
            "FROM information_schema.columns WHERE table_schema = 'public' "
            "AND (is_identity = 'YES' OR column_default LIKE 'nextval%') "
            "UNION ALL SELECT 'inherits ' || inhrelid::regclass FROM pg_inherits i "
            "JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p') "
            "AND c.relnamespace = 'public'::regnamespace "
            "UNION ALL SELECT 'policy ' || tablename || '.' || policyname FROM pg_policies "
            "WHERE concat(qual, with_check) ILIKE '%select%'"
        )
    ).scalars()
    assert list(found) == []


def test_policies_call_nothing_but_what_every_machine_is_given(connection: Connection) -> None:
    called = connection.execute(
        text(
            "SELECT DISTINCT substring(concat(qual, ' ', with_check) FROM '(\\w+)\\(\\)') "
            "FROM pg_policies WHERE concat(qual, with_check) LIKE '%()%'"
        )
    ).scalars()
    assert list(called) == ["liftlog_user_id"]
    assert "liftlog_user_id()" in scale._WHO_ASKS[0]


def test_whose_rows_are_meant_is_said_in_the_way_that_is_passed_on(server: TestServer) -> None:
    """Citus hands on SET LOCAL, in a transaction, where it is told to; set_config() it does not."""
    ana = uuid4()
    database = PostgresDatabase(server.url(CORE_ROLE), CORE_ROLE)
    try:
        with database.transaction(ana) as tx:
            assert tx.execute(text("SHOW citus.propagate_set_commands")).scalar() == "local"
            assert tx.execute(text("SHOW liftlog.user_id")).scalar() == str(ana)
        with database.transaction() as tx:
            assert tx.execute(text("SHOW liftlog.user_id")).scalar() == ""
            with counted(tx) as sent:
                act_for(tx, ana)
            assert sent == [f"SET LOCAL liftlog.user_id = '{ana}'"]
            with pytest.raises(ValueError, match="badly formed"):
                act_for(tx, "'; DROP TABLE workout; --")  # type: ignore[arg-type]
    finally:
        database.close()


def names(steps: list[scale.Step]) -> list[str]:
    return [step.says.split()[0] for step in steps]


def test_everything_is_spread_and_what_is_pointed_at_first() -> None:
    done = names(list(scale.steps(frozenset())))
    assert set(done) >= OWNED | REFERENCE
    for table in USER_OWNED:
        for key in table.foreign_keys:
            assert done.index(key.column.table.name) < done.index(table.name)


def test_what_is_changed_on_all_machines_and_points_at_others_goes_from_shard_to_shard() -> None:
    """Citus refuses the second change of a transaction whose first one went to all shards at once."""
    keys = [one for one in scale.steps(OWNED | REFERENCE) if "ADD CONSTRAINT" in str(one)]
    assert len(keys) == 2
    assert all("modify_mode TO 'sequential'" in one.statements[0] for one in keys)


def test_what_is_spread_already_is_left_alone() -> None:
    left = list(scale.steps(OWNED | REFERENCE - {"account"}))
    assert OWNED.isdisjoint(names(left))
    assert "session" in names(list(scale.steps(OWNED - {"session"})))


def test_a_database_without_citus_is_left_as_it_is_and_told_what_is_missing(
    server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.scratch_database(f"scratch_{uuid4().hex[:8]}") as owner_url:
        migrate.upgrade(owner_url)
        monkeypatch.setenv("DATABASE_URL", owner_url)
        monkeypatch.setenv("LIFTLOG_DATA_DIR", "/nowhere")
        done = CliRunner().invoke(main, ["scale", "citus"])
        assert done.exit_code == 1
        assert "This database has no Citus" in done.output
        with migrate.alembic_on(owner_url) as config:
            command.check(config)


# As much of Citus as is called: what is asked of it is noted, and known the next time. It counts one
# table among its coordinator's own, as it does by itself with what points at a table that is everywhere.
STAND_IN = """
CREATE TABLE pg_dist_partition (logicalrel regclass, partmethod "char", repmodel "char");
INSERT INTO pg_dist_partition VALUES ('workout', 'n', 's');
CREATE TABLE asked (n serial, call text);
CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE sql AS
'INSERT INTO pg_dist_partition VALUES (t, ''n'', ''t'');
INSERT INTO asked (call) SELECT ''everywhere '' || t || CASE WHEN EXISTS (SELECT FROM pg_constraint
WHERE contype = ''f'' AND t IN (conrelid, confrelid)) THEN '' with keys'' ELSE '''' END';
CREATE FUNCTION create_distributed_table(t regclass, c text, colocate_with text) RETURNS void
LANGUAGE sql AS 'INSERT INTO pg_dist_partition VALUES (t, ''h'', ''s'');
INSERT INTO asked (call) SELECT ''spread '' || t || '' by '' || c || '' beside '' || colocate_with ||
CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE conname = ''logged_set_workout_exercise_fkey''
AND t = conrelid) THEN '' with its key'' ELSE '''' END';
CREATE FUNCTION truncate_local_data_after_distributing_table(t regclass) RETURNS void LANGUAGE sql AS
'INSERT INTO asked (call) VALUES (''left behind no '' || t)';
CREATE FUNCTION create_distributed_function(f regprocedure) RETURNS void LANGUAGE sql AS
'INSERT INTO asked (call) VALUES (''function '' || f)'
"""


def test_the_way_there_can_be_gone_again(
    server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "_CITUS", text("SELECT '12.1-1'"))
    with server.scratch_database(f"scratch_{uuid4().hex[:8]}") as owner_url:
        migrate.upgrade(owner_url)
        with migrate.alembic_on(owner_url) as config:
            for statement in STAND_IN.split(";\nCREATE"):
                made = statement if statement.startswith("\n") else f"CREATE{statement}"
                config.attributes["connection"].exec_driver_sql(made)
        first = list(scale.distribute(owner_url))
        again = list(scale.distribute(owner_url))
        with migrate.alembic_on(owner_url) as config:
            owner: Connection = config.attributes["connection"]
            asked = list(owner.execute(text("SELECT call FROM asked ORDER BY n")).scalars())
            keys = set(owner.execute(text("SELECT conname FROM pg_constraint")).scalars())
    assert len(first) == 4 + len(OWNED) + len(REFERENCE)
    assert len(again) == 4
    # With no key from or to them at that moment, which would change what Citus makes of the others.
    assert {"everywhere catalogue_exercise", "everywhere account_email"} <= set(asked)
    assert "spread workout by user_id beside account" in asked
    assert "spread account by user_id beside none" in asked
    assert "spread logged_set by user_id beside account" in asked
    assert asked[-1] == "left behind no account_email"
    assert "account_email_user_id_fkey" not in keys
    assert {"logged_set_workout_exercise_fkey", "exercise_catalogue_id_fkey"} <= keys


@pytest.mark.parametrize(
    ("version", "good"), [("10.2-1", False), ("11.0-1", True), ("13.2-1", True)]
)
def test_a_citus_without_row_security_is_refused(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, version: str, *, good: bool
) -> None:
    monkeypatch.setattr(scale, "_CITUS", text(f"SELECT '{version}'"))
    if good:
        scale._require_citus(connection)
    else:
        with pytest.raises(scale.CitusMissingError, match="needs 11"):
            scale._require_citus(connection)
