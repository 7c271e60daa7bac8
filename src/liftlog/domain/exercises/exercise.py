"""What an exercise is: how it is loaded, with what, and which muscles it works."""

from enum import StrEnum

EXERCISE_NAME_MAX = 120


class LoadKind(StrEnum):
    """What a set of the exercise is made of."""

    WEIGHT_REPS = "weight_reps"
    """A weight moved for reps: barbells, dumbbells, cables, machines."""
    BODYWEIGHT = "bodyweight"
    """The body moved for reps; a weight is what was added to it."""
    ASSISTED = "assisted"
    """The body moved for reps with help; a weight is what the machine took off."""
    REPS = "reps"
    """Reps alone; a weight is never asked for."""
    TIME = "time"
    """A hold or an effort of some seconds; a weight is what was held."""
    DISTANCE = "distance"
    """A distance, usually with a time; a weight is what was carried or pushed."""


class Equipment(StrEnum):
    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    MACHINE = "machine"
    SMITH_MACHINE = "smith_machine"
    CABLE = "cable"
    BAND = "band"
    BODYWEIGHT = "bodyweight"
    EZ_BAR = "ez_bar"
    TRAP_BAR = "trap_bar"
    PLATE = "plate"
    MEDICINE_BALL = "medicine_ball"
    SUSPENSION = "suspension"
    CARDIO_MACHINE = "cardio_machine"
    OTHER = "other"
    NONE = "none"


class Muscle(StrEnum):
    NECK = "neck"
    TRAPS = "traps"
    FRONT_DELTS = "front_delts"
    SIDE_DELTS = "side_delts"
    REAR_DELTS = "rear_delts"
    CHEST = "chest"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABS = "abs"
    OBLIQUES = "obliques"
    LATS = "lats"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    HIP_FLEXORS = "hip_flexors"
    GLUTES = "glutes"
    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    CALVES = "calves"


class MovementPattern(StrEnum):
    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    HORIZONTAL_PUSH = "horizontal_push"
    VERTICAL_PUSH = "vertical_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    OLYMPIC = "olympic"
    CARRY = "carry"
    CORE = "core"
    ISOLATION = "isolation"
    CARDIO = "cardio"
