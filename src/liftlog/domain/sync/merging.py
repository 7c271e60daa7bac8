"""What operations of several devices come to, in whatever order they arrive.

Each field has the stamp of who wrote it last, and the later stamp wins. What is deleted leaves a
tombstone with its stamp and what it held; a later edit brings it back. A workout is there as long as
anything was written of it, or is in it, later than its deletion. An entry is there as long as
anything was written in it, or in a set of it, later than its deletion; a set is there as long as its
entry is and it was itself written later than deleted. A workout, an entry or an exercise that
something is put into before it is known itself gets a place without stamps, so that any word of its
own wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from liftlog.domain.sync.stamps import NEVER

Fields = dict[str, Any]


class Kind(StrEnum):
    WORKOUT = "workout"
    ENTRY = "entry"
    SET = "set"
    EXERCISE = "exercise"
    ROUTINE = "routine"
    PREFERENCES = "preferences"


class Verb(StrEnum):
    PUT = "put"
    DELETE = "delete"


class Status(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    """Somebody wrote, or deleted, later; for a routine: somebody changed it first."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Operation:
    """`fields` are what it writes; `base_rev` is the version a routine was changed from."""

    id: UUID
    kind: Kind
    verb: Verb
    target: UUID
    stamp: str
    fields: Fields = field(default_factory=dict)
    base_rev: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A document's fields and when each was written. `*` is the stamp of all that have none."""

    fields: Fields
    stamps: Mapping[str, str] = field(default_factory=dict)
    rev: int = 0
    deleted: bool = False

    def stamp_of(self, name: str) -> str:
        return max(self.stamps.get(name, NEVER), self.stamps.get("*", NEVER))

    def put(self, fields: Fields, stamp: str) -> "Row":
        """With what is later than what it has; itself when nothing is."""
        later = {name: value for name, value in fields.items() if stamp > self.stamp_of(name)}
        if not later:
            return self
        return replace(
            self,
            fields={**self.fields, **later},
            stamps={**self.stamps, **dict.fromkeys(later, stamp)},
        )

    @property
    def written(self) -> str:
        """The stamp of the last word about it; what has none was never written."""
        return max(self.stamps.values(), default=NEVER)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """`own` is the stamp of a set's own deletion, NEVER where only that of its entry took it along."""

    stamp: str
    row: Row
    own: str = NEVER


Key = tuple[Kind, UUID]


@dataclass(slots=True)
class Documents:
    """What is there of what a batch of operations speaks of; `touched` is what it changed."""

    rows: dict[Key, Row]
    tombstones: dict[Key, Tombstone]
    touched: set[Key] = field(default_factory=set)
    deleted: set[Key] = field(default_factory=set)
    restored: set[Key] = field(default_factory=set)

    def write(self, key: Key, row: Row) -> None:
        if self.rows.get(key) != row:
            self.rows[key] = row
            self.touched.add(key)

    @property
    def latest(self) -> str:
        """The stamp of the last word about any of them."""
        deletions = (tombstone.stamp for tombstone in self.tombstones.values())
        return max((*(row.written for row in self.rows.values()), *deletions), default=NEVER)

    def children(self, kind: Kind, name: str, parent: UUID) -> list[UUID]:
        return [
            target
            for (one, target), row in self.rows.items()
            if one is kind and row.fields.get(name) == parent
        ]


class RefusedError(Exception):
    """An operation that can't be; the others of its batch are not its fault."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def apply(documents: Documents, operation: Operation) -> Status:
    """Do what the operation says, as far as nobody has said otherwise later. RefusedError if it can't be."""
    if operation.kind is Kind.ROUTINE:
        return _routine(documents, operation)
    status = (_delete if operation.verb is Verb.DELETE else _put_into_place)(documents, operation)
    there = _settle(documents, _workout_of(documents, operation))
    discards = operation.kind is Kind.WORKOUT and operation.verb is Verb.DELETE
    return Status.SUPERSEDED if discards and there else status


def _workout_of(documents: Documents, operation: Operation) -> Key:
    key = (operation.kind, operation.target)
    tombstone = documents.tombstones.get(key)
    row = documents.rows.get(key) or (tombstone.row if tombstone else Row({}))
    own = operation.kind is Kind.WORKOUT
    return Kind.WORKOUT, operation.target if own else row.fields.get("workout_id", operation.target)


