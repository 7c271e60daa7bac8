"""Small exports in the shape of Strong's and Hevy's, invented, of the weeks before today."""

from datetime import date, timedelta
from pathlib import Path

WORKOUTS = 12
SETS = 5 * WORKOUTS
"""Of them a warm-up in each workout."""


def strong(folder: Path, today: date) -> Path:
    header = (
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,"
        "Notes,Workout Notes,RPE"
    )
    lines = [header]
    for number in range(WORKOUTS):
        day = today - timedelta(days=3 * (WORKOUTS - number))
        start = f'{day} 07:1{number % 10}:00,"Legs",52m,"Squat (Barbell)"'
        lines.append(f"{start},W,60.0,5,0,0,,,")
        lines += [f"{start},{place},{90 + number}.0,5,0,0,,,8" for place in (1, 2, 3)]
        lines.append(f'{day} 07:1{number % 10}:00,"Legs",52m,"Plank",1,0,0,0,75.0,,,')
    return _written(folder / "strong.csv", lines)


def hevy(folder: Path, today: date) -> Path:
    header = (
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,"
        "set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe"
    )
    lines = [header]
    for number in range(WORKOUTS):
        day = f"{today - timedelta(days=3 * (WORKOUTS - number) - 1):%-d %b %Y}"
        start = f'"Push","{day}, 18:00","{day}, 19:05","","Bench Press (Barbell)",,""'
        lines.append(f"{start},0,warmup,40,8,,,")
        lines += [f"{start},{place},normal,{70 + number}.5,4,,,8.5" for place in (1, 2, 3, 4)]
    return _written(folder / "hevy.csv", lines)


def _written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path
