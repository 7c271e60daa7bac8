"""Use cases around imports: understand a file, say what would come of it, do it, take it back."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from liftlog.domain.exercises.catalogue import exercise_id, name_words, normalised
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern
from liftlog.domain.exercises.identity import CatalogueNames, identity
from liftlog.domain.units import Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.workout import ExerciseEntry, ImportedFrom, SetEntry, Workout
from liftlog.imports import (
    EXERCISES_MADE_MAX,
    Match,
    MatchKind,
    ParsedExercise,
    ParsedHistory,
    ParsedWorkout,
    check_format,
    match,
    parse_history,
)
from liftlog.kit import time_zones
from liftlog.kit.errors import NotFoundError, TooLargeError
from liftlog.kit.ids import uuid7
from liftlog.store import imports as store
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import all_exercises
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.exercises.catalogue import catalogue
from liftlog.store.exercises.read import Exercise
from liftlog.store.imports import HistoryImport, Upload
from liftlog.store.workouts import workouts as workout_store

FILENAME_MAX = 255


@dataclass(frozen=True, slots=True)
class NewExercise:
    """A name that is neither in the catalogue nor among the lifter's own yet.

    `similar` is an exercise that is there and has much the same words. Only the lifter can say that
    it is the same.
    """

    name: str
    load_kind: LoadKind
    sets: int
    similar: Exercise | None = None

    @property
    def key(self) -> str:
        return identity(self.name)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file would do. `known` has existing exercises by `identity` of their names."""

    history: ParsedHistory
    matches: Sequence[Match]
    known: Mapping[str, UUID]
    new_exercises: tuple[NewExercise, ...]

    @property
    def new_workouts(self) -> list[ParsedWorkout]:
        return [one for one, found in self._matched() if found.kind is MatchKind.NEW]

    @property
    def new_sets(self) -> int:
        return sum(len(entry.sets) for one in self.new_workouts for entry in one.exercises)

    @property
    def heaviest(self) -> Weight | None:
        """The heaviest weight in the file, by which its reader knows the unit."""
        weights = (
            logged.weight
            for workout in self.history.workouts
            for entry in workout.exercises
            for logged in entry.sets
            if logged.weight
        )
        return max(weights, key=lambda weight: weight.grams, default=None)

    def count(self, kind: MatchKind) -> int:
        return sum(found.kind == kind for found in self.matches)

    def _matched(self) -> Iterator[tuple[ParsedWorkout, Match]]:
        return zip(self.history.workouts, self.matches, strict=True)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. `skipped` counts lines of the file that could not be read."""

    import_id: UUID | None
    workouts: int
    sets: int
    exercises_created: int
    skipped: int
    unchanged: int
    changed: int

    def as_json(self) -> dict[str, int]:
        return {
            "workouts": self.workouts,
            "sets": self.sets,
            "exercises_created": self.exercises_created,
            "skipped": self.skipped,
            "unchanged": self.unchanged,
            "changed": self.changed,
        }


def plan_import(
    tx: Transaction,
    account: Account,
    content: bytes,
    *,
    filename: str,
    unit: WeightUnit | None = None,
    same: Collection[str] = (),
) -> ImportPlan:
    """Understand a file without writing anything. `unit` counts where the file states none.

    `same` are the keys of new exercises that the lifter says are the similar ones.
    """
    history = parse_history(content, unit=unit or account.weight_unit, filename=filename)
    stored = store.imported_workouts(tx, account.user_id, history.source)
    matches = match(history.workouts, stored)
    new = [
        entry
        for workout, found in zip(history.workouts, matches, strict=True)
        if found.kind is MatchKind.NEW
        for entry in workout.exercises
    ]
    known_names = _KnownNames(all_exercises.exercises(tx, account.user_id))
    known = {
        identity(entry.name): found
        for workout in history.workouts
        for entry in workout.exercises
        if (found := known_names.exercise_of(entry.name)) is not None
    }
    unknown = list(_new_exercises(new, known, known_names))
    known |= {one.key: one.similar.id for one in unknown if one.similar and one.key in same}
    made = tuple(one for one in unknown if one.key not in known)
    if len(made) > EXERCISES_MADE_MAX:
        raise TooLargeError(f"The file has more than {EXERCISES_MADE_MAX} unknown exercises.")
    return ImportPlan(history, matches, known, made)


@cache
def _catalogue_names() -> CatalogueNames:
    return CatalogueNames(catalogue())


class _KnownNames:
    """The exercises that a lifter has, by name; their own come before the catalogue's."""

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self._own = {identity(one.name): one.id for one in exercises if one.own}
        self._similar_own: dict[str, list[Exercise]] = {}
        for one in exercises:
            if one.own:
                self._similar_own.setdefault(normalised(one.name), []).append(one)
        self._by_id = {one.id: one for one in exercises}

    def exercise_of(self, name: str) -> UUID | None:
        """The exercise that the name means."""
        own = self._own.get(identity(name))
        slug = _catalogue_names().slug_of(name)
        return own or (slug and exercise_id(slug)) or None

    def similar_to(self, name: str) -> Exercise | None:
        if not normalised(name):
            return None
        words = name_words(name)
        own = min(
            self._similar_own.get(normalised(name), ()),
            key=lambda one: (name_words(one.name) != words, one.name),
            default=None,
        )
        slug = _catalogue_names().similar_to(name)
        return own or (self._by_id.get(exercise_id(slug)) if slug else None)


