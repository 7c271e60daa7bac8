"""Every statistic: one row each, served by stats and proxied by core."""

from typing import Any, Final

from liftlog.domain.one_rep_max.estimates import LOW_CONFIDENCE_REPS
from liftlog.http.endpoint import A, Endpoint, Q
from liftlog.http.json_types import Question
from liftlog.statistics.balance import Balance, BalanceQuery, CountedSets, SetsQuery
from liftlog.statistics.consistency import ConsistencyAnswer
from liftlog.statistics.exercises import ExerciseOverview, History, HistoryQuery
from liftlog.statistics.one_rep_max import Comparison, ComparisonQuery, EffortQuery, OneRepMax
from liftlog.statistics.records import ExerciseRecords, RecordHistory, RecordPage, RecordsQuery
from liftlog.statistics.rep_curve import (
    BackTestAnswer,
    RepCurveAnswer,
    RepCurveOverview,
    RepCurveQuery,
)
from liftlog.statistics.schema import FormulaQuery, PeriodQuery
from liftlog.statistics.strength import Strength, StrengthQuery
from liftlog.statistics.time_zones import ZoneList, ZoneTime
from liftlog.statistics.totals import (
    Lifts,
    LiftsQuery,
    Muscles,
    Overview,
    OverviewQuery,
    Summary,
    WeeksAnswer,
)
from liftlog.statistics.trends import Trends, TrendsQuery


def _of_exercise(
    name: str, operation_id: str, query: type[Q], answer: type[A], doc: str
) -> Endpoint[Q, A]:
    path = f"/stats/exercises/<uuid:exercise_id>/{name}"
    return Endpoint(
        path, operation_id, query, answer, doc, (404, 422, 503), ("Statistics of an exercise",)
    )


