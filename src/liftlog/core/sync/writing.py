"""Writing what operations have changed, and the figures that are kept of it."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from liftlog.core.sync.documents import logged_of
from liftlog.core.sync.reading import OF_EXERCISE, OF_WORKOUT, SETTINGS, UNKNOWN_EXERCISE, Batch
from liftlog.domain.periods import FIRST_DAY
from liftlog.domain.sync.merging import Documents, Key, Kind, Row
from liftlog.domain.sync.stamps import NEVER, moment_of
from liftlog.domain.workouts.set_codec import columns_of
from liftlog.kit import time_zones
from liftlog.store import sync as store
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.rollups import rollups
from liftlog.store.rollups.rollups import ExerciseDay
from liftlog.store.sync import Found, Written


def keep(tx: Transaction, account: Account, batch: Batch, *, rev: int, now: datetime) -> None:
    documents, user_id = batch.documents, account.user_id
    _complete(batch, account, now)
    touched = documents.touched
    by_kind: dict[Kind, list[UUID]] = defaultdict(list)
    for kind, target in sorted(touched, key=str):
        if (kind, target) in documents.rows:
            by_kind[kind].append(target)
    gone = {key for key in documents.deleted if key in batch.before and key not in documents.rows}
    written = Written(
        workouts=[_workout_row(documents, one) for one in by_kind[Kind.WORKOUT]],
        entries=[_entry_row(documents, one) for one in by_kind[Kind.ENTRY]],
        sets=[_set_row(documents, one, account) for one in by_kind[Kind.SET]],
        bumped=batch.changed_workouts(),
        gone_entries=[target for kind, target in gone if kind is Kind.ENTRY],
        gone_sets=[target for kind, target in gone if kind is Kind.SET],
        restored=[target for _, target in documents.restored],
        tombstones=[
            _tombstone_row(documents, key)
            for key in documents.deleted
            if key in documents.tombstones
        ],
        exercises=[_exercise_row(documents, one) for one in by_kind[Kind.EXERCISE]],
        routines=[_routine_row(documents, one) for one in by_kind[Kind.ROUTINE]],
        preferences=[
            {"logging": row.fields, "stamps": dict(row.stamps)}
            for row in (documents.rows[Kind.PREFERENCES, one] for one in by_kind[Kind.PREFERENCES])
        ],
        answers=batch.answers,
    )
    store.write(tx, user_id, written, rev=rev, now=now)
    for one in by_kind[Kind.EXERCISE]:
        if _changed_load(batch, one):
            rollups.refresh_exercise(tx, user_id, one)
    rollups.refresh(tx, user_id, _days(batch))


def _changed_load(batch: Batch, exercise: UUID) -> bool:
    before = batch.before.get((Kind.EXERCISE, exercise))
    after = batch.documents.rows[Kind.EXERCISE, exercise]
    return before is not None and before.fields["load_kind"] != after.fields["load_kind"]


def _complete(batch: Batch, account: Account, now: datetime) -> None:
    """What a place was made for has what it needs to be kept, without a stamp: any word of its own wins."""
    documents = batch.documents
    there = {UUID(found["exercise_id"]) for what, found in batch.loaded if what == "entry"}
    for (kind, target), row in list(documents.rows.items()):
        if kind is Kind.WORKOUT and (kind, target) in documents.touched:
            fields = {**_workout_defaults(batch, target, row, account, now), **_said(row)}
            documents.rows[kind, target] = Row(fields, row.stamps, rev=row.rev, deleted=row.deleted)
        if kind is Kind.ENTRY and (kind, target) in documents.touched:
            exercise = (Kind.EXERCISE, row.fields["exercise_id"])
            if exercise not in documents.rows and exercise[1] not in there:
                documents.write(
                    exercise, Row({"name": UNKNOWN_EXERCISE, "load_kind": "weight_reps"})
                )


def _said(row: Row) -> Found:
    return {name: value for name, value in row.fields.items() if value is not None}


def _workout_defaults(
    batch: Batch, target: UUID, row: Row, account: Account, now: datetime
) -> Found:
    started_at = row.fields.get("started_at") or _first_word(batch, target, row) or now
    return {
        "title": "",
        "note": "",
        "running": False,
        "started_at": min(started_at, now),
        "time_zone": account.time_zone,
        "routine_id": None,
        "duration_s": None,
    }


def _first_word(batch: Batch, workout: UUID, row: Row) -> datetime | None:
    """When somebody first said something of a workout that nobody told the start of."""
    rows = batch.documents.rows
    sets = [
        rows[Kind.SET, one] for one in batch.documents.children(Kind.SET, "workout_id", workout)
    ]
    stamps = [stamp for one in (row, *sets) for stamp in one.stamps.values() if stamp]
    return moment_of(min(stamps)) if stamps else None


def _day(row: Row) -> date:
    started_at: datetime = row.fields["started_at"]
    day = started_at.astimezone(time_zones.zone(row.fields["time_zone"])).date()
    return max(day, FIRST_DAY)


def _days(batch: Batch) -> set[ExerciseDay]:
    """The exercises and days whose kept figures may be others now."""
    found: set[ExerciseDay] = set()
    moved = _moved(batch)
    changed = batch.documents.touched | batch.documents.deleted
    for rows in (batch.before, batch.documents.rows):
        days = {
            target: _day(row)
            for (kind, target), row in rows.items()
            if kind is Kind.WORKOUT and row.fields.get("started_at")
        }
        for (kind, target), row in rows.items():
            if kind is Kind.SET and ((kind, target) in changed or _is_within(row, moved)):
                found.add(ExerciseDay(row.fields["exercise_id"], days[row.fields["workout_id"]]))
    return found


def _moved(batch: Batch) -> set[Key]:
    """The workouts and entries whose place in time is another, or that came or went.

    Of equal sets the first is the record.
    """
    before, after = batch.before, batch.documents.rows
    return {
        key
        for key in before.keys() | after.keys()
        if before.get(key) is not after.get(key)
        and _place(before.get(key)) != _place(after.get(key))
    }


def _is_within(set_row: Row, moved: set[Key]) -> bool:
    fields = set_row.fields
    return (Kind.ENTRY, fields["entry_id"]) in moved or (
        Kind.WORKOUT,
        fields["workout_id"],
    ) in moved


def _place(row: Row | None) -> object:
    names = ("started_at", "time_zone", "position")
    return row and (row.deleted, *(row.fields.get(name) for name in names))


def _workout_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.WORKOUT, target]
    return {
        **{name: row.fields.get(name) for name in OF_WORKOUT},
        "id": target,
        "day": _day(row),
        "deleted": row.deleted,
        "stamps": dict(row.stamps),
    }


def _entry_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.ENTRY, target]
    defaults: Found = {"position": 0, "superset": None, "note": "", "rest_s": None, "plan": []}
    return {**defaults, **_said(row), "id": target, "stamps": _stamps(row)}


def _stamps(row: Row) -> dict[str, str]:
    """Never none at all: that would say that a form wrote it."""
    return dict(row.stamps) or {"*": NEVER}


def _set_row(documents: Documents, target: UUID, account: Account) -> Found:
    row = documents.rows[Kind.SET, target]
    return {
        "id": target,
        "workout_exercise_id": row.fields["entry_id"],
        "workout_id": row.fields["workout_id"],
        "exercise_id": row.fields["exercise_id"],
        "position": row.fields.get("position") or 0,
        **columns_of(logged_of(row.fields, account.weight_unit)),
        "logged_at": row.fields.get("logged_at"),
        "plan_id": row.fields.get("plan_id"),
        "stamps": _stamps(row),
    }


def _tombstone_row(documents: Documents, key: tuple[Kind, UUID]) -> Found:
    tombstone = documents.tombstones[key]
    return {
        "kind": key[0].value,
        "id": key[1],
        "stamp": tombstone.stamp,
        "content": {
            "fields": tombstone.row.fields,
            "stamps": dict(tombstone.row.stamps),
            "own": tombstone.own,
        },
    }


def _exercise_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.EXERCISE, target]
    defaults = {
        "name": UNKNOWN_EXERCISE,
        "load_kind": "weight_reps",
        "equipment": "other",
        "pattern": "isolation",
        "primary_muscles": [],
        "secondary_muscles": [],
        "archived": False,
    }
    fields = {**defaults, **_said(row)}
    settings = {name: row.fields[name] for name in SETTINGS if row.fields.get(name) is not None}
    return {
        **{name: fields[name] for name in OF_EXERCISE},
        "id": target,
        "settings": settings,
        "stamps": dict(row.stamps),
    }


def _routine_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.ROUTINE, target]
    return {"id": target, "content": row.fields, "deleted": row.deleted}