def _new_exercises(
    entries: Iterable[ParsedExercise], known: Mapping[str, UUID], names: _KnownNames
) -> Iterator[NewExercise]:
    named: dict[str, list[ParsedExercise]] = {}
    for entry in entries:
        if identity(entry.name) not in known:
            named.setdefault(identity(entry.name), []).append(entry)
    for alike in named.values():
        sets = [logged for entry in alike for logged in entry.sets]
        spelling = Counter(entry.name for entry in alike).most_common(1)[0][0]
        similar = names.similar_to(spelling)
        yield NewExercise(spelling, load_kind_of(spelling, sets), len(sets), similar)


def load_kind_of(name: str, sets: Sequence[LoggedSet]) -> LoadKind:
    """How an exercise that we don't know seems to be loaded, by what was logged of it."""
    if any(logged.weight and logged.weight.grams for logged in sets):
        assisted = "assist" in name.casefold()
        return LoadKind.ASSISTED if assisted else LoadKind.WEIGHT_REPS
    if any(logged.distance and logged.distance.millimetres for logged in sets):
        return LoadKind.DISTANCE
    if any(logged.reps for logged in sets):
        return LoadKind.BODYWEIGHT
    if any(logged.duration_ms for logged in sets):
        return LoadKind.TIME
    return LoadKind.WEIGHT_REPS


def import_history(
    tx: Transaction, account: Account, plan: ImportPlan, *, filename: str, now: datetime
) -> ImportSummary:
    """Write what is new. Workouts that are there already stay as they are, edited or not."""
    created = _create_exercises(tx, account.user_id, plan.new_exercises, now)
    import_id = uuid7(now) if plan.new_workouts or created else None
    summary = ImportSummary(
        import_id=import_id,
        workouts=len(plan.new_workouts),
        sets=plan.new_sets,
        exercises_created=len(created),
        skipped=plan.history.skipped_count,
        unchanged=plan.count(MatchKind.UNCHANGED),
        changed=plan.count(MatchKind.CHANGED),
    )
    if import_id is None:
        return summary
    made = HistoryImport(
        id=import_id,
        source=plan.history.source,
        filename=filename[-FILENAME_MAX:],
        created_at=now,
        summary={**summary.as_json(), "exercise_ids": [str(one) for one in created.values()]},
    )
    store.insert_import(tx, account.user_id, made)
    ids = {**plan.known, **created}
    workouts = list(_workouts(plan, account, import_id, ids))
    wanted = {entry.exercise_id for workout in workouts for entry in workout.exercises}
    exercise_changes.adopt(tx, account.user_id, wanted)
    workout_store.insert_workouts(tx, account.user_id, workouts)
    return summary


def _create_exercises(
    tx: Transaction, user_id: UUID, wanted: Iterable[NewExercise], now: datetime
) -> dict[str, UUID]:
    created: dict[str, UUID] = {}
    for one in wanted:
        own = Exercise(
            id=uuid7(now),
            name=one.name,
            load_kind=one.load_kind,
            equipment=Equipment.OTHER,
            pattern=_pattern_of(one),
            primary_muscles=(),
            secondary_muscles=(),
            own=True,
        )
        exercise_changes.save_own(tx, user_id, own)
        created[one.key] = own.id
    return created


