"""Workouts with their exercises and sets, written and read whole."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.records import Line, RecordKind
from liftlog.domain.sync.stamps import stamp_at
from liftlog.domain.workouts.set_codec import columns_of, from_columns
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.kit.errors import ConflictError
from liftlog.store.database.engine import Transaction
from liftlog.store.rollups import rollups
from liftlog.store.rollups.rollups import ExerciseDay
from liftlog.store.statistics.hard_sets import COUNTED
from liftlog.store.statistics.versions import tombstones_of, versioned
from liftlog.store.workouts import time_zones
from liftlog.store.workouts.rows import SET_JSON, SET_VALUES
from liftlog.store.workouts.set_rows import NEW_SET, NEW_SET_ARRAYS, NEW_SET_COLUMNS

# Rows go in as one array a column: one statement a table, however many workouts there are.
# COPY would be the other way, but it does not work under row security.
_INSERT_WORKOUTS = versioned(
    "INSERT INTO workout (user_id, id, title, started_at, time_zone, day, duration_s, note, "
    "import_id, import_source, imported_start_local, imported_fingerprint, routine_id, rev) "
    "SELECT :user_id, t.*, (SELECT rev FROM version) FROM unnest(CAST(:id AS uuid[]), "
    "CAST(:title AS text[]), "
    "CAST(:started_at AS timestamptz[]), CAST(:time_zone AS text[]), CAST(:day AS date[]), "
    "CAST(:duration_s AS int[]), CAST(:note AS text[]), CAST(:import_id AS uuid[]), "
    "CAST(:import_source AS text[]), CAST(:imported_start_local AS timestamp[]), "
    "CAST(:imported_fingerprint AS text[]), CAST(:routine_id AS uuid[])) AS t "
    "ON CONFLICT (user_id, id) DO NOTHING"
)
# The keys between the three tables are checked when the statement ends, so that entries and their
# sets can go in together.
_INSERT_CONTENTS = text(
    "WITH entries AS (INSERT INTO workout_exercise "
    "(user_id, id, workout_id, exercise_id, position, superset, note) "
    "SELECT :user_id, * FROM unnest(CAST(:entry_id AS uuid[]), CAST(:entry_workout_id AS uuid[]), "
    "CAST(:entry_exercise_id AS uuid[]), CAST(:entry_position AS int[]), "
    "CAST(:entry_superset AS int[]), CAST(:entry_note AS text[])) "
    "ON CONFLICT (user_id, id) DO NOTHING RETURNING 1), "
    f"sets AS (INSERT INTO logged_set (user_id, {NEW_SET_COLUMNS}) "
    f"SELECT :user_id, * FROM unnest({NEW_SET_ARRAYS}) "
    "WHERE (SELECT count(*) FROM entries) = cardinality(CAST(:entry_id AS uuid[])) "
    "ON CONFLICT (user_id, id) DO NOTHING RETURNING 1) "
    "SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM sets)"
)

Columns = dict[str, list[object]]


def _columns(rows: Iterable[dict[str, object]]) -> Columns:
    columns: Columns = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            columns[name].append(value)
    return columns


def _workout_row(workout: Workout) -> dict[str, object]:
    imported = workout.imported
    return {
        "id": workout.id,
        "title": workout.title,
        "started_at": workout.started_at,
        "time_zone": workout.time_zone,
        "day": workout.day,
        "duration_s": workout.duration_s,
        "note": workout.note,
        "import_id": imported and imported.import_id,
        "import_source": imported and imported.source,
        "imported_start_local": imported and imported.started_at_local,
        "imported_fingerprint": imported and imported.fingerprint,
        "routine_id": workout.routine_id,
    }


def _entry_rows(workout: Workout) -> Iterable[dict[str, object]]:
    for position, entry in enumerate(workout.exercises):
        yield {
            "entry_id": entry.id,
            "entry_workout_id": workout.id,
            "entry_exercise_id": entry.exercise_id,
            "entry_position": position,
            "entry_superset": entry.superset,
            "entry_note": entry.note,
        }


def _set_rows(workout: Workout) -> Iterable[dict[str, object]]:
    for exercise in workout.exercises:
        for position, entry in enumerate(exercise.sets):
            yield {
                "id": entry.id,
                "workout_exercise_id": exercise.id,
                "workout_id": workout.id,
                "exercise_id": exercise.exercise_id,
                "position": position,
                **columns_of(entry.logged),
            }


_NO_SETS: Columns = {name: [] for name in NEW_SET}

# A history of decades goes in by parts: each stays far below the time a statement may take.
WORKOUTS_PER_STATEMENT = 500
# A device is told of whole versions at a time.
WORKOUTS_PER_VERSION = 100


def _insert_contents(tx: Transaction, user_id: UUID, workouts: Sequence[Workout]) -> None:
    for first in range(0, len(workouts), WORKOUTS_PER_STATEMENT):
        _insert_part(tx, user_id, workouts[first : first + WORKOUTS_PER_STATEMENT])


def _insert_part(tx: Transaction, user_id: UUID, workouts: Sequence[Workout]) -> None:
    """Clients choose ids, and may choose one that something else has: nothing is kept then."""
    entries = [row for workout in workouts for row in _entry_rows(workout)]
    sets = [row for workout in workouts for row in _set_rows(workout)]
    if not entries:
        return
    rows = {"user_id": user_id, **_columns(entries), **_NO_SETS, **_columns(sets)}
    if tx.execute(_INSERT_CONTENTS, rows).scalar() != len(entries) + len(sets):
        raise ConflictError("The id of an exercise entry or a set is taken by another one.")


def insert_workouts(tx: Transaction, user_id: UUID, workouts: Sequence[Workout]) -> bool:
    """Write new workouts whole; False, with nothing written, when one id is there already.

    Their exercises must exist for the lifter (`exercise_changes.adopt`). Raises ConflictError when an
    entry or a set has the id of one of another workout.
    """
    if not workouts:
        return True
    for first in range(0, len(workouts), WORKOUTS_PER_VERSION):
        part = workouts[first : first + WORKOUTS_PER_VERSION]
        rows = _columns(map(_workout_row, part))
        if tx.execute(_INSERT_WORKOUTS, {"user_id": user_id, **rows}).rowcount < len(part):
            return False
    _insert_contents(tx, user_id, workouts)
    rollups.refresh(tx, user_id, _trained(*workouts))
    return True


# Whoever says how long a running workout took has finished it.
_UPDATE_WORKOUT = versioned(
    "UPDATE workout SET rev = (SELECT rev FROM version), "
    "stamps = CASE WHEN CAST(:said AS jsonb) IS NULL "
    "THEN jsonb_build_object('*', CAST(:stamp AS text)) "
    "ELSE stamps || CAST(:said AS jsonb) END, title = :title, "
    "started_at = :started_at, time_zone = :time_zone, "
    "day = :day, duration_s = :duration_s, note = :note, updated_at = :now, "
    "running = running AND CAST(:duration_s AS int) IS NULL "
    "WHERE user_id = :user_id AND id = :id AND deleted_at IS NULL"
)
# What an edit leaves out is deleted, also for a device that still has it; what it has is not. It is
# kept with what it held and when that was written, so that a later word brings back all of it.
_STAMPS_OF_WORKOUT = (
    "(SELECT jsonb_strip_nulls(jsonb_build_object('*', w.stamps -> '*')) FROM workout w "
    "WHERE w.user_id = :user_id AND w.id = :id)"
)
_LEAVE_TOMBSTONES = text(
    "WITH there AS (DELETE FROM tombstone WHERE user_id = :user_id "
    "AND id = ANY(CAST(:entry_ids AS uuid[]) || CAST(:set_ids AS uuid[]))) "
    "INSERT INTO tombstone (user_id, kind, id, stamp, content) "
    "SELECT :user_id, 'entry', e.id, :stamp, jsonb_build_object('fields', jsonb_build_object("
    "'workout_id', e.workout_id, 'exercise_id', e.exercise_id, 'position', e.position, "
    "'superset', e.superset, 'note', e.note, 'rest_s', e.rest_s, 'plan', e.plan), "
    f"'stamps', CASE WHEN e.stamps = '{{}}' THEN {_STAMPS_OF_WORKOUT} ELSE e.stamps END) "
    "FROM workout_exercise e "
    "WHERE e.user_id = :user_id AND e.workout_id = :id AND e.id <> ALL(CAST(:entry_ids AS uuid[])) "
    f"UNION ALL SELECT :user_id, 'set', s.id, :stamp, jsonb_build_object('row', {SET_JSON}, "
    "'fields', jsonb_build_object('entry_id', s.workout_exercise_id), "
    f"'stamps', CASE WHEN s.stamps = '{{}}' THEN {_STAMPS_OF_WORKOUT} ELSE s.stamps END, "
    "'own', CAST(:stamp AS text)) FROM logged_set s "
    "WHERE s.user_id = :user_id AND s.workout_id = :id AND s.id <> ALL(CAST(:set_ids AS uuid[])) "
    "ON CONFLICT (user_id, kind, id) DO UPDATE SET stamp = EXCLUDED.stamp, "
    "content = EXCLUDED.content"
)
_DELETE_CONTENTS = text(
    "DELETE FROM workout_exercise e WHERE e.user_id = :user_id AND e.workout_id = :id "
    "RETURNING e.id, e.rest_s, e.plan, e.stamps, (SELECT jsonb_agg(jsonb_build_object('id', s.id, "
    "'logged_at', s.logged_at, 'plan_id', s.plan_id, 'stamps', s.stamps)) "
    "FROM logged_set s WHERE s.user_id = :user_id AND s.workout_id = :id "
    "AND s.workout_exercise_id = e.id) AS sets, (SELECT COALESCE(w.stamps ->> '*', '') "
    "FROM workout w WHERE w.user_id = :user_id AND w.id = :id) AS floor"
)
_PUT_BACK = text(
    "WITH sets AS (UPDATE logged_set s SET logged_at = t.logged_at, plan_id = t.plan_id, "
    "stamps = COALESCE(t.stamps, s.stamps) FROM jsonb_to_recordset(CAST(:sets AS jsonb)) "
    "AS t (id uuid, logged_at timestamptz, plan_id uuid, stamps jsonb) "
    "WHERE s.user_id = :user_id AND s.workout_id = :id AND s.id = t.id) "
    "UPDATE workout_exercise e SET rest_s = t.rest_s, plan = COALESCE(t.plan, e.plan), "
    "stamps = COALESCE(t.stamps, e.stamps) FROM jsonb_to_recordset(CAST(:entries AS jsonb)) "
    "AS t (id uuid, rest_s int, plan jsonb, stamps jsonb) "
    "WHERE e.user_id = :user_id AND e.workout_id = :id AND e.id = t.id"
)


def replace_workout(
    tx: Transaction,
    user_id: UUID,
    workout: Workout,
    *,
    now: datetime,
    written: Mapping[UUID, Collection[str]] | None = None,
) -> bool:
    """Put `workout` in the place of the one with its id; False when there is none.

    `written` names, by ids of the workout, its entries and sets, the fields that are others. All
    other fields were not written, so that what a device wrote of them earlier still counts when it
    comes. With None all of it is written.
    """
    row = {
        "user_id": user_id,
        "now": now,
        "stamp": stamp_at(now),
        "said": None if written is None else json.dumps(_stamped(written[workout.id], now)),
        **_workout_row(workout),
    }
    before = rollups.days_of(tx, user_id, workout.id)
    said = {
        "entry_ids": [entry.id for entry in workout.exercises],
        "set_ids": [one.id for entry in workout.exercises for one in entry.sets],
    }
    tx.execute(_LEAVE_TOMBSTONES, {**row, **said})
    if tx.execute(_UPDATE_WORKOUT, row).rowcount == 0:
        return False
    unshown = tx.execute(_DELETE_CONTENTS, row).all()
    _insert_contents(tx, user_id, [workout])
    _put_back(tx, user_id, workout, unshown, None if written is None else _Stamps(written, now))
    rollups.refresh(tx, user_id, before | _trained(workout))
    return True


def _stamped(fields: Collection[str], now: datetime) -> dict[str, str]:
    return dict.fromkeys(sorted(fields), stamp_at(now))


@dataclass(frozen=True, slots=True)
class _Stamps:
    """The stamps of entries and sets after an edit that wrote some of their fields."""

    written: Mapping[UUID, Collection[str]]
    now: datetime

    def of(self, one: UUID, before: Mapping[str, str] | None, floor: str) -> dict[str, str]:
        """`before` is None for what is new; without stamps of its own it has the workout's `floor`."""
        if before is None:
            return {"*": stamp_at(self.now)}
        own = before or ({"*": floor} if floor else {})
        return {**own, **_stamped(self.written.get(one, ()), self.now)}


