"""What a batch of operations meets in the database, and what it leaves there."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.versions import versioned
from liftlog.store.workouts import time_zones
from liftlog.store.workouts.rows import SET_JSON
from liftlog.store.workouts.set_rows import SET_ROW_CHANGES, SET_ROW_COLUMNS, SET_ROW_TYPES

OPERATIONS_KEPT = timedelta(days=90)
"""A device that comes back later than that may say again what it said before."""
WORKOUTS_MAX = 200
RECENT_MAX = 60
FRESH_MAX = 300
PERFORMANCES = 3

Found = dict[str, Any]

_CLAIM = versioned(
    "SELECT rev, (SELECT COALESCE(jsonb_object_agg(o.id, o.result), '{}') "
    "FROM applied_operation o WHERE o.user_id = :user_id AND o.id = ANY(:ids)) AS results "
    "FROM version"
)


def claim(tx: Transaction, user_id: UUID, ids: Collection[UUID]) -> tuple[int, dict[UUID, Found]]:
    """The version of what will be written, and what became of the operations that were done before.

    Another batch of the same lifter waits from here on until this transaction ends.
    """
    row = tx.execute(_CLAIM, {"user_id": user_id, "ids": list(ids)}).one()
    return row.rev, {UUID(one): result for one, result in row.results.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What operations speak of, by ids."""

    workouts: set[UUID] = field(default_factory=set)
    entries: set[UUID] = field(default_factory=set)
    sets: set[UUID] = field(default_factory=set)
    exercises: set[UUID] = field(default_factory=set)
    routines: set[UUID] = field(default_factory=set)


