"""Numbers are written as Babel writes them."""

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from liftlog.core.web.locale.number_format import decimal_text, separators

LOCALES = [
    "en_GB",
    "en_IN",
    "de",
    "de_CH",
    "fr",
    "es",
    "pl",
    "pt_BR",
    "sv",
    "ja",
    "hi",
    "ar",
    "fa",
    "he",
]
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9),
    st.decimals(-(10**9), 10**9, allow_nan=False, places=4),
    st.sampled_from([0.5, 2.5, -0.04, Decimal("0.125"), Decimal("2.675"), 1e-7, 1000, 1e6]),
)


@pytest.mark.parametrize("tag", LOCALES)
@given(value=NUMBERS, decimals=st.integers(0, 4))
def test_a_number_is_written_as_babel_writes_it(
    tag: str, value: Decimal | float, decimals: int
) -> None:
    locale = Locale.parse(tag)
    pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
    assume(value or not str(value).startswith("-"))
    expected = format_decimal(value, format=pattern, locale=locale)
    assert decimal_text(value, decimals, separators(locale)) == expected


@pytest.mark.parametrize("nothing", [0, 0.0, -0.0, Decimal(0), Decimal("-0.00")])
def test_nothing_has_no_sign(nothing: Decimal | float) -> None:
    assert decimal_text(nothing, 1, separators(Locale("en", "GB"))) == "0"