SUMMARY: Final = Endpoint(
    "/stats/summary",
    "getSummary",
    PeriodQuery,
    Summary,
    """Totals of a period.

    Of all time where an end is left open.
    """,
)
WEEKS: Final = Endpoint(
    "/stats/weeks",
    "getWeeks",
    PeriodQuery,
    WeeksAnswer,
    """Weeks, training days and streaks.

    Streaks are counted in weeks: a week with a training day continues it, and the running week
    breaks nothing before it ends.
    """,
)
MUSCLES: Final = Endpoint(
    "/stats/muscles", "getMuscles", PeriodQuery, Muscles, "Hard sets per muscle."
)
LIFTS: Final = Endpoint(
    "/stats/lifts", "getLifts", LiftsQuery, Lifts, "The exercises trained in a period."
)
OVERVIEW: Final = Endpoint(
    "/stats/overview",
    "getOverview",
    OverviewQuery,
    Overview,
    """A period at a glance.

    Totals beside those of the period before, weeks or wider stretches, streaks, muscles and lifts,
    and the lifts that rise, fall or stay as they are.
    """,
)
STRENGTH: Final = Endpoint(
    "/stats/strength",
    "getStrength",
    StrengthQuery,
    Strength,
    """A strength score over time.

    Of the total of squat, bench press and deadlift by their best one-rep maxes of the last 90 days,
    and the body weight of the day. Which table it is read from is a setting of the account.
    """,
)
BALANCE: Final = Endpoint(
    "/stats/balance",
    "getBalance",
    BalanceQuery,
    Balance,
    """Hard sets and volume of a week.

    Per muscle, movement pattern and exercise, beside the weeks before.
    """,
)
COUNTED_SETS: Final = Endpoint(
    "/stats/sets",
    "getCountedSets",
    SetsQuery,
    CountedSets,
    """The sets behind a number.

    Every set that a total of a period, a muscle, a movement pattern or an exercise is made of.
    """,
)
CONSISTENCY: Final = Endpoint(
    "/stats/consistency",
    "getConsistency",
    PeriodQuery,
    ConsistencyAnswer,
    """Training days against the goal, time of day, weekdays and durations.

    Streaks are weeks in a row that met the account's goal of training days, of all time.
    """,
)
TRENDS: Final = Endpoint(
    "/stats/trends",
    "getTrends",
    TrendsQuery,
    Trends,
    """Lifts that rise, fall or stay as they are.

    Of eight weeks up to the last session by the Mann-Kendall test and the Theil-Sen slope of each
    week's best estimate. Of lifts whose days carry no trend nothing is said.
    """,
)
RECORDS: Final = Endpoint(
    "/stats/records",
    "listRecords",
    RecordsQuery,
    RecordPage,
    f"""Every record ever held.

    By day, the newest first, each with its set, by how much it beat the one before, and how long it
    stood. Estimates from more than {LOW_CONFIDENCE_REPS} reps hold no record.
    """,
)
COMPARISON: Final = Endpoint(
    "/stats/one-rep-max",
    "compareOneRepMaxes",
    ComparisonQuery,
    Comparison,
    """One-rep max of several lifts over time.

    Up to five in the order they were asked for, with the body weight of the same days.
    """,
    (404, 422, 503),
    ("Statistics of an exercise",),
)
ONE_REP_MAX: Final = _of_exercise(
    "one-rep-max",
    "getOneRepMax",
    EffortQuery,
    OneRepMax,
    """One-rep max over time.

    The best estimate of each training day by one equation, with what all seven say and the set it is
    from. A single is the weight itself; sets of more than 12 reps and warm-ups give no estimate. In
    pull-ups, chin-ups, dips and muscle-ups the body weight of the day is part of the load; where it is
    not known, and in other exercises that are not weight and reps, there are no points.
    """,
)
HISTORY: Final = _of_exercise(
    "history",
    "getExerciseHistory",
    HistoryQuery,
    History,
    """What was done in an exercise, day by day.

    The newest first, warm-ups included.
    """,
)
EXERCISE_RECORDS: Final = _of_exercise(
    "records",
    "getRecords",
    FormulaQuery,
    ExerciseRecords,
    """Records of an exercise.

    A record is beaten only by a better set; what was beaten on its own day was never one.
    """,
)
EXERCISE_OVERVIEW: Final = _of_exercise(
    "overview",
    "getExerciseOverview",
    EffortQuery,
    ExerciseOverview,
    """An exercise at a glance.

    One-rep max of the period, records of all time, and the last days it was done.
    """,
)
REP_CURVE: Final = _of_exercise(
    "rep-curve",
    "getRepCurve",
    RepCurveQuery,
    RepCurveAnswer,
    """Your own rep curve.

    How the weight falls with the reps, fitted to the sets to the limit of about two years, with the
    range in which the truth lies nine of ten times; and why there is none where they don't allow one.
    """,
)
BACK_TEST: Final = _of_exercise(
    "back-test",
    "getBackTest",
    RepCurveQuery,
    BackTestAnswer,
    """How well the equations foretold your heavy sets.

    Of each set of one to three reps to the limit: what each equation and your own curve said from the
    sets of four to ten reps of the eight weeks before, and how far off that was.
    """,
)
REP_CURVE_OVERVIEW: Final = _of_exercise(
    "rep-curve-overview",
    "getRepCurveOverview",
    RepCurveQuery,
    RepCurveOverview,
    "The rep curve and the test of it at once.",
)
RECORD_HISTORY: Final = _of_exercise(
    "record-history",
    "getRecordHistory",
    FormulaQuery,
    RecordHistory,
    """Every record ever held in an exercise.

    By kind and rep count, each with its set, by how much it beat the one before, and how long it
    stood.
    """,
)
TIME_ZONES: Final = Endpoint(
    "/time-zones",
    "listTimeZones",
    Question,
    ZoneList,
    """All time zones.

    By country, with their offsets at this moment, from TimeZoneDB or the tz database.
    """,
    (),
    ("Time zones",),
)
TIME_ZONE: Final = Endpoint(
    "/time-zones/<path:zone>",
    "getTimeZone",
    Question,
    ZoneTime,
    "The current time in a zone, such as Europe/Berlin.",
    (404,),
    ("Time zones",),
)

STATISTICS: Final[tuple[Endpoint[Any, Any], ...]] = (
    *(SUMMARY, WEEKS, MUSCLES, LIFTS, OVERVIEW, STRENGTH, COMPARISON, ONE_REP_MAX, HISTORY),
    *(EXERCISE_RECORDS, EXERCISE_OVERVIEW, REP_CURVE, BACK_TEST, REP_CURVE_OVERVIEW),
    *(BALANCE, COUNTED_SETS, CONSISTENCY, TRENDS, RECORDS, RECORD_HISTORY),
)
ENDPOINTS: Final = (*STATISTICS, TIME_ZONES, TIME_ZONE)
"""What core proxies."""
