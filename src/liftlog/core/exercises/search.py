"""Find exercises by what somebody types: in part, in any order, with slips of the finger.

An exercise of that name comes first, then those with that alias, those whose name begins so, those
with all the words, and those that only fit by beginnings of words or with slips.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain, pairwise
from operator import itemgetter
from typing import Protocol, TypeVar

from rapidfuzz.distance import OSA

from liftlog.domain.exercises.catalogue import name_words
from liftlog.domain.exercises.names import name_key

QUERY_MAX = 120
QUERY_WORDS_MAX = 8

# Within a rank, how well the words fit (0 to 1) decides; the small amounts below break ties.
BEGINNING = 0.9
SLIPPED = 0.85
JOINED = 0.98
NAME_NOT_ALIAS = 0.03
FROM_THE_START = 0.05
PER_WORD = -0.02
PER_VARIANT = 0.01
VARIANTS_MAX = 6
# What decides between variants of one lift that fit as well as each other: the usual first.
IMPLEMENTS = {"": 0, "barbell": 1, "dumbbell": 2, "cable": 3, "machine": 4}
# How many slips a word of this many letters may hold. Short words become each other too easily.
ONE_SLIP_FROM = 4
TWO_SLIPS_FROM = 7


class NameFit(IntEnum):
    """How a name or an alias fits as a whole, the best first."""

    NAME = 0
    ALIAS = 1
    SAME_WORDS = 2
    SAME_WORDS_IN_ANY_ORDER = 3
    BEGINNING = 4
    ALL_WORDS = 5
    OTHER = 6


class Searchable(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


_Found = TypeVar("_Found", bound=Searchable)
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a name or alias, and its pairs of neighbours as one word, as people join them."""

    words: _Words
    joined: _Words


@dataclass(frozen=True, slots=True)
class _Entry:
    """A candidate taken apart. `base` is its name without the part in parentheses, and `parts` are
    the beginnings and ends of that; `implement` sorts what is in the parentheses. `keys` are of its
    name and aliases."""

    keys: tuple[str, ...]
    phrases: tuple[_Phrase, ...]
    vocabulary: frozenset[str]
    base: _Words
    parts: frozenset[_Words]
    implement: int


def search(query: str, candidates: Sequence[_Found], limit: int) -> list[_Found]:
    """The `limit` likeliest candidates, best first; all by name for an empty query.

    Every word of the query must fit a word of one and the same name or alias: as it is, as its
    beginning, or (where no word of any candidate fits like that) with a slip or two. Of one rank,
    plain names come before their variants. The order of `candidates` does not matter.
    """
    if not query.strip():
        return sorted(candidates, key=_by_name)[:limit]
    entries = [(_entry(candidate.name, candidate.aliases), candidate) for candidate in candidates]
    vocabulary = frozenset().union(*(entry.vocabulary for entry, _ in entries))
    key = name_key(query)
    typed = name_words(query[:QUERY_MAX])[:QUERY_WORDS_MAX]
    fits = [_fits(word, vocabulary) for word in typed]
    fitting = bool(fits) and all(fits)
    variants = Counter(chain.from_iterable(entry.parts for entry, _ in entries))
    found: list[tuple[NameFit, float, int, str, _Found]] = []
    for entry, candidate in entries:
        rank = _rank(entry, key, typed)
        score = _score(entry, fits, variants) if fitting else 0.0
        if score > 0 or rank <= NameFit.ALIAS:
            found.append((rank, -score, entry.implement, _by_name(candidate), candidate))
    found.sort(key=itemgetter(0, 1, 2, 3))
    return [candidate for *_, candidate in found[:limit]]


def _by_name(candidate: Searchable) -> str:
    return candidate.name.casefold()


