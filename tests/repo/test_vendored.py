"""What is kept in the tree from elsewhere is exactly what was published."""

from dataclasses import replace
from pathlib import Path

import pytest
from tools.vendor import PACKAGES, Package, WrongHashError, changed, check_hash


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_vendored_files_are_as_published_and_nothing_else_is_beside_them(package: Package) -> None:
    assert changed(package) == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_licence_is_kept_with_what_it_is_for(package: Package) -> None:
    assert any("LICENSE" in name for name in package.files)


def test_a_file_that_was_touched_missing_or_added_is_noticed(tmp_path: Path) -> None:
    package = replace(
        PACKAGES[0], folder=tmp_path, files={"kept.js": "0" * 64, "gone.js": "1" * 64}
    )
    (tmp_path / "kept.js").write_text("touched")
    (tmp_path / "new.js").write_text("added")
    assert changed(package) == ["gone.js", "kept.js", "new.js"]


def test_an_archive_with_another_hash_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "package.tgz"
    archive.write_bytes(b"not what was pinned")
    with pytest.raises(WrongHashError, match=r"package\.tgz has SHA-256"):
        check_hash(archive, "0" * 64)