def _settle(documents: Documents, workout: Key) -> bool:
    """Whether the workout is there: somebody wrote of it, or in what it holds, later than it was deleted."""
    row = documents.rows.get(workout)
    if row is None or "deleted" not in row.stamps:
        return True
    inside = [
        documents.rows[kind, one].written
        for kind in (Kind.ENTRY, Kind.SET)
        for one in documents.children(kind, "workout_id", workout[1])
    ]
    own = [stamp for name, stamp in row.stamps.items() if name not in {"deleted", "back"}]
    deleted, back = row.stamps["deleted"], row.stamps.get("back", NEVER)
    there = back >= deleted or max((*own, *inside), default=NEVER) > deleted
    documents.write(workout, replace(row, deleted=not there))
    return there


def _put_into_place(documents: Documents, operation: Operation) -> Status:
    if operation.kind is Kind.SET:
        _make_room_for_a_set(documents, operation)
    elif operation.kind is Kind.ENTRY:
        _make_room_for_an_entry(documents, operation)
    return _put(documents, operation)


def _put(documents: Documents, operation: Operation) -> Status:
    key = (operation.kind, operation.target)
    tombstone = documents.tombstones.get(key)
    if tombstone is not None:
        if operation.stamp <= tombstone.stamp:
            documents.tombstones[key] = replace(
                tombstone, row=tombstone.row.put(operation.fields, operation.stamp)
            )
            documents.deleted.add(key)
            return Status.SUPERSEDED
        _restore(documents, key, tombstone)
    before = documents.rows.get(key, Row({}))
    fields = _without_a_second_finish(before, operation)
    after = before.put(fields, operation.stamp)
    if operation.kind is Kind.WORKOUT and not operation.fields:
        back = max(operation.stamp, before.stamps.get("back", NEVER))
        after = replace(after, stamps={**after.stamps, "back": back})
    if operation.kind is Kind.ENTRY:
        _follow(documents, operation.target, after)
    documents.write(key, after)
    return Status.SUPERSEDED if after is before and before.fields else Status.APPLIED


def _without_a_second_finish(before: Row, operation: Operation) -> Fields:
    finished = before.fields.get("running") is False and before.fields.get("duration_s") is not None
    if operation.kind is Kind.WORKOUT and finished and operation.fields.get("running") is False:
        return {name: one for name, one in operation.fields.items() if name != "duration_s"}
    return operation.fields


def _follow(documents: Documents, entry: UUID, after: Row) -> None:
    """The sets of an entry go where it goes."""
    for one in documents.children(Kind.SET, "entry_id", entry):
        row = documents.rows[Kind.SET, one]
        shared = {name: after.fields[name] for name in ("workout_id", "exercise_id")}
        documents.write((Kind.SET, one), replace(row, fields={**row.fields, **shared}))


def _restore(documents: Documents, key: Key, tombstone: Tombstone) -> None:
    """An entry brings back the sets that it took along; one that was deleted by itself stays so."""
    del documents.tombstones[key]
    documents.restored.add(key)
    documents.rows[key] = tombstone.row
    documents.touched.add(key)
    if key[0] is Kind.ENTRY:
        for one, other in _tombstones_of_sets(documents, key[1]):
            if other.row.written > other.own:
                _restore(documents, one, other)
            else:
                documents.tombstones[one] = replace(other, stamp=other.own)
                documents.deleted.add(one)


def _tombstones_of_sets(documents: Documents, entry: UUID) -> list[tuple[Key, Tombstone]]:
    return [
        (key, tombstone)
        for key, tombstone in documents.tombstones.items()
        if key[0] is Kind.SET and tombstone.row.fields.get("entry_id") == entry
    ]


def _make_room_for_a_set(documents: Documents, operation: Operation) -> None:
    """See to it that the set has an entry; or a tombstone, where its entry was deleted later."""
    key = (Kind.SET, operation.target)
    tombstone = documents.tombstones.get(key)
    entry_id = _entry_of(documents, operation, tombstone)
    if entry_id is None:
        if tombstone is None or operation.stamp > tombstone.stamp:
            raise RefusedError(*_HOMELESS)
        return
    operation.fields["entry_id"] = entry_id
    entry_tombstone = documents.tombstones.get((Kind.ENTRY, entry_id))
    if entry_tombstone is not None and operation.stamp <= entry_tombstone.stamp:
        before = tombstone or Tombstone(NEVER, Row({}))
        documents.tombstones[key] = replace(before, stamp=max(entry_tombstone.stamp, before.own))
        return
    if entry_tombstone is not None:
        _restore(documents, (Kind.ENTRY, entry_id), entry_tombstone)
    entry = documents.rows.get((Kind.ENTRY, entry_id))
    if entry is None or "workout_id" not in entry.fields:
        entry = _place_for_an_entry(documents, entry_id, operation.fields)
    operation.fields.update({name: entry.fields[name] for name in ("workout_id", "exercise_id")})


