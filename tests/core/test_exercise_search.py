import random
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.core.exercises.search import search
from liftlog.domain.exercises.names import name_key
from liftlog.store.exercises.catalogue import catalogue


@dataclass(frozen=True)
class Own:
    name: str
    aliases: tuple[str, ...] = ()


# Shuffled, since the order of the candidates must not matter.
CANDIDATES = [Own(entry.name, entry.aliases) for entry in catalogue()]
random.Random(7).shuffle(CANDIDATES)  # noqa: S311 - a fixed shuffle is wanted, not a secret


def found(query: str, *more: Own, limit: int = 10) -> list[str]:
    return [hit.name for hit in search(query, [*more, *CANDIDATES], limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bnech pres", "Bench press"),
        ("dedlift", "Deadlift"),
        ("deadlfit", "Deadlift"),
        ("lat puldown", "Lat pulldown"),
        ("romanain deadlift", "Romanian deadlift"),
        ("skul crusher", "Skull crusher"),
        ("skullcrushr", "Skull crusher"),
        ("squt", "Squat"),
        ("hack sqaut", "Hack squat"),
        ("overhed press", "Overhead press"),
        ("tricpes pushdown", "Triceps pushdown"),
        ("hamer curl", "Hammer curl"),
        ("kettlebell swng", "Kettlebell swing"),
        ("good moring", "Good morning"),
        ("bulgarain", "Bulgarian split squat"),
        ("dumbell bench press", "Bench press (dumbbell)"),
    ],
)
def test_slips_of_the_finger_are_forgiven(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ohp", "Overhead press"),
        ("rdl", "Romanian deadlift"),
        ("military press", "Overhead press"),
        ("hyperextension", "Back extension"),
        ("skull crusher", "Skull crusher"),
        ("skullcrusher", "Skull crusher"),
        ("barbell bench press", "Bench press"),
        ("trx row", "Suspension row"),
        ("weighted pull up", "Pull-up"),
    ],
)
def test_other_names_lead_to_the_exercise(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("squat", "Squat"),
        ("bench", "Bench press"),
        ("deadlift", "Deadlift"),
        ("dead", "Deadlift"),
        ("pull", "Pull-up"),
        ("push", "Push-up"),
        ("dip", "Dip"),
        ("plank", "Plank"),
        ("run", "Running"),
        ("leg press", "Leg press"),
        ("sumo", "Sumo deadlift"),
        ("shrug", "Shrug (barbell)"),
        ("bicep curl", "Bicep curl (barbell)"),
    ],
)
def test_plain_names_come_before_their_variants(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["squat (barbell)", " Squat  (Barbell)", "SQUAT (BARBELL)"])
def test_an_alias_as_typed_comes_before_names_that_hold_its_words(typed: str) -> None:
    assert found(typed)[:2] == ["Squat", "Split squat (barbell)"]


def test_every_alias_finds_its_exercise_first() -> None:
    shared = Counter(name_key(alias) for one in CANDIDATES for alias in (one.name, *one.aliases))
    for candidate in CANDIDATES:
        for alias in candidate.aliases:
            if shared[name_key(alias)] == 1:
                assert found(alias, limit=1) == [candidate.name], alias


def test_names_are_ranked_by_how_they_fit() -> None:
    ranked = [
        Own("Zorb lift"),
        Own("Also", ("Zorb lift",)),
        Own("Zorb-lift"),
        Own("Zorb lift, high"),
        Own("A high lift of the zorb"),
        Own("A zorbing lift"),
    ]
    assert search("zorb lift", ranked[::-1], 10) == ranked


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Curl+", "Curl"),
        ("Présa", "Presa"),
        ("край", "краи"),
        ("ばり", "はり"),
        ("बेंच", "बंच"),
        ("ไม้", "ไม่"),
        ("שִׁיר", "שיר"),
        ("قُوة", "قوة"),
        ("\U0001f535", "\U0001f534"),
    ],
)
def test_a_name_of_any_script_comes_first_as_it_is_typed(typed: str, other: str) -> None:
    names = [Own(other), Own(typed)]
    assert search(typed, names, 10)[0] == names[1]
    assert search(other, names, 10)[0] == names[0]


def test_an_exercise_called_so_comes_before_one_also_called_so() -> None:
    also, called = Own("Alpha row", ("Yoke press",)), Own("Zulu press")
    assert search("press", [also, called], 10) == [called, also]


def test_half_a_word_is_enough_while_typing() -> None:
    for length in range(4, len("incline dumb") + 1):
        assert any(name.startswith("Incline") for name in found("incline dumb"[:length]))
    assert found("incl dumb")[0] == "Incline bench press (dumbbell)"
    assert found("tri push")[0] == "Triceps pushdown"


def test_words_may_come_in_any_order() -> None:
    assert found("dumbbell press bench") == found("bench press dumbbell")
    assert found("curl barbell")[0] == "Bicep curl (barbell)"


def test_joined_and_parted_words_find_the_same() -> None:
    assert found("pullup") == found("pull up") == found("Pull-Up")
    assert found("legpress")[0] == "Leg press"


@pytest.mark.parametrize("nonsense", ["zzzzqq", "qwx", "bench zzzzqq", "???", "\U0001f4aa"])
def test_nonsense_finds_nothing(nonsense: str) -> None:
    assert found(nonsense) == []


def test_exercises_of_ones_own_stand_beside_the_catalogue() -> None:
    own = Own("Bench press with chains")
    assert own.name in found("bench press chain", own)
    assert found("bench press", own)[0] == "Bench press"
    assert found("bench chians", own) == [own.name]


def test_a_name_of_symbols_alone_is_listed_but_never_in_the_way() -> None:
    own = Own("\U0001f4aa")
    assert own.name not in found("bench", own)
    assert own in search("", [own], 10)


def test_nothing_typed_lists_everything_by_name() -> None:
    everything = found(" ", limit=1000)
    assert everything == sorted(everything, key=str.casefold)
    assert len(everything) == len(CANDIDATES)
    assert len(found("", limit=3)) == 3


def test_no_more_are_found_than_asked_for() -> None:
    assert len(found("press", limit=4)) == 4
    assert found("press", limit=4) == found("press", limit=40)[:4]


def test_the_full_name_of_an_exercise_finds_it_first() -> None:
    names = [candidate.name for candidate in CANDIDATES]
    assert [found(name, limit=1) for name in names] == [[name] for name in names]


def test_the_full_alias_of_an_exercise_finds_it_first() -> None:
    aliases = [(alias, entry.name) for entry in CANDIDATES for alias in entry.aliases]
    assert ("Squat (Barbell)", "Squat") in aliases
    assert [(alias, *found(alias, limit=1)) for alias, _ in aliases] == aliases


def test_the_words_of_an_alias_in_another_order_come_before_what_only_fits() -> None:
    assert found("barbell squat", limit=1) == ["Squat"]
    rows = (Own("Row to press"), Own("Press to row"))
    assert found("press to row", *rows, limit=2) == ["Press to row", "Row to press"]


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(query: str) -> None:
    assert len(found(query, limit=5)) <= 5


def test_the_order_of_the_candidates_does_not_matter() -> None:
    for query in ("press", "curl", "row dumbbell"):
        expected = [hit.name for hit in search(query, CANDIDATES, 50)]
        assert [hit.name for hit in search(query, CANDIDATES[::-1], 50)] == expected
