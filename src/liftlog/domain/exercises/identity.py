"""When two names of exercises are the same name, and when a name means one of the catalogue.

Different names are different exercises, unless the lifter says otherwise. Case, spaces and the
Unicode form are no difference; order, digits, marks and signs are. What only resembles a name is a
proposal.
"""

import unicodedata
from collections.abc import Iterable
from types import MappingProxyType

from liftlog.domain.exercises.catalogue import (
    APOSTROPHES,
    CatalogueExercise,
    normalised,
    spelled_words,
)

# These separate words and mean nothing else. Any other sign may be what tells two names apart.
_SEPARATORS = "-\u2010\u2011\u2012\u2013\u2014\u2212_/\\,.;:()[]"
_TO_SPACES = str.maketrans(
    {**dict.fromkeys(_SEPARATORS, " "), **dict.fromkeys(APOSTROPHES, None), "&": " and "}
)

_JOINING = frozenset({"and", "from", "into", "then", "to"})


def identity(name: str) -> str:
    """The key by which two exercises of a lifter have the same name."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _words(name: str) -> list[str]:
    return identity(name).translate(_TO_SPACES).split()


class CatalogueNames:
    """Slugs by the names and aliases of the catalogue: what importers look names up in.

    `Bench Press (Barbell)` is `Barbell bench press`: the words of a name may stand in another order,
    but those that a word such as `to` or `and` joins: `Row to press` is not `Press to row`.
    """

    def __init__(self, catalogue: Iterable[CatalogueExercise]) -> None:
        named = [(name, entry.slug) for entry in catalogue for name in (entry.name, *entry.aliases)]
        self._slugs = MappingProxyType({_catalogue_key(name): slug for name, slug in named})
        self._similar = MappingProxyType({normalised(name): slug for name, slug in named})

    def slug_of(self, name: str) -> str | None:
        """The exercise that the name means; None where it may mean another."""
        return self._slugs.get(_catalogue_key(name))

    def similar_to(self, name: str) -> str | None:
        """The exercise whose name has the same words, whatever their order, marks and signs."""
        return self._similar.get(normalised(name)) if normalised(name) else None


def _catalogue_key(name: str) -> tuple[str, ...]:
    words = _words(name)
    spelled = spelled_words(words)
    return spelled if _JOINING.intersection(words) else tuple(sorted(set(spelled)))
