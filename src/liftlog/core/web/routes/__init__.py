"""One file per noun."""

from liftlog.core.web.routes import (
    accounts,
    app_shell,
    calendar,
    demo,
    exercises,
    imports,
    progress,
    sessions,
    settings,
    today,
    workouts,
)

BLUEPRINTS = (
    today.blueprint,
    sessions.blueprint,
    accounts.blueprint,
    settings.blueprint,
    demo.blueprint,
    workouts.blueprint,
    calendar.blueprint,
    exercises.blueprint,
    imports.blueprint,
    progress.blueprint,
    app_shell.blueprint,
)
