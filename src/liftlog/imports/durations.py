"""How long a workout took: `57m`, `1h 26m`, `35min`, `48h 40m`, `2227` (seconds), `1:02:03`."""

import re
from functools import lru_cache

from liftlog.domain.units import DURATION_MAX_MS

_PART = re.compile(r"(\d{1,9})\s*([^\W\d_]+)\.?")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})")
_SECONDS = re.compile(r"(\d{1,9})(?:[.,]0*)?")
_SECONDS_PER = {
    86_400: "d day days j jour jours tag tage dia dias día días g giorno giorni д",
    3_600: "h hr hrs hour hours heure heures hora horas ora ore std stunde stunden u uur uren sa"
    " saat godz tim timer t ч час часа часов год 時間 小时 小時 시간",
    60: "m min mins mn minute minutes minuto minutos minuti minuten dk dakika мин м хв 分 分钟 分鐘 분",
    1: "s sec secs second seconds seg segundo segundos sek sekunde sekunden sn сек с 秒 초",
}
_UNIT_SECONDS = {name: size for size, names in _SECONDS_PER.items() for name in names.split()}


@lru_cache(maxsize=2048)
def duration_s(text: str) -> int | None:
    """Return the seconds, or None where the text is empty, unclear, or beyond what a time can be."""
    plain = text.strip().casefold()
    if whole := _SECONDS.fullmatch(plain):
        return within_limit(int(whole[1]))
    if clock := _CLOCK.fullmatch(plain):
        return within_limit(int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    parts = _PART.findall(plain)
    if not parts or _PART.sub("", plain).strip(" ,"):
        return None
    sizes = [(int(amount), _UNIT_SECONDS.get(unit)) for amount, unit in parts]
    if any(size is None for _, size in sizes):
        return None
    return within_limit(sum(amount * size for amount, size in sizes if size))


def within_limit(seconds: int) -> int | None:
    return seconds if 0 <= seconds * 1000 <= DURATION_MAX_MS else None