# Bounded: lifters' own names come through here as well.
@lru_cache(maxsize=4_096)
def _entry(name: str, aliases: tuple[str, ...]) -> _Entry:
    phrases = tuple(_phrase(words) for words in map(name_words, (name, *aliases)))
    plain, _, variant = name.partition("(")
    base = name_words(plain)
    return _Entry(
        keys=tuple(map(name_key, (name, *aliases))),
        phrases=phrases,
        vocabulary=frozenset(chain.from_iterable((*p.words, *p.joined) for p in phrases)),
        base=base,
        parts=frozenset(part for cut in range(len(base)) for part in (base[cut:], base[: cut + 1])),
        implement=IMPLEMENTS.get(variant.rstrip(") ").casefold(), len(IMPLEMENTS)),
    )


def _phrase(words: _Words) -> _Phrase:
    return _Phrase(words, tuple(first + second for first, second in pairwise(words)))


def _fits(typed: str, vocabulary: Iterable[str]) -> Mapping[str, float]:
    """How well each word fits the typed one, from 0 to 1; words that don't are left out."""
    plain = {word: _begun(typed, word) for word in vocabulary if word.startswith(typed)}
    if plain or len(typed) < ONE_SLIP_FROM:
        return plain
    compared = ((word, _slipped(typed, word)) for word in vocabulary)
    return {word: fitness for word, fitness in compared if fitness > 0}


def _begun(typed: str, word: str) -> float:
    if typed == word:
        return 1.0
    return BEGINNING + (1 - BEGINNING) * len(typed) / len(word)


def _slipped(typed: str, word: str) -> float:
    """Compare with the whole word and with as much of it as was typed: it may be unfinished."""
    allowed = 1 + (len(typed) >= TWO_SLIPS_FROM)
    slips = OSA.distance(typed, word, score_cutoff=allowed)
    if slips <= allowed:
        return SLIPPED * (1 - slips / len(typed))
    slips = OSA.distance(typed, word[: len(typed)], score_cutoff=allowed)
    if slips <= allowed:
        return SLIPPED * BEGINNING * (1 - slips / len(typed))
    return 0.0


def _rank(entry: _Entry, key: str, typed: _Words) -> NameFit:
    """`key` is of the whole query, `typed` are its words."""
    if key in entry.keys:
        return NameFit.NAME if key == entry.keys[0] else NameFit.ALIAS
    phrases = [phrase.words for phrase in entry.phrases]
    if typed in phrases:
        return NameFit.SAME_WORDS
    if sorted(typed) in map(sorted, phrases):
        return NameFit.SAME_WORDS_IN_ANY_ORDER
    # The last word may be unfinished.
    if " ".join(phrases[0]).startswith(" ".join(typed)):
        return NameFit.BEGINNING
    return (
        NameFit.ALL_WORDS if any(set(typed) <= set(words) for words in phrases) else NameFit.OTHER
    )


def _score(
    entry: _Entry, fits: Sequence[Mapping[str, float]], variants: Mapping[_Words, int]
) -> float:
    """0 when nothing fits. A lift that comes in many variants is a usual one and goes first."""
    if any(entry.vocabulary.isdisjoint(fit) for fit in fits):
        return 0.0
    name, *aliases = (_phrase_score(phrase, fits) for phrase in entry.phrases)
    if name:
        name += NAME_NOT_ALIAS + FROM_THE_START * (entry.phrases[0].words[0] in fits[0])
    best = max(name, *aliases) if aliases else name
    return best and best + PER_VARIANT * min(variants[entry.base], VARIANTS_MAX)


def _phrase_score(phrase: _Phrase, fits: Sequence[Mapping[str, float]]) -> float:
    total = 0.0
    for fit in fits:
        fitness = max([fit[word] for word in phrase.words if word in fit], default=0.0)
        joined = max([fit[word] for word in phrase.joined if word in fit], default=0.0)
        if not fitness and not joined:
            return 0.0
        total += max(fitness, JOINED * joined)
    # A name of many words must not sink to 0, which is "does not fit".
    return max(total / len(fits) + PER_WORD * len(phrase.words), 0.01)
