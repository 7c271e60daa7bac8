"""Numbers, amounts and times as people type them; the phone has the same in `model/typed.js`.

    number   1250   1250.5   1250,5   .5      a point or a comma is the decimal sign
             1'250   1 250   1 250,5          apostrophes and spaces group thousands
             1,250.5   1.250,5   1,250,000    of two signs, or of one twice, it is clear which is which
    amount   100   100 kg   225lb   2 km      a unit outweighs that of the field
    time     90   1:30   1:30:00   90 s   2 min   1 h 30 min

Digits are those of every script. `1,250` and `1.250` are a thousand to some and a fraction to others:
they are refused, and the two readings named. A point before three digits of which the last is no
zero is a decimal sign, because fields show 22.125 so; a file of another app proves nothing by it. Where other numbers of the same writer settle
the decimal sign, as in a column of a file, both have one meaning.

`1:30` is hours and minutes in a field that counts minutes, and minutes and seconds elsewhere.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

_SPACES = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
# Marks of direction come along with what is copied.
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_APOSTROPHES = re.compile("[\u2019\u2018\u02bc\u066c]")
# The Arabic decimal sign is never another; zeros at its end would look like thousands.
_ARABIC_FRACTION = re.compile("\u066b([0-9]*?)0*(?![0-9])")

_GROUPED = re.compile(
    r"[0-9]{1,3}(?:(?: [0-9]{3})+|(?:'[0-9]{3})+)(?:[.,][0-9]+)?"
    r"|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:\.[0-9]{3}){2,}"
)
_TWO_WAYS = re.compile(r"(?P<whole>[1-9][0-9]{0,2})(?!\.[0-9]{2}[1-9])[.,](?P<fraction>[0-9]{3})")
_ONE_SIGN_AND_THREE = re.compile(r"(?P<whole>[1-9][0-9]{0,2})(?P<sign>[.,])(?P<fraction>[0-9]{3})")
_PLAIN = re.compile(r"[0-9]+[.,]?[0-9]*|[.,][0-9]+")
_AMOUNT = re.compile(r"(.*?) ?([a-z]*)")
_CLOCK = re.compile(r"([0-9]{1,5}):([0-9]{1,2})(?::([0-9]{1,2}))?(?:[.,]([0-9]{1,3}))?")
_SPOKEN = re.compile(
    r"(?:([0-9.,]+) ?h(?:rs?)?)? ?(?:([0-9.,]+) ?m(?:ins?)?)? ?(?:([0-9.,]+) ?s(?:ecs?)?)?"
)
DIGITS_MAX = 24

Unit = TypeVar("Unit", bound=StrEnum)


class UnreadableError(ValueError):
    """It is no number, or `readings` has the two that it may be, as they are to be typed."""

    def __init__(self, readings: tuple[str, ...] = ()) -> None:
        super().__init__("unreadable")
        self.readings = readings


def plain(text: str) -> str:
    """In small letters, with the digits, spaces and signs of ASCII."""
    found = "".join(map(_ascii, _MARKS.sub("", text)))
    found = _APOSTROPHES.sub("'", _SPACES.sub(" ", found)).strip().lower()
    return _ARABIC_FRACTION.sub(r".\1", found)


def _ascii(sign: str) -> str:
    if sign.isdecimal():
        return str(int(sign))
    # The wide forms beside Chinese and Japanese signs.
    return chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else sign


def number(text: str, decimal_sign: str = "", *, of_another_app: bool = False) -> Decimal:
    """`decimal_sign` is that of the writer, where it is known. Raises UnreadableError."""
    typed = plain(text).removeprefix("+")
    if sum(map(str.isdigit, typed)) > DIGITS_MAX:
        raise UnreadableError
    settled = _ONE_SIGN_AND_THREE.fullmatch(typed) if decimal_sign else None
    if settled:
        whole, sign, fraction = settled.groups()
        return Decimal(f"{whole}.{fraction}" if sign == decimal_sign else whole + fraction)
    two_ways = (_ONE_SIGN_AND_THREE if of_another_app else _TWO_WAYS).fullmatch(typed)
    if two_ways:
        whole, fraction = two_ways["whole"], two_ways["fraction"]
        raise UnreadableError((whole + fraction, f"{whole}.{fraction}".rstrip("0").rstrip(".")))
    if _GROUPED.fullmatch(typed):
        return _grouped(typed)
    if not _PLAIN.fullmatch(typed):
        raise UnreadableError
    return Decimal(typed.replace(",", "."))


def _grouped(typed: str) -> Decimal:
    """The last sign is the decimal one where it stands there once and another groups."""
    signs = [sign for sign in typed if not sign.isdigit()]
    if len(set(signs)) == 1:
        return Decimal("".join(filter(str.isdigit, typed)))
    whole, _sign, fraction = typed.rpartition(signs[-1])
    return Decimal(f"{''.join(filter(str.isdigit, whole))}.{fraction}")


def decimal_sign(text: str) -> str:
    """The decimal sign that a number settles for others of its writer; empty where it settles none."""
    typed = plain(text).lstrip("+-")
    if _ONE_SIGN_AND_THREE.fullmatch(typed):
        return ""
    signs = "".join(sign for sign in typed if not sign.isdigit())
    if _GROUPED.fullmatch(typed):
        grouped_by = {",": ".", ".": ","}.get(signs[0], "")
        return grouped_by if len(set(signs)) == 1 else signs[-1]
    return signs if _PLAIN.fullmatch(typed) else ""


def amount(text: str, units: Mapping[str, Unit]) -> tuple[Decimal, Unit | None]:
    """A number and the unit that was typed with it, None where none was. Raises UnreadableError."""
    match = _AMOUNT.fullmatch(plain(text))
    if match is None or (match[2] and match[2] not in units):
        raise UnreadableError
    return number(match[1]), units.get(match[2])


def seconds(text: str, *, in_minutes: bool = False) -> Decimal:
    """A time; `in_minutes` is for a field that counts minutes. Raises UnreadableError."""
    typed = plain(text)
    clock = _CLOCK.fullmatch(typed)
    if clock:
        return _clock_seconds(clock, in_minutes=in_minutes)
    spoken = _SPOKEN.fullmatch(typed)
    if typed and spoken:
        return _spoken_seconds(spoken)
    return number(typed) * (60 if in_minutes else 1)


def _spoken_seconds(spoken: re.Match[str]) -> Decimal:
    parts = zip(spoken.groups(), (3600, 60, 1), strict=True)
    try:
        return sum((number(part) * worth for part, worth in parts if part), Decimal(0))
    except UnreadableError as error:
        # What would have to be typed is more than a number.
        raise UnreadableError from error


def _clock_seconds(clock: re.Match[str], *, in_minutes: bool) -> Decimal:
    first, second, third, fraction = clock.groups()
    if third is None and in_minutes:
        parts, fraction_of_seconds = (first, second, "0"), fraction is None
    elif third is None:
        parts, fraction_of_seconds = ("0", first, second), True
    else:
        parts, fraction_of_seconds = (first, second, third), True
    if not fraction_of_seconds or max(map(int, (second, third or "0"))) >= 60:
        raise UnreadableError
    hours, minutes, whole = map(int, parts)
    return Decimal(f"{hours * 3600 + minutes * 60 + whole}.{fraction or 0}")
