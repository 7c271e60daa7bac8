"""Use cases around imports: understand a file, say what would come of it, do it, take it back."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from liftlog.core.imports.exercise_names import Accepted, KnownExercises
from liftlog.core.imports.same_workouts import DAYS_AROUND, with_other_sources
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern
from liftlog.domain.exercises.names import name_key
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
from liftlog.store.exercises.read import Exercise
from liftlog.store.imports import HistoryImport, Upload
from liftlog.store.statistics import versions
from liftlog.store.statistics.versions import version
from liftlog.store.workouts import workouts as workout_store

FILENAME_MAX = 255
WORKOUTS_COMPARED_MAX = 100_000


@dataclass(frozen=True, slots=True)
class NewExercise:
    """A name that is neither in the catalogue nor among the lifter's own yet.

    `alike` is an exercise that it may mean: only the person can say so.
    """

    name: str
    load_kind: LoadKind
    sets: int
    alike: Exercise | None = None

    @property
    def key(self) -> str:
        return name_key(self.name)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said to the questions of a preview.

    `same` are the keys of names that mean the exercise they are like, `added` the marks of similar
    workouts to add.
    """

    same: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()


NO_ANSWERS = Answers()


def mark_of(workout: ParsedWorkout) -> str:
    """By which a workout of a file is named in an answer."""
    return f"{workout.started_at_local.isoformat()} {workout.fingerprint}"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file would do.

    `known` are existing exercises by the keys of names in the file.
    """

    history: ParsedHistory
    matches: Sequence[Match]
    known: Mapping[str, UUID]
    new_exercises: tuple[NewExercise, ...]
    answers: Answers = NO_ANSWERS
    accepted: tuple[Accepted, ...] = ()

    @property
    def new_workouts(self) -> list[ParsedWorkout]:
        """Those that are to be added, also the similar ones of which the person said so."""
        return [
            one
            for one, found in self._matched()
            if found.kind is MatchKind.NEW
            or (found.kind is MatchKind.SIMILAR and mark_of(one) in self.answers.added)
        ]

    @property
    def similar(self) -> list[ParsedWorkout]:
        """Those that begin with a workout that is there and differ from it, and are not added."""
        return [
            one
            for one, found in self._matched()
            if found.kind is MatchKind.SIMILAR and mark_of(one) not in self.answers.added
        ]

    @property
    def new_sets(self) -> int:
        return sum(len(entry.sets) for one in self.new_workouts for entry in one.exercises)

    def every_proposal(self) -> frozenset[str]:
        """The answer that each name means the exercise it is like."""
        return frozenset(one.key for one in self.new_exercises if one.alike)

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
    """What an import did. `skipped` counts lines of the file that could not be read.

    Of the workouts that were not added, `unchanged` and `changed` came from the same app before,
    `elsewhere` are there from another app or by hand, `similar` begin with one that differs.
    """

    import_id: UUID | None
    workouts: int
    sets: int
    exercises_created: int
    skipped: int
    unchanged: int
    changed: int
    elsewhere: int
    similar: int

    @classmethod
    def of(cls, made: HistoryImport) -> "ImportSummary":
        counts = {
            name: made.summary[name] for name in cls.__dataclass_fields__ if name != "import_id"
        }
        return cls(import_id=made.id, **counts)  # type: ignore[arg-type] # As `as_json` wrote them.

    def as_json(self) -> dict[str, int]:
        return {
            "workouts": self.workouts,
            "sets": self.sets,
            "exercises_created": self.exercises_created,
            "skipped": self.skipped,
            "unchanged": self.unchanged,
            "changed": self.changed,
            "elsewhere": self.elsewhere,
            "similar": self.similar,
        }


def plan_import(
    tx: Transaction,
    account: Account,
    content: bytes,
    *,
    filename: str,
    unit: WeightUnit | None = None,
    answers: Answers = NO_ANSWERS,
) -> ImportPlan:
    """Understand a file without writing anything. `unit` counts where the file states none."""
    history = parse_history(
        content,
        unit=unit or account.weight_unit,
        filename=filename,
        zone=time_zones.zone(account.time_zone),
    )
    before = _accepted_before(store.imports(tx, account.user_id))
    exercises = KnownExercises(all_exercises.exercises(tx, account.user_id), before)
    known = _found({entry.name for one in history.workouts for entry in one.exercises}, exercises)
    accepted = _accepted(history, known, exercises, answers)
    known |= {name_key(one.name): one.exercise_id for one in accepted}
    matches = _matches(tx, account.user_id, history, known)
    plan = ImportPlan(history, matches, known, (), answers, accepted)
    new = (entry for one in plan.new_workouts for entry in one.exercises)
    return replace(plan, new_exercises=tuple(_new_exercises(new, known, exercises)))


def _accepted(
    history: ParsedHistory,
    known: Mapping[str, UUID],
    exercises: KnownExercises,
    answers: Answers,
) -> tuple[Accepted, ...]:
    names = {
        name_key(entry.name): entry.name for one in history.workouts for entry in one.exercises
    }
    asked = [name for key, name in names.items() if key in answers.same and key not in known]
    found = zip(asked, exercises.alike(asked), strict=True)
    return tuple(Accepted(name, alike.id) for name, alike in found if alike)


def _matches(
    tx: Transaction, user_id: UUID, history: ParsedHistory, known: Mapping[str, UUID]
) -> list[Match]:
    """Compare first with what came from the same app, which has the surest marks, then with all."""
    imported = store.imported_workouts(tx, user_id)
    matches = match(history.workouts, imported.get(history.source, ()))
    days = [
        workout.started_at_local.date()
        for workout, found in zip(history.workouts, matches, strict=True)
        if found.kind is MatchKind.NEW
    ]
    if not days:
        return matches
    starts = {one.id: one.started_at_local for of_app in imported.values() for one in of_app}
    there = workout_store.workouts_page(
        tx,
        user_id,
        first=min(days) - DAYS_AROUND,
        last=max(days) + DAYS_AROUND,
        limit=WORKOUTS_COMPARED_MAX,
    )
    # What was imported and then deleted stays deleted, whichever app it comes from again.
    deleted = workout_store.trash(tx, user_id, limit=WORKOUTS_COMPARED_MAX)
    there += [one for one in deleted if one.id in starts]
    return with_other_sources(history.workouts, matches, there, starts, known)


def _accepted_before(made: Iterable[HistoryImport]) -> Iterator[Accepted]:
    """What the person said of names in earlier imports."""
    for one in made:
        said = one.summary.get("accepted")
        for name, meant in (said if isinstance(said, dict) else {}).items():
            yield Accepted(name, UUID(meant))


def _found(names: Iterable[str], known: KnownExercises) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for name in names:
        if (meant := known.find(name)) is not None:
            found[name_key(name)] = meant
    return found


def _new_exercises(
    entries: Iterable[ParsedExercise], known: Mapping[str, UUID], exercises: KnownExercises
) -> list[NewExercise]:
    named: dict[str, list[ParsedExercise]] = {}
    for entry in entries:
        if name_key(entry.name) not in known:
            named.setdefault(name_key(entry.name), []).append(entry)
    if len(named) > EXERCISES_MADE_MAX:
        raise TooLargeError(f"The file has more than {EXERCISES_MADE_MAX} unknown exercises.")
    spellings = [
        Counter(entry.name for entry in alike).most_common(1)[0][0] for alike in named.values()
    ]
    made: list[NewExercise] = []
    for name, same, alike in zip(
        spellings, named.values(), exercises.alike(spellings), strict=True
    ):
        sets = [logged for entry in same for logged in entry.sets]
        made.append(NewExercise(name, load_kind_of(name, sets), len(sets), alike))
    return made


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


def hold(tx: Transaction, user_id: UUID) -> None:
    """Let nobody else write for this lifter until the end of the transaction.

    What is planned after it is still true when it is written: of two equal imports at once the
    second finds what the first one made.
    """
    versions.hold(tx, user_id)


def import_history(
    tx: Transaction,
    account: Account,
    plan: ImportPlan,
    *,
    filename: str,
    now: datetime,
    import_id: UUID | None = None,
) -> ImportSummary:
    """Write what is new. Workouts that are there already stay as they are, edited or not.

    `plan` has to be made in the same transaction, after `hold`.
    """
    created = _create_exercises(tx, account.user_id, plan.new_exercises, now)
    named = {name_key(entry.name) for one in plan.new_workouts for entry in one.exercises}
    ids = {**plan.known, **created}
    wanted = {ids[key] for key in named}
    made_for_it = [*created.values(), *_revived(tx, account.user_id, wanted)]
    import_id = (import_id or uuid7(now)) if plan.new_workouts or created else None
    summary = ImportSummary(
        import_id=import_id,
        workouts=len(plan.new_workouts),
        sets=plan.new_sets,
        exercises_created=len(made_for_it),
        skipped=plan.history.skipped_count,
        unchanged=plan.count(MatchKind.UNCHANGED),
        changed=plan.count(MatchKind.CHANGED),
        elsewhere=plan.count(MatchKind.ELSEWHERE),
        similar=len(plan.similar),
    )
    if import_id is None:
        return summary
    made = HistoryImport(
        id=import_id,
        source=plan.history.source,
        filename=filename[-FILENAME_MAX:],
        created_at=now,
        summary={
            **summary.as_json(),
            "exercise_ids": [str(one) for one in made_for_it],
            "version": version(tx, account.user_id),
            "accepted": {one.name: str(one.exercise_id) for one in plan.accepted},
        },
    )
    store.insert_import(tx, account.user_id, made)
    workouts = list(_workouts(plan, account, import_id, ids))
    exercise_changes.adopt(tx, account.user_id, wanted)
    workout_store.insert_workouts(tx, account.user_id, workouts)
    return summary


def _revived(tx: Transaction, user_id: UUID, wanted: Collection[UUID]) -> list[UUID]:
    """The archived exercises without a workout, as an undone import leaves them, taken out again."""
    revived = store.archived_idle_exercises(tx, user_id, wanted)
    for one in revived:
        exercise_changes.set_archived(tx, user_id, one, at=None)
    return revived


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
        started_at = time_zones.moment(parsed.started_at_local, zone)
        yield Workout(
            id=uuid7(started_at),
            title=parsed.title,
            started_at=started_at,
            time_zone=account.time_zone,
            day=time_zones.wall_time(started_at, zone).date(),
            duration_s=parsed.duration_s,
            note=parsed.note,
            exercises=tuple(_entry(entry, started_at, ids) for entry in parsed.exercises),
            imported=ImportedFrom(
                import_id, plan.history.source, parsed.started_at_local, parsed.fingerprint
            ),
        )


def _entry(parsed: ParsedExercise, at: datetime, ids: Mapping[str, UUID]) -> ExerciseEntry:
    return ExerciseEntry(
        id=uuid7(at),
        exercise_id=ids[name_key(parsed.name)],
        superset=parsed.superset,
        note=parsed.note,
        sets=tuple(SetEntry(uuid7(at), logged) for logged in parsed.sets),
    )


@dataclass(frozen=True, slots=True)
class Undoable:
    """An import, and what undoing it does: how many workouts go to the trash, and how many stay."""

    made: HistoryImport
    trashed: int
    stayed: int


def undoable(tx: Transaction, user_id: UUID) -> list[Undoable]:
    """The newest first. Workouts that were changed after it stay."""
    there = store.workouts_there(tx, user_id)
    changed = store.changed_workouts(tx, user_id)
    return [
        Undoable(made, there.get(made.id, 0) - stayed, stayed)
        for made in store.imports(tx, user_id)
        for stayed in [changed.get(made.id, 0)]
    ]


def undoable_one(tx: Transaction, user_id: UUID, wanted: str) -> Undoable:
    """That with an id, or the `last`. Raises NotFoundError."""
    found = undoable(tx, user_id)
    chosen = found[:1] if wanted == "last" else [one for one in found if str(one.made.id) == wanted]
    if not chosen:
        raise NotFoundError(f"There is no import {wanted!r}.")
    return chosen[0]


def undo_import(
    tx: Transaction, user_id: UUID, import_id: UUID, *, now: datetime
) -> tuple[HistoryImport, int]:
    """Take back an import: its workouts go to the trash, exercises made for it are archived.

    Also gives how many workouts stay, since they were changed after it.
    """
    made = next((one for one in store.imports(tx, user_id) if one.id == import_id), None)
    if made is None:
        raise NotFoundError("There is no such import.")
    ids = [UUID(str(one)) for one in _list(made.summary.get("exercise_ids"))]
    changed = store.changed_workouts(tx, user_id).get(import_id, 0)
    store.take_back(tx, user_id, made, exercises=ids, now=now)
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
    answers: Answers = NO_ANSWERS,
) -> ImportSummary:
    """Import the file that was looked at, and forget it. Asked again, tell what that did."""
    hold(tx, account.user_id)
    # The import has the id of its upload.
    done = [one for one in store.imports(tx, account.user_id) if one.id == upload_id]
    if done:
        return ImportSummary.of(done[0])
    kept = get_upload(tx, account.user_id, upload_id)
    plan = plan_import(
        tx, account, kept.content, filename=kept.filename, unit=unit, answers=answers
    )
    summary = import_history(
        tx, account, plan, filename=kept.filename, now=now, import_id=upload_id
    )
    if summary.import_id is not None:
        store.delete_uploads(tx, account.user_id)
    return summary