def _put_back(
    tx: Transaction,
    user_id: UUID,
    workout: Workout,
    unshown: Sequence[Row[tuple[object, ...]]],
    stamps: _Stamps | None,
) -> None:
    """What a form does not show stays as it was: plans, rests, and when a set was logged by which plan."""
    entries: dict[UUID, Any] = {row.id: row._asdict() for row in unshown}
    sets: dict[UUID, Any] = {UUID(one["id"]): one for row in unshown for one in row.sets or ()}
    floor = next((row.floor for row in unshown), "")
    rows = {
        "entries": [
            _kept(one.id, entries.get(one.id, {}), ("rest_s", "plan"), stamps, floor)
            for one in workout.exercises
        ],
        "sets": [
            _kept(one.id, sets.get(one.id, {}), ("logged_at", "plan_id"), stamps, floor)
            for entry in workout.exercises
            for one in entry.sets
        ],
    }
    told = {name: [row for row in found if len(row) > 1] for name, found in rows.items()}
    if any(told.values()):
        parameters = {name: json.dumps(found, default=str) for name, found in told.items()}
        tx.execute(_PUT_BACK, {"user_id": user_id, "id": workout.id, **parameters})


def _kept(
    one: UUID, before: Mapping[str, Any], names: Sequence[str], stamps: _Stamps | None, floor: str
) -> dict[str, Any]:
    """What is to be put back of an entry or a set; no more than its id where that is nothing."""
    found = {name: before.get(name) for name in names}
    if stamps is not None:
        found["stamps"] = stamps.of(one, before.get("stamps"), floor)
    return {"id": one} if not any(v is not None for v in found.values()) else {"id": one, **found}


