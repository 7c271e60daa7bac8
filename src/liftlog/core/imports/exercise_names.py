"""Which exercises the names of a file mean: what is known, and what is only alike."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from rapidfuzz.distance import OSA

from liftlog.domain.exercises.catalogue import (
    alike_key,
    catalogue_key,
    exercise_id,
    match_index,
    name_words,
)
from liftlog.domain.exercises.names import name_key
from liftlog.store.exercises.catalogue import catalogue
from liftlog.store.exercises.read import Exercise

# How many slips a name of so many letters may hold to be proposed. Short ones become each other.
ONE_SLIP_FROM = 5
TWO_SLIPS_FROM = 10


@dataclass(frozen=True, slots=True)
class Accepted:
    """The person's word that a name of a file means an exercise that they have."""

    name: str
    exercise_id: UUID


@cache
def _catalogue_index() -> Mapping[str, UUID]:
    index = match_index(catalogue())
    return {key: exercise_id(slug) for key, slug in index.items()}


class KnownExercises:
    """A lifter's exercises, to be found by the names of a file."""

    def __init__(self, existing: Sequence[Exercise], accepted: Iterable[Accepted] = ()) -> None:
        there = {one.id for one in existing}
        # Of two of one name the one that is not archived.
        own = sorted((one for one in existing if one.own), key=lambda one: not one.archived)
        self._existing = existing
        self._own = {name_key(one.name): one.id for one in reversed(own)}
        self._accepted = {
            name_key(one.name): one.exercise_id for one in accepted if one.exercise_id in there
        }

    def find(self, name: str) -> UUID | None:
        """The exercise that a name means: the lifter's own come before the catalogue's."""
        key = name_key(name)
        found = self._own.get(key) or self._accepted.get(key)
        return found or _catalogue_index().get(catalogue_key(name))

    def alike(self, names: Iterable[str]) -> Iterator[Exercise | None]:
        """For each name the exercise that it may mean: other words of it, a slip, or none."""
        by_key: dict[str, list[tuple[tuple[str, ...], Exercise]]] = {}
        for one in sorted(self._existing, key=lambda one: (one.archived, not one.own)):
            for known in (one.name, *one.aliases):
                by_key.setdefault(alike_key(known), []).append((name_words(known), one))
        by_key.pop("", None)
        for name in names:
            words, near = name_words(name), by_key.get(_nearest(alike_key(name), by_key), [])
            # Of those with the same words the one that has them in this order.
            yield min(near, key=lambda known: known[0] != words)[1] if near else None


def _nearest(key: str, keys: Collection[str]) -> str:
    """The same key, or that with the fewest slips; empty where none is near."""
    if key in keys or len(key) < ONE_SLIP_FROM:
        return key
    allowed = 1 + (len(key) >= TWO_SLIPS_FROM)
    near = [
        (slips, known)
        for known in keys
        if (slips := OSA.distance(key, known, score_cutoff=allowed)) <= allowed
    ]
    return min(near)[1] if near else ""
