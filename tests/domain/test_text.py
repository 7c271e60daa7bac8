"""Which texts PostgreSQL can hold."""

import pytest

from liftlog.domain.text import is_storable


@pytest.mark.parametrize(
    ("text", "storable"),
    [
        ("", True),
        ("Bench press – 100 kg \U0001f4aa", True),
        ("\x01", True),
        ("a\0b", False),
        ("\ud7ff\ue000", True),
        ("\ud800", False),
        ("a\udfff", False),
    ],
)
def test_neither_nul_nor_half_of_a_surrogate_pair_can_be_kept(text: str, storable: bool) -> None:
    assert is_storable(text) is storable
