"""The domain's rules of what counts and what is hard, as conditions of statements."""

from liftlog.domain.balance import is_hard
from liftlog.domain.exercises.exercise import LoadKind, MovementPattern

COUNTED = (
    "s.kind <> 'warm_up' AND "
    "(s.reps IS DISTINCT FROM 0 OR s.duration_ms > 0 OR s.distance_mm IS NOT NULL)"
)
"""Of a `logged_set s`, as `LoggedSet.counts` says."""

_SOFT = ", ".join(
    f"('{load_kind}', '{pattern}')"
    for load_kind in LoadKind
    for pattern in MovementPattern
    if not is_hard(load_kind, pattern)
)
HARD = f"(r.load_kind, r.pattern) NOT IN ({_SOFT})"
"""Of an `exercise_resolved r`, as `is_hard` says."""