def _entry_of(
    documents: Documents, operation: Operation, tombstone: Tombstone | None
) -> UUID | None:
    row = documents.rows.get((Kind.SET, operation.target), tombstone.row if tombstone else Row({}))
    return operation.fields.get("entry_id") or row.fields.get("entry_id")


_HOMELESS = ("incomplete", "A new set says which workout, entry and exercise it is of.")


def _place_for_an_entry(documents: Documents, entry_id: UUID, fields: Fields) -> Row:
    workout_id, exercise_id = fields.get("workout_id"), fields.get("exercise_id")
    if workout_id is None or exercise_id is None:
        raise RefusedError(*_HOMELESS)
    _place_for_a_workout(documents, workout_id)
    position = len(documents.children(Kind.ENTRY, "workout_id", workout_id))
    place = {"workout_id": workout_id, "exercise_id": exercise_id, "position": position}
    known = documents.rows.get((Kind.ENTRY, entry_id), Row({}))
    row = replace(known, fields={**place, **known.fields})
    documents.write((Kind.ENTRY, entry_id), row)
    return row


def _make_room_for_an_entry(documents: Documents, operation: Operation) -> None:
    key = (Kind.ENTRY, operation.target)
    tombstone = documents.tombstones.get(key)
    before = documents.rows.get(key) or (tombstone.row if tombstone else Row({}))
    fields = operation.fields
    if "workout_id" not in before.fields and not (
        fields.get("workout_id") and fields.get("exercise_id")
    ):
        raise RefusedError("incomplete", "A new entry says which workout and exercise it is of.")
    if fields.get("workout_id"):
        _place_for_a_workout(documents, fields["workout_id"])


def _place_for_a_workout(documents: Documents, workout_id: UUID) -> None:
    key = (Kind.WORKOUT, workout_id)
    if key not in documents.rows:
        documents.write(key, Row({}))


def _delete(documents: Documents, operation: Operation) -> Status:
    key = (operation.kind, operation.target)
    row = documents.rows.get(key)
    if operation.kind is Kind.WORKOUT:
        return _delete_workout(documents, key, row, operation.stamp)
    if operation.kind not in {Kind.ENTRY, Kind.SET}:
        raise RefusedError("not_deletable", "An exercise is archived, not deleted.")
    if row is None:
        _bury_what_is_not_there(documents, key, operation.stamp)
        return Status.APPLIED
    if operation.stamp <= row.written:
        return Status.SUPERSEDED
    if operation.kind is Kind.SET:
        _leave_tombstone(documents, key, operation.stamp, own=operation.stamp)
        return Status.APPLIED
    children = documents.children(Kind.SET, "entry_id", operation.target)
    rows = [documents.rows[Kind.SET, one] for one in children]
    rows += [tombstone.row for _, tombstone in _tombstones_of_sets(documents, operation.target)]
    if any(operation.stamp <= one.written for one in rows):
        # A set was logged after it, by a device that did not know: its entry stays, and what is in it.
        return Status.SUPERSEDED
    for one in children:
        _leave_tombstone(documents, (Kind.SET, one), operation.stamp)
    _leave_tombstone(documents, key, operation.stamp)
    return Status.APPLIED


def _leave_tombstone(documents: Documents, key: Key, stamp: str, own: str = NEVER) -> None:
    documents.tombstones[key] = Tombstone(stamp, documents.rows.pop(key), own)
    documents.deleted.add(key)
    documents.touched.add(key)


def _bury_what_is_not_there(documents: Documents, key: Key, stamp: str) -> None:
    """The operation that made it may still come."""
    tombstone = documents.tombstones.get(key, Tombstone(NEVER, Row({})))
    own = max(tombstone.own, stamp) if key[0] is Kind.SET else NEVER
    documents.tombstones[key] = replace(tombstone, stamp=max(tombstone.stamp, stamp), own=own)
    documents.deleted.add(key)


def _delete_workout(documents: Documents, key: Key, row: Row | None, stamp: str) -> Status:
    before = row or Row({})
    if stamp <= before.stamp_of("deleted"):
        return Status.SUPERSEDED
    after = replace(before, deleted=True, stamps={**before.stamps, "deleted": stamp})
    documents.write(key, after)
    return Status.APPLIED


def _routine(documents: Documents, operation: Operation) -> Status:
    """As a whole: who changed it from an older version than there is keeps theirs as a copy."""
    key = (Kind.ROUTINE, operation.target)
    row = documents.rows.get(key)
    if row is not None and row.rev != (operation.base_rev or 0):
        return Status.SUPERSEDED
    if operation.verb is Verb.DELETE:
        if row is not None:
            documents.write(key, replace(row, deleted=True))
        return Status.APPLIED
    documents.write(key, replace(row or Row({}), fields=operation.fields, deleted=False))
    return Status.APPLIED
