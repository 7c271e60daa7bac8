"""The sets that one-rep maxes are estimated from, and the best estimates of each day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.one_rep_max.estimates import DayEstimate, Formula, Spread
from liftlog.domain.one_rep_max.history import (
    DayBest,
    DayValue,
    ShownDays,
    best_of_periods,
    current_best,
)
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


_OF_FORMULA = (
    "FROM exercise_day WHERE user_id = :user_id AND exercise_id = ANY(CAST(:ids AS uuid[])) "
    "AND estimates ? CAST(:formula AS text) "
)
# S608 below: each of these texts is put together from the constants above, and from nothing else.
# Arrays are read much faster than as many rows.
_VALUES = text(
    "SELECT exercise_id, array_agg(day ORDER BY day) AS days, "
    "array_agg(CAST(estimate ->> 'one_rep_max_kg' AS float8) ORDER BY day) AS one_rep_maxes_kg, "
    "array_agg(CAST(estimate ->> 'low_confidence' AS boolean) ORDER BY day) AS low_confidence "
    f"FROM (SELECT exercise_id, day, estimates -> CAST(:formula AS text) AS estimate {_OF_FORMULA}"
    "AND day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity') "
    "ORDER BY day DESC LIMIT :newest) of_day GROUP BY exercise_id"
)


def day_values(
    tx: Transaction,
    user_id: UUID,
    exercise_ids: Collection[UUID],
    formula: Formula,
    *,
    first: date | None = None,
    last: date | None = None,
    newest: int | None = None,
) -> dict[UUID, list[DayValue]]:
    """The best estimate of each day that has one, by exercise, in order; at most the `newest` ones."""
    parameters = {
        "user_id": user_id,
        "ids": list(exercise_ids),
        "formula": formula.value,
        "first": first,
        "last": last,
        "newest": newest,
    }
    return {
        row.exercise_id: list(map(DayValue, row.days, row.one_rep_maxes_kg, row.low_confidence))
        for row in tx.execute(_VALUES, parameters)
    }


_BESTS = text(
    "WITH chosen AS (SELECT exercise_id, day, low_kg, median_kg, high_kg, marks, "
    f"estimates -> CAST(:formula AS text) AS estimate {_OF_FORMULA}"
    "AND day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity') "
    "AND (CAST(:of AS uuid[]) IS NULL OR (exercise_id, day) IN "
    "(SELECT * FROM unnest(CAST(:of AS uuid[]), CAST(:days AS date[]))))), "
    # Handed on as an array, the sets are found by index, one after the other.
    "placed AS (SELECT s.id, s.workout_id FROM logged_set s WHERE s.user_id = :user_id "
    "AND s.id = ANY(ARRAY(SELECT CAST(estimate ->> 'set_id' AS uuid) FROM chosen))) "
    "SELECT c.exercise_id, c.day, c.low_kg, c.median_kg, c.high_kg, c.estimate, p.workout_id, "
    "(SELECT m.value FROM jsonb_to_recordset(c.marks) AS m (line text, value numeric) "
    "WHERE m.line = CAST(:single AS text)) AS single_kg "
    "FROM chosen c JOIN placed p ON p.id = CAST(c.estimate ->> 'set_id' AS uuid) "
    "ORDER BY c.exercise_id, c.day"
)


def day_bests(
    tx: Transaction,
    user_id: UUID,
    exercise_ids: Collection[UUID],
    formula: Formula,
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
) -> dict[UUID, ShownDays]:
    """The best estimate of each day that has one, by exercise, in order; effort left aside.

    Of an exercise with more days than `limit` the best ones of periods of equal length.
    """
    parameters = {
        "user_id": user_id,
        "ids": list(exercise_ids),
        "formula": formula.value,
        "first": first,
        "last": last,
        "of": None,
        "days": None,
        "single": str(Line(RecordKind.WEIGHT, 1)),
    }
    if limit is None or _has_at_most(limit, first, last):
        return {
            exercise_id: ShownDays(bests, current_best(bests))
            for exercise_id, bests in _day_bests(tx, parameters).items()
        }
    values = day_values(tx, user_id, exercise_ids, formula, first=first, last=last)
    chosen = {one: best_of_periods(values[one], limit) for one in values}
    current = {one: current_best(values[one]) for one in values}
    days = {(one, value.day) for one in values for value in (*chosen[one], current[one]) if value}
    parameters["of"] = [exercise_id for exercise_id, _ in days]
    parameters["days"] = [day for _, day in days]
    shown = {}
    for exercise_id, bests in _day_bests(tx, parameters).items():
        by_day = {best.day: best for best in bests}
        now = current[exercise_id]
        shown[exercise_id] = ShownDays(
            [by_day[value.day] for value in chosen[exercise_id] if value.day in by_day],
            by_day.get(now.day) if now else None,
        )
    return shown


def _has_at_most(days: int, first: date | None, last: date | None) -> bool:
    """Then nothing has to be left out, and one statement is enough."""
    return first is not None and last is not None and (last - first).days < days


def _day_bests(tx: Transaction, parameters: dict[str, object]) -> dict[UUID, list[DayBest]]:
    bests: dict[UUID, list[DayBest]] = defaultdict(list)
    for row in tx.execute(_BESTS, parameters):
        bests[row.exercise_id].append(_day_best(row))
    return bests


def _day_best(row: Row[tuple[object, ...]]) -> DayBest:
    return DayBest.of(
        _day_estimate(row.day, row.estimate),
        Spread(row.low_kg, row.median_kg, row.high_kg),
        workout_id=row.workout_id,
        single_kg=row.single_kg,
    )


def _day_estimate(day: date, rollup: Mapping[str, object]) -> DayEstimate:
    return DayEstimate(
        day=day,
        one_rep_max_kg=float(str(rollup["one_rep_max_kg"])),
        set_id=UUID(str(rollup["set_id"])),
        weight_kg=Decimal(str(rollup["weight_kg"])),
        reps=int(str(rollup["reps"])),
        rpe=Decimal(str(rollup["rpe"])) if rollup["rpe"] else None,
        tested=bool(rollup["tested"]),
        low_confidence=bool(rollup["low_confidence"]),
    )
