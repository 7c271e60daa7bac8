"""The sets that one-rep maxes are told of, with the workouts that they are in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.one_rep_max.estimates import DayEstimate, Formula, Spread
from liftlog.domain.records import Line, RecordKind
from liftlog.store.database.engine import Transaction


@dataclass(frozen=True, slots=True)
class LoggedLift:
    """A counted set of 1 to 12 reps. `weight_kg` is what was logged, None where that is nothing."""

    exercise_id: UUID
    day: date
    set_id: UUID
    workout_id: UUID
    weight_kg: Decimal | None
    reps: int
    rpe: Decimal | None
    to_failure: bool


# For each rep count at each effort the set with the most weight, or the least help: the others of the
# day can't say more. Sets of more than `days` days before the last one on which the exercise was done
# are left out; a day that has not come yet, by a slip of the year, pushes none out.
_LIFTS = text(
    "WITH last AS (SELECT exercise_id, LEAST(max(day), CAST(:today AS date)) AS day FROM exercise_day "
    "WHERE user_id = :user_id AND exercise_id = ANY(CAST(:ids AS uuid[])) GROUP BY exercise_id) "
    "SELECT DISTINCT ON (s.exercise_id, w.day, s.reps, s.rpe, to_failure) "
    "s.exercise_id, w.day, s.id AS set_id, s.workout_id, s.weight_kg, s.reps, s.rpe, "
    "s.kind = 'failure' AS to_failure "
    "FROM logged_set s JOIN last ON last.exercise_id = s.exercise_id "
    "JOIN workout w ON w.user_id = :user_id AND w.id = s.workout_id AND w.deleted_at IS NULL "
    "WHERE s.user_id = :user_id AND s.exercise_id = ANY(CAST(:ids AS uuid[])) "
    "AND s.kind <> 'warm_up' AND s.reps BETWEEN 1 AND 12 "
    "AND w.day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity') "
    "AND (CAST(:days AS int) IS NULL OR w.day > last.day - CAST(:days AS int)) "
    "ORDER BY s.exercise_id, w.day, s.reps, s.rpe, to_failure, "
    "CASE WHEN s.exercise_id = ANY(CAST(:assisted AS uuid[])) THEN -s.weight_kg "
    "ELSE COALESCE(s.weight_kg, 0) END DESC NULLS LAST, s.id"
)


def lifts(
    tx: Transaction,
    user_id: UUID,
    exercise_ids: Collection[UUID],
    *,
    assisted: Collection[UUID] = (),
    first: date | None = None,
    last: date | None = None,
    days: int | None = None,
    today: date | None = None,
) -> list[LoggedLift]:
    """By exercise and day. Of those in `assisted` the weight is help, of which less is more.

    `days` leaves out what lies that many days or more before the last day of the exercise, or before
    `today` where that day has not come yet.
    """
    parameters = {
        "user_id": user_id,
        "ids": list(exercise_ids),
        "assisted": list(assisted),
        "first": first,
        "last": last,
        "days": days,
        "today": today,
    }
    return [LoggedLift(**row) for row in tx.execute(_LIFTS, parameters).mappings()]


@dataclass(frozen=True, slots=True)
class KeptEstimate:
    """`single_kg` is the most that was lifted once on that day, None where nothing was."""

    exercise_id: UUID
    workout_id: UUID
    estimate: DayEstimate
    spread: Spread
    single_kg: Decimal | None


# With a limit the days are put into as many stretches of equal length, and of each the best is told;
# one of low confidence only where the stretch has no other.
_KEPT = text(
    "WITH found AS (SELECT exercise_id, day, low_kg, median_kg, high_kg, marks, "
    "estimates -> CAST(:formula AS text) AS estimate, "
    "min(day) OVER of_exercise AS first, "
    "max(day) OVER of_exercise - min(day) OVER of_exercise + 1 AS days, "
    "count(*) OVER of_exercise AS count "
    "FROM exercise_day WHERE user_id = :user_id AND exercise_id = ANY(CAST(:ids AS uuid[])) "
    "AND day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity') "
    "AND estimates ? CAST(:formula AS text) "
    "WINDOW of_exercise AS (PARTITION BY exercise_id)), "
    "chosen AS (SELECT DISTINCT ON (exercise_id, stretch) *, "
    "CASE WHEN count <= COALESCE(CAST(:limit AS int), count) THEN day - first "
    "ELSE (day - first) / ((days + CAST(:limit AS int) - 1) / CAST(:limit AS int)) END AS stretch "
    "FROM found "
    "ORDER BY exercise_id, stretch, CAST(estimate ->> 'low_confidence' AS boolean), "
    "CAST(estimate ->> 'one_rep_max_kg' AS float8) DESC, day), "
    # Handed on as an array, the sets are found by index, one after the other.
    "placed AS (SELECT s.id, s.workout_id FROM logged_set s WHERE s.user_id = :user_id "
    "AND s.id = ANY(ARRAY(SELECT CAST(estimate ->> 'set_id' AS uuid) FROM chosen))) "
    "SELECT c.exercise_id, c.day, c.low_kg, c.median_kg, c.high_kg, c.estimate, p.workout_id, "
    "(SELECT m.value FROM jsonb_to_recordset(c.marks) AS m (line text, value numeric) "
    "WHERE m.line = CAST(:single AS text)) AS single_kg "
    "FROM chosen c JOIN placed p ON p.id = CAST(c.estimate ->> 'set_id' AS uuid) "
    "ORDER BY c.exercise_id, c.day"
)


def kept_estimates(
    tx: Transaction,
    user_id: UUID,
    exercise_ids: Collection[UUID],
    formula: Formula,
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
) -> list[KeptEstimate]:
    """The best estimate of each day that has one, by exercise and day, effort left aside.

    Of an exercise with more days than `limit` the best ones of equal stretches of days.
    """
    parameters = {
        "user_id": user_id,
        "ids": list(exercise_ids),
        "formula": formula.value,
        "first": first,
        "last": last,
        "limit": limit,
        "single": str(Line(RecordKind.WEIGHT, 1)),
    }
    return [
        KeptEstimate(
            row.exercise_id,
            row.workout_id,
            _day_estimate(row.day, row.estimate),
            Spread(row.low_kg, row.median_kg, row.high_kg),
            row.single_kg,
        )
        for row in tx.execute(_KEPT, parameters)
    ]


def _day_estimate(day: date, said: dict[str, object]) -> DayEstimate:
    return DayEstimate(
        day=day,
        one_rep_max_kg=float(str(said["one_rep_max_kg"])),
        set_id=UUID(str(said["set_id"])),
        weight_kg=Decimal(str(said["weight_kg"])),
        reps=int(str(said["reps"])),
        rpe=Decimal(str(said["rpe"])) if said["rpe"] else None,
        tested=bool(said["tested"]),
        low_confidence=bool(said["low_confidence"]),
    )
