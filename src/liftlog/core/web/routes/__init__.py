"""One file per noun."""

from liftlog.core.web.routes import (
    accounts,
    app_shell,
    body,
    calendar,
    demo,
    exercises,
    imports,
    lifts,
    logging_settings,
    progress,
    routines,
    sessions,
    settings,
    strength,
    today,
    workouts,
)

BLUEPRINTS = (
    today.blueprint,
    sessions.blueprint,
    accounts.blueprint,
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
    app_shell.blueprint,
)
