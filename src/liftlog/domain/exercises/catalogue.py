"""The exercise catalogue: its rows, and when a name means one of its exercises."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID, uuid5

from liftlog.domain.exercises.exercise import (
    EXERCISE_NAME_MAX,
    Equipment,
    LoadKind,
    MovementPattern,
    Muscle,
)
from liftlog.domain.exercises.names import name_key
from liftlog.kit.errors import LiftLogError

CATALOGUE_COLUMNS = (
    "slug",
    "name",
    "load_kind",
    "equipment",
    "pattern",
    "primary_muscles",
    "secondary_muscles",
    "aliases",
)

# Ids of catalogue exercises stand in people's databases and exports: this never changes.
_NAMESPACE = UUID("b2a8deb3-0e91-42cd-b651-c865491c94a2")

# Spellings of the same word, each as the words it counts as. Words that are written both joined and
# apart count as apart. Only words that can't mean another movement or another implement stand here.
SPELLINGS = {
    "barbel": "barbell",
    "bb": "barbell",
    "benchpress": "bench press",
    "bentover": "bent over",
    "bw": "bodyweight",
    "calves": "calf",
    "chinup": "chin up",
    "crossover": "cross over",
    "db": "dumbbell",
    "deadlift": "dead lift",
    "declined": "decline",
    "dumbel": "dumbbell",
    "dumbell": "dumbbell",
    "ezbar": "ez bar",
    "facepull": "face pull",
    "flies": "fly",
    "flye": "fly",
    "hammerstrength": "hammer strength",
    "hyperextension": "hyper extension",
    "inclined": "incline",
    "kb": "kettlebell",
    "kickback": "kick back",
    "latpulldown": "lat pull down",
    "legged": "leg",
    "muscleup": "muscle up",
    "one": "single",
    "overhead": "over head",
    "pressdown": "press down",
    "pressup": "press up",
    "pulldown": "pull down",
    "pulley": "cable",
    "pullover": "pull over",
    "pullthrough": "pull through",
    "pullup": "pull up",
    "pushdown": "push down",
    "pushup": "push up",
    "sitting": "seated",
    "situp": "sit up",
    "skullcrusher": "skull crusher",
    "smith": "smith machine",
    "stepup": "step up",
    "tbar": "t bar",
    "vbar": "v bar",
    "woodchop": "wood chop",
    "woodchopper": "wood chop",
}
EMPTY_WORDS = frozenset({"a", "an", "and", "of", "on", "the", "with"})
# The order of these words is the difference between two exercises.
DIRECTIONS = {"high to low": "hightolow", "low to high": "lowtohigh"}
APOSTROPHES = "'\u2019\u00b4`"
_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
# What may be left out when one types: the accents of Latin, Greek and Cyrillic letters, the points
# of Hebrew and Arabic, how an emoji is drawn. The marks of other scripts are written as letters are.
ACCENTS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u20e3\ufe0e\ufe0f"
_ACCENTS = re.compile(f"[{ACCENTS}]")
# Signs that only stand between words. All other signs are part of a name.
_BETWEEN_WORDS = re.compile(r"[\s()\[\],/:.\-\u2010-\u2013]+")
# What these join is done in their order: `Row to press` is not `Press to row`.
_JOINING = frozenset({"and", "from", "into", "then", "to"})


class CatalogueError(LiftLogError):
    """The catalogue that was shipped can't be read: nothing that a user could mend."""

    status = 500
    code = "bad_catalogue"


@dataclass(frozen=True, slots=True)
class CatalogueExercise:
    """An exercise everyone has. `slug` is permanent; `aliases` are other names of the same thing."""

    slug: str
    name: str
    load_kind: LoadKind
    equipment: Equipment
    pattern: MovementPattern
    primary_muscles: tuple[Muscle, ...]
    secondary_muscles: tuple[Muscle, ...]
    aliases: tuple[str, ...]


def exercise_id(slug: str) -> UUID:
    return uuid5(_NAMESPACE, slug)


def parse_catalogue(text: str) -> tuple[CatalogueExercise, ...]:
    """Read a header of CATALOGUE_COLUMNS and one tab-separated exercise a line, in that order.

    Muscles are separated by commas, aliases by `|`. Raises CatalogueError naming the line that is
    wrong, or that repeats the slug or a name of an earlier one.
    """
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != CATALOGUE_COLUMNS:
        raise CatalogueError("Line 1 of the catalogue must name its columns.")
    parsed: list[CatalogueExercise] = []
    slugs: set[str] = set()
    keys: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            entry = _parse_row(line)
            _claim(entry, slugs, keys)
        except ValueError as error:
            raise CatalogueError(f"Line {number} of the catalogue: {error}") from error
        parsed.append(entry)
    return tuple(parsed)


