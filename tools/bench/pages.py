"""Every page of core, and lifters who have something to see on each of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from liftlog.core.accounts import demo
from liftlog.core.accounts import service as accounts
from liftlog.core.exercises import service as exercises
from liftlog.core.imports import service as imports
from liftlog.core.workouts.schemas import ExerciseInput
from liftlog.core.workouts.service import draft_of
from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.routines import PlannedExercise, PlannedSet, Routine
from liftlog.kit.clock import system_clock
from liftlog.kit.ids import uuid7
from liftlog.store import routines as store
from liftlog.store.body import write as body_changes
from liftlog.store.body.read import Measurement
from liftlog.store.database.engine import PostgresDatabase, Transaction
from liftlog.store.workouts import workouts
from tools.bench.histories import DAYS, MAIN_LIFT
from tools.bench.seeding import Lifter, joined

WEIGH_INS = 500
WEIGHED_EVERY = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Page:
    """`path` has places for what a lifter has: {lift}, {own}, {workout}, {routine}, {upload}, {day}.

    `stranger` pages are asked for without a session.
    """

    endpoint: str
    path: str
    stranger: bool = False


PAGES = (
    Page("today.show", "/"),
    Page("calendar.month", "/calendar"),
    Page("calendar.day", "/calendar/day/{day}"),
    Page("calendar.year", "/calendar/year/{year}"),
    Page("progress.show", "/progress"),
    Page("progress.show", "/progress?range=all"),
    Page("consistency.show", "/progress/consistency"),
    Page("consistency.show", "/progress/consistency?range=all"),
    Page("balance.show", "/progress/balance"),
    Page("balance.sets", "/progress/sets?muscle=chest"),
    Page("records.index", "/records"),
    Page("records.of_exercise", "/exercises/{lift}/records"),
    Page("progress.choose", "/one-rep-max"),
    Page("progress.choose", "/one-rep-max?exercise={lift}&exercise={other}"),
    Page("progress.one_rep_max", "/one-rep-max/{lift}"),
    Page("progress.one_rep_max", "/one-rep-max/{lift}?range=all"),
    Page("lifts.rep_curve", "/one-rep-max/{lift}/rep-curve"),
    Page("strength.show", "/strength"),
    Page("body.show", "/body"),
    Page("exercises.index", "/exercises"),
    Page("exercises.show", "/exercises/{lift}"),
    Page("exercises.new", "/exercises/new"),
    Page("exercises.edit", "/exercises/{own}/edit"),
    Page("workouts.index", "/workouts"),
    Page("workouts.show", "/workouts/{workout}"),
    Page("workouts.edit", "/workouts/{workout}/edit"),
    Page("workouts.confirm_undo", "/workouts/{workout}/undo"),
    Page("workouts.new", "/workouts/new"),
    Page("workouts.trash", "/trash"),
    Page("routines.index", "/routines"),
    Page("routines.show", "/routines/{routine}"),
    Page("routines.edit", "/routines/{routine}/edit"),
    Page("routines.new", "/routines/new"),
    Page("imports.new", "/import"),
    Page("imports.preview", "/import/{upload}"),
    Page("settings.show", "/settings"),
    Page("logging_settings.show", "/settings/logging"),
    Page("accounts.confirm_deletion", "/account/deletion"),
    Page("today.more", "/more"),
    Page("app_shell.log", "/log"),
    Page("app_shell.https", "/help/https"),
    Page("app_shell.install", "/help/install"),
    Page("app_shell.shell", "/log/shell", stranger=True),
    Page("app_shell.offline", "/offline", stranger=True),
    Page("sessions.new", "/login", stranger=True),
    Page("accounts.new", "/register", stranger=True),
)


@dataclass(frozen=True, slots=True)
class PageLifter:
    """Somebody with a session, a token, and something to put into each place of a path."""

    user_id: UUID
    years: int
    session: str
    token: str
    places: dict[str, str]

    def path(self, page: Page) -> str:
        return page.path.format_map(self.places)


EXPORT = b"""Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2019-05-06 18:00:00,"Evening",50m,"Bench Press (Barbell)",1,60,8,0,0,"","",8
2019-05-06 18:00:00,"Evening",50m,"Bench Press (Barbell)",2,60,8,0,0,"","",8.5
2019-05-06 18:00:00,"Evening",50m,"Squat (Barbell)",1,90,5,0,0,"","",
"""


def page_lifters(database: PostgresDatabase, long_history: Lifter, last: date) -> list[PageLifter]:
    """The demo account with its 452 workouts, and the lifter of twenty years."""
    with database.transaction(long_history.user_id) as tx:
        demo.introduce(tx, long_history.user_id)
        for title in DAYS:
            store.insert(tx, long_history.user_id, _routine(title), now=system_clock())
        _weigh(tx, long_history.user_id, last)
    return [_demo(database), _equipped(database, long_history, last)]


def _demo(database: PostgresDatabase) -> PageLifter:
    now, lifter = system_clock(), joined(database, years=demo.YEARS)
    with database.transaction(lifter.user_id) as tx:
        demo.fill(tx, lifter.user_id, time_zone="Europe/Berlin", now=now)
        demo.introduce(tx, lifter.user_id)
    return _equipped(database, lifter, now.date())


def _routine(title: str) -> Routine:
    now = system_clock()
    planned = (
        PlannedExercise(uuid7(now), exercise_id(slug), sets=(PlannedSet(uuid7(now)),))
        for slug in DAYS[title]
    )
    return Routine(uuid7(now), title, exercises=tuple(planned))


def _weigh(tx: Transaction, user_id: UUID, last: date) -> None:
    for number in range(WEIGH_INS):
        day = last - number * WEIGHED_EVERY
        at = datetime.combine(day, time(7), UTC)
        weighed = Decimal(80) + Decimal(number % 7) / 10
        measured = Measurement(uuid7(at), Measured.BODY_WEIGHT, day, at, weighed, BodyUnit.KG)
        body_changes.save(tx, user_id, measured)


def _equipped(database: PostgresDatabase, lifter: Lifter, last: date) -> PageLifter:
    """With what the pages need besides: an exercise of their own, an uploaded file, a session."""
    now, user_id = system_clock(), lifter.user_id
    own_exercise = ExerciseInput(
        id=uuid7(now), name="Bench of my own", load_kind=LoadKind.WEIGHT_REPS
    )
    with database.transaction(user_id) as tx:
        own = exercises.save(tx, user_id, own_exercise, now=now)
        upload = imports.keep_upload(tx, user_id, EXPORT, filename="strong.csv", now=now)
        session = accounts.open_session(tx, user_id, user_agent="bench", now=now)
        newest = workouts.workouts_page(tx, user_id, last=last, limit=1)[0]
        content = draft_of(newest).model_dump(mode="json")
        workouts.insert_revision(
            tx,
            user_id,
            revision_id=uuid7(now),
            workout_id=newest.id,
            content={**content, "title": "Before"},
            result=content,
            now=now,
        )
        routine = store.routines(tx, user_id)[0]
    places = {
        "lift": str(exercise_id(MAIN_LIFT)),
        "other": str(exercise_id("squat")),
        "own": str(own.id),
        "workout": str(newest.id),
        "routine": str(routine.id),
        "upload": str(upload),
        "day": newest.day.isoformat(),
        "year": str(newest.day.year),
    }
    return PageLifter(user_id, lifter.years, session.text, lifter.token, places)
