"""A set as it was logged, and the limits that hold for it everywhere."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from liftlog.domain.units import Distance, Weight

REPS_MAX = 10_000
RPE_MIN = Decimal(1)
RPE_MAX = Decimal(10)
RPE_STEP = Decimal("0.5")
NOTE_MAX = 2_000
TITLE_MAX = 200
WORKOUT_DURATION_MAX_S = 7 * 24 * 3600
EXERCISES_PER_WORKOUT_MAX = 100
SETS_PER_EXERCISE_MAX = 200


class SetKind(StrEnum):
    WARM_UP = "warm_up"
    WORKING = "working"
    DROP = "drop"
    FAILURE = "failure"


# Warm-ups never count for totals, records or estimates; see `LoggedSet.counts`.
COUNTED_KINDS = frozenset({SetKind.WORKING, SetKind.DROP, SetKind.FAILURE})


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One set. `duration_ms` in milliseconds; `rpe` from 1 to 10 in half steps."""

    kind: SetKind = SetKind.WORKING
    weight: Weight | None = None
    reps: int | None = None
    rpe: Decimal | None = None
    duration_ms: int | None = None
    distance: Distance | None = None
    note: str = ""

    @property
    def counts(self) -> bool:
        """Working, drop and failure sets do; a failed try, of no reps and nothing else, does not."""
        failed = self.reps == 0 and not self.duration_ms and not self.distance
        return self.kind in COUNTED_KINDS and not failed