def _parse_row(line: str) -> CatalogueExercise:
    cells = line.split("\t")
    if len(cells) != len(CATALOGUE_COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(CATALOGUE_COLUMNS)}")
    slug, name, load_kind, equipment, pattern, primary, secondary, aliases = cells
    if not slug or slug != "-".join(_plain_words(slug.replace("-", " "))):
        raise ValueError(f"{slug!r} is no slug")
    entry = CatalogueExercise(
        slug=slug,
        name=_checked_name(name),
        load_kind=LoadKind(load_kind),
        equipment=Equipment(equipment),
        pattern=MovementPattern(pattern),
        primary_muscles=_members(Muscle, primary),
        secondary_muscles=_members(Muscle, secondary),
        aliases=tuple(_checked_name(alias) for alias in aliases.split("|")) if aliases else (),
    )
    muscles = (*entry.primary_muscles, *entry.secondary_muscles)
    if not entry.primary_muscles or len(set(muscles)) != len(muscles):
        raise ValueError("there must be a primary muscle, and each muscle once")
    return entry


def _checked_name(name: str) -> str:
    if name != name.strip() or not alike_key(name) or len(name) > EXERCISE_NAME_MAX:
        raise ValueError(f"{name!r} is no name")
    return name


_Member = TypeVar("_Member", bound=StrEnum)


def _members(kind: type[_Member], cell: str) -> tuple[_Member, ...]:
    return tuple(kind(name) for name in cell.split(",")) if cell else ()


def _claim(entry: CatalogueExercise, slugs: set[str], keys: dict[str, str]) -> None:
    if entry.slug in slugs:
        raise ValueError(f"{entry.slug} is there already")
    slugs.add(entry.slug)
    for name in (entry.name, *entry.aliases):
        other = keys.setdefault(alike_key(name), entry.slug)
        if other != entry.slug:
            raise ValueError(f"{name!r} is a name of {other} as well")


def _plain_words(name: str) -> list[str]:
    """Lower-case words of letters, digits and marks. Accents and vowel points are dropped."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_APOSTROPHES))
    plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", decomposed)).casefold()
    return "".join(sign if _is_of_word(sign) else " " for sign in plain).split()


def _is_of_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _singular(word: str) -> str:
    if word.endswith(("sses", "ches", "shes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _spelled(word: str) -> str:
    if word in SPELLINGS:
        return SPELLINGS[word]
    singular = _singular(word)
    return SPELLINGS.get(singular, singular)


# A preview of an import asks for all names of the catalogue, and twice.
@lru_cache(maxsize=8_192)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in order and in one spelling: `Pull-ups (DB)` is pull, up, dumbbell."""
    return _spelled_words(_plain_words(name))


def _spelled_words(plain: Iterable[str]) -> tuple[str, ...]:
    """Lower-case words in the spelling they count as, without those that say nothing."""
    words = " ".join(_spelled(word) for word in plain)
    for phrase, direction in DIRECTIONS.items():
        words = words.replace(phrase, direction)
    meaningful = tuple(word for word in words.split() if word not in EMPTY_WORDS)
    return meaningful or tuple(words.split())


def alike_key(name: str) -> str:
    """The key by which two names are alike, whatever the order and number of their words.

    It loses what may be the difference between two exercises, so it serves proposals alone; names
    are the same by `name_key`. Empty for a name that has neither letters nor digits.
    """
    return " ".join(sorted(set(name_words(name))))


def catalogue_key(name: str) -> str:
    """The key by which a name means an exercise of the catalogue.

    Its words in one spelling, with all signs and marks but those between words. Apps order them in
    their own ways: `Bench Press (Barbell)` and `Barbell bench-press` share one. The order stays in
    names with a joining word or several numbers.
    """
    plain = name_key(name.translate(_APOSTROPHES)).replace("&", " and ")
    words = [word for word in _BETWEEN_WORDS.split(plain) if word]
    spelled = _spelled_words(words)
    is_ordered = _JOINING.intersection(words) or sum(map(str.isnumeric, words)) > 1
    return " ".join(spelled if is_ordered else sorted(set(spelled)))


def match_index(catalogue: Iterable[CatalogueExercise]) -> Mapping[str, str]:
    """Slugs by the catalogue keys of all names and aliases: what importers look names up in.

    A name that is not in here is no catalogue exercise. There is no guessing on purpose: a wrong
    match would mix two exercises in somebody's history.
    """
    return MappingProxyType(
        {
            catalogue_key(name): entry.slug
            for entry in catalogue
            for name in (entry.name, *entry.aliases)
        }
    )
