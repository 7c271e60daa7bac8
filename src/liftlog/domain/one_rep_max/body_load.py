"""What was really moved where the body is part of the load.

In pull-ups, chin-ups, dips and muscle-ups nothing but the hands holds the body: all of it is moved,
with what was added to it, or less what a machine took off. In others, such as the push-up, only a
share is; studies name shares for some of them and for some people, and none is used here.
"""

from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import ESTIMATED_LOADS

BODY_LOADS = frozenset({LoadKind.BODYWEIGHT, LoadKind.ASSISTED})

# Left out on purpose: bench dips (the feet stand), negatives and scapular pull-ups (no whole rep),
# bands (what they take off changes along the way).
_WHOLE_BODY_SLUGS = (
    *("pull-up", "chin-up", "neutral-grip-pull-up", "wide-grip-pull-up", "close-grip-pull-up"),
    *("muscle-up", "ring-muscle-up", "assisted-pull-up", "assisted-chin-up"),
    *("dip", "chest-dip", "triceps-dip", "ring-dip"),
    *("assisted-dip", "assisted-chest-dip", "assisted-triceps-dip"),
)
WHOLE_BODY_LIFTS = frozenset(exercise_id(slug) for slug in _WHOLE_BODY_SLUGS)


class NoEstimate(StrEnum):
    """Why an exercise has no one-rep max."""

    NOT_LIFTED = "not_lifted"
    """It is counted in reps, time or distance."""
    SHARE_UNKNOWN = "share_unknown"
    """Nobody can say which share of the body is moved."""
    BODY_WEIGHT_UNKNOWN = "body_weight_unknown"
    """No weigh-in is near enough to any day on which it was done."""


def moves_whole_body(exercise: UUID, load: LoadKind) -> bool:
    return load in BODY_LOADS and exercise in WHOLE_BODY_LIFTS


def why_no_estimate(exercise: UUID, load: LoadKind) -> NoEstimate | None:
    """What is known before any set is looked at; None where there can be an estimate."""
    if load in ESTIMATED_LOADS or moves_whole_body(exercise, load):
        return None
    return NoEstimate.SHARE_UNKNOWN if load in BODY_LOADS else NoEstimate.NOT_LIFTED


def load_kg(load: LoadKind, weight_kg: Decimal | None, body_kg: Decimal | None) -> Decimal | None:
    """The kilograms that were moved in one rep, or None where they are not known or nothing.

    `weight_kg` is what was logged: with body weight what was added, with help what was taken off.
    """
    if load in ESTIMATED_LOADS:
        return weight_kg or None
    if body_kg is None or load not in BODY_LOADS:
        return None
    if load is LoadKind.BODYWEIGHT:
        return body_kg + (weight_kg or 0)
    # Help that nobody wrote down is not known to be none.
    return body_kg - weight_kg if weight_kg is not None and weight_kg < body_kg else None
