"""The database: version, schema, roles and rights, row security, clock, figures, backups."""

from collections.abc import Collection
from datetime import datetime, timedelta

from liftlog.ops.doctor.findings import Finding, bad, ok, warn
from liftlog.store.backups.marks import BackupStatus
from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE, Transaction
from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.store.rollups import maintenance as rollup_maintenance
from liftlog.store.server import inspection

OLDEST_MAJOR = 15
NEWEST_TRIED_MAJOR = 18
# More than this, and what core signs is not believed by stats.
SKEW_WARN = timedelta(seconds=2)
SKEW_BAD = timedelta(seconds=5)
BACKUP_WARN = timedelta(days=2)
BACKUP_BAD = timedelta(days=8)
PROOF_WARN = timedelta(days=8)


def version(major: int) -> Finding:
    if major < OLDEST_MAJOR:
        return bad(
            "server",
            f"PostgreSQL {major} is too old.",
            f"LiftLog needs {OLDEST_MAJOR} or newer: upgrade it.",
        )
    if major > NEWEST_TRIED_MAJOR:
        return warn(
            "server",
            f"PostgreSQL {major} is newer than any that this LiftLog was tried with.",
            "Look for a newer LiftLog.",
        )
    return ok("server", f"PostgreSQL {major}.")


def schema(tx: Transaction, known: Collection[str]) -> Finding:
    """`known` are the revisions that this LiftLog can migrate from."""
    found = inspection.revision(tx)
    if found == SCHEMA_REVISION:
        return ok("schema", f"At {found}, as this LiftLog needs it.")
    if found is None:
        return bad("schema", "There is no schema yet.", "Run `liftlog migrate`.")
    if found in known:
        return bad(
            "schema",
            f"At {found}, and this LiftLog needs {SCHEMA_REVISION}.",
            "Run `liftlog backup`, then `liftlog migrate`; `liftlog up` does both by itself.",
        )
    return bad(
        "schema",
        f"At {found}, which this LiftLog does not know: a newer one was here.",
        "Run that version again, or restore a backup of before: `liftlog backups`.",
    )


def roles(tx: Transaction) -> Finding:
    """The service roles exist and can no more than they should."""
    found = inspection.roles(tx, CORE_ROLE, STATS_ROLE)
    missing = [name for name in (CORE_ROLE, STATS_ROLE) if name not in found]
    if missing:
        return bad("roles", f"Missing: {', '.join(missing)}.", "Run `liftlog migrate`.")
    said = [f"{role.name} {can}" for role in found.values() for can in role.too_much()]
    if said:
        return bad(
            "roles",
            f"{'; '.join(said)}.",
            "Take that away: ALTER ROLE ... NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB, and "
            "REVOKE CREATE ON SCHEMA public.",
        )
    return ok("roles", "Both service roles are there, and neither can change the schema.")


def logins(tx: Transaction, core: str, stats: str) -> Finding:
    """Whom the services log in as; they put on their role after that, and could take it off again."""
    found = inspection.roles(tx, core, stats)
    said = [
        f"{service} logs in as {name}, which {' and '.join(can)}"
        for service, name in (("core", core), ("stats", stats))
        if name in found and (can := list(found[name].too_much()))
    ]
    # Where core runs alone, as in its pod, the address of stats is left out and core's stands in.
    unknown = core == stats == CORE_ROLE and inspection.can_log_in(tx, STATS_ROLE)
    if core == stats and not unknown:
        said.append(f"core and stats share the login {core}")
    if said:
        return warn(
            "logins",
            f"{'; '.join(said)}.",
            "Give each service a login of its own: DATABASE_URL as a member of liftlog_core, "
            "STATS_DATABASE_URL as one of liftlog_stats, MIGRATION_DATABASE_URL for the owner.",
        )
    if unknown:
        return ok("logins", f"core logs in as {core}. STATS_DATABASE_URL is not set here.")
    return ok("logins", f"core logs in as {core}, stats as {stats}.")


def rights(tx: Transaction) -> Finding:
    said = inspection.wrong_rights(tx)
    if said:
        return bad(
            "rights",
            f"{'; '.join(said[:5])}.",
            "Somebody changed what the migrations gave: REVOKE or GRANT it again.",
        )
    return ok("rights", "The service roles may read and write what they need, and nothing more.")


def row_security(tx: Transaction) -> Finding:
    off, wide = inspection.without_row_security(tx), inspection.open_policies(tx)
    if off:
        return bad(
            "row security",
            f"It is off on {', '.join(off)}: people could see each other's rows.",
            "; ".join(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in off),
        )
    if wide:
        return bad(
            "row security",
            f"Policies that show more than one's own rows: {', '.join(wide)}.",
            "DROP POLICY each of them.",
        )
    return ok("row security", "It is on for every table of people's rows.")


def clock(server: datetime, before: datetime, after: datetime) -> Finding:
    """`before` and `after` are our time around the moment the server told its own."""
    skew = max(server - after, before - server, timedelta(0))
    seconds = f"{skew.total_seconds():.1f} s"
    if skew > SKEW_WARN:
        state = bad if skew > SKEW_BAD else warn
        return state(
            "clock",
            f"This machine and the database differ by {seconds}.",
            "Have both machines' clocks set by NTP.",
        )
    return ok("clock", "This machine and the database have the same time.")


def kept_figures(owner_url: str, *, sets: int) -> Finding:
    """The sums of everybody, and all figures of some people with about so many sets."""
    found = rollup_maintenance.check_some(owner_url, sets=sets)
    if found:
        days = ", ".join(f"{one.where.day}" for one in found[:3])
        return bad(
            "kept figures",
            f"They differ from the logged sets, as on {days}.",
            "Run `liftlog stats rebuild`, and report it: that is a bug.",
        )
    return ok("kept figures", "They agree with the logged sets.")


def backups(status: BackupStatus, now: datetime) -> Finding:
    made, proven, failed = status.made, status.proven, status.failed
    if made is None:
        return warn("backup", "There is no backup yet.", "Run `liftlog backup`, every night.")
    said = f"The last one is {_ago(now - made.at)} old"
    if failed is not None and (proven is None or failed.at > proven.at):
        return bad("backup", f"{failed.name} failed its proof.", "See `liftlog backups`.")
    if now - made.at > BACKUP_WARN:
        state = bad if now - made.at > BACKUP_BAD else warn
        return state("backup", f"{said}.", "Run `liftlog backup`, and see why it did not run.")
    if proven is None or now - proven.at > PROOF_WARN:
        return warn(
            "backup",
            f"{said}, and none was proven within the last week.",
            "Run `liftlog backup` and read what it says.",
        )
    return ok("backup", f"{said}; one was proven {_ago(now - proven.at)} ago.")


def _ago(age: timedelta) -> str:
    hours = max(age, timedelta(0)) // timedelta(hours=1)
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