def _trained(*workouts: Workout) -> set[ExerciseDay]:
    return {
        ExerciseDay(entry.exercise_id, workout.day)
        for workout in workouts
        for entry in workout.exercises
        if entry.sets
    }


_MOVE = versioned(
    "UPDATE workout SET rev = (SELECT rev FROM version), "
    "stamps = stamps || jsonb_build_object('started_at', CAST(:stamp AS text)), "
    "started_at = :started_at, day = :day, updated_at = :now "
    "WHERE user_id = :user_id AND id = :id AND deleted_at IS NULL"
)


def move_workout(
    tx: Transaction,
    user_id: UUID,
    workout_id: UUID,
    *,
    started_at: datetime,
    day: date,
    now: datetime,
) -> bool:
    values = {
        "user_id": user_id,
        "id": workout_id,
        "started_at": started_at,
        "day": day,
        "now": now,
        "stamp": stamp_at(now),
    }
    before = rollups.days_of(tx, user_id, workout_id)
    moved = tx.execute(_MOVE, values).rowcount == 1
    rollups.refresh(tx, user_id, before | {one._replace(day=day) for one in before})
    return moved


_SET_DELETED = versioned(
    "UPDATE workout SET rev = (SELECT rev FROM version), deleted_at = :at, "
    # Taken out of the trash it is back as of its deletion, see domain/merging.
    "stamps = CASE WHEN CAST(:at AS timestamptz) IS NOT NULL "
    "THEN jsonb_set(stamps, '{deleted}', CAST(:stamp AS jsonb)) WHEN stamps ? 'deleted' "
    "THEN jsonb_set(stamps, '{back}', stamps -> 'deleted') ELSE stamps END "
    "WHERE user_id = :user_id AND id = :id "
    "AND (deleted_at IS NULL) = (CAST(:at AS timestamptz) IS NOT NULL)"
)


