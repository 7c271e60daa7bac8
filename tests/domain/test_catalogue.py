import csv
import unicodedata
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises.catalogue import (
    CATALOGUE_COLUMNS,
    CatalogueError,
    CatalogueExercise,
    alike_key,
    catalogue_key,
    exercise_id,
    match_index,
    name_words,
    parse_catalogue,
)
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from tests.shared import exercises

SHIPPED = (files("liftlog.store.exercises") / "catalogue.tsv").read_text(encoding="utf-8")
CATALOGUE = parse_catalogue(SHIPPED)
INDEX = match_index(CATALOGUE)
BY_SLUG = {entry.slug: entry for entry in CATALOGUE}

HEADER = "\t".join(CATALOGUE_COLUMNS)
PRESS = "push-press\tPush press\tweight_reps\tbarbell\tvertical_push\tfront_delts\ttriceps\tDrive"


def test_a_row_is_read_into_an_exercise() -> None:
    assert parse_catalogue(f"{HEADER}\n{PRESS}|Leg drive\n") == (
        CatalogueExercise(
            slug="push-press",
            name="Push press",
            load_kind=LoadKind.WEIGHT_REPS,
            equipment=Equipment.BARBELL,
            pattern=MovementPattern.VERTICAL_PUSH,
            primary_muscles=(Muscle.FRONT_DELTS,),
            secondary_muscles=(Muscle.TRICEPS,),
            aliases=("Drive", "Leg drive"),
        ),
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "1 columns"),
        (PRESS + "\tmore", "9 columns"),
        (PRESS.replace("push-press", "Push-press"), "no slug"),
        (PRESS.replace("push-press", "push--press"), "no slug"),
        (PRESS.replace("push-press", ""), "no slug"),
        (PRESS.replace("Push press", " Push press"), "no name"),
        (PRESS.replace("Push press", "???"), "no name"),
        (PRESS.replace("Push press", "P" * 121), "no name"),
        (PRESS + "|", "no name"),
        (PRESS.replace("weight_reps", "heavy"), "heavy"),
        (PRESS.replace("barbell", "anvil"), "anvil"),
        (PRESS.replace("vertical_push", "sideways"), "sideways"),
        (PRESS.replace("front_delts", "shoulders"), "shoulders"),
        (PRESS.replace("front_delts", ""), "primary muscle"),
        (PRESS.replace("front_delts", "triceps"), "each muscle once"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(wrong: str, said: str) -> None:
    good = PRESS.replace("push-press", "other").replace("Push press", "Other").replace("Drive", "")
    with pytest.raises(CatalogueError, match=f"^Line 3 of the catalogue: .*{said}"):
        parse_catalogue(f"{HEADER}\n{good}\n{wrong}\n{good}\n")


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (PRESS, "push-press is there already"),
        (PRESS.replace("push-press", "other"), "'Push press' is a name of push-press as well"),
        (
            PRESS.replace("push-press", "other").replace("Push press", "Other"),
            "'Drive' is a name of push-press as well",
        ),
        (
            PRESS.replace("push-press", "other").replace("Push press", "Press (push-)"),
            "is a name of push-press as well",
        ),
    ],
)
def test_no_two_exercises_share_a_slug_or_a_name(again: str, said: str) -> None:
    with pytest.raises(CatalogueError, match="Line 3 of the catalogue") as refused:
        parse_catalogue(f"{HEADER}\n{PRESS}\n{again}\n")
    assert said in refused.value.message


@pytest.mark.parametrize("text", ["", "\n", PRESS, HEADER.replace("slug", "id")])
def test_a_catalogue_without_its_header_is_refused(text: str) -> None:
    with pytest.raises(CatalogueError, match="Line 1"):
        parse_catalogue(text)


def test_ids_stay_as_they_were_first_published() -> None:
    assert str(exercise_id("bench-press")) == "4e2075a9-7581-57bb-9955-c9f645d2de74"
    assert str(exercise_id("squat")) == "74bcca64-c78a-50d6-9c9f-39633ed3f699"


def test_the_shipped_catalogue_has_several_hundred_exercises_with_ids_of_their_own() -> None:
    assert 350 <= len(CATALOGUE) <= 450
    assert len({exercise_id(entry.slug) for entry in CATALOGUE}) == len(CATALOGUE)


def test_no_two_exercises_of_the_shipped_catalogue_can_be_confused() -> None:
    owners: dict[str, str] = {}
    for entry in CATALOGUE:
        for name in (entry.name, *entry.aliases):
            assert owners.setdefault(alike_key(name), entry.slug) == entry.slug, name


def test_no_alias_repeats_what_the_name_says_already() -> None:
    for entry in CATALOGUE:
        keys = [alike_key(name) for name in (entry.name, *entry.aliases)]
        assert len(set(keys)) == len(keys), entry.name


