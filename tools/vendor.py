"""Fetch the packages that are kept in the tree, exactly as published: python -m tools.vendor

To take a newer one: change its version and empty its hashes, run, read what changed, and write the
hashes that this prints into the list below.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "liftlog"
STATIC_VENDOR = SOURCE / "core" / "web" / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package, the SHA-256 of its archive, and those of the files that are kept of it."""

    name: str
    version: str
    archive_sha256: str
    folder: Path
    files: Mapping[str, str]


PACKAGES = (
    Package(
        name="swagger-ui-dist",
        version="5.35.0",
        archive_sha256="1b8e891893404ea4c3558b6a87e2a3e494e7eedba41168c2ece5800a391a6ea6",
        folder=SOURCE / "http" / "apidocs" / "vendor",
        files={
            "LICENSE": "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
            "NOTICE": "0d20d1adef18aee3f40dd258172155521ce702ac445cb5f7b7d60ed32dad2fb2",
            "swagger-ui-bundle.js": "e6a898692f2d768e807c3ba4626068a69a2c5dd960dd6c76f3e4d3a3de180af2",
            "swagger-ui-bundle.js.LICENSE.txt": "37eb6e7e59aed57b2c1acf076574b818ea07b74265717e0bd67b59e0baf9abbb",
            "swagger-ui.css": "5ed08757e53da3e026d6cbecc61fe5d43585c9560b302d534ad56692519a273d",
        },
    ),
    Package(
        name="lit-html",
        version="3.3.3",
        archive_sha256="ae004138a6327c362fee8e48db2a8ee9619a6ca3014c802857395e6ac447a0eb",
        folder=STATIC_VENDOR / "lit-html",
        files={
            "LICENSE": "2b66f9390afde29edfe4314daff93f01fb182e1178053e228120178987e5db75",
            "directive-helpers.js": "f7fb1154b8f72ed2cc08b05eaeed71c99270e9ad2d48620ed24688a1af4c2b62",
            "directive.js": "3344c4f41c69cd0701d3937e8f9ef90bd845614bf6456d0b8314b7c51d415b9d",
            "directives/live.js": "b305f9066319d838db797abd5a4d871537277e25f35332702bfce4452c020ecf",
            "directives/repeat.js": "083140026ecd8665fedd15b17769f9d516252a9f1502f1e91e6967686ee82626",
            "lit-html.js": "b878e7f95dec8a9b6e9b217faca6b6a11bad82ebc44c0caa77419ed83edd81f2",
        },
    ),
    Package(
        name="idb",
        version="8.0.4",
        archive_sha256="569a715333d656d77792476083647eaefeb27b23d18bff226ad42776efb8f08a",
        folder=STATIC_VENDOR / "idb",
        files={
            "LICENSE": "873a2f333fda393ec3464f4579209b019d98e97c3bf498b10e85f630162fd708",
            "build/index.js": "e01b45d2e088a7197e8b41ba9b51a0876969da67cc08e6efbc3d5d7ab6ac836c",
        },
    ),
    Package(
        name="uplot",
        version="1.6.32",
        archive_sha256="4b8a8191e425658e3ea8c8c1314b0fc679c861ee3a1af2b20c7b16ba50b5133d",
        folder=STATIC_VENDOR / "uplot",
        files={
            "LICENSE": "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
            "dist/uPlot.iife.min.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
            "dist/uPlot.min.css": "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
        },
    ),
)


class WrongHashError(Exception):
    """What came is not what was pinned."""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def changed(package: Package) -> list[str]:
    """The kept files of a package that are missing, not as published, or not listed."""
    present = {
        path.relative_to(package.folder).as_posix()
        for path in package.folder.rglob("*")
        if path.is_file()
    }
    wrong = {
        name
        for name, pinned in package.files.items()
        if name in present and sha256(package.folder / name) != pinned
    }
    return sorted(wrong | (present ^ set(package.files)))


def check_hash(path: Path, pinned: str) -> None:
    found = sha256(path)
    if found != pinned:
        raise WrongHashError(f"{path.name} has SHA-256 {found}, pinned is {pinned or 'none yet'}.")


def fetch(package: Package) -> None:
    """Replace the kept files by those of the registry that npm is set up for, if all hashes agree."""
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is needed to fetch packages; it comes with Node.")
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(  # noqa: S603 Every word is from this file.
            [npm, "pack", "--silent", f"{package.name}@{package.version}"],
            cwd=scratch,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        archive = next(Path(scratch).glob("*.tgz"))
        check_hash(archive, package.archive_sha256)
        with tarfile.open(archive) as opened:
            opened.extractall(scratch, filter="data")
        unpacked = Path(scratch) / "package"
        for name, pinned in package.files.items():
            check_hash(unpacked / name, pinned)
        _replace(package, unpacked)


def _replace(package: Package, unpacked: Path) -> None:
    shutil.rmtree(package.folder, ignore_errors=True)
    package.folder.mkdir(parents=True)
    for name in package.files:
        kept = package.folder / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(unpacked / name, kept)


def main() -> int:
    for package in PACKAGES:
        try:
            fetch(package)
        except (WrongHashError, OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"{package.name} {package.version}: {error}\n")
            return 1
        sys.stdout.write(f"{package.name} {package.version} is in {package.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