def set_deleted(tx: Transaction, user_id: UUID, workout_id: UUID, *, at: datetime | None) -> bool:
    """Put a workout into the trash, or with None take it out again; False when it isn't there."""
    values = {
        "user_id": user_id,
        "id": workout_id,
        "at": at,
        "stamp": at and json.dumps(stamp_at(at)),
    }
    done = tx.execute(_SET_DELETED, values).rowcount == 1
    if done:
        rollups.refresh(tx, user_id, rollups.days_of(tx, user_id, workout_id))
    return done


_LOCK = text("SELECT FROM workout WHERE user_id = :user_id AND id = :id FOR UPDATE")


def lock(tx: Transaction, user_id: UUID, workout_id: UUID) -> None:
    """Whoever else changes this workout is waited for, and waits until this transaction ends."""
    tx.execute(_LOCK, {"user_id": user_id, "id": workout_id})


_WORKOUT_COLUMNS = (
    "w.id, w.title, w.started_at, w.time_zone, w.day, w.duration_s, w.note, w.deleted_at, "
    "w.routine_id, w.running"
)
_WORKOUT = text(
    f"SELECT {_WORKOUT_COLUMNS} FROM workout w WHERE w.user_id = :user_id AND w.id = :id"
)


def workout(tx: Transaction, user_id: UUID, workout_id: UUID) -> Workout | None:
    """One workout, whole; also from the trash, then with `deleted_at`."""
    rows = tx.execute(_WORKOUT, {"user_id": user_id, "id": workout_id}).all()
    found = with_contents(tx, user_id, [_outline(tx, user_id, row) for row in rows])
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Running:
    """A workout that is not finished, and how many sets it has."""

    id: UUID
    title: str
    started_at: datetime
    time_zone: str
    day: date
    sets: int