def test_the_implement_in_a_name_is_the_equipment_of_the_exercise() -> None:
    implements = {
        "barbell": Equipment.BARBELL,
        "dumbbell": Equipment.DUMBBELL,
        "kettlebell": Equipment.KETTLEBELL,
        "machine": Equipment.MACHINE,
        "Smith machine": Equipment.SMITH_MACHINE,
        "cable": Equipment.CABLE,
        "band": Equipment.BAND,
        "bodyweight": Equipment.BODYWEIGHT,
        "EZ bar": Equipment.EZ_BAR,
        "trap bar": Equipment.TRAP_BAR,
        "plate": Equipment.PLATE,
        "suspension": Equipment.SUSPENSION,
        "treadmill": Equipment.CARDIO_MACHINE,
    }
    for entry in CATALOGUE:
        implement = entry.name.partition("(")[2].rstrip(")")
        if implement in implements and entry.slug != "rowing-machine":
            assert entry.equipment is implements[implement], entry.name


def test_every_muscle_equipment_and_kind_of_load_is_used() -> None:
    muscles = {muscle for entry in CATALOGUE for muscle in entry.primary_muscles}
    assert muscles == set(Muscle)
    assert {entry.load_kind for entry in CATALOGUE} == set(LoadKind)
    assert {entry.equipment for entry in CATALOGUE} == set(Equipment)
    assert {entry.pattern for entry in CATALOGUE} == set(MovementPattern)


@pytest.mark.parametrize(
    ("slug", "load_kind"),
    [
        ("bench-press", LoadKind.WEIGHT_REPS),
        ("pull-up", LoadKind.BODYWEIGHT),
        ("dip", LoadKind.BODYWEIGHT),
        ("push-up", LoadKind.BODYWEIGHT),
        ("crunch", LoadKind.BODYWEIGHT),
        ("assisted-pull-up", LoadKind.ASSISTED),
        ("assisted-dip", LoadKind.ASSISTED),
        ("plank", LoadKind.TIME),
        ("wall-sit", LoadKind.TIME),
        ("burpee", LoadKind.REPS),
        ("running", LoadKind.DISTANCE),
        ("rowing-machine", LoadKind.DISTANCE),
        ("farmers-walk", LoadKind.DISTANCE),
    ],
)
def test_sets_are_made_of_what_lifters_expect(slug: str, load_kind: LoadKind) -> None:
    assert BY_SLUG[slug].load_kind is load_kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bench Press (Barbell)", "barbell bench-press"),
        ("Pull Up", "Pullups"),
        ("Push-Up", "pushup"),
        ("Skullcrusher (Dumbbell)", "DB Skull Crushers"),
        ("Dumbell Flyes", "dumbbell fly"),
        ("Calf Raises", "Calves raise"),
        ("Stiff-Legged Deadlift", "stiff leg dead lift"),
        ("One Arm Row", "Single-Arm Row"),
        ("Captain's Chair", "Captain\u2019s chair"),
        ("Standing Calf Raise (Smith)", "Smith Machine Standing Calf Raise"),
        ("Ele\u0301vation lat\u00e9rale  ", "elevation laterale"),
        ("Clean and Jerk", "Clean & Jerk"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert alike_key(one) == alike_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bench Press (Barbell)", "Bench Press (Dumbbell)"),
        ("Pull Up", "Pulldown"),
        ("High to low cable fly", "Low to high cable fly"),
        ("Squat", "Squat (Smith Machine)"),
        ("Leg Press", "Single Leg Press"),
        ("Curl", "Reverse Curl"),
    ],
)
def test_different_exercises_stay_different(one: str, other: str) -> None:
    assert alike_key(one) != alike_key(other)


def test_a_name_without_letters_is_like_no_other() -> None:
    assert alike_key(" \U0001f4aa !! ") == ""
    assert "" not in INDEX


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Row to press", "Press to row"),
        ("Squat", "Squat+"),
        ("Squat", "Squat \U0001f535"),
        ("Squat", "Squat 2"),
        ("Squat 3-1-0", "Squat 3-0-1"),
        ("Bench press (barbell)", "Bench press (barbel bar)"),
        ("Barbell row to dumbbell press", "Dumbbell row to barbell press"),
        ("Press", "Prêss"),
    ],
)
def test_a_name_means_no_catalogue_exercise_by_other_words(name: str, other: str) -> None:
    assert catalogue_key(name) != catalogue_key(other)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Bench Press (Barbell)", "Barbell Bench Press"),
        ("Bench Press (Barbell)", "bench-press, barbell"),
        ("Incline Curl (Dumbbell)", "Incline DB Curl"),
        ("Squat (Smith Machine)", "Smith Machine Squat"),
        ("Squat (Smith Machine)", "Squat (Smith)"),
        ("Clean & Jerk", "Clean and jerk"),
        ("Captain's Chair", "Captain\u2019s chair"),
        ("Pull-Up", "Pullup"),
        ("Tricep Pushdown", "Triceps push-down"),
        ("Seated Cable Rows", "Cable row, seated"),
        ("Overhead cable triceps extension", "Triceps Extension (Overhead, Cable)"),
    ],
)
def test_the_order_and_the_spelling_of_the_words_do_not_matter(name: str, same: str) -> None:
    assert catalogue_key(name) == catalogue_key(same)


