"""Base images where no image registry is: python:3.13-slim and postgres:17, made of Debian.

They are kept between runs in a folder of the user's cache, by a hash of what they are made of.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.containers.engine import HANDED_ON, Engine, run, unmount_below

HERE = Path(__file__).parent / "stand_ins"
SUITE = "trixie"
DEBIAN = "liftlog-stand-in-debian"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
BOOTSTRAP_S = 900


@dataclass(frozen=True, slots=True)
class StandIn:
    image: str
    dockerfile: str


PYTHON = StandIn("python:3.13-slim", "python.Dockerfile")
POSTGRES = StandIn("postgres:17", "postgres.Dockerfile")


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "liftlog-containers"


def load(engine: Engine, *, fresh: bool) -> bool:
    """Have both images in the engine; whether they had to be made."""
    kept = cache()
    if fresh:
        shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / f"images-{_fingerprint()}.tar"
    if file.exists():
        engine.docker("load", "--quiet", "--input", str(file))
        return False
    _make(engine, file)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(SUITE.encode())
    for path in (*sorted(HERE.iterdir()), AUTHORITIES):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _make(engine: Engine, file: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="liftlog-stand-ins-") as folder:
        context = Path(folder) / "context"
        shutil.copytree(HERE, context)
        authorities = AUTHORITIES.read_bytes() if AUTHORITIES.exists() else b""
        (context / "ca-certificates.crt").write_bytes(authorities)
        _import_debian(engine, Path(folder))
        for one in (PYTHON, POSTGRES):
            arguments = [f"--build-arg={name}" for name in HANDED_ON if name in engine.environment]
            dockerfile = str(context / one.dockerfile)
            engine.docker(
                "build", "-q", "-t", one.image, *arguments, "-f", dockerfile, str(context)
            )
        partly = file.with_suffix(".new")
        engine.docker("save", "--output", str(partly), PYTHON.image, POSTGRES.image)
        partly.rename(file)


def _import_debian(engine: Engine, folder: Path) -> None:
    root, packed = folder / "debian", folder / "debian.tar"
    try:
        run(["debootstrap", "--variant=minbase", SUITE, str(root)], within_s=BOOTSTRAP_S)
    finally:
        unmount_below(folder)
    for package in (root / "var/cache/apt/archives").glob("*.deb"):
        package.unlink()
    shutil.rmtree(root / "var/lib/apt/lists", ignore_errors=True)
    # As the official images have it: apt keeps nothing that an image would carry along.
    (root / "etc/apt/apt.conf.d/docker-clean").write_text(
        'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n'
        'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };\n'
    )
    run(["tar", "--create", f"--file={packed}", f"--directory={root}", "."])
    engine.docker("import", str(packed), DEBIAN)