_EXERCISE_JSON = (
    "jsonb_build_object('id', r.id, 'name', r.name, 'load_kind', r.load_kind, "
    "'equipment', r.equipment, 'pattern', r.pattern, 'primary_muscles', r.primary_muscles, "
    "'secondary_muscles', r.secondary_muscles, 'aliases', r.aliases, "
    "'own', r.catalogue_id IS NULL, "
    "'archived', r.archived_at IS NOT NULL, 'settings', e.settings, 'stamps', e.stamps, "
    "'rev', e.rev)"
)
# One statement, so that all of it is of one moment, and of less than 4,096 characters as it is sent:
# psycopg parses a longer one anew each time. The ids of workouts are handed on as an array,
# which keeps PostgreSQL from reading a whole history for one of them.
_LOAD = text(
    # A cursor says a version: either all that changed in it comes along, or nothing.
    "WITH next AS MATERIALIZED (SELECT id FROM workout WHERE user_id = :user_id "
    "AND rev > :cursor ORDER BY rev FETCH FIRST :limit ROWS WITH TIES), "
    "wanted AS MATERIALIZED (SELECT id FROM workout WHERE user_id = :user_id "
    "AND id = ANY(CAST(:workouts AS uuid[])) "
    "UNION SELECT workout_id FROM workout_exercise WHERE user_id = :user_id "
    "AND id = ANY(CAST(:entries AS uuid[])) "
    "UNION SELECT workout_id FROM logged_set WHERE user_id = :user_id "
    "AND id = ANY(CAST(:sets AS uuid[])) "
    # What is deleted may come back, and then counts in its workout again.
    "UNION SELECT CAST(COALESCE(content -> 'row', content -> 'fields') ->> 'workout_id' "
    "AS uuid) FROM tombstone WHERE user_id = :user_id "
    "AND id = ANY(CAST(:entries AS uuid[]) || CAST(:sets AS uuid[])) "
    "UNION SELECT id FROM next) "
    "SELECT 'workout' AS what, jsonb_build_object('id', id, 'title', title, "
    "'started_at', started_at, 'time_zone', time_zone, 'day', day, 'note', note, "
    "'routine_id', routine_id, 'running', running, 'duration_s', duration_s, "
    "'deleted', deleted_at IS NOT NULL, 'rev', rev, 'stamps', stamps, "
    "'next', id = ANY(ARRAY(SELECT id FROM next))) AS found "
    "FROM workout WHERE user_id = :user_id AND id = ANY(ARRAY(SELECT id FROM wanted)) "
    "UNION ALL SELECT 'entry', jsonb_build_object('id', we.id, 'workout_id', we.workout_id, "
    "'exercise_id', we.exercise_id, 'position', we.position, 'superset', we.superset, "
    "'note', we.note, 'rest_s', we.rest_s, 'plan', we.plan, 'stamps', we.stamps, "
    "'name', r.name, 'load_kind', r.load_kind) "
    "FROM workout_exercise we JOIN exercise_resolved r "
    "ON r.user_id = we.user_id AND r.id = we.exercise_id "
    "WHERE we.user_id = :user_id AND we.workout_id = ANY(ARRAY(SELECT id FROM wanted)) "
    f"UNION ALL SELECT 'set', {SET_JSON} FROM logged_set s "
    "WHERE s.user_id = :user_id AND s.workout_id = ANY(ARRAY(SELECT id FROM wanted)) "
    "UNION ALL SELECT 'tombstone', jsonb_build_object('kind', kind, 'id', id, "
    "'stamp', stamp, 'content', content) FROM tombstone WHERE user_id = :user_id "
    "AND (id = ANY(CAST(:entries AS uuid[])) OR id = ANY(CAST(:sets AS uuid[])) "
    "OR content -> 'fields' ->> 'entry_id' = ANY(CAST(CAST(:entries AS uuid[]) AS text[]))) "
    "UNION ALL SELECT 'gone', jsonb_build_object('kind', t.kind, 'id', t.id) FROM tombstone t "
    "WHERE t.user_id = :user_id AND t.rev > :cursor "
    "AND NOT EXISTS (SELECT FROM workout w WHERE w.user_id = :user_id AND w.id = t.id) "
    "AND NOT EXISTS (SELECT FROM exercise e WHERE e.user_id = :user_id AND e.id = t.id) "
    f"UNION ALL SELECT 'exercise', {_EXERCISE_JSON} FROM exercise e "
    "JOIN exercise_resolved r ON r.user_id = e.user_id AND r.id = e.id "
    "WHERE e.user_id = :user_id AND (e.rev > :others OR e.id = ANY(CAST(:exercises AS uuid[])) "
    # An entry that is only given a note, or comes back, does not say of which exercise it is.
    "OR e.id = ANY(ARRAY(SELECT exercise_id FROM workout_exercise "
    "WHERE user_id = :user_id AND id = ANY(CAST(:entries AS uuid[])))) "
    "OR e.id = ANY(ARRAY(SELECT CAST(content -> 'fields' ->> 'exercise_id' AS uuid) "
    "FROM tombstone WHERE user_id = :user_id AND kind = 'entry' "
    "AND id = ANY(CAST(:entries AS uuid[]))))) "
    "UNION ALL SELECT 'routine', jsonb_build_object('id', id, 'content', content, "
    "'rev', rev, 'deleted', deleted_at IS NOT NULL) FROM routine WHERE user_id = :user_id "
    "AND (rev > :others OR id = ANY(CAST(:routines AS uuid[]))) "
    "UNION ALL SELECT 'preferences', jsonb_build_object('logging', logging, "
    "'stamps', stamps, 'rev', rev) FROM preference WHERE user_id = :user_id"
)


def load(
    tx: Transaction,
    user_id: UUID,
    wanted: Wanted,
    cursor: int,
    *,
    fresh: bool = False,
) -> list[tuple[str, Found]]:
    """What is there of `wanted`, and what changed since `cursor`: what it is, and its fields.

    Of workouts that changed only the WORKOUTS_MAX that did so first, which are `next`, and those that
    changed in one go with the last of them; their entries and sets come along.
    For a `fresh` device all exercises and routines changed.
    """
    parameters = {
        "user_id": user_id,
        "workouts": list(wanted.workouts),
        "entries": list(wanted.entries),
        "sets": list(wanted.sets),
        "exercises": list(wanted.exercises),
        "routines": list(wanted.routines),
        "cursor": cursor,
        "others": -1 if fresh else cursor,
        "limit": WORKOUTS_MAX,
    }
    loaded = [(row.what, row.found) for row in tx.execute(_LOAD, parameters).all()]
    for what, found in loaded:
        if what == "workout":
            found["time_zone"] = time_zones.usable(tx, user_id, found["time_zone"])
    return loaded