def test_names_of_other_scripts_keep_their_letters() -> None:
    assert name_words("Žabí dřep") == ("zabi", "drep")
    assert name_words("深蹲") == ("深蹲",)
    assert name_words("बेंच प्रेस") == ("बेंच", "प्रेस")
    assert name_words("ยกน้ำหนัก ท่าย่อ") == ("ยกน้ำหนัก".replace("ำ", "ํา"), "ท่าย่อ")
    assert name_words("ベンチプレス") == ("ベンチプレス",)
    assert name_words("سكُوات") == ("سكوات",)


@given(st.text(max_size=60))
def test_a_alike_key_name_is_its_own_normal_form(name: str) -> None:
    assert alike_key(alike_key(name)) == alike_key(name)


@given(st.lists(st.text("abcdefgh\u00e9 -", min_size=1, max_size=8), max_size=6), st.randoms())
def test_names_of_words_in_another_order_and_case_are_alike(
    words: list[str], random: object
) -> None:
    mixed = [unicodedata.normalize("NFD", word).upper() for word in reversed(words)]
    assert alike_key(" ".join(mixed)) == alike_key(" ".join(words))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bench Press (Barbell)", "bench-press"),
        ("Flat Barbell Bench Press", "bench-press"),
        ("Squat (Barbell)", "squat"),
        ("Barbell Back Squat", "squat"),
        ("Low Bar Squat (Barbel)", "low-bar-squat"),
        ("Deadlift ( Smith Machine )", "deadlift-smith-machine"),
        ("Overhead Press (Barbell)", "overhead-press"),
        ("Military Press", "overhead-press"),
        ("Pull Up (Weighted)", "pull-up"),
        ("Pull Up (Assisted)", "assisted-pull-up"),
        ("Pull Up (Band)", "band-assisted-pull-up"),
        ("Hip Adductor (Machine)", "hip-adduction-machine"),
        ("Hip Abductor (Machine)", "hip-abduction-machine"),
        ("DB RDL", "romanian-deadlift-dumbbell"),
        ("Seated Cable Row - V Grip (Cable)", "seated-cable-row-v-grip"),
        ("Triceps Pushdown (Cable - Straight Bar)", "triceps-pushdown-straight-bar"),
    ],
)
def test_the_names_of_other_apps_find_their_exercise(name: str, slug: str) -> None:
    assert INDEX[catalogue_key(name)] == slug


@pytest.mark.parametrize(
    "name",
    [
        "Shoulder Press",
        "Chest Fly",
        "Triceps Extension",
        "Lateral Raise",
        "Incline Press",
        "Dumbbell Press",
        "Bench press Backup",
        "Deadlift Old Data",
        "Barbell Squat (Each Side)",
        "Bench",
        "Hip Adductor",
    ],
)
def test_a_name_that_could_be_several_exercises_is_none(name: str) -> None:
    assert catalogue_key(name) not in INDEX


def test_most_sets_of_real_logs_are_of_catalogue_exercises() -> None:
    sets: Counter[str] = Counter()
    known: Counter[str] = Counter()
    with exercises("names_in_exports.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            count = int(row["sets"])
            sets[row["app"]] += count
            known[row["app"]] += count if catalogue_key(row["exercise_name"]) in INDEX else 0
    english = ("strong", "hevy", "fitnotes", "fitbod")
    share = {app: known[app] / sets[app] for app in english}
    assert sum(known[app] for app in english) / sum(sets[app] for app in english) >= 0.88, share
    assert share["strong"] >= 0.91, share
    assert share["hevy"] >= 0.88, share
    assert share["fitbod"] >= 0.88, share


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("as", ("as",)),
        ("gas", ("ga",)),
        ("presses", ("press",)),
        ("benches", ("bench",)),
        ("crushes", ("crush",)),
        ("press", ("press",)),
        ("The", ("the",)),
        ("the row of the day", ("row", "day")),
    ],
)
def test_words_are_taken_in_the_singular_and_without_articles(
    name: str, words: tuple[str, ...]
) -> None:
    assert name_words(name) == words


def test_a_name_has_120_characters_at_most() -> None:
    for length, refused in ((120, False), (121, True)):
        row = PRESS.replace("Push press", "P" * length)
        if refused:
            with pytest.raises(CatalogueError, match="is no name"):
                parse_catalogue(f"{HEADER}\n{row}\n")
        else:
            assert len(parse_catalogue(f"{HEADER}\n{row}\n")[0].name) == length
