"""The first page, and the list behind the More tab."""

from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from liftlog.core.request.scope import account, current_day, signed_in, transaction
from liftlog.core.statistics.consistency import streak_words
from liftlog.core.statistics.progress import charts as statistics_charts
from liftlog.core.statistics.progress.charts import Teaser
from liftlog.core.today.service import NextRoutine, Reason, Today
from liftlog.core.today.service import today as todays
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import session_line
from liftlog.domain.one_rep_max.estimates import ESTIMATED_LOADS
from liftlog.domain.routines import PlannedExercise, Routine
from liftlog.domain.workouts.workout import ExerciseEntry, Workout
from liftlog.store.accounts import Account
from liftlog.store.statistics import one_rep_max_history
from liftlog.store.workouts.workouts import Running

blueprint = Blueprint("today", __name__)

DAYS_OF_A_LIFT: Final = 52
"""As many as a card has room for: a year of one a week."""


@blueprint.get("/")
def show() -> str | Response:
    found = signed_in()
    if found is None:
        return redirect(address("sessions.new"), 303)
    user = found.account
    day = current_day()
    page = todays(transaction(), user.user_id, day, week_start=user.week_start)
    lift = main_lift(page.next_up.routine if page.next_up else page.repeated)
    teaser = _teaser(user, lift) if lift else None
    return render_template("today/show.html", nav="today", page=page, lift=lift, teaser=teaser)


def main_lift(whole: Workout | Routine | None) -> ExerciseEntry | PlannedExercise | None:
    """The exercise with the most sets of those that have a one-rep max, of equals the first."""
    entries: tuple[ExerciseEntry | PlannedExercise, ...] = whole.exercises if whole else ()
    lifted = [one for one in entries if one.load_kind in ESTIMATED_LOADS]
    return max(lifted, key=lambda one: len(one.sets), default=None)


def _teaser(user: Account, lift: ExerciseEntry | PlannedExercise) -> Teaser | None:
    """How that lift has come along, from core's own store: the first page waits for no service."""
    days = one_rep_max_history.day_values(
        transaction(), user.user_id, [lift.exercise_id], user.formula, newest=DAYS_OF_A_LIFT
    )
    return statistics_charts.teaser(days.get(lift.exercise_id, []))


@blueprint.get("/more")
def more() -> str:
    account()
    return render_template("more.html", nav="more")


@blueprint.app_template_filter("day_short")
def day_short(day: date) -> str:
    """The day without its year: "Mon 16 Nov"."""
    return formats.by_skeleton("MMMEd", day)


blueprint.app_template_filter("in_a_row")(streak_words.in_a_row)


@blueprint.app_template_filter("since")
def since(running: Running, today: date) -> str:
    """When a workout was started: "18:05", or with its day if that is not today."""
    at = formats.clock_time(running.started_at, running.time_zone)
    return at if running.day == today else f"{day_short(running.day)}, {at}"


@blueprint.app_template_filter("why_next")
def why_next(found: NextRoutine) -> str:
    if found.reason is Reason.TODAY:
        return _("planned for today")
    if found.reason is Reason.TURN:
        return _("next in turn")
    return _("planned for %(day)s") % {"day": day_short(found.day)}


@blueprint.app_template_filter("workout_note")
def workout_note(workout: Workout) -> str:
    """When it was and how much, in a line."""
    line = session_line(len(list(workout.counted_sets())), workout.volume_kg, workout.duration_s)
    return " \N{MIDDLE DOT} ".join(part for part in (day_short(workout.day), line) if part)


@blueprint.app_template_filter("week_days")
def week_days(page: Today) -> list[tuple[str, str | None, bool, bool]]:
    """The days of this week as the strip shows them; a day to come is no link."""
    return [
        (
            formats.weekday(day.date),
            None if day.future else address("calendar.day", day=day.date.isoformat()),
            day.trained,
            day.today,
        )
        for day in page.week
    ]
