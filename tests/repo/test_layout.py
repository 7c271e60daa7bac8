"""How the code is laid out: few entries a folder, few loose modules at the top."""

from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "liftlog"
ENTRIES_MAX = 16
LOOSE_MODULES_MAX = 3
# One file per change of the schema, for ever.
GROWING = {PACKAGE / "store" / "migrations" / "versions"}


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != "__pycache__"]


FOLDERS = sorted(
    path
    for path in (PACKAGE, *PACKAGE.rglob("*"))
    if path.is_dir() and path.name != "__pycache__" and path not in GROWING
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(PACKAGE.parent)))
def test_a_folder_can_be_read_at_a_glance(folder: Path) -> None:
    assert len(entries(folder)) <= ENTRIES_MAX


def test_few_modules_stand_at_the_top() -> None:
    loose = [path for path in entries(PACKAGE) if path.suffix == ".py"]
    assert len(loose) <= LOOSE_MODULES_MAX
