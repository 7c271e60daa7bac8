"""Which workouts of a file are there already, from another app or logged by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from liftlog.domain.exercises.names import name_key
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.workout import Workout
from liftlog.imports import Match, MatchKind, ParsedWorkout, StoredWorkout, match
from liftlog.kit import time_zones

# Apps round what they convert between units.
WEIGHT_SLACK_G = 10
DISTANCE_SLACK_MM = 10_000
# Clocks and zones move a start by less.
DAYS_AROUND = timedelta(days=2)

_KINDS = {
    MatchKind.UNCHANGED: MatchKind.ELSEWHERE,
    MatchKind.CHANGED: MatchKind.SIMILAR,
    MatchKind.NEW: MatchKind.NEW,
}


@dataclass(frozen=True, slots=True)
class ComparedSet:
    """What all apps write of a set. The exercise is its id, or the key of a name not known yet."""

    exercise: UUID | str
    weight_g: int
    reps: int
    seconds: int
    distance_mm: int

    def is_same(self, other: "ComparedSet") -> bool:
        if (self.exercise, self.reps) != (other.exercise, other.reps):
            return False
        if abs(self.weight_g - other.weight_g) > WEIGHT_SLACK_G:
            return False
        # Beside reps some apps write how long a set took, and others do not.
        return bool(self.reps) or (
            self.seconds == other.seconds
            and abs(self.distance_mm - other.distance_mm) <= DISTANCE_SLACK_MM
        )


# Sorted by exercise.
Content = tuple[ComparedSet, ...]


def with_other_sources(
    incoming: Sequence[ParsedWorkout],
    matches: Sequence[Match],
    there: Iterable[Workout],
    imported_starts: Mapping[UUID, datetime],
    known: Mapping[str, UUID],
) -> list[Match]:
    """The same matches, where those that are new so far are compared with all that is there.

    `imported_starts` are the wall times that imported workouts had in their files, `known` the
    exercises by the keys of their names.
    """
    taken = {one.stored_id for one in matches}
    places = [at for at, one in enumerate(matches) if one.kind is MatchKind.NEW]
    contents = {one.id: _content_there(one) for one in there if one.id not in taken}
    theirs = [_content_of(incoming[at], known) for at in places]
    stored = [
        StoredWorkout(one.id, start, _outline(contents[one.id]))
        for one in there
        if one.id in contents
        for start in _starts(one, imported_starts)
    ]
    compared = [
        replace(incoming[at], fingerprint=_outline(content))
        for at, content in zip(places, theirs, strict=True)
    ]

    def is_same(at: int, stored_id: UUID) -> bool:
        pairs = zip(theirs[at], contents[stored_id], strict=True)
        return all(one.is_same(other) for one, other in pairs)

    found = match(compared, stored, is_same=is_same, cut_starts=True)
    decided = list(matches)
    for at, verdict in zip(places, found, strict=True):
        decided[at] = replace(verdict, kind=_KINDS[verdict.kind])
    return decided


def _starts(workout: Workout, imported_starts: Mapping[UUID, datetime]) -> set[datetime]:
    """The wall time that it has, and that of the file it came from."""
    zone = time_zones.zone(workout.time_zone)
    local = time_zones.wall_time(workout.started_at, zone).replace(fold=0)
    return {local, imported_starts.get(workout.id, local)}


def _content_there(workout: Workout) -> Content:
    return _by_exercise(
        _done(entry.exercise_id, one.logged) for entry in workout.exercises for one in entry.sets
    )


def _content_of(workout: ParsedWorkout, known: Mapping[str, UUID]) -> Content:
    return _by_exercise(
        _done(known.get(name_key(entry.name), name_key(entry.name)), logged)
        for entry in workout.exercises
        for logged in entry.sets
    )


def _by_exercise(sets: Iterable[ComparedSet]) -> Content:
    """The sets of each exercise in their order; apps put a superset or circuit in another one."""
    return tuple(sorted(sets, key=lambda one: str(one.exercise)))


def _done(exercise: UUID | str, logged: LoggedSet) -> ComparedSet:
    return ComparedSet(
        exercise=exercise,
        weight_g=logged.weight.grams if logged.weight else 0,
        reps=logged.reps or 0,
        seconds=round((logged.duration_ms or 0) / 1000),
        distance_mm=logged.distance.millimetres if logged.distance else 0,
    )


def _outline(content: Content) -> str:
    """What must be equal in any case, so that few are compared set by set."""
    return "|".join(f"{one.exercise}:{one.reps}" for one in content)
