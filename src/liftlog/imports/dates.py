"""When a workout began: the date forms of both apps, in the languages that they speak."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from liftlog.imports.month_names import month_names
from liftlog.kit import time_zones

UTC_RULES = time_zones.zone(time_zones.UTC_NAME)
_YEARS = range(1970, 2101)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
# After a sign it is an offset, and no time of day.
_CLOCK = re.compile(r"(?<![\d+\-\u2212])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)")
_OFFSET = re.compile(
    r"(?<!\d)(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?\s?m\.?)?)\s*"
    r"(?:(?:utc|gmt)?\s?(?P<sign>[+\-\u2212])(?P<hours>\d{1,2}):?(?P<minutes>[0-5]\d)?|z|utc|gmt)"
    r"(?![\w:.-])",
    re.IGNORECASE,
)
_OFFSET_MAX = timedelta(hours=14)
_DOTTED_CLOCK = re.compile(r"(?<=[\s,])(\d{1,2})[.h](\d{2})(?:[.m](\d{2}))?$")
_AM = re.compile(r"(?<!\w)(?:am|a\.\s?m\.|a\s?m)(?!\w)|오전|午前|上午")
_PM = re.compile(r"(?<!\w)(?:pm|p\.\s?m\.|p\s?m)(?!\w)|오후|午後|下午")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
# Words that stand between the parts of a date and mean nothing for it.
_LATIN_FILLERS = "de del do d di da den der af om um at à le el o kl klo uhr t"
_OTHER_FILLERS = "г р в о год а 年 月 日 년 월 일"
_FILLERS = frozenset(f"{_LATIN_FILLERS} {_OTHER_FILLERS}".split())


class DateFault(Enum):
    UNREADABLE = "bad_date"
    AMBIGUOUS = "ambiguous_date"


class _Pieces(NamedTuple):
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    dotted: bool
    time: tuple[int, int, int]


class _DateEvidence(NamedTuple):
    """What the dates of a file say together about how each of them is to be read."""

    day_first: bool | None
    languages: frozenset[str]


class DateReader:
    """Reads the dates of one file. `texts` gives them all, and is asked only when one is unclear.

    `3/4/2026` alone can be March or April; beside a `25/4/2026` it can't. The same holds for a month
    name that means different months in different languages. What stays unclear is never guessed.
    A time with an offset from UTC is told in `zone`.
    """

    def __init__(
        self, texts: Callable[[], Iterable[str]], zone: time_zones.Zone = UTC_RULES
    ) -> None:
        self._texts = texts
        self._zone = zone
        self._evidence: _DateEvidence | None = None
        self._known: dict[str, datetime | DateFault] = {}

    def read(self, text: str) -> datetime | DateFault:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> datetime | DateFault:
        if iso := _ISO.fullmatch(text.strip()):
            year, month, day, hour, minute, second = (int(part or 0) for part in iso.groups())
            return _moment(year, month, day, (hour, minute, second))
        without, offset = _offset_apart(text)
        if offset is not None:
            return self._of_moment(without, offset)
        pieces = _pieces(text)
        if pieces is None:
            return DateFault.UNREADABLE
        if pieces.words:
            return self._with_month_name(pieces)
        return self._in_numbers(pieces)

    def _of_moment(self, text: str, offset: timedelta) -> datetime | DateFault:
        """What the lifter's clocks showed at a time with an offset from UTC."""
        there = self._read(text)
        if isinstance(there, DateFault) or abs(offset) > _OFFSET_MAX:
            return DateFault.UNREADABLE
        return time_zones.wall_time(there.replace(tzinfo=timezone(offset)), self._zone)

    def _with_month_name(self, pieces: _Pieces) -> datetime | DateFault:
        months = _months_of(pieces.words[0], None)
        if len(months) > 1:
            months = _months_of(pieces.words[0], self._gathered().languages)
        first, second = pieces.numbers
        year, day = (first, second) if len(first) == 4 else (second, first)
        if not months or len(year) != 4:
            return DateFault.UNREADABLE
        if len(months) > 1:
            return DateFault.AMBIGUOUS
        return _moment(int(year), min(months), int(day), pieces.time)

    def _in_numbers(self, pieces: _Pieces) -> datetime | DateFault:
        first, second, third = pieces.numbers
        if len(first) == 4:
            return _moment(int(first), int(second), int(third), pieces.time)
        year = int(third) if len(third) == 4 else 2000 + int(third)
        day_first = _order(pieces)
        if day_first is None:
            day_first = self._gathered().day_first
        if day_first is None:
            return DateFault.AMBIGUOUS
        day, month = (first, second) if day_first else (second, first)
        return _moment(year, int(month), int(day), pieces.time)

    def _gathered(self) -> _DateEvidence:
        if self._evidence is None:
            self._evidence = _gather(self._texts())
        return self._evidence