_FRESH = text(
    "WITH recent AS (SELECT id FROM workout WHERE user_id = :user_id AND deleted_at IS NULL "
    "ORDER BY day DESC, started_at DESC LIMIT :recent), "
    "last_days AS (SELECT exercise_id, day, row_number() OVER "
    "(PARTITION BY exercise_id ORDER BY day DESC) AS nth FROM exercise_day "
    "WHERE user_id = :user_id), "
    "performed AS (SELECT DISTINCT w.id, w.day FROM last_days d "
    "JOIN workout w ON w.user_id = :user_id AND w.day = d.day AND w.deleted_at IS NULL "
    "JOIN workout_exercise we ON we.user_id = :user_id AND we.workout_id = w.id "
    "AND we.exercise_id = d.exercise_id WHERE d.nth <= :performances "
    "ORDER BY w.day DESC LIMIT :most) "
    "SELECT id FROM recent UNION SELECT id FROM performed "
    "UNION SELECT id FROM workout WHERE user_id = :user_id AND running AND deleted_at IS NULL"
)


def fresh(tx: Transaction, user_id: UUID) -> set[UUID]:
    """The workouts that a new device should have: recent ones, and the last of each exercise."""
    parameters = {
        "user_id": user_id,
        "recent": RECENT_MAX,
        "performances": PERFORMANCES,
        "most": FRESH_MAX - RECENT_MAX,
    }
    return set(tx.execute(_FRESH, parameters).scalars())


_BESTS = text(
    "SELECT exercise_id, line, value FROM exercise_record WHERE user_id = :user_id "
    "AND until IS NULL AND (line NOT LIKE 'one_rep_max:%' OR line = :one_rep_max) "
    "AND (:all OR exercise_id = ANY(CAST(:exercise_ids AS uuid[])))"
)


def bests(
    tx: Transaction, user_id: UUID, exercise_ids: Collection[UUID] | None, one_rep_max: str
) -> list[tuple[UUID, str, Any]]:
    """Standing records of these exercises, or with None of all: exercise, line, value."""
    parameters = {
        "user_id": user_id,
        "one_rep_max": one_rep_max,
        "all": exercise_ids is None,
        "exercise_ids": list(exercise_ids or ()),
    }
    rows = tx.execute(_BESTS, parameters)
    return [(row.exercise_id, row.line, row.value) for row in rows]


