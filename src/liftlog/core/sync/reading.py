"""What operations are about, as the database has it: rows that are merged."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from liftlog.core.sync.schemas import Ack, OperationInput
from liftlog.domain.sync.merging import Documents, Kind, Row, Tombstone
from liftlog.domain.sync.stamps import NEVER
from liftlog.domain.workouts.set_codec import from_columns, json_of
from liftlog.store import sync as store
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.sync import Found, Wanted

UNKNOWN_EXERCISE = "Unknown exercise"
SETTINGS = ("increment_g", "bar_g", "rest_s", "note")
PREFERENCES_ID = UUID(int=0)


@dataclass(slots=True)
class Batch:
    """What one request does: the documents it met, what they were, and what is said of each operation."""

    documents: Documents
    loaded: list[tuple[str, Found]]
    before: dict[tuple[Kind, UUID], Row]
    acks: list[Ack] = field(default_factory=list)
    answers: list[dict[str, object]] = field(default_factory=list)

    @property
    def gone(self) -> list[tuple[Kind, UUID]]:
        """What was deleted for good since the device asked last."""
        return [
            (Kind(found["kind"]), UUID(found["id"]))
            for what, found in self.loaded
            if what == "gone"
        ]

    def knows(self, kind: Kind, target: UUID) -> bool:
        """Whether there is or was such a document."""
        return (kind, target) in self.documents.rows or (kind, target) in self.documents.tombstones

    def changed_workouts(self) -> set[UUID]:
        """Those that anything of is another now."""
        found: set[UUID] = set()
        for kind, target in self.documents.touched | self.documents.deleted:
            for row in (self.before.get((kind, target)), self.documents.rows.get((kind, target))):
                if kind is Kind.WORKOUT:
                    found.add(target)
                elif row is not None and kind in {Kind.ENTRY, Kind.SET}:
                    found.add(row.fields["workout_id"])
        return found


def wanted_of(operations: Iterable[OperationInput], known: Mapping[UUID, Found]) -> Wanted:
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


def loaded(
    tx: Transaction, user_id: UUID, wanted: Wanted, since: int, *, fresh: bool
) -> list[tuple[str, Found]]:
    """An exercise of the catalogue is used by being named for the first time."""
    loaded = store.load(tx, user_id, wanted, since, fresh=fresh)
    there = {UUID(found["id"]) for what, found in loaded if what == "exercise"}
    if wanted.exercises <= there:
        return loaded
    exercise_changes.adopt_catalogue(tx, user_id, wanted.exercises - there)
    return store.load(tx, user_id, wanted, since, fresh=fresh)


def met(loaded: list[tuple[str, Found]]) -> Batch:
    rows: dict[tuple[Kind, UUID], Row] = {}
    tombstones: dict[tuple[Kind, UUID], Tombstone] = {}
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
            tombstones[kind, UUID(found["id"])] = Tombstone(found["stamp"], row, own)
        if what in {"tombstone", "gone"}:
            continue
        kind = Kind(what)
        target = UUID(found["id"]) if "id" in found else PREFERENCES_ID
        rows[kind, target] = _row(kind, found, floors.get(str(found.get("workout_id")), ""))
    # What a form brought back has no tombstone any more, whatever an older one says.
    tombstones = {key: tombstone for key, tombstone in tombstones.items() if key not in rows}
    return Batch(Documents(dict(rows), tombstones), loaded, rows)


OF_WORKOUT = ("title", "started_at", "time_zone", "note", "routine_id", "running", "duration_s")
_OF_ENTRY = ("workout_id", "exercise_id", "position", "superset", "note", "rest_s", "plan")
OF_EXERCISE = (
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
    if not stamps and floor:
        # It was there when a form wrote the workout, whole; what came later has stamps of its own.
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
        return {name: found[name] for name in OF_EXERCISE} | {
            name: found["settings"].get(name) for name in SETTINGS
        }
    if kind is Kind.SET:
        return _set_fields(found)
    return {name: found[name] for name in (OF_WORKOUT if kind is Kind.WORKOUT else _OF_ENTRY)}


_OF_SET_BESIDE_VALUES = ("workout_id", "entry_id", "exercise_id", "position", "logged_at")


def _set_fields(found: Found) -> Found:
    values = json_of(from_columns(SimpleNamespace(**found)))
    return {
        **{name: found[name] for name in _OF_SET_BESIDE_VALUES},
        # A tombstone of before there were plans has none.
        "plan_id": found.get("plan_id"),
        **values,
    }


_IDS = frozenset({"workout_id", "entry_id", "exercise_id", "routine_id", "plan_id"})
_MOMENTS = frozenset({"started_at", "logged_at"})
# JSON numbers and texts; a set has exact decimals.
_DECIMALS = frozenset({"weight", "rpe", "duration_s", "distance"})


def _from_json(kind: Kind, fields: Found) -> Found:
    if kind in {Kind.ROUTINE, Kind.PREFERENCES}:
        return fields
    readers = _READERS_OF_SET if kind is Kind.SET else _READERS
    return fields | {
        name: read(fields[name]) for name, read in readers.items() if fields.get(name) is not None
    }


def _uuid_of(value: Any) -> UUID:
    return UUID(str(value))


def _moment(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _decimal(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(_IDS, _uuid_of),
    **dict.fromkeys(_MOMENTS, _moment),
}
_READERS_OF_SET: Final = {**_READERS, **dict.fromkeys(_DECIMALS, _decimal)}
