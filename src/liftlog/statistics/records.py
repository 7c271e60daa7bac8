"""Records: queries and answers."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field

from liftlog.domain.one_rep_max.estimates import LOW_CONFIDENCE_REPS, Formula
from liftlog.domain.records import RecordKind
from liftlog.http.endpoint import Endpoint
from liftlog.http.json_types import Day, Number
from liftlog.statistics.endpoints import of_exercise
from liftlog.statistics.schema import Answer, DateOfDay, ExerciseName, FormulaQuery
from liftlog.statistics.sets import SetOutput

RECORDS_PAST_MAX = 200
RECORDS_DAYS_MAX = 50
RECORD_HISTORY_MAX = 2000


class RecordLine(Answer):
    """A record, whether it stands or was beaten."""

    kind: RecordKind
    reps: int | None = Field(description="For records of a rep count.")
    date: DateOfDay
    value: Number = Field(
        description="Kilograms for `one_rep_max`, `weight` and `assistance`, kilograms times reps "
        "for `set_volume`, milliseconds for `duration`, millimetres for `distance`."
    )
    set_id: UUID
    gain: Number | None = Field(description="By how much it beat the one before.")
    until: Day | None = Field(description="The day it was beaten.")


class ExerciseRecords(Answer):
    exercise: ExerciseName
    standing: tuple[RecordLine, ...]
    beaten: tuple[RecordLine, ...] = Field(
        description=f"The last {RECORDS_PAST_MAX} that were beaten, the newest first."
    )


class RecordsQuery(FormulaQuery):
    kind: RecordKind | None = Field(None, description="Only records of this kind.")
    standing: bool = Field(False, description="Only those that nothing has beaten yet.")
    before: Day | None = Field(None, description="Only days before this one: `next_before`.")
    limit: int = Field(20, ge=1, le=RECORDS_DAYS_MAX, description="Days with records a page.")


class HeldRecord(Answer):
    """A record ever held, with the set that held it."""

    exercise: ExerciseName
    kind: RecordKind
    reps: int | None = Field(description="For records of a rep count.")
    date: DateOfDay
    value: Number = Field(
        description="Kilograms for `one_rep_max`, `weight` and `assistance`, kilograms times reps "
        "for `set_volume` and `session_volume`, milliseconds for `duration`, millimetres for "
        "`distance`."
    )
    gain: Number | None = Field(
        description="By how much it beat the one before; none was the first."
    )
    until: Day | None = Field(description="The day it was beaten; nothing while it stands.")
    days: int = Field(description="How long it stood, or has stood until today.")
    workout_id: UUID
    logged: SetOutput = Field(description="The set; of `session_volume` the one that completed it.")


class RecordPage(Answer):
    formula: Formula
    records: tuple[HeldRecord, ...] = Field(description="The newest day first.")
    next_before: date | None = Field(description="Pass it as `before` for the next page.")


class RecordHistory(Answer):
    exercise: ExerciseName
    formula: Formula
    records: tuple[HeldRecord, ...] = Field(
        description=f"By kind and rep count, the newest first; the latest {RECORD_HISTORY_MAX}."
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
EXERCISE_RECORDS: Final = of_exercise(
    "records",
    "getRecords",
    FormulaQuery,
    ExerciseRecords,
    """Records of an exercise.

    A record is beaten only by a better set; what was beaten on its own day was never one.
    """,
)
RECORD_HISTORY: Final = of_exercise(
    "record-history",
    "getRecordHistory",
    FormulaQuery,
    RecordHistory,
    """Every record ever held in an exercise.

    By kind and rep count, each with its set, by how much it beat the one before, and how long it
    stood.
    """,
)
