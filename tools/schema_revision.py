"""Writes the newest migration where a service finds it that does not have the migrations."""

from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory

from liftlog.store.database import schema_revision
from liftlog.store.server import migrate

_LINES: Final = '''"""The newest migration, written by `make revision`: stats does not have the migrations."""

SCHEMA_REVISION = "{head}"
'''


def written() -> str:
    """The module as it has to be. Raises alembic's CommandError where migrations branch."""
    scripts = ScriptDirectory.from_config(migrate.alembic_config())
    return _LINES.format(head=scripts.get_current_head())


if __name__ == "__main__":
    Path(schema_revision.__file__).write_text(written())