def _pattern_of(one: NewExercise) -> MovementPattern:
    """What has distances and no weight is a run, a ride or a swim."""
    endurance = one.load_kind is LoadKind.DISTANCE
    return MovementPattern.CARDIO if endurance else MovementPattern.ISOLATION


def _workouts(
    plan: ImportPlan, account: Account, import_id: UUID, ids: Mapping[str, UUID]
) -> Iterator[Workout]:
    zone = time_zones.zone(account.time_zone)
    for parsed in plan.new_workouts:
        started_at = parsed.started_at_local.replace(tzinfo=zone)
        yield Workout(
            id=uuid7(started_at),
            title=parsed.title,
            started_at=started_at.astimezone(UTC),
            time_zone=account.time_zone,
            day=parsed.started_at_local.date(),
            duration_s=_duration_s(parsed, zone),
            note=parsed.note,
            exercises=tuple(_entry(entry, started_at, ids) for entry in parsed.exercises),
            imported=ImportedFrom(
                import_id, plan.history.source, parsed.started_at_local, parsed.fingerprint
            ),
        )


def _duration_s(parsed: ParsedWorkout, zone: time_zones.Zone) -> int | None:
    """Between the moments, where the file has both: a clock that is changed meanwhile is no measure."""
    if parsed.ended_at_local is None:
        return parsed.duration_s
    started_at, ended_at = (
        local.replace(tzinfo=zone).astimezone(UTC)
        for local in (parsed.started_at_local, parsed.ended_at_local)
    )
    seconds = int((ended_at - started_at).total_seconds())
    return seconds if seconds >= 0 else parsed.duration_s


def _entry(parsed: ParsedExercise, at: datetime, ids: Mapping[str, UUID]) -> ExerciseEntry:
    return ExerciseEntry(
        id=uuid7(at),
        exercise_id=ids[identity(parsed.name)],
        superset=parsed.superset,
        note=parsed.note,
        sets=tuple(SetEntry(uuid7(at), logged) for logged in parsed.sets),
    )


def undo_import(tx: Transaction, user_id: UUID, import_id: UUID) -> tuple[HistoryImport, int]:
    """Take back an import: its workouts, and the exercises that were made for it alone.

    Also gives how many workouts stay, since they were changed after it.
    """
    made = next((one for one in store.imports(tx, user_id) if one.id == import_id), None)
    if made is None:
        raise NotFoundError("There is no such import.")
    ids = [UUID(str(one)) for one in _list(made.summary.get("exercise_ids"))]
    changed = store.changed_workouts(tx, user_id).get(import_id, 0)
    store.delete_import(tx, user_id, import_id, ids)
    return made, changed


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def keep_upload(
    tx: Transaction, user_id: UUID, content: bytes, *, filename: str, now: datetime
) -> UUID:
    """Keep a file until the lifter has seen the preview. Unknown formats are refused."""
    check_format(content, filename=filename)
    store.delete_uploads(tx, user_id)
    kept = Upload(uuid7(now), filename.replace("\0", "")[-FILENAME_MAX:], content)
    store.insert_upload(tx, user_id, kept, now=now)
    return kept.id


def get_upload(tx: Transaction, user_id: UUID, upload_id: UUID) -> Upload:
    found = store.upload(tx, user_id, upload_id)
    if found is None:
        raise NotFoundError("There is no such file any more. Choose it again.")
    return found


def finish_upload(
    tx: Transaction,
    account: Account,
    upload_id: UUID,
    *,
    unit: WeightUnit | None,
    now: datetime,
    same: Collection[str] = (),
) -> tuple[ImportPlan, ImportSummary]:
    """Import the file that was looked at, and forget it."""
    kept = get_upload(tx, account.user_id, upload_id)
    plan = plan_import(tx, account, kept.content, filename=kept.filename, unit=unit, same=same)
    summary = import_history(tx, account, plan, filename=kept.filename, now=now)
    store.delete_uploads(tx, account.user_id)
    return plan, summary