def _gather(texts: Iterable[str]) -> _DateEvidence:
    orders: set[bool] = set()
    words: set[str] = set()
    for text in set(texts):
        if (pieces := _pieces(_offset_apart(text)[0])) is not None:
            words.update(pieces.words)
            orders.update({order} if (order := _order(pieces)) is not None else ())
    languages = {
        language
        for language in month_names()
        if all(language in _names().get(word, {}) for word in words)
    }
    return _DateEvidence(orders.pop() if len(orders) == 1 else None, frozenset(languages))


def _offset_apart(text: str) -> tuple[str, timedelta | None]:
    """The text without its offset from UTC, and that offset; None where it has none."""
    found = _OFFSET.search(text)
    if found is None:
        return text, None
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    without = f"{text[: found.end(1)]} {text[found.end() :]}"
    return without, offset if found["sign"] == "+" else -offset


def _order(pieces: _Pieces) -> bool | None:
    """True for day first, False for month first, None where the date alone doesn't say."""
    if pieces.words or len(pieces.numbers[0]) == 4:
        return None
    first, second = int(pieces.numbers[0]), int(pieces.numbers[1])
    if pieces.dotted or first > 12 or first == second:
        # With full stops between the numbers the day comes first in every locale of the CLDR.
        return True if pieces.dotted or first > 12 else None
    return False if second > 12 else None


@lru_cache(maxsize=4096)
def _pieces(text: str) -> _Pieces | None:
    plain = unicodedata.normalize("NFC", " ".join(text.casefold().split()))
    plain, afternoon = _without_day_half(plain)
    clock = _CLOCK.search(plain) or _DOTTED_CLOCK.search(plain)
    time = (0, 0, 0)
    if clock:
        time = (_hour(int(clock[1]), afternoon=afternoon), int(clock[2]), int(clock[3] or 0))
        plain = plain[: clock.start()] + " " + plain[clock.end() :]
    pieces = [piece for piece in _PIECE.findall(plain) if piece not in _FILLERS]
    numbers = tuple(piece for piece in pieces if piece.isdecimal())
    words = tuple(piece for piece in pieces if not piece.isdecimal())
    if len(words) > 1 or len(words) + len(numbers) != 3 or max(map(len, numbers)) > 4:
        return None
    return _Pieces(numbers, words, bool(re.search(r"\d\.\s?\d", plain)), time)


def _without_day_half(plain: str) -> tuple[str, bool | None]:
    for pattern, afternoon in ((_AM, False), (_PM, True)):
        if pattern.search(plain):
            return pattern.sub(" ", plain), afternoon
    return plain, None


def _hour(hour: int, *, afternoon: bool | None) -> int:
    if afternoon is None:
        return hour
    if not 1 <= hour <= 12:
        # 13:05 PM is written by phones set to 24 hours in a 12 hour language.
        return hour
    return hour % 12 + (12 if afternoon else 0)


def _moment(year: int, month: int, day: int, time: tuple[int, int, int]) -> datetime | DateFault:
    if year not in _YEARS:
        return DateFault.UNREADABLE
    try:
        # The wall time as the app wrote it; the importer knows the lifter's time zone.
        return datetime(year, month, day, *time)  # noqa: DTZ001 A wall time has no zone here.
    except ValueError:
        return DateFault.UNREADABLE


def _months_of(word: str, languages: frozenset[str] | None) -> set[int]:
    by_language = _names().get(word, {})
    return {
        month
        for language, month in by_language.items()
        if languages is None or language in languages
    }


@cache
def _names() -> dict[str, dict[str, int]]:
    """Every name, and every beginning of one that no other month of its language shares.

    A beginning counts only where it is no language's own name: `mar` is March, though Finnish has
    a `marraskuu`, which no app shortens that far.
    """
    names: dict[str, dict[str, int]] = {}
    beginnings: dict[str, dict[str, int]] = {}
    for language, months in month_names().items():
        whole = _months_by_word(months, lambda name: [name])
        parts = _months_by_word(months, lambda name: [name[:end] for end in range(3, len(name))])
        for word, found in whole.items():
            names.setdefault(word, {})[language] = found
        for word, found in parts.items():
            beginnings.setdefault(word, {}).setdefault(language, found)
    return beginnings | names


def _months_by_word(
    months: tuple[str, ...], words_of: Callable[[str], Iterable[str]]
) -> dict[str, int]:
    """Leave out the words that stand for several months, as `jui` does in French."""
    found: dict[str, set[int]] = {}
    for month, cell in enumerate(months, start=1):
        for name in cell.casefold().split():
            for word in words_of(name):
                found.setdefault(word, set()).add(month)
    return {word: min(meanings) for word, meanings in found.items() if len(meanings) == 1}