_WORKOUTS = text(
    "INSERT INTO workout AS w (user_id, id, title, started_at, time_zone, day, note, routine_id, "
    "running, duration_s, deleted_at, rev, stamps) "
    "SELECT :user_id, t.id, t.title, t.started_at, t.time_zone, t.day, t.note, t.routine_id, "
    "t.running, t.duration_s, CASE WHEN t.deleted THEN CAST(:now AS timestamptz) END, :rev, "
    "t.stamps FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (id uuid, title text, "
    "started_at timestamptz, time_zone text, day date, note text, routine_id uuid, "
    "running boolean, duration_s int, deleted boolean, stamps jsonb) "
    "ON CONFLICT (user_id, id) DO UPDATE SET title = EXCLUDED.title, "
    "started_at = EXCLUDED.started_at, time_zone = EXCLUDED.time_zone, day = EXCLUDED.day, "
    "note = EXCLUDED.note, routine_id = EXCLUDED.routine_id, running = EXCLUDED.running, "
    "duration_s = EXCLUDED.duration_s, rev = EXCLUDED.rev, stamps = EXCLUDED.stamps, "
    "deleted_at = CASE WHEN EXCLUDED.deleted_at IS NULL THEN NULL "
    "ELSE COALESCE(w.deleted_at, EXCLUDED.deleted_at) END"
)
_ENTRIES = text(
    "INSERT INTO workout_exercise (user_id, id, workout_id, exercise_id, position, superset, note, "
    "rest_s, plan, stamps) "
    "SELECT :user_id, t.* FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (id uuid, "
    "workout_id uuid, exercise_id uuid, position smallint, superset smallint, note text, "
    "rest_s int, plan jsonb, stamps jsonb) "
    "ON CONFLICT (user_id, id) DO UPDATE SET workout_id = EXCLUDED.workout_id, "
    "exercise_id = EXCLUDED.exercise_id, position = EXCLUDED.position, "
    "superset = EXCLUDED.superset, note = EXCLUDED.note, rest_s = EXCLUDED.rest_s, "
    "plan = EXCLUDED.plan, stamps = EXCLUDED.stamps"
)
# The sets of an entry that moved or became another exercise. Their key does it by itself, but where
# lifters are spread over many machines no key can.
_FOLLOW_ENTRIES = text(
    "UPDATE logged_set s SET workout_id = e.workout_id, exercise_id = e.exercise_id "
    "FROM workout_exercise e WHERE s.user_id = :user_id AND e.user_id = :user_id "
    "AND e.id = s.workout_exercise_id AND e.id = ANY(CAST(:ids AS uuid[])) "
    "AND (s.workout_id <> e.workout_id OR s.exercise_id <> e.exercise_id)"
)
# Logging a set is this and no more: the set, the version of its workout, and the answer that is
# given again when it is sent again.
_SETS = text(
    "WITH bumped AS (UPDATE workout SET rev = :rev WHERE user_id = :user_id "
    "AND id = ANY(CAST(:workouts AS uuid[]))), "
    "answered AS (INSERT INTO applied_operation (user_id, id, result, applied_at) "
    "SELECT :user_id, t.id, t.result, CAST(:now AS timestamptz) "
    "FROM jsonb_to_recordset(CAST(:answers AS jsonb)) AS t (id uuid, result jsonb) "
    "ON CONFLICT (user_id, id) DO NOTHING) "
    f"INSERT INTO logged_set (user_id, {SET_ROW_COLUMNS}) "
    f"SELECT :user_id, t.* FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t ({SET_ROW_TYPES}) "
    f"ON CONFLICT (user_id, id) DO UPDATE SET {SET_ROW_CHANGES}"
)
_GONE_SETS = text("DELETE FROM logged_set WHERE user_id = :user_id AND id = ANY(:ids)")
_GONE_ENTRIES = text("DELETE FROM workout_exercise WHERE user_id = :user_id AND id = ANY(:ids)")
_DELETE_TOMBSTONES = text("DELETE FROM tombstone WHERE user_id = :user_id AND id = ANY(:ids)")
_WRITE_TOMBSTONES = text(
    "INSERT INTO tombstone (user_id, kind, id, stamp, content) "
    "SELECT :user_id, t.* FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (kind text, id uuid, "
    "stamp text, content jsonb) ON CONFLICT (user_id, kind, id) DO UPDATE SET "
    "stamp = EXCLUDED.stamp, content = EXCLUDED.content"
)
_EXERCISES = text(
    "INSERT INTO exercise AS e (user_id, id, name, load_kind, equipment, pattern, primary_muscles, "
    "secondary_muscles, archived_at, settings, stamps, rev) "
    "SELECT :user_id, t.id, t.name, t.load_kind, t.equipment, t.pattern, t.primary_muscles, "
    "t.secondary_muscles, CASE WHEN t.archived THEN CAST(:now AS timestamptz) END, t.settings, "
    "t.stamps, :rev FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (id uuid, name text, "
    "load_kind text, equipment text, pattern text, primary_muscles text[], "
    "secondary_muscles text[], archived boolean, settings jsonb, stamps jsonb) "
    "ON CONFLICT (user_id, id) DO UPDATE SET "
    "name = CASE WHEN e.catalogue_id IS NULL THEN EXCLUDED.name END, "
    "load_kind = CASE WHEN e.catalogue_id IS NULL THEN EXCLUDED.load_kind END, "
    "equipment = CASE WHEN e.catalogue_id IS NULL THEN EXCLUDED.equipment END, "
    "pattern = CASE WHEN e.catalogue_id IS NULL THEN EXCLUDED.pattern END, "
    "primary_muscles = CASE WHEN e.catalogue_id IS NULL THEN EXCLUDED.primary_muscles END, "
    "secondary_muscles = CASE WHEN e.catalogue_id IS NULL THEN EXCLUDED.secondary_muscles END, "
    "archived_at = CASE WHEN EXCLUDED.archived_at IS NULL THEN NULL "
    "ELSE COALESCE(e.archived_at, EXCLUDED.archived_at) END, "
    "settings = EXCLUDED.settings, stamps = EXCLUDED.stamps, rev = EXCLUDED.rev "
    # A place without stamps is only made where nothing is.
    "WHERE EXCLUDED.stamps <> '{}'"
)
_ROUTINES = text(
    "INSERT INTO routine AS r (user_id, id, content, created_at, deleted_at, rev) "
    "SELECT :user_id, t.id, t.content, CAST(:now AS timestamptz), "
    "CASE WHEN t.deleted THEN CAST(:now AS timestamptz) END, :rev "
    "FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (id uuid, content jsonb, deleted boolean) "
    "ON CONFLICT (user_id, id) DO UPDATE SET content = EXCLUDED.content, "
    "deleted_at = EXCLUDED.deleted_at, rev = EXCLUDED.rev"
)
_PREFERENCES = text(
    "INSERT INTO preference (user_id, logging, stamps, rev) "
    "SELECT :user_id, t.logging, t.stamps, :rev "
    "FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (logging jsonb, stamps jsonb) "
    "ON CONFLICT (user_id) DO UPDATE SET logging = EXCLUDED.logging, stamps = EXCLUDED.stamps, "
    "rev = EXCLUDED.rev"
)
_FORGET_ANSWERS = text(
    "DELETE FROM applied_operation WHERE user_id = :user_id AND applied_at < :before"
)

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch leaves, as rows; `answers` are what is said of each operation, by its id."""

    workouts: Rows
    entries: Rows
    sets: Rows
    bumped: Collection[UUID]
    gone_entries: Collection[UUID]
    gone_sets: Collection[UUID]
    restored: Collection[UUID]
    tombstones: Rows
    exercises: Rows
    routines: Rows
    preferences: Rows
    answers: Rows


def write(tx: Transaction, user_id: UUID, written: Written, *, rev: int, now: datetime) -> None:
    """A statement for each kind that changed, what others point at first."""
    shared = {"user_id": user_id, "rev": rev, "now": now}
    for statement, rows in (
        (_EXERCISES, written.exercises),
        (_WORKOUTS, written.workouts),
        (_ENTRIES, written.entries),
    ):
        if rows:
            tx.execute(statement, {**shared, "rows": _json(rows)})
    if written.entries:
        moved = {"user_id": user_id, "ids": [str(entry["id"]) for entry in written.entries]}
        tx.execute(_FOLLOW_ENTRIES, moved)
    tx.execute(
        _SETS,
        {
            **shared,
            "rows": _json(written.sets),
            "answers": _json(written.answers),
            "workouts": list(written.bumped),
        },
    )
    for statement, ids in (
        (_GONE_SETS, written.gone_sets),
        (_GONE_ENTRIES, written.gone_entries),
        (_DELETE_TOMBSTONES, written.restored),
    ):
        if ids:
            tx.execute(statement, {"user_id": user_id, "ids": list(ids)})
    for statement, rows in (
        (_WRITE_TOMBSTONES, written.tombstones),
        (_ROUTINES, written.routines),
        (_PREFERENCES, written.preferences),
    ):
        if rows:
            tx.execute(statement, {**shared, "rows": _json(rows)})


def forget_answers(tx: Transaction, user_id: UUID, now: datetime) -> None:
    tx.execute(_FORGET_ANSWERS, {"user_id": user_id, "before": now - OPERATIONS_KEPT})


def _json(rows: Rows) -> str:
    return json.dumps(list(rows), default=str)
