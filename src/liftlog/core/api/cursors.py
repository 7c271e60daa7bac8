"""Where a page of workouts ends and the next one starts, as a text that a client hands back."""

import base64
import binascii
from datetime import date, datetime
from uuid import UUID

from liftlog.domain.workouts.workout import Workout
from liftlog.kit.errors import InvalidInputError
from liftlog.store.workouts.workouts import Cursor


def cursor_text(last: Workout) -> str:
    text = f"{last.day}|{last.started_at.isoformat()}|{last.id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def cursor_from(text: str | None) -> Cursor | None:
    if text is None:
        return None
    try:
        day, started_at, workout_id = base64.urlsafe_b64decode(text.encode()).decode().split("|")
        return Cursor(date.fromisoformat(day), datetime.fromisoformat(started_at), UUID(workout_id))
    except (ValueError, binascii.Error) as error:
        message = "This is not a cursor of a page of workouts."
        raise InvalidInputError(message, fields={"cursor": message}) from error
