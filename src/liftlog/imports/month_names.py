"""Month names by language, as the Unicode CLDR writes them in dates (long and short, all cases)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def month_names() -> Mapping[str, tuple[str, ...]]:
    """Twelve cells for each language, January first, each with the names of one month.

    Names are lower case and without the full stop of an abbreviation. A test compares the table
    with the CLDR of Babel. It is a file of its own so that an import does not load thirty locales.
    Chinese, Japanese and Korean dates number their months and need no names.
    """
    table = (files("liftlog.imports") / "month_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return {language: tuple(months) for language, *months in rows}
