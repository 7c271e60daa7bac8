"""What kinds, muscles and equipment are called on pages, and a workout's figures in one line."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext, ngettext
from liftlog.domain.body import Measured
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.domain.strength.scores import Score
from liftlog.domain.workouts.sets import SetKind


def N_(message: str) -> str:  # noqa: N802 The name by which translation tools know such a mark.
    """Mark a message for translators; it is translated when it is shown."""
    return message


LOAD_KINDS = {
    LoadKind.WEIGHT_REPS: N_("Weight and reps"),
    LoadKind.BODYWEIGHT: N_("Body weight and reps"),
    LoadKind.ASSISTED: N_("Assisted body weight"),
    LoadKind.REPS: N_("Reps only"),
    LoadKind.TIME: N_("Time"),
    LoadKind.DISTANCE: N_("Distance"),
}
LOAD_KIND_NOTES = {
    LoadKind.WEIGHT_REPS: N_("A weight that is moved for reps."),
    LoadKind.BODYWEIGHT: N_("Your body is moved for reps; a weight is what you added to it."),
    LoadKind.ASSISTED: N_("Your body is moved with help; a weight is what the help took off."),
    LoadKind.REPS: N_("Reps are counted and no weight is asked for."),
    LoadKind.TIME: N_("A hold or an effort is timed; a weight is what you held."),
    LoadKind.DISTANCE: N_("A distance, usually with a time; a weight is what you carried."),
}
EQUIPMENT = {
    Equipment.BARBELL: N_("Barbell"),
    Equipment.DUMBBELL: N_("Dumbbell"),
    Equipment.KETTLEBELL: N_("Kettlebell"),
    Equipment.MACHINE: N_("Machine"),
    Equipment.SMITH_MACHINE: N_("Smith machine"),
    Equipment.CABLE: N_("Cable"),
    Equipment.BAND: N_("Band"),
    Equipment.BODYWEIGHT: N_("Body weight"),
    Equipment.EZ_BAR: N_("EZ bar"),
    Equipment.TRAP_BAR: N_("Trap bar"),
    Equipment.PLATE: N_("Weight plate"),
    Equipment.MEDICINE_BALL: N_("Medicine ball"),
    Equipment.SUSPENSION: N_("Suspension trainer"),
    Equipment.CARDIO_MACHINE: N_("Cardio machine"),
    Equipment.OTHER: N_("Other equipment"),
    Equipment.NONE: N_("No equipment"),
}
MUSCLES = {
    Muscle.NECK: N_("Neck"),
    Muscle.TRAPS: N_("Traps"),
    Muscle.FRONT_DELTS: N_("Front delts"),
    Muscle.SIDE_DELTS: N_("Side delts"),
    Muscle.REAR_DELTS: N_("Rear delts"),
    Muscle.CHEST: N_("Chest"),
    Muscle.BICEPS: N_("Biceps"),
    Muscle.TRICEPS: N_("Triceps"),
    Muscle.FOREARMS: N_("Forearms"),
    Muscle.ABS: N_("Abs"),
    Muscle.OBLIQUES: N_("Obliques"),
    Muscle.LATS: N_("Lats"),
    Muscle.UPPER_BACK: N_("Upper back"),
    Muscle.LOWER_BACK: N_("Lower back"),
    Muscle.HIP_FLEXORS: N_("Hip flexors"),
    Muscle.GLUTES: N_("Glutes"),
    Muscle.QUADS: N_("Quads"),
    Muscle.HAMSTRINGS: N_("Hamstrings"),
    Muscle.ADDUCTORS: N_("Adductors"),
    Muscle.ABDUCTORS: N_("Abductors"),
    Muscle.CALVES: N_("Calves"),
}
PATTERNS = {
    MovementPattern.SQUAT: N_("Squat"),
    MovementPattern.HINGE: N_("Hip hinge"),
    MovementPattern.LUNGE: N_("Lunge"),
    MovementPattern.HORIZONTAL_PUSH: N_("Horizontal push"),
    MovementPattern.VERTICAL_PUSH: N_("Vertical push"),
    MovementPattern.HORIZONTAL_PULL: N_("Horizontal pull"),
    MovementPattern.VERTICAL_PULL: N_("Vertical pull"),
    MovementPattern.OLYMPIC: N_("Olympic lift"),
    MovementPattern.CARRY: N_("Carry"),
    MovementPattern.CORE: N_("Core"),
    MovementPattern.ISOLATION: N_("Isolation"),
    MovementPattern.CARDIO: N_("Cardio"),
}
SET_KINDS = {
    SetKind.WARM_UP: N_("Warm-up"),
    SetKind.WORKING: N_("Working set"),
    SetKind.DROP: N_("Drop set"),
    SetKind.FAILURE: N_("To failure"),
}

MEASURED = {
    Measured.BODY_WEIGHT: N_("Body weight"),
    Measured.BODY_FAT: N_("Body fat"),
    Measured.NECK: N_("Neck"),
    Measured.CHEST: N_("Chest"),
    Measured.UPPER_ARM: N_("Upper arm"),
    Measured.WAIST: N_("Waist"),
    Measured.HIPS: N_("Hips"),
    Measured.THIGH: N_("Thigh"),
    Measured.CALF: N_("Calf"),
}
SCORES = {
    Score.DOTS: N_("DOTS"),
    Score.WILKS: N_("Wilks"),
    Score.WILKS_2020: N_("Wilks 2020"),
    Score.IPF_GL: N_("IPF GL"),
    Score.RELATIVE: N_("Relative strength"),
}

# By type first: members of two enumerations can be the same text, and then they are equal.
_WORDS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    LoadKind: LOAD_KINDS,
    Equipment: EQUIPMENT,
    Muscle: MUSCLES,
    MovementPattern: PATTERNS,
    SetKind: SET_KINDS,
    Measured: MEASURED,
    Score: SCORES,
}


def word(value: StrEnum) -> str:
    """What people call it, in the reader's language."""
    return gettext(_WORDS[type(value)][value])


def exercise_words() -> list[tuple[str, str]]:
    """Muscles and equipment for scripts, by the name of the attribute that carries the word."""
    kinds: tuple[tuple[str, type[StrEnum]], ...] = (("muscle", Muscle), ("equipment", Equipment))
    return [
        (f"{name}-{value.replace('_', '-')}", text)
        for name, kind in kinds
        for value, text in options(kind)
    ]


def options(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """The choices of a form field, in the order in which the kind lists them."""
    return [(value.value, word(value)) for value in kind]


def load_kind_note(kind: LoadKind) -> str:
    return gettext(LOAD_KIND_NOTES[kind])


def session_line(sets: int, volume_kg: Decimal, duration_s: int | None = None) -> str:
    """The figures of a workout: "14 sets · 6.1 t · 52 min"; what is zero is left out."""
    parts = []
    if sets:
        parts.append(ngettext("%(n)s set", "%(n)s sets", sets) % {"n": formats.number(sets)})
    if volume_kg:
        parts.append(formats.volume(volume_kg))
    if duration_s:
        parts.append(formats.duration(duration_s))
    return " \N{MIDDLE DOT} ".join(parts)
