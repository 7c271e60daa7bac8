"""The tables, as the migrations leave them. `alembic check` in the tests holds the two together."""

from liftlog.store.schema.accounts import account, account_email, api_token, session
from liftlog.store.schema.backups import backup_mark
from liftlog.store.schema.base import metadata
from liftlog.store.schema.body import body_measurement
from liftlog.store.schema.preferences import lifter_version, preference
from liftlog.store.schema.rollups import exercise_day, exercise_month, exercise_record
from liftlog.store.schema.serving import served_revision
from liftlog.store.schema.sync import applied_operation, routine, tombstone
from liftlog.store.schema.training import (
    catalogue_exercise,
    exercise,
    history_import,
    import_upload,
    logged_set,
    workout,
    workout_exercise,
    workout_revision,
)

__all__ = [
    "USER_OWNED",
    "account_email",
    "backup_mark",
    "catalogue_exercise",
    "metadata",
    "served_revision",
]

USER_OWNED = (
    account,
    session,
    api_token,
    exercise,
    history_import,
    import_upload,
    workout,
    workout_exercise,
    logged_set,
    workout_revision,
    lifter_version,
    preference,
    body_measurement,
    exercise_day,
    exercise_month,
    exercise_record,
    routine,
    applied_operation,
    tombstone,
)
