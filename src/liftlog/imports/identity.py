"""Which workouts of an import are already there, although times, titles and sets may have changed."""

import hashlib
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from uuid import UUID

from liftlog.domain.workouts.sets import LoggedSet
from liftlog.imports.history import ParsedExercise, ParsedWorkout

SHIFT_MAX = timedelta(hours=14)
_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)
_NO_SHIFT = timedelta(0)
# A shift that only a few of a file's workouts show is a coincidence, not a change of time zone.
_SHIFT_SHARE = 0.1
_SHIFT_VOTES_MIN = 3
# Nobody trains this often in a day; it bounds the work that an absurd file can cause.
_NEIGHBOURS_MAX = 50


@dataclass(frozen=True, slots=True)
class StoredWorkout:
    """A workout that is there: its wall time, and a fingerprint to compare with a file's."""

    id: UUID
    started_at_local: datetime
    fingerprint: str


class MatchKind(StrEnum):
    """An unchanged or changed one came from the same app before. The others did not: one that is
    elsewhere is the same in start and content, a similar one in its start alone."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ELSEWHERE = "elsewhere"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Match:
    """What an incoming workout is. `stored_id` is None only for a new one."""

    kind: MatchKind
    stored_id: UUID | None


def fingerprint(exercises: Sequence[ParsedExercise]) -> str:
    """Hash the exercises in order with their sets; two forms of one export hash alike.

    Title, time, notes, RPE and supersets are left out: some forms of export don't have them. Reps,
    times and distances of zero count as none, since forms differ in that as well.
    """
    lines: list[str] = []
    for exercise in exercises:
        lines.append(_plain_name(exercise.name))
        lines.extend(map(_plain_set, exercise.sets))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=1024)
def _plain_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _plain_set(logged: LoggedSet) -> str:
    weight = f"{logged.weight.grams}{logged.weight.unit.value}" if logged.weight else ""
    distance = logged.distance.millimetres if logged.distance else 0
    return f"- {logged.kind.value}|{weight}|{logged.reps or 0}|{logged.duration_ms or 0}|{distance}"


IsSame = Callable[[int, UUID], bool]


def match(
    incoming: Sequence[ParsedWorkout],
    stored: Sequence[StoredWorkout],
    *,
    is_same: IsSame = lambda _at, _stored_id: True,
    cut_starts: bool = False,
) -> list[Match]:
    """Decide for each incoming workout, in order, whether it is new, unchanged or changed.

    Exports of one log shift all start times by whole hours, as the exporting phone's zone changes,
    and old sets get edited. So a workout is a known one when its start differs by a whole number of
    hours (14 at most) and its content is the same, or when the start differs by what the whole file
    is shifted by (including not at all), whatever its content. Each stored workout is matched once,
    the surest pairs first.

    Where equal fingerprints are not enough, `is_same` tells of the place of an incoming workout and
    the id of a stored one whether their content is the same. With `cut_starts` a start on the hour
    or at midnight may be one whose minutes, or whole time, an app cut off.
    """
    return _Matching(incoming, stored, is_same, cut_starts=cut_starts).decided()


class _Starts:
    """Stored workouts by start."""

    def __init__(self, stored: Sequence[StoredWorkout]) -> None:
        self._sorted = sorted(stored, key=lambda workout: workout.started_at_local)
        self._minutes = [_minute(workout.started_at_local) for workout in self._sorted]
        self._at: defaultdict[datetime, deque[StoredWorkout]] = defaultdict(deque)
        for minute, workout in zip(self._minutes, self._sorted, strict=True):
            self._at[minute].append(workout)

    def between(self, start: datetime, end: datetime) -> Sequence[StoredWorkout]:
        first, last = bisect_left(self._minutes, start), bisect_right(self._minutes, end)
        return self._sorted[first : min(last, first + _NEIGHBOURS_MAX)]

    def at(self, minute: datetime, taken: Container[UUID]) -> Sequence[StoredWorkout]:
        here = self._at.get(minute)
        while here and here[0].id in taken:
            here.popleft()
        return list(islice(here or (), _NEIGHBOURS_MAX))


class _Matching:
    def __init__(
        self,
        incoming: Sequence[ParsedWorkout],
        stored: Sequence[StoredWorkout],
        is_same: IsSame,
        *,
        cut_starts: bool,
    ) -> None:
        self._incoming = incoming
        self._is_same = is_same
        self._cut_starts = cut_starts
        self._all = _Starts(stored)
        by_content: defaultdict[str, list[StoredWorkout]] = defaultdict(list)
        for workout in stored:
            by_content[workout.fingerprint].append(workout)
        self._by_content = {content: _Starts(alike) for content, alike in by_content.items()}
        self._taken: set[UUID] = set()
        self._matches: list[Match | None] = [None] * len(incoming)

    def decided(self) -> list[Match]:
        # What is there unmoved and unedited is out of the question before anything else is asked.
        self._take(MatchKind.UNCHANGED, _NO_SHIFT)
        shifts = self._shifts()
        for shift in shifts:
            self._take(MatchKind.UNCHANGED, shift)
        self._take_same_content_at_any_hour()
        for shift in shifts:
            self._take(MatchKind.CHANGED, shift)
        return [found or Match(MatchKind.NEW, None) for found in self._matches]

    def _open(self) -> Iterator[tuple[int, ParsedWorkout]]:
        for at, workout in enumerate(self._incoming):
            if self._matches[at] is None:
                yield at, workout

    def _take(self, kind: MatchKind, shift: timedelta) -> None:
        for at, workout in self._open():
            minute = _minute(workout.started_at_local + shift)
            for candidate in self._starts(kind, workout).at(minute, self._taken):
                if _shift(candidate, workout) == shift and self._match(at, kind, candidate):
                    break

    def _take_same_content_at_any_hour(self) -> None:
        for at, workout in self._open():
            for candidate in self._near(self._starts(MatchKind.UNCHANGED, workout), workout):
                shift = _shift(candidate, workout)
                same = shift is not None and not shift % _HOUR
                if not same and self._cut_starts:
                    same = _is_cut(candidate.started_at_local, workout.started_at_local)
                if same and self._match(at, MatchKind.UNCHANGED, candidate):
                    break

    def _starts(self, kind: MatchKind, workout: ParsedWorkout) -> _Starts:
        if kind is MatchKind.CHANGED:
            return self._all
        return self._by_content.get(workout.fingerprint, _NONE)

    def _near(self, starts: _Starts, workout: ParsedWorkout) -> Sequence[StoredWorkout]:
        start = _minute(workout.started_at_local)
        span = max(SHIFT_MAX, _DAY) if self._cut_starts else SHIFT_MAX
        near = starts.between(start - span, start + span)
        return sorted(near, key=lambda candidate: abs(candidate.started_at_local - start))

    def _match(self, at: int, kind: MatchKind, candidate: StoredWorkout) -> bool:
        if candidate.id in self._taken:
            return False
        if kind is MatchKind.UNCHANGED and not self._is_same(at, candidate.id):
            return False
        self._taken.add(candidate.id)
        self._matches[at] = Match(kind, candidate.id)
        return True

    def _shifts(self) -> list[timedelta]:
        """Return the shifts that this file shows, the surest first, and always zero.

        Of the workouts still to be matched, those whose content is unchanged vote first. Then all
        vote whose seconds agree, which chance seldom brings about: their content differs where the
        file was read in another unit.
        """
        trusted = [*self._trusted(MatchKind.UNCHANGED), *self._trusted(MatchKind.CHANGED)]
        return list(dict.fromkeys([*trusted, _NO_SHIFT]))

    def _trusted(self, kind: MatchKind) -> list[timedelta]:
        votes = Counter(self._votes(kind))
        enough = max(_SHIFT_VOTES_MIN, votes.total() * _SHIFT_SHARE)
        # One workout with the same content at a whole hour says much in a file of two.
        few = self._matches.count(None) / 2 if kind is MatchKind.UNCHANGED else enough
        ranked = sorted(votes.items(), key=lambda vote: (-vote[1], abs(vote[0]), vote[0]))
        return [
            shift
            for shift, count in ranked
            if count >= enough or (count >= few and not shift % _HOUR)
        ]

    def _votes(self, kind: MatchKind) -> Iterator[timedelta]:
        for at, workout in self._open():
            second = workout.started_at_local.second
            for candidate in self._near(self._starts(kind, workout), workout):
                shift = _shift(candidate, workout)
                if shift is None or shift % _QUARTER or candidate.id in self._taken:
                    continue
                if kind is MatchKind.CHANGED:
                    counts = second == candidate.started_at_local.second != 0
                else:
                    counts = self._is_same(at, candidate.id)
                if counts:
                    yield shift


_NONE = _Starts(())
_MIDNIGHT = time()


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _is_cut(one: datetime, other: datetime) -> bool:
    """Whether they may be one start of which an app wrote the hour alone, or the day alone."""
    for cut, whole in ((one, other), (other, one)):
        if cut == _hour(cut) and abs(_hour(whole) - cut) <= SHIFT_MAX:
            return True
        if cut.time() == _MIDNIGHT and cut.date() == whole.date():
            return True
    return False


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _shift(stored: StoredWorkout, incoming: ParsedWorkout) -> timedelta | None:
    """Return the stored start less the incoming one, or None where their seconds contradict."""
    ours, theirs = stored.started_at_local, incoming.started_at_local
    if ours.second and theirs.second and ours.second != theirs.second:
        return None
    return _minute(ours) - _minute(theirs)
