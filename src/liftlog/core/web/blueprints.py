"""One file per noun."""

from liftlog.core.accounts import demo_pages as demo
from liftlog.core.accounts import pages as account_pages
from liftlog.core.accounts import session_pages as sessions
from liftlog.core.body import pages as body
from liftlog.core.calendar import pages as calendar
from liftlog.core.exercises import pages as exercises
from liftlog.core.imports import pages as imports
from liftlog.core.routines import pages as routines
from liftlog.core.settings import logging_pages as logging_settings
from liftlog.core.settings import pages as settings
from liftlog.core.statistics.balance import pages as balance
from liftlog.core.statistics.consistency import pages as consistency
from liftlog.core.statistics.one_rep_max import pages as lifts
from liftlog.core.statistics.progress import csv_pages as progress_csv
from liftlog.core.statistics.progress import pages as progress
from liftlog.core.statistics.records import pages as records
from liftlog.core.statistics.strength import pages as strength
from liftlog.core.today import pages as today
from liftlog.core.web import app_shell
from liftlog.core.workouts import pages as workouts

BLUEPRINTS = (
    today.blueprint,
    sessions.blueprint,
    account_pages.blueprint,
    settings.blueprint,
    logging_settings.blueprint,
    demo.blueprint,
    workouts.blueprint,
    routines.blueprint,
    calendar.blueprint,
    exercises.blueprint,
    imports.blueprint,
    progress.blueprint,
    lifts.blueprint,
    body.blueprint,
    strength.blueprint,
    balance.blueprint,
    consistency.blueprint,
    records.blueprint,
    progress_csv.blueprint,
    app_shell.blueprint,
)