_RUNNING = text(
    "SELECT w.id, w.title, w.started_at, w.time_zone, w.day, (SELECT count(*) FROM logged_set s "
    "WHERE s.user_id = w.user_id AND s.workout_id = w.id) AS sets FROM workout w "
    "WHERE w.user_id = :user_id AND w.running AND w.deleted_at IS NULL "
    "ORDER BY w.started_at DESC LIMIT 1"
)


def running(tx: Transaction, user_id: UUID) -> Running | None:
    """The workout that runs; of several the one that was started last."""
    row = tx.execute(_RUNNING, {"user_id": user_id}).one_or_none()
    if row is None:
        return None
    known = time_zones.usable(tx, user_id, row.time_zone)
    return replace(Running(*row), time_zone=known)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place in a list of workouts, the newest first, after which the next page starts."""

    day: date
    started_at: datetime
    id: UUID


_PAGE = text(
    f"SELECT {_WORKOUT_COLUMNS} FROM workout w "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL "
    "AND w.day BETWEEN COALESCE(:first, '-infinity'::date) AND COALESCE(:last, 'infinity'::date) "
    "AND (CAST(:after_day AS date) IS NULL OR (w.day, w.started_at, w.id) "
    "< (:after_day, CAST(:after_start AS timestamptz), CAST(:after_id AS uuid))) "
    "ORDER BY w.day DESC, w.started_at DESC, w.id DESC LIMIT :limit"
)


def workouts_page(
    tx: Transaction,
    user_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
    after: Cursor | None = None,
    limit: int,
) -> list[Workout]:
    """Workouts on the days `first` to `last`, the newest first, whole."""
    found = outlines(tx, user_id, first=first, last=last, after=after, limit=limit)
    return with_contents(tx, user_id, found)


def outlines(
    tx: Transaction,
    user_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
    after: Cursor | None = None,
    limit: int,
) -> list[Workout]:
    """The same without their exercises."""
    parameters = {
        "user_id": user_id,
        "first": first,
        "last": last,
        "after_day": after and after.day,
        "after_start": after and after.started_at,
        "after_id": after and after.id,
        "limit": limit,
    }
    return [_outline(tx, user_id, row) for row in tx.execute(_PAGE, parameters).all()]


def _outline(tx: Transaction, user_id: UUID, row: Row[tuple[object, ...]]) -> Workout:
    time_zone = time_zones.usable(tx, user_id, row.time_zone)
    return Workout(
        id=row.id,
        title=row.title,
        started_at=row.started_at,
        time_zone=time_zone,
        unknown_time_zone=time_zones.unknown(row.time_zone),
        day=row.day,
        duration_s=row.duration_s,
        note=row.note,
        deleted_at=row.deleted_at,
        routine_id=row.routine_id,
        running=row.running,
        exercises=(),
    )


# One row a set, and one row for an exercise that has none.
_CONTENTS = text(
    "SELECT we.workout_id, we.id AS entry_id, we.exercise_id, we.superset, we.note AS entry_note, "
    "r.name, r.load_kind, s.id AS set_id, "
    f"{SET_VALUES} "
    "FROM workout_exercise we "
    "JOIN exercise_resolved r ON r.user_id = we.user_id AND r.id = we.exercise_id "
    "LEFT JOIN logged_set s ON s.user_id = we.user_id AND s.workout_id = we.workout_id "
    "AND s.workout_exercise_id = we.id "
    "WHERE we.user_id = :user_id AND we.workout_id = ANY(:workout_ids) "
    "ORDER BY we.workout_id, we.position, we.id, s.position, s.id"
)


def with_contents(tx: Transaction, user_id: UUID, found: Sequence[Workout]) -> list[Workout]:
    """The same workouts with their exercises and sets."""
    if not found:
        return []
    contents: dict[UUID, dict[UUID, list[Row[tuple[object, ...]]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    ids = [one.id for one in found]
    for row in tx.execute(_CONTENTS, {"user_id": user_id, "workout_ids": ids}).all():
        contents[row.workout_id][row.entry_id].append(row)
    return [
        replace(one, exercises=tuple(_entry(rows) for rows in contents[one.id].values()))
        for one in found
    ]


def _entry(rows: list[Row[tuple[object, ...]]]) -> ExerciseEntry:
    first = rows[0]
    return ExerciseEntry(
        id=first.entry_id,
        exercise_id=first.exercise_id,
        superset=first.superset,
        note=first.entry_note,
        name=first.name,
        load_kind=LoadKind(first.load_kind),
        sets=tuple(SetEntry(row.set_id, from_columns(row)) for row in rows if row.set_id),
    )


_LAST_SETS = text(
    "WITH last AS (SELECT we.id, we.workout_id FROM workout_exercise we "
    "JOIN workout w ON w.user_id = we.user_id AND w.id = we.workout_id "
    "WHERE we.user_id = :user_id AND we.exercise_id = :exercise_id AND w.deleted_at IS NULL "
    "AND EXISTS (SELECT FROM logged_set s "
    "WHERE s.user_id = we.user_id AND s.workout_id = we.workout_id "
    "AND s.workout_exercise_id = we.id) "
    "ORDER BY w.day DESC, w.started_at DESC, we.position LIMIT 1) "
    f"SELECT {SET_VALUES} FROM logged_set s JOIN last ON s.workout_id = last.workout_id "
    "AND s.workout_exercise_id = last.id WHERE s.user_id = :user_id ORDER BY s.position"
)


def last_sets(tx: Transaction, user_id: UUID, exercise_id: UUID) -> tuple[LoggedSet, ...]:
    """The sets of an exercise as they were done last time."""
    rows = tx.execute(_LAST_SETS, {"user_id": user_id, "exercise_id": exercise_id})
    return tuple(from_columns(row) for row in rows)


@dataclass(frozen=True, slots=True)
class WorkoutSummary:
    """What a calendar shows of a workout. `sets` and `volume_kg` leave warm-ups out.

    `records` are those that its sets took from earlier ones; a first time is none of them.
    """

    id: UUID
    title: str
    day: date
    started_at: datetime
    duration_s: int | None
    exercises: int
    sets: int
    volume_kg: Decimal
    records: int = 0


_SUMMED = (
    "SELECT w.id, w.title, w.day, w.started_at, w.duration_s, "
    "count(DISTINCT s.workout_exercise_id) AS exercises, "
    f"count(s.id) FILTER (WHERE {COUNTED}) AS sets, "
    "COALESCE(sum(s.weight_kg * s.reps) FILTER "
    "(WHERE s.kind <> 'warm_up' AND r.load_kind <> 'assisted'), 0) AS volume_kg "
    "FROM workout w "
    # As an array, so that only these workouts' sets are read, not the whole history.
    "LEFT JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "AND s.workout_id = ANY(ARRAY(SELECT m.id FROM workout m WHERE m.user_id = :user_id "
    "AND m.day BETWEEN :first AND :last)) "
    "LEFT JOIN exercise_resolved r ON r.user_id = s.user_id AND r.id = s.exercise_id "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL AND w.day BETWEEN :first AND :last "
    "GROUP BY w.user_id, w.id ORDER BY w.day, w.started_at, w.id"
)
_SUMMARIES = text(
    "SELECT summed.*, COALESCE(held.records, 0) AS records "
    f"FROM ({_SUMMED}) AS summed LEFT JOIN (SELECT h.workout_id, count(*) AS records "
    "FROM exercise_record r JOIN logged_set h ON h.user_id = r.user_id AND h.id = r.set_id "
    # As an array, so that these sets are found by their keys and no other is read.
    "AND h.user_id = :user_id AND h.id = ANY(ARRAY(SELECT m.set_id FROM exercise_record m "
    "WHERE m.user_id = :user_id AND m.day BETWEEN :first AND :last AND m.gain IS NOT NULL)) "
    "WHERE r.user_id = :user_id AND r.day BETWEEN :first AND :last AND r.gain IS NOT NULL "
    # All equations' one-rep maxes are kept; they are told by one.
    "AND (r.line NOT LIKE 'one\\_rep\\_max:%' OR r.line = :one_rep_max) GROUP BY h.workout_id) "
    "AS held ON held.workout_id = summed.id ORDER BY summed.day, summed.started_at, summed.id"
)


def summaries(
    tx: Transaction,
    user_id: UUID,
    first: date,
    last: date,
    *,
    formula: Formula = Formula.EPLEY,
) -> list[WorkoutSummary]:
    """The workouts of the days `first` to `last` in the order they were done.

    `formula` says by which equation records of the one-rep max are told.
    """
    parameters = {
        "user_id": user_id,
        "first": first,
        "last": last,
        "one_rep_max": str(Line(RecordKind.ONE_REP_MAX, None, formula)),
    }
    return [WorkoutSummary(*row) for row in tx.execute(_SUMMARIES, parameters).all()]


_SUMMARIES_AS_JSON = text(
    "SELECT COALESCE(CAST(json_agg(json_build_object('id', id, 'title', title, 'day', day, "
    "'started_at', (to_json(started_at AT TIME ZONE 'UTC') #>> '{}') || 'Z', "
    "'duration_s', duration_s, 'exercises', exercises, 'sets', sets, "
    f"'volume_kg', CAST(volume_kg AS float8))) AS text), '[]') FROM ({_SUMMED}) summed"
)


def summaries_as_json(tx: Transaction, user_id: UUID, first: date, last: date) -> str:
    """The same as a JSON array, for an answer that nothing else is done with on its way."""
    parameters = {"user_id": user_id, "first": first, "last": last}
    return str(tx.execute(_SUMMARIES_AS_JSON, parameters).scalar())


_INSERT_REVISION = text(
    "INSERT INTO workout_revision (user_id, id, workout_id, replaced_at, content, result) "
    "SELECT :user_id, :id, :workout_id, GREATEST(CAST(:now AS timestamptz), "
    "max(replaced_at) + interval '1 microsecond'), CAST(:content AS jsonb), "
    "CAST(:result AS jsonb) FROM workout_revision WHERE user_id = :user_id AND workout_id = :workout_id RETURNING id"
)


def insert_revision(
    tx: Transaction,
    user_id: UUID,
    *,
    revision_id: UUID,
    workout_id: UUID,
    content: dict[str, object],
    result: dict[str, object],
    now: datetime,
) -> None:
    """Keep what a workout was before an edit and after it, always as the latest of its versions."""
    tx.execute(
        _INSERT_REVISION,
        {
            "user_id": user_id,
            "id": revision_id,
            "workout_id": workout_id,
            "content": json.dumps(content),
            "result": json.dumps(result),
            "now": now,
        },
    )


_DELETE_OLD_REVISIONS = text(
    "DELETE FROM workout_revision WHERE user_id = :user_id AND workout_id = :workout_id "
    "AND id IN (SELECT id FROM workout_revision "
    "WHERE user_id = :user_id AND workout_id = :workout_id ORDER BY replaced_at DESC OFFSET :kept)"
)


def delete_old_revisions(tx: Transaction, user_id: UUID, workout_id: UUID, *, kept: int) -> int:
    parameters = {"user_id": user_id, "workout_id": workout_id, "kept": kept}
    return tx.execute(_DELETE_OLD_REVISIONS, parameters).rowcount


@dataclass(frozen=True, slots=True)
class Revision:
    """What a workout was before an edit, and what the edit made of it.

    `result` is None for an edit by a version of LiftLog that did not keep it.
    """

    id: UUID
    content: dict[str, object]
    result: dict[str, object] | None


_REVISION = text(
    "SELECT id, content, result FROM workout_revision "
    "WHERE user_id = :user_id AND workout_id = :workout_id "
    "AND id = COALESCE(CAST(:id AS uuid), id) ORDER BY replaced_at DESC LIMIT 1"
)


def revision(
    tx: Transaction, user_id: UUID, workout_id: UUID, revision_id: UUID | None = None
) -> Revision | None:
    """The one with this id; with None that of the last edit."""
    parameters = {"user_id": user_id, "workout_id": workout_id, "id": revision_id}
    row = tx.execute(_REVISION, parameters).one_or_none()
    return Revision(*row) if row else None


_TRASH = text(
    f"SELECT {_WORKOUT_COLUMNS} FROM workout w "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NOT NULL "
    "ORDER BY w.deleted_at DESC LIMIT :limit"
)


def trash(tx: Transaction, user_id: UUID, *, limit: int) -> list[Workout]:
    rows = tx.execute(_TRASH, {"user_id": user_id, "limit": limit}).all()
    return with_contents(tx, user_id, [_outline(tx, user_id, row) for row in rows])


_EMPTY_TRASH = versioned(
    ", gone AS (DELETE FROM workout WHERE user_id = :user_id AND deleted_at < :before "
    f"RETURNING id) {tombstones_of('workout')}"
)


def empty_trash(tx: Transaction, user_id: UUID, *, before: datetime) -> int:
    """Remove for good what was deleted before `before`."""
    return tx.execute(_EMPTY_TRASH, {"user_id": user_id, "before": before}).rowcount
