"""What a device is told: what became of its operations, and what changed meanwhile."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from liftlog.core.sync.documents import (
    exercise_document,
    preferences_document,
    routine_document,
    workout_document,
)
from liftlog.core.sync.reading import OF_EXERCISE, PREFERENCES_ID, SETTINGS, UNKNOWN_EXERCISE, Batch
from liftlog.core.sync.schemas import (
    Best,
    Changes,
    Deleted,
    ExerciseDocument,
    RoutineDocument,
    SyncInput,
    SyncOutput,
    SyncUser,
)
from liftlog.domain.records import Line, RecordKind
from liftlog.domain.sync.merging import Kind, Row
from liftlog.store import sync as store
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import all_exercises


def answer(
    tx: Transaction,
    account: Account,
    batch: Batch,
    asked: SyncInput,
    *,
    rev: int,
    now: datetime,
) -> SyncOutput:
    fresh = asked.cursor is None
    since = -1 if asked.cursor is None else asked.cursor
    # Operations name others too, which say nothing of how far the device has been told.
    changed = [found["rev"] for what, found in batch.loaded if what == "workout" and found["next"]]
    more = not fresh and len(changed) >= store.WORKOUTS_MAX
    return SyncOutput.model_construct(
        user=_user(account),
        acks=tuple(batch.acks),
        changes=_changes(tx, account, batch, since, fresh=fresh, rev=rev),
        cursor=max(changed) if more else rev,
        more=more,
        server_time=now,
        stamp=batch.documents.latest or None,
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
    tx: Transaction, account: Account, batch: Batch, since: int, *, fresh: bool, rev: int
) -> Changes:
    documents = batch.documents
    touched = batch.changed_workouts()
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
    gone += [
        Deleted.model_construct(kind=kind, id=target)
        for kind, target in batch.gone
        if (kind, target) not in documents.rows
    ]
    # While it logs sets a device knows itself what they beat, and an answer is to be quick.
    told = [
        one
        for one, _ in shown[Kind.WORKOUT]
        if one not in touched or (Kind.WORKOUT, one) in documents.touched
    ]
    named = None if fresh else _exercises_in(batch, told)
    bests = _bests(tx, account, named)
    if named:
        beaten = named - {one.exercise_id for one in bests}
        gone += [Deleted.model_construct(kind="best", id=one) for one in sorted(beaten)]
    preferences = documents.rows.get((Kind.PREFERENCES, PREFERENCES_ID))
    names = _names(batch)
    return Changes.model_construct(
        workouts=tuple(
            workout_document(
                documents,
                target,
                names,
                account.weight_unit,
                rev=rev if target in touched else row.rev,
            )
            for target, row in shown[Kind.WORKOUT]
            if not row.deleted
        ),
        routines=tuple(_routines(batch, shown[Kind.ROUTINE], rev)),
        exercises=tuple(_exercises(tx, account.user_id, batch, shown[Kind.EXERCISE], fresh=fresh)),
        preferences=preferences_document(preferences) if preferences else None,
        bests=bests,
        deleted=tuple(gone),
    )


def _routines(batch: Batch, shown: list[tuple[UUID, Row]], rev: int) -> Iterable[RoutineDocument]:
    for target, row in shown:
        if row.deleted:
            continue
        written = (Kind.ROUTINE, target) in batch.documents.touched
        document = routine_document(target, row, rev=rev if written else row.rev)
        if document is not None:
            yield document


def _names(batch: Batch) -> dict[UUID, tuple[str, str]]:
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
    batch: Batch,
    shown: list[tuple[UUID, Row]],
    *,
    fresh: bool,
) -> Iterable[ExerciseDocument]:
    if not fresh:
        known = {UUID(found["id"]): found for what, found in batch.loaded if what == "exercise"}
        for target, row in shown:
            found = known.get(target, {})
            own, aliases = found.get("own", True), found.get("aliases", ())
            yield exercise_document(target, row.fields, own=own, aliases=aliases)
        return
    settings = {one: row.fields for one, row in shown}
    for one in all_exercises.exercises(tx, user_id):
        fields = {name: getattr(one, name) for name in OF_EXERCISE}
        more = {name: settings.get(one.id, {}).get(name) for name in SETTINGS}
        yield exercise_document(one.id, {**fields, **more}, own=one.own, aliases=one.aliases)


def _exercises_in(batch: Batch, workouts: list[UUID]) -> set[UUID]:
    return {
        row.fields["exercise_id"]
        for (kind, _), row in batch.documents.rows.items()
        if kind is Kind.ENTRY and row.fields["workout_id"] in workouts
    }


def _bests(tx: Transaction, account: Account, named: set[UUID] | None) -> tuple[Best, ...]:
    """Of these exercises, as far as there is one; with None of all."""
    if named is not None and not named:
        return ()
    line = str(Line(RecordKind.ONE_REP_MAX, None, account.formula))
    found: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for exercise, of, value in store.bests(tx, account.user_id, named, line):
        found[exercise][of] = value
    return tuple(_best(exercise, lines, line) for exercise, lines in found.items())


def _best(exercise: UUID, lines: dict[str, Decimal], one_rep_max: str) -> Best:
    parsed = ((Line.parse(line), value) for line, value in lines.items())
    by_reps = sorted(
        (line.reps or 0, value) for line, value in parsed if line.kind is RecordKind.WEIGHT
    )
    return Best.model_construct(
        exercise_id=exercise,
        one_rep_max_kg=lines.get(one_rep_max),
        by_reps=tuple(by_reps),
        top_weight_kg=max((value for _, value in by_reps), default=None),
        standing=lines,
    )
