"""Figures kept per lifter, exercise and day, in the transaction that changes the sets behind them.

Two statements, however much has changed: one reads the sets of the days in question and the ledger of
records that they meet, one writes the figures and the records.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import DayEstimate
from liftlog.domain.periods import Bucket, bucket_of
from liftlog.domain.records import Line, Mark, Record, extended
from liftlog.domain.rollups import ExerciseDayFigures, figures_of
from liftlog.domain.workouts.set_codec import SET_COLUMNS, from_columns
from liftlog.domain.workouts.volume import PerformedSet
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.hard_sets import COUNTED
from liftlog.store.statistics.versions import versioned
from liftlog.store.workouts.rows import SET_VALUES
from liftlog.store.workouts.set_rows import COLUMN_TYPES


class ExerciseDay(NamedTuple):
    exercise_id: UUID
    day: date


class _Month(NamedTuple):
    """The days of an exercise in one month added up."""

    last_day: date
    workouts: int = 0
    sets: int = 0
    reps: int = 0
    moved_kg: Decimal = Decimal(0)

    def plus(self, figures: ExerciseDayFigures, day: date) -> "_Month":
        return _Month(
            last_day=max(self.last_day, day),
            workouts=self.workouts + figures.workouts,
            sets=self.sets + figures.sets,
            reps=self.reps + figures.reps,
            moved_kg=self.moved_kg + figures.moved_kg,
        )


_Figures = dict[ExerciseDay, ExerciseDayFigures]
_Marks = dict[UUID, dict[date, Mapping[Line, Mark]]]


def refresh(tx: Transaction, user_id: UUID, touched: Collection[ExerciseDay]) -> None:
    """Make the kept figures of these exercises on these days anew, from the sets as they are now."""
    wanted = set(touched)
    if not wanted:
        return
    figures, ledger = _computed_with_ledger(tx, user_id, wanted)
    for (exercise_id, day), found in figures.items():
        ledger.marks[exercise_id][day] = found.marks
    _write(tx, user_id, wanted - figures.keys(), figures, ledger)


def rebuild(tx: Transaction, user_id: UUID) -> int:
    """Make all kept figures of a lifter anew, an exercise at a time; how many days there are.

    Whoever changes something of theirs at the same time waits for it, or it for them.
    """
    tx.execute(_NEW_VERSION, {"user_id": user_id})
    tx.execute(_DUE_NO_MORE, {"user_id": user_id})
    tx.execute(_FORGET_RECORDS, {"user_id": user_id})
    tx.execute(_FORGET_MONTHS, {"user_id": user_id})
    tx.execute(_FORGET_DAYS, {"user_id": user_id})
    by_exercise = _days_with_sets(tx, user_id)
    for days in by_exercise.values():
        refresh(tx, user_id, days)
    return sum(map(len, by_exercise.values()))


def differences(tx: Transaction, user_id: UUID) -> list[ExerciseDay]:
    """The days on which what is kept is not what the sets say, in figures or in records."""
    found: set[ExerciseDay] = set()
    kept = _kept(tx, user_id)
    for days in _days_with_sets(tx, user_id).values():
        fresh = _computed(tx, user_id, days)
        rows = {where: _as_row(figures) for where, figures in fresh.items()}
        found |= {one for one in days if kept.figures.pop(one, None) != rows.get(one)}
        found |= _wrong_records(kept.records, fresh)
        found |= _wrong_months(kept.months, fresh)
    nothing_behind = (
        kept.figures.keys()
        | kept.months.keys()
        | {
            ExerciseDay(exercise_id, record.day)
            for exercise_id, records in kept.records.items()
            for record in records
        }
    )
    return sorted(found | nothing_behind)


def _wrong_records(kept: dict[UUID, set[Record]], fresh: _Figures) -> set[ExerciseDay]:
    marks: _Marks = defaultdict(dict)
    for (exercise_id, day), figures in fresh.items():
        marks[exercise_id][day] = figures.marks
    return {
        ExerciseDay(exercise_id, record.day)
        for exercise_id, by_day in marks.items()
        for record in kept.pop(exercise_id, set()) ^ set(extended((), by_day))
    }


def _wrong_months(kept: dict[ExerciseDay, _Month], fresh: _Figures) -> set[ExerciseDay]:
    """By their first days."""
    summed: dict[ExerciseDay, _Month] = {}
    for (exercise_id, day), figures in fresh.items():
        month = ExerciseDay(exercise_id, bucket_of(day, Bucket.MONTH).first)
        summed[month] = summed.get(month, _Month(last_day=day)).plus(figures, day)
    return {one for one, sums in summed.items() if kept.pop(one, None) != sums}


_NEW_VERSION = versioned("SELECT rev FROM version")
_DUE_NO_MORE = text(
    "UPDATE lifter_version SET figures_due = false WHERE user_id = :user_id AND figures_due"
)
_FORGET_DAYS = text("DELETE FROM exercise_day WHERE user_id = :user_id")
_FORGET_MONTHS = text("DELETE FROM exercise_month WHERE user_id = :user_id")
_FORGET_RECORDS = text("DELETE FROM exercise_record WHERE user_id = :user_id")
_DAYS_WITH_SETS = text(
    "SELECT DISTINCT s.exercise_id, w.day FROM workout w "
    f"JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id AND {COUNTED} "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL"
)


def _days_with_sets(tx: Transaction, user_id: UUID) -> dict[UUID, list[ExerciseDay]]:
    found: dict[UUID, list[ExerciseDay]] = defaultdict(list)
    for row in tx.execute(_DAYS_WITH_SETS, {"user_id": user_id}):
        found[row.exercise_id].append(ExerciseDay(row.exercise_id, row.day))
    return found


_TRAINED_BY = text(
    "SELECT DISTINCT s.exercise_id, w.day FROM workout w "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "WHERE w.user_id = :user_id AND w.id = :workout_id AND s.workout_id = :workout_id"
)


def days_of(tx: Transaction, user_id: UUID, workout_id: UUID) -> set[ExerciseDay]:
    """What this workout has a part in as it is now, also when it is in the trash."""
    rows = tx.execute(_TRAINED_BY, {"user_id": user_id, "workout_id": workout_id})
    return {ExerciseDay(row.exercise_id, row.day) for row in rows}


_TRAINED_BY_IMPORT = text(
    "SELECT DISTINCT s.exercise_id, w.day FROM workout w "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "WHERE w.user_id = :user_id AND w.import_id = :import_id"
)


def days_of_import(tx: Transaction, user_id: UUID, import_id: UUID) -> set[ExerciseDay]:
    rows = tx.execute(_TRAINED_BY_IMPORT, {"user_id": user_id, "import_id": import_id})
    return {ExerciseDay(row.exercise_id, row.day) for row in rows}


_DAYS_OF_EXERCISE = text(
    "SELECT DISTINCT w.day FROM workout w "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "WHERE w.user_id = :user_id AND s.exercise_id = :exercise_id"
)


def refresh_exercise(tx: Transaction, user_id: UUID, exercise_id: UUID) -> None:
    """After it became another kind of exercise: what counts as a record is another thing then."""
    parameters = {"user_id": user_id, "exercise_id": exercise_id}
    days = tx.execute(_DAYS_OF_EXERCISE, parameters).scalars()
    refresh(tx, user_id, [ExerciseDay(exercise_id, day) for day in days])


# The workouts of the days are found first and handed on as an array: that keeps PostgreSQL from
# reading a whole history to join it with one day.
_WORKOUTS_OF_DAYS = (
    "ARRAY(SELECT w.id FROM workout w WHERE w.user_id = :user_id "
    "AND w.day = ANY(CAST(:days AS date[])) AND w.deleted_at IS NULL)"
)
# Columns of a logged set on a day, and those of its records, which are read in one go.
_SET_TYPES = {
    "workout_id": "uuid",
    "started_s": "bigint",
    "place": "smallint",
    "position": "smallint",
    "id": "uuid",
    **{name: COLUMN_TYPES[name] for name in SET_COLUMNS},
    "load_kind": "text",
}
_SETS_OF_DAYS = (
    "SELECT s.exercise_id, w.day, s.workout_id, "
    "CAST(floor(extract(epoch FROM w.started_at)) AS bigint) AS started_s, "
    "we.position AS place, s.position, s.id, "
    f"{SET_VALUES}, r.load_kind "
    "FROM logged_set s "
    "JOIN workout w ON w.user_id = s.user_id AND w.id = s.workout_id "
    "AND w.day = ANY(CAST(:days AS date[])) "
    "JOIN workout_exercise we ON we.user_id = s.user_id AND we.id = s.workout_exercise_id "
    f"AND we.workout_id = ANY({_WORKOUTS_OF_DAYS}) "
    "JOIN exercise_resolved r ON r.user_id = s.user_id AND r.id = s.exercise_id "
    "AND r.id = ANY(CAST(:exercise_ids AS uuid[])) "
    f"WHERE s.user_id = :user_id AND s.workout_id = ANY({_WORKOUTS_OF_DAYS}) "
    f"AND s.exercise_id = ANY(CAST(:exercise_ids AS uuid[])) AND {COUNTED}"
)
# From the first touched day of each exercise on: the records that stood then or came later, and what
# the later days have to offer.
_MET = (
    "SELECT r.exercise_id, r.day, a.first, r.line, r.value, r.set_id, r.gain, r.until, "
    "false AS mark FROM exercise_record r JOIN asked a ON a.exercise_id = r.exercise_id "
    "WHERE r.user_id = :user_id AND r.exercise_id = ANY(CAST(:exercise_ids AS uuid[])) "
    "AND (r.day >= a.first OR r.until IS NULL OR r.until >= a.first) "
    "UNION ALL "
    "SELECT d.exercise_id, d.day, a.first, m.line, m.value, m.set_id, NULL, NULL, true "
    "FROM exercise_day d JOIN asked a ON a.exercise_id = d.exercise_id "
    "CROSS JOIN LATERAL jsonb_to_recordset(d.marks) AS m (line text, value numeric, set_id uuid) "
    "WHERE d.user_id = :user_id AND d.exercise_id = ANY(CAST(:exercise_ids AS uuid[])) "
    "AND d.day >= a.first AND d.day >= :first"
)
_NO_SET = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in _SET_TYPES.items())
_SETS = text(_SETS_OF_DAYS)
_SETS_AND_MET = text(
    "WITH asked AS (SELECT * FROM unnest(CAST(:exercise_ids AS uuid[]), "
    "CAST(:firsts AS date[])) AS t (exercise_id, first)) "
    "SELECT counted.*, CAST(NULL AS date) AS first, CAST(NULL AS text) AS line, "
    "CAST(NULL AS numeric) AS value, CAST(NULL AS uuid) AS set_id, CAST(NULL AS numeric) AS gain, "
    "CAST(NULL AS date) AS until, CAST(NULL AS boolean) AS mark "
    f"FROM ({_SETS_OF_DAYS}) AS counted UNION ALL "
    f"SELECT met.exercise_id, met.day, {_NO_SET}, met.first, met.line, met.value, met.set_id, "
    f"met.gain, met.until, met.mark FROM ({_MET}) AS met"
)


def _computed(tx: Transaction, user_id: UUID, wanted: Collection[ExerciseDay]) -> _Figures:
    """What the sets say of these days; those without a counted set are left out."""
    return _figures(tx.execute(_SETS, _asked(user_id, wanted)), wanted)


def _computed_with_ledger(
    tx: Transaction, user_id: UUID, wanted: Collection[ExerciseDay]
) -> "tuple[_Figures, _Ledger]":
    """The same, with the ledger that these days meet."""
    firsts: dict[UUID, date] = {}
    for exercise_id, day in wanted:
        firsts[exercise_id] = min(day, firsts.get(exercise_id, day))
    parameters = {
        **_asked(user_id, wanted),
        "exercise_ids": list(firsts),
        "firsts": list(firsts.values()),
        "first": min(firsts.values()),
    }
    rows = tx.execute(_SETS_AND_MET, parameters).all()
    figures = _figures((row for row in rows if row.line is None), wanted)
    return figures, _ledger((row for row in rows if row.line is not None), wanted)


def _figures(rows: Iterable[Row[Any]], wanted: Collection[ExerciseDay]) -> _Figures:
    performed: dict[ExerciseDay, list[PerformedSet]] = {one: [] for one in wanted}
    for row in rows:
        where = ExerciseDay(row.exercise_id, row.day)
        if where in performed:
            performed[where].append(
                PerformedSet(
                    day=row.day,
                    workout_id=row.workout_id,
                    exercise_id=row.exercise_id,
                    set_id=row.id,
                    load=LoadKind(row.load_kind),
                    logged=from_columns(row),
                    place=(row.started_s, row.place, row.position),
                )
            )
    figures = {where: figures_of(sets) for where, sets in performed.items()}
    return {where: found for where, found in figures.items() if found}


def _asked(user_id: UUID, wanted: Collection[ExerciseDay]) -> dict[str, object]:
    return {
        "user_id": user_id,
        "exercise_ids": list({one.exercise_id for one in wanted}),
        "days": list({one.day for one in wanted}),
    }


@dataclass(frozen=True, slots=True)
class _Ledger:
    """Of each exercise: what stood before the first touched day, what was said since, and by what."""

    before: dict[UUID, list[Record]]
    since: dict[UUID, dict[tuple[Line, date], Record]]
    marks: _Marks


def _ledger(rows: Iterable[Row[Any]], wanted: Collection[ExerciseDay]) -> _Ledger:
    found = _Ledger(defaultdict(list), defaultdict(dict), defaultdict(dict))
    offered: dict[ExerciseDay, dict[Line, Mark]] = defaultdict(dict)
    for row in rows:
        line = Line.parse(row.line)
        if row.mark:
            where = ExerciseDay(row.exercise_id, row.day)
            if where not in wanted:
                offered[where][line] = Mark(row.value, row.set_id)
            continue
        record = Record(line, row.day, row.value, row.set_id, row.gain, row.until)
        if row.day < row.first:
            found.before[row.exercise_id].append(record)
        else:
            found.since[row.exercise_id][line, row.day] = record
    for (exercise_id, day), marks in offered.items():
        found.marks[exercise_id][day] = marks
    return found


_MONTH = "CAST(date_trunc('month', CAST(day AS timestamp)) AS date)"
_WRITE = text(
    "WITH fresh AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(CAST(:days AS jsonb)) "
    "AS t (exercise_id uuid, day date, workouts int, sets int, reps int, moved_kg numeric, "
    "estimates jsonb, low_kg float8, median_kg float8, high_kg float8, marks jsonb)), "
    "gone AS (DELETE FROM exercise_day d "
    "USING unnest(CAST(:gone_exercise_ids AS uuid[]), CAST(:gone_days AS date[])) "
    "AS t (exercise_id, day) WHERE d.user_id = :user_id AND d.exercise_id = t.exercise_id "
    "AND d.day = t.day AND d.exercise_id = ANY(CAST(:gone_exercise_ids AS uuid[])) "
    "AND d.day = ANY(CAST(:gone_days AS date[]))), "
    "days AS (INSERT INTO exercise_day AS d (user_id, exercise_id, day, workouts, sets, reps, "
    "moved_kg, estimates, low_kg, median_kg, high_kg, marks) SELECT :user_id, t.* FROM fresh t "
    "ON CONFLICT (user_id, exercise_id, day) DO UPDATE SET workouts = EXCLUDED.workouts, "
    "sets = EXCLUDED.sets, reps = EXCLUDED.reps, moved_kg = EXCLUDED.moved_kg, "
    "estimates = EXCLUDED.estimates, low_kg = EXCLUDED.low_kg, median_kg = EXCLUDED.median_kg, "
    "high_kg = EXCLUDED.high_kg, marks = EXCLUDED.marks), "
    # All parts of a statement see the days as they were before it: a month is made of those of its
    # days that stay as they are, and of the fresh ones. Citus runs the parts that write one after the
    # other, each on what the ones before left: that those days are named once more keeps it right there.
    "touched AS (SELECT exercise_id, day FROM fresh UNION ALL "
    "SELECT * FROM unnest(CAST(:gone_exercise_ids AS uuid[]), CAST(:gone_days AS date[]))), "
    f"months AS (SELECT DISTINCT exercise_id, {_MONTH} AS month FROM touched), "
    "summed AS (SELECT exercise_id, month, sum(workouts) AS workouts, sum(sets) AS sets, "
    "sum(reps) AS reps, sum(moved_kg) AS moved_kg, max(day) AS last_day FROM ("
    f"SELECT exercise_id, {_MONTH} AS month, day, workouts, sets, reps, moved_kg FROM fresh "
    "UNION ALL "
    "SELECT d.exercise_id, m.month, d.day, d.workouts, d.sets, d.reps, d.moved_kg "
    "FROM exercise_day d JOIN months m ON m.exercise_id = d.exercise_id "
    f"AND m.month = {_MONTH} WHERE d.user_id = :user_id "
    "AND d.exercise_id = ANY(CAST(:exercise_ids AS uuid[])) "
    "AND d.day BETWEEN :first_of_month AND :last_of_month "
    "AND NOT EXISTS (SELECT FROM touched t WHERE t.exercise_id = d.exercise_id AND t.day = d.day)"
    ") said GROUP BY exercise_id, month), "
    "untrained AS (DELETE FROM exercise_month e USING months m WHERE e.user_id = :user_id "
    "AND e.exercise_id = m.exercise_id AND e.month = m.month "
    "AND e.exercise_id = ANY(CAST(:exercise_ids AS uuid[])) AND NOT EXISTS "
    "(SELECT FROM summed s WHERE s.exercise_id = m.exercise_id AND s.month = m.month)), "
    "trained AS (INSERT INTO exercise_month (user_id, exercise_id, month, workouts, sets, reps, "
    "moved_kg, last_day) SELECT :user_id, s.* FROM summed s "
    "ON CONFLICT (user_id, exercise_id, month) DO UPDATE SET workouts = EXCLUDED.workouts, "
    "sets = EXCLUDED.sets, reps = EXCLUDED.reps, moved_kg = EXCLUDED.moved_kg, "
    "last_day = EXCLUDED.last_day), "
    "beaten AS (DELETE FROM exercise_record r "
    "USING unnest(CAST(:no_exercise_ids AS uuid[]), CAST(:no_lines AS text[]), "
    "CAST(:no_days AS date[])) AS t (exercise_id, line, day) "
    "WHERE r.user_id = :user_id AND r.exercise_id = t.exercise_id AND r.line = t.line "
    "AND r.day = t.day AND r.exercise_id = ANY(CAST(:no_exercise_ids AS uuid[])) "
    "AND r.day = ANY(CAST(:no_days AS date[]))) "
    "INSERT INTO exercise_record (user_id, exercise_id, line, day, value, set_id, gain, until) "
    "SELECT :user_id, t.* FROM unnest(CAST(:record_exercise_ids AS uuid[]), "
    "CAST(:lines AS text[]), CAST(:record_days AS date[]), CAST(:record_values AS numeric[]), "
    "CAST(:set_ids AS uuid[]), CAST(:gains AS numeric[]), CAST(:untils AS date[])) AS t "
    "ON CONFLICT (user_id, exercise_id, line, day) DO UPDATE SET value = EXCLUDED.value, "
    "set_id = EXCLUDED.set_id, gain = EXCLUDED.gain, until = EXCLUDED.until"
)


def _write(
    tx: Transaction,
    user_id: UUID,
    gone: Collection[ExerciseDay],
    figures: _Figures,
    ledger: _Ledger,
) -> None:
    removed, changed = _changes(ledger)
    touched = [*gone, *figures]
    days = [
        {"exercise_id": where.exercise_id, "day": where.day, **_as_row(found)._asdict()}
        for where, found in figures.items()
    ]
    tx.execute(
        _WRITE,
        {
            "user_id": user_id,
            "exercise_ids": list({one.exercise_id for one in touched}),
            "first_of_month": bucket_of(min(one.day for one in touched), Bucket.MONTH).first,
            "last_of_month": bucket_of(max(one.day for one in touched), Bucket.MONTH).last,
            "gone_exercise_ids": [one.exercise_id for one in gone],
            "gone_days": [one.day for one in gone],
            # One document: as an array each of its texts would be escaped once more.
            "days": json.dumps(days, default=str),
            "no_exercise_ids": [exercise_id for exercise_id, _ in removed],
            "no_lines": [str(record.line) for _, record in removed],
            "no_days": [record.day for _, record in removed],
            "record_exercise_ids": [exercise_id for exercise_id, _ in changed],
            "lines": [str(record.line) for _, record in changed],
            "record_days": [record.day for _, record in changed],
            "record_values": [record.value for _, record in changed],
            "set_ids": [record.set_id for _, record in changed],
            "gains": [record.gain for _, record in changed],
            "untils": [record.until for _, record in changed],
        },
    )


_Told = list[tuple[UUID, Record]]


def _changes(ledger: _Ledger) -> tuple[_Told, _Told]:
    """The records that are none any more, and those that are new or not what they were."""
    removed: _Told = []
    changed: _Told = []
    for exercise_id in ledger.before.keys() | ledger.since.keys() | ledger.marks.keys():
        stood, said = ledger.before[exercise_id], ledger.since[exercise_id]
        # What was beaten on a touched day or later may stand again.
        open_again = {(one.line, one.day): replace(one, until=None) for one in stood}
        now = open_again | {
            (one.line, one.day): one
            for one in extended(open_again.values(), ledger.marks[exercise_id])
        }
        before = said | {(one.line, one.day): one for one in stood}
        removed += [(exercise_id, one) for key, one in said.items() if key not in now]
        changed += [(exercise_id, one) for key, one in now.items() if before.get(key) != one]
    return removed, changed


class _Row(NamedTuple):
    """A day as it is kept, but for whose it is and when."""

    workouts: int
    sets: int
    reps: int
    moved_kg: Decimal
    estimates: dict[str, dict[str, object]]
    low_kg: float | None
    median_kg: float | None
    high_kg: float | None
    marks: list[dict[str, str]]


def _as_row(figures: ExerciseDayFigures) -> _Row:
    return _Row(
        workouts=figures.workouts,
        sets=figures.sets,
        reps=figures.reps,
        moved_kg=figures.moved_kg,
        estimates={one.value: _estimate(found) for one, found in figures.estimates.items()},
        low_kg=figures.spread and figures.spread.low_kg,
        median_kg=figures.spread and figures.spread.median_kg,
        high_kg=figures.spread and figures.spread.high_kg,
        marks=[
            {"line": str(line), "value": str(mark.value), "set_id": str(mark.set_id)}
            for line, mark in figures.marks.items()
        ],
    )


def _estimate(found: DayEstimate) -> dict[str, object]:
    return {
        "one_rep_max_kg": found.one_rep_max_kg,
        "weight_kg": str(found.weight_kg),
        "reps": found.reps,
        "rpe": None if found.rpe is None else str(found.rpe),
        "set_id": str(found.set_id),
        "tested": found.tested,
        "low_confidence": found.low_confidence,
    }


@dataclass(frozen=True, slots=True)
class _Kept:
    figures: dict[ExerciseDay, _Row]
    months: dict[ExerciseDay, _Month]
    records: dict[UUID, set[Record]]


_KEPT_DAYS = text("SELECT * FROM exercise_day WHERE user_id = :user_id")
_KEPT_MONTHS = text("SELECT * FROM exercise_month WHERE user_id = :user_id")
_KEPT_RECORDS = text("SELECT * FROM exercise_record WHERE user_id = :user_id")


def _kept(tx: Transaction, user_id: UUID) -> _Kept:
    found = _Kept({}, {}, defaultdict(set))
    for row in tx.execute(_KEPT_DAYS, {"user_id": user_id}).mappings():
        where = ExerciseDay(row["exercise_id"], row["day"])
        found.figures[where] = _Row(**{name: row[name] for name in _Row._fields})
    for row in tx.execute(_KEPT_MONTHS, {"user_id": user_id}).mappings():
        where = ExerciseDay(row["exercise_id"], row["month"])
        found.months[where] = _Month(**{name: row[name] for name in _Month._fields})
    for row in tx.execute(_KEPT_RECORDS, {"user_id": user_id}).mappings():
        record = Record(
            Line.parse(row["line"]),
            row["day"],
            row["value"],
            row["set_id"],
            row["gain"],
            row["until"],
        )
        found.records[row["exercise_id"]].add(record)
    return found
