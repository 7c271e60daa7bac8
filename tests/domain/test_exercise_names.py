import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises.names import name_key


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Squat", "  sQUAT "),
        ("Tempo  squat", "Tempo\u00a0squat"),
        ("Tempo squat", "Tempo\u2003squat\n"),
        ("Développé couché", unicodedata.normalize("NFD", "DÉVELOPPÉ COUCHÉ")),
        ("Kniebeuge groß", "KNIEBEUGE GROSS"),
        ("Приседания", "ПРИСЕДАНИЯ"),
        ("йога", unicodedata.normalize("NFD", "Йога")),
        ("Κάθισμα", unicodedata.normalize("NFD", "ΚΆΘΙΣΜΑ")),
        ("βάρος", "ΒΆΡΟΣ"),
        ("\uff33\uff51\uff55\uff41\uff54", "Squat"),
        ("ﾍﾞﾝﾁﾌﾟﾚｽ", "ベンチプレス"),
        ("ﻲ", "ي"),
        ("\ufb01ve", "five"),
        ("Squat\u200b", "Squat"),
        ("\u2068Squat\u2069", "Squat"),
        ("Squat \u2764\ufe0f", "Squat \u2764"),
        ("벤치 프레스", unicodedata.normalize("NFD", "벤치 프레스")),
    ],
)
def test_case_unicode_form_and_width_of_spaces_make_no_difference(name: str, same: str) -> None:
    assert name_key(name) == name_key(same)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Tempo Squat 3-0-1", "Tempo Squat 3-1-0"),
        ("Tempo Squat 3-0-1", "Tempo Squat 1-0-3"),
        ("Row to press", "Press to row"),
        ("Curl", "Curl+"),
        ("Curl", "Curl*"),
        ("Curl", "Curls"),
        ("Curl curl", "Curl"),
        ("Squat \U0001f535", "Squat \U0001f534"),
        ("Squat \U0001f535", "Squat"),
        ("Curl\u00b2", "Curl2"),
        ("Curl \u2460", "Curl 1"),
        ("Curl \u00bd", "Curl 1/2"),
        ("Curl (heavy)", "Curl heavy"),
        ("Pull-up", "Pull up"),
        # Latin, Cyrillic, Greek
        ("Presa", "Présa"),
        ("Şut", "Sut"),
        ("Kırmızı", "Kirmizi"),
        ("край", "краи"),
        ("ещё", "еще"),
        ("ή", "η"),
        # Arabic and Hebrew, whose points tell words apart
        ("عَلِمَ", "عُلِمَ"),
        ("ي", "ى"),
        ("שִׁיר", "שׁוּר"),
        ("שׁר", "שׂר"),
        # Devanagari and Thai
        ("की", "कि"),
        ("बेंच", "बच"),
        ("ไม้", "ไม่"),
        ("ไม้", "ไม"),
        # Kana and Han
        ("は", "ば"),
        ("ば", "ぱ"),
        ("つ", "っ"),
        ("はり", "ハリ"),
        ("国", "國"),
        ("举", "舉"),
    ],
)
def test_order_digits_signs_and_marks_make_another_name(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=60))
def test_composed_and_decomposed_names_are_the_same(name: str) -> None:
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)
    assert name_key(unicodedata.normalize("NFC", name)) == name_key(name)


@given(st.text(max_size=60))
def test_only_a_name_of_nothing_visible_has_no_key(name: str) -> None:
    assert bool(name_key(f"a{name}"))
