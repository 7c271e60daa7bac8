"""Short ways to read fixtures and texts written in a test."""

from pathlib import Path

from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.imports import ParsedHistory, ParsedWorkout, parse_history

_FIXTURES = Path(__file__).parent / "fixtures"

STRONG_HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,"
    "Notes,Workout Notes,RPE"
)
HEVY_HEADER = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_kg,reps,distance_km,duration_seconds,rpe"
)


def fixture(name: str) -> bytes:
    return (_FIXTURES / name).read_bytes()


def read(name: str, unit: WeightUnit | None = None) -> ParsedHistory:
    return parse_history(fixture(name), unit=unit)


def strong(*rows: str) -> ParsedHistory:
    return parse_history("\n".join((STRONG_HEADER, *rows)).encode())


def strong_set(
    order: str = "1",
    *,
    exercise: str = "Squat",
    weight: str = "100.0",
    reps: str = "5",
    seconds: str = "0",
    rpe: str = "",
    start: str = "2031-03-04 18:05:09",
    title: str = "Legs",
) -> str:
    return f'{start},{title},1h,"{exercise}",{order},"{weight}",{reps},0,{seconds},"","",{rpe}'


def hevy(*rows: str) -> ParsedHistory:
    return parse_history("\n".join((HEVY_HEADER, *rows)).encode())


def hevy_set(start: str = "28 Apr 2031, 19:08", *, index: int = 0, weight: str = "60") -> str:
    return f'Push,"{start}","",,Bench Press,,,{index},normal,{weight},5,,,'


def blocks(workout: ParsedWorkout) -> list[tuple[str, int]]:
    return [(exercise.name, len(exercise.sets)) for exercise in workout.exercises]


def all_sets(history: ParsedHistory) -> list[LoggedSet]:
    return [
        logged
        for workout in history.workouts
        for exercise in workout.exercises
        for logged in exercise.sets
    ]


def counts(history: ParsedHistory) -> dict[str, int]:
    return {note.code: note.count for note in history.notes}


def skipped(history: ParsedHistory) -> list[tuple[int, str]]:
    return [(line.line_number, line.reason_code) for line in history.skipped]
