"""Batches of operations from devices that were away: applied once each, answered with what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from liftlog.core.accounts import checked_time_zone
from liftlog.core.routine_wire import RoutineContent
from liftlog.core.routines import refuse_faults
from liftlog.core.sync_documents import exercise_document, routine_document, workout_document
from liftlog.core.sync_wire import (
    FIELDS,
    Ack,
    Best,
    Changes,
    Deleted,
    OperationInput,
    SetFields,
    SyncInput,
    SyncOutput,
    SyncUser,
)
from liftlog.domain.merging import (
    Documents,
    Kind,
    Operation,
    RefusedError,
    Row,
    Status,
    Tombstone,
    Verb,
    apply,
)
from liftlog.domain.periods import FIRST_DAY
from liftlog.domain.records import Line, RecordKind
from liftlog.domain.routines import document_of
from liftlog.domain.stamps import NEVER, clamped, moment_of
from liftlog.domain.units import WEIGHT_MAX_G, Distance, DistanceUnit, Weight, WeightUnit
from liftlog.errors import ConflictError, LiftLogError
from liftlog.store import exercise_changes, exercises, kept, versions
from liftlog.store import sync as store
from liftlog.store.accounts import Account
from liftlog.store.engine import Transaction
from liftlog.store.kept import ExerciseDay
from liftlog.store.sync import Found, Wanted, Written

UNKNOWN_EXERCISE = "Unknown exercise"
SETTINGS = ("increment_g", "bar_g", "rest_s", "note")


class OtherAccountError(ConflictError):
    code = "other_account"


@dataclass(slots=True)
class _Batch:
    """What one request does: the documents it met, what they were, and what is said of each operation."""

    documents: Documents
    loaded: list[tuple[str, Found]]
    before: dict[tuple[Kind, UUID], Row]
    acks: list[Ack] = field(default_factory=list)
    answers: list[dict[str, object]] = field(default_factory=list)


def sync(tx: Transaction, account: Account, asked: SyncInput, *, now: datetime) -> SyncOutput:
    """Apply what was not applied before, and give what changed since the device asked last.

    Raises OtherAccountError, with nothing applied, when the operations are somebody else's.
    """
    if asked.user_id is not None and asked.user_id != account.user_id:
        raise OtherAccountError("These changes were made by another account on this device.")
    user_id = account.user_id
    if asked.operations:
        rev, known = store.claim(tx, user_id, [one.id for one in asked.operations])
    else:
        rev, known = versions.version(tx, user_id), {}
    fresh = asked.cursor is None
    wanted = _wanted(asked.operations, known)
    if fresh:
        wanted.workouts.update(store.fresh(tx, user_id))
    since = rev if asked.cursor is None else asked.cursor
    batch = _met(_loaded(tx, user_id, wanted, since, fresh=fresh))
    for one in asked.operations:
        batch.acks.append(_acknowledged(batch, one, known, account, rev=rev, now=now))
    if batch.answers:
        _keep(tx, account, batch, rev=rev, now=now)
    if fresh:
        store.forget_answers(tx, user_id, now)
    return _answer(tx, account, batch, asked, rev=rev, now=now)


def _wanted(operations: Iterable[OperationInput], known: Mapping[UUID, Found]) -> Wanted:
    wanted = Wanted()
    named = {
        Kind.WORKOUT: wanted.workouts,
        Kind.ENTRY: wanted.entries,
        Kind.SET: wanted.sets,
        Kind.EXERCISE: wanted.exercises,
        Kind.ROUTINE: wanted.routines,
    }
    for one in operations:
        if one.id in known:
            continue
        if one.kind in named:
            named[one.kind].add(one.target)
        for name, found in (
            ("workout_id", wanted.workouts),
            ("entry_id", wanted.entries),
            ("exercise_id", wanted.exercises),
        ):
            said = _uuid(one.fields.get(name))
            if said is not None and one.kind in {Kind.ENTRY, Kind.SET}:
                found.add(said)
    return wanted


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value is not None else None
    except ValueError:
        return None


def _loaded(
    tx: Transaction, user_id: UUID, wanted: Wanted, since: int, *, fresh: bool
) -> list[tuple[str, Found]]:
    """An exercise of the catalogue is used by being named for the first time."""
    loaded = store.load(tx, user_id, wanted, since, fresh=fresh)
    there = {UUID(found["id"]) for what, found in loaded if what == "exercise"}
    if wanted.exercises <= there:
        return loaded
    exercise_changes.adopt_catalogue(tx, user_id, wanted.exercises - there)
    return store.load(tx, user_id, wanted, since, fresh=fresh)


def _met(loaded: list[tuple[str, Found]]) -> _Batch:
    rows: dict[tuple[Kind, UUID], Row] = {}
    graves: dict[tuple[Kind, UUID], Tombstone] = {}
    floors = {
        found["id"]: found["stamps"].get("*", "") for what, found in loaded if what == "workout"
    }
    for what, found in loaded:
        if what == "tombstone":
            content = found["content"]
            kind = Kind(found["kind"])
            # What an edit by a form left out is kept as the row it was.
            fields = _set_fields(content["row"]) if "row" in content else content.get("fields", {})
            row = Row(_from_json(kind, fields), content.get("stamps", {}))
            own = content.get("own", found["stamp"] if kind is Kind.SET else NEVER)
            graves[kind, UUID(found["id"])] = Tombstone(found["stamp"], row, own)
            continue
        kind = Kind(what)
        target = UUID(found["id"]) if "id" in found else UUID(int=0)
        rows[kind, target] = _row(kind, found, floors.get(str(found.get("workout_id")), ""))
    # What a form brought back has no grave any more, whatever an older one says.
    graves = {key: grave for key, grave in graves.items() if key not in rows}
    return _Batch(Documents(dict(rows), graves), loaded, rows)


_OF_WORKOUT = ("title", "started_at", "time_zone", "note", "routine_id", "running", "duration_s")
_OF_ENTRY = ("workout_id", "exercise_id", "position", "superset", "note", "rest_s", "plan")
_OF_EXERCISE = (
    "name",
    "load_kind",
    "equipment",
    "pattern",
    "primary_muscles",
    "secondary_muscles",
    "archived",
)


def _row(kind: Kind, found: Found, floor: str) -> Row:
    stamps = dict(found.get("stamps") or {})
    if floor > stamps.get("*", ""):
        stamps["*"] = floor
    return Row(
        _from_json(kind, _fields(kind, found)),
        stamps,
        rev=found.get("rev", 0),
        deleted=found.get("deleted", False),
    )


def _fields(kind: Kind, found: Found) -> Found:
    if kind is Kind.ROUTINE:
        return dict(found["content"])
    if kind is Kind.PREFERENCES:
        return dict(found["logging"])
    if kind is Kind.EXERCISE:
        return {name: found[name] for name in _OF_EXERCISE} | {
            name: found["settings"].get(name) for name in SETTINGS
        }
    if kind is Kind.SET:
        return _set_fields(found)
    return {name: found[name] for name in (_OF_WORKOUT if kind is Kind.WORKOUT else _OF_ENTRY)}


def _set_fields(found: Found) -> Found:
    grams, millimetres = found["weight_g"], found["distance_mm"]
    milliseconds = found["duration_ms"]
    return {
        **{
            name: found[name]
            for name in (
                "workout_id",
                "entry_id",
                "exercise_id",
                "position",
                "kind",
                "reps",
                "rpe",
                "note",
                "logged_at",
                "weight_unit",
                "distance_unit",
            )
        },
        "weight": None if grams is None else Weight(grams, WeightUnit(found["weight_unit"])).amount,
        "duration_s": None if milliseconds is None else Decimal(milliseconds) / 1000,
        "distance": (
            None
            if millimetres is None
            else Distance(millimetres, DistanceUnit(found["distance_unit"])).amount
        ),
    }


_IDS = frozenset({"workout_id", "entry_id", "exercise_id", "routine_id"})
_MOMENTS = frozenset({"started_at", "logged_at"})


def _from_json(kind: Kind, fields: Found) -> Found:
    if kind in {Kind.ROUTINE, Kind.PREFERENCES}:
        return fields
    return {name: _value(name, value) for name, value in fields.items()}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _IDS:
        return UUID(str(value))
    if name in _MOMENTS and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def _acknowledged(
    batch: _Batch,
    one: OperationInput,
    known: Mapping[UUID, Found],
    account: Account,
    *,
    rev: int,
    now: datetime,
) -> Ack:
    if one.id in known:
        told = known[one.id]
        again = told["status"] if told["status"] == Status.REJECTED else Status.DUPLICATE
        return Ack(**{**told, "id": one.id, "status": again})
    try:
        status = apply(batch.documents, _operation(one, account, now))
        ack = Ack(id=one.id, status=status, rev=rev)
    except RefusedError as error:
        ack = Ack(id=one.id, status=Status.REJECTED, rev=rev, code=error.code, reason=error.reason)
    batch.answers.append({"id": one.id, "result": ack.model_dump(mode="json", exclude={"id"})})
    return ack


def _operation(one: OperationInput, account: Account, now: datetime) -> Operation:
    fields: Found = {}
    if one.verb is Verb.PUT:
        fields = _checked(one, account, now)
    target = UUID(int=0) if one.kind is Kind.PREFERENCES else one.target
    return Operation(
        id=one.id,
        kind=one.kind,
        verb=one.verb,
        target=target,
        stamp=clamped(one.stamp, now),
        fields=fields,
        base_rev=one.base_rev,
    )


def _checked(one: OperationInput, account: Account, now: datetime) -> Found:
    """What it writes and nothing else, by the limits that hold everywhere."""
    try:
        read = FIELDS[one.kind].model_validate(one.fields)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise RefusedError("invalid_input", f"{where}: {problem['msg']}") from error
    if isinstance(read, RoutineContent):
        return _routine_fields(read, one.target, account, now)
    if one.kind is Kind.PREFERENCES:
        return read.model_dump(mode="json", exclude_unset=True)
    fields = read.model_dump(mode="python", exclude_unset=True)
    if fields.get("time_zone") is not None:
        _refused_if_wrong(lambda: checked_time_zone(fields["time_zone"]))
    if isinstance(read, SetFields):
        _check_set(read, account)
    if "plan" in fields:
        fields["plan"] = read.model_dump(mode="json")["plan"]
    return {
        name: value.value if hasattr(value, "value") else value for name, value in fields.items()
    }


def _routine_fields(read: RoutineContent, target: UUID, account: Account, now: datetime) -> Found:
    """The document that a page would have written."""
    routine = read.routine(target, position=0, unit=account.weight_unit, now=now)
    _refused_if_wrong(lambda: refuse_faults(routine))
    return document_of(routine)


def _check_set(read: SetFields, account: Account) -> None:
    logged = read.logged(account.weight_unit)
    if logged.weight and logged.weight.grams > WEIGHT_MAX_G:
        raise RefusedError("invalid_input", "weight: A weight is at most 2,000 kg.")


def _refused_if_wrong(check: Any) -> None:
    try:
        check()
    except LiftLogError as error:
        raise RefusedError(error.code, error.message) from error


def _keep(tx: Transaction, account: Account, batch: _Batch, *, rev: int, now: datetime) -> None:
    documents, user_id = batch.documents, account.user_id
    _complete(batch, account, now)
    touched = documents.touched
    by_kind: dict[Kind, list[UUID]] = defaultdict(list)
    for kind, target in sorted(touched, key=str):
        if (kind, target) in documents.rows:
            by_kind[kind].append(target)
    gone = {key for key in documents.buried if key in batch.before and key not in documents.rows}
    written = Written(
        workouts=[_workout_row(documents, one) for one in by_kind[Kind.WORKOUT]],
        entries=[_entry_row(documents, one) for one in by_kind[Kind.ENTRY]],
        sets=[_set_row(documents, one, account) for one in by_kind[Kind.SET]],
        bumped=_workouts_of(batch),
        gone_entries=[target for kind, target in gone if kind is Kind.ENTRY],
        gone_sets=[target for kind, target in gone if kind is Kind.SET],
        dug_up=[target for _, target in documents.dug_up],
        buried=[
            _grave_row(documents, key) for key in documents.buried if key in documents.tombstones
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
            kept.refresh_exercise(tx, user_id, one)
    kept.refresh(tx, user_id, _days(batch))


def _changed_load(batch: _Batch, exercise: UUID) -> bool:
    before = batch.before.get((Kind.EXERCISE, exercise))
    after = batch.documents.rows[Kind.EXERCISE, exercise]
    return before is not None and before.fields["load_kind"] != after.fields["load_kind"]


def _complete(batch: _Batch, account: Account, now: datetime) -> None:
    """What a place was made for has what it needs to be kept, without a stamp: any word of its own wins."""
    documents = batch.documents
    for (kind, target), row in list(documents.rows.items()):
        if kind is Kind.WORKOUT and (kind, target) in documents.touched:
            fields = {**_workout_defaults(batch, target, row, account, now), **_said(row)}
            documents.rows[kind, target] = Row(fields, row.stamps, rev=row.rev, deleted=row.deleted)
        if kind is Kind.ENTRY and (kind, target) in documents.touched:
            exercise = (Kind.EXERCISE, row.fields["exercise_id"])
            if exercise not in documents.rows:
                documents.write(
                    exercise, Row({"name": UNKNOWN_EXERCISE, "load_kind": "weight_reps"})
                )


def _said(row: Row) -> Found:
    return {name: value for name, value in row.fields.items() if value is not None}


def _workout_defaults(
    batch: _Batch, target: UUID, row: Row, account: Account, now: datetime
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


def _first_word(batch: _Batch, workout: UUID, row: Row) -> datetime | None:
    """When somebody first said something of a workout that nobody told the start of."""
    rows = batch.documents.rows
    sets = [
        rows[Kind.SET, one] for one in batch.documents.children(Kind.SET, "workout_id", workout)
    ]
    stamps = [stamp for one in (row, *sets) for stamp in one.stamps.values() if stamp]
    return moment_of(min(stamps)) if stamps else None


def _workouts_of(batch: _Batch) -> set[UUID]:
    """The workouts that something of changed."""
    found: set[UUID] = set()
    for kind, target in batch.documents.touched | batch.documents.buried:
        for row in (batch.before.get((kind, target)), batch.documents.rows.get((kind, target))):
            if kind is Kind.WORKOUT:
                found.add(target)
            elif row is not None and kind in {Kind.ENTRY, Kind.SET}:
                found.add(row.fields["workout_id"])
    return found


def _day(row: Row) -> date:
    started_at: datetime = row.fields["started_at"]
    day = started_at.astimezone(ZoneInfo(row.fields["time_zone"])).date()
    return max(day, FIRST_DAY)


def _days(batch: _Batch) -> set[ExerciseDay]:
    """The exercises and days whose kept figures may be others now."""
    found: set[ExerciseDay] = set()
    for rows in (batch.before, batch.documents.rows):
        days = {
            target: _day(row)
            for (kind, target), row in rows.items()
            if kind is Kind.WORKOUT and row.fields.get("started_at")
        }
        for (kind, target), row in rows.items():
            if kind is Kind.SET and _moved(batch, (kind, target), row):
                found.add(ExerciseDay(row.fields["exercise_id"], days[row.fields["workout_id"]]))
    return found


def _moved(batch: _Batch, key: tuple[Kind, UUID], row: Row) -> bool:
    """Whether the set, or the day or the life of its workout, is another."""
    workout = (Kind.WORKOUT, row.fields["workout_id"])
    before, after = batch.before.get(workout), batch.documents.rows.get(workout)
    if key in batch.documents.touched or key in batch.documents.buried:
        return True
    if before is None or after is None:
        return True
    return before.deleted != after.deleted or _day(before) != _day(after)


def _workout_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.WORKOUT, target]
    return {
        **{name: row.fields.get(name) for name in _OF_WORKOUT},
        "id": target,
        "day": _day(row),
        "deleted": row.deleted,
        "stamps": dict(row.stamps),
    }


def _entry_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.ENTRY, target]
    defaults: Found = {"position": 0, "superset": None, "note": "", "rest_s": None, "plan": []}
    return {**defaults, **_said(row), "id": target, "stamps": _own(row)}


def _own(row: Row) -> dict[str, str]:
    """Without what it has from its workout."""
    return {name: stamp for name, stamp in row.stamps.items() if name != "*"}


def _set_row(documents: Documents, target: UUID, account: Account) -> Found:
    row = documents.rows[Kind.SET, target]
    logged = SetFields.model_validate(row.fields).logged(account.weight_unit)
    return {
        "id": target,
        "entry_id": row.fields["entry_id"],
        "workout_id": row.fields["workout_id"],
        "exercise_id": row.fields["exercise_id"],
        "position": row.fields.get("position") or 0,
        "kind": logged.kind.value,
        "weight_g": logged.weight and logged.weight.grams,
        "weight_unit": logged.weight and logged.weight.unit.value,
        "reps": logged.reps,
        "rpe": logged.rpe,
        "duration_ms": logged.duration_ms,
        "distance_mm": logged.distance and logged.distance.millimetres,
        "distance_unit": logged.distance and logged.distance.unit.value,
        "note": logged.note,
        "logged_at": row.fields.get("logged_at"),
        "stamps": _own(row),
    }


def _grave_row(documents: Documents, key: tuple[Kind, UUID]) -> Found:
    grave = documents.tombstones[key]
    return {
        "kind": key[0].value,
        "id": key[1],
        "stamp": grave.stamp,
        "content": {
            "fields": grave.row.fields,
            "stamps": dict(grave.row.stamps),
            "own": grave.own,
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
        **{name: fields[name] for name in _OF_EXERCISE},
        "id": target,
        "settings": settings,
        "stamps": dict(row.stamps),
    }


def _routine_row(documents: Documents, target: UUID) -> Found:
    row = documents.rows[Kind.ROUTINE, target]
    return {"id": target, "content": row.fields, "deleted": row.deleted}


def _answer(
    tx: Transaction,
    account: Account,
    batch: _Batch,
    asked: SyncInput,
    *,
    rev: int,
    now: datetime,
) -> SyncOutput:
    fresh = asked.cursor is None
    since = -1 if asked.cursor is None else asked.cursor
    changed = [
        found["rev"] for what, found in batch.loaded if what == "workout" and found["rev"] > since
    ]
    more = not fresh and len(changed) >= store.WORKOUTS_MAX
    return SyncOutput.model_construct(
        user=_user(account),
        acks=tuple(batch.acks),
        changes=_changes(tx, account, batch, since, fresh=fresh, rev=rev),
        cursor=max(changed) if more else rev,
        more=more,
        server_time=now,
    )


def _user(account: Account) -> SyncUser:
    return SyncUser.model_construct(
        id=account.user_id,
        email=account.email,
        weight_unit=account.weight_unit,
        time_zone=account.time_zone,
        week_start=account.week_start,
        formula=account.formula.value,
        theme=account.theme,
    )


def _changes(
    tx: Transaction, account: Account, batch: _Batch, since: int, *, fresh: bool, rev: int
) -> Changes:
    documents = batch.documents
    touched = _workouts_of(batch)
    shown: dict[Kind, list[tuple[UUID, Row]]] = defaultdict(list)
    for (kind, target), row in documents.rows.items():
        own = target in touched if kind is Kind.WORKOUT else (kind, target) in documents.touched
        if own or row.rev > since:
            shown[kind].append((target, row))
    gone = [
        Deleted.model_construct(kind=kind, id=target)
        for kind in (Kind.WORKOUT, Kind.ROUTINE)
        for target, row in shown[kind]
        if row.deleted
    ]
    others = [one for one, row in shown[Kind.WORKOUT] if one not in touched]
    preferences = documents.rows.get((Kind.PREFERENCES, UUID(int=0)))
    return Changes.model_construct(
        workouts=tuple(
            workout_document(
                documents, target, _names(batch), rev=rev if target in touched else row.rev
            )
            for target, row in shown[Kind.WORKOUT]
            if not row.deleted
        ),
        routines=tuple(
            routine_document(
                target, row, rev=rev if (Kind.ROUTINE, target) in documents.touched else row.rev
            )
            for target, row in shown[Kind.ROUTINE]
            if not row.deleted
        ),
        exercises=tuple(_exercises(tx, account.user_id, batch, shown[Kind.EXERCISE], fresh=fresh)),
        preferences=preferences.fields if preferences else None,
        bests=_bests(tx, account, batch, None if fresh else others),
        deleted=tuple(gone),
    )


def _names(batch: _Batch) -> dict[UUID, tuple[str, str]]:
    """What the exercises of the documents at hand are called, and how they are loaded."""
    named = {
        UUID(found["exercise_id"]): (found["name"], found["load_kind"])
        for what, found in batch.loaded
        if what == "entry"
    }
    return named | {
        target: (row.fields.get("name") or UNKNOWN_EXERCISE, row.fields.get("load_kind") or "")
        for (kind, target), row in batch.documents.rows.items()
        if kind is Kind.EXERCISE
    }


def _exercises(
    tx: Transaction,
    user_id: UUID,
    batch: _Batch,
    shown: list[tuple[UUID, Row]],
    *,
    fresh: bool,
) -> Iterable[dict[str, Any]]:
    own = {UUID(found["id"]): found["own"] for what, found in batch.loaded if what == "exercise"}
    if not fresh:
        yield from (
            exercise_document(one, row.fields, own=own.get(one, True)) for one, row in shown
        )
        return
    settings = {one: row.fields for one, row in shown}
    for one in exercises.exercises(tx, user_id):
        fields = {name: getattr(one, name) for name in _OF_EXERCISE}
        more = {name: settings.get(one.id, {}).get(name) for name in SETTINGS}
        yield exercise_document(one.id, {**fields, **more}, own=one.own)


def _bests(
    tx: Transaction, account: Account, batch: _Batch, workouts: list[UUID] | None
) -> tuple[Best, ...]:
    """Of what others did meanwhile; what the device did itself it knows."""
    named: set[UUID] | None = None
    if workouts is not None:
        named = {
            row.fields["exercise_id"]
            for (kind, _), row in batch.documents.rows.items()
            if kind is Kind.ENTRY and row.fields["workout_id"] in workouts
        }
        if not named:
            return ()
    line = str(Line(RecordKind.ONE_REP_MAX, None, account.formula))
    found: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for exercise, of, value in store.bests(tx, account.user_id, named, line):
        found[exercise][of] = value
    return tuple(_best(exercise, lines, line) for exercise, lines in found.items())


def _best(exercise: UUID, lines: dict[str, Decimal], one_rep_max: str) -> Best:
    by_reps = sorted(
        (Line.parse(line).reps or 0, value) for line, value in lines.items() if line != one_rep_max
    )
    return Best.model_construct(
        exercise_id=exercise,
        one_rep_max_kg=lines.get(one_rep_max),
        by_reps=tuple(by_reps),
        top_weight_kg=max((value for _, value in by_reps), default=None),
    )
