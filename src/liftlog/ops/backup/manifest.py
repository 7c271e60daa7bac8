"""What is written beside a backup: what it holds, and whether that has been proven."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from liftlog.ops.backup.errors import BackupError
from liftlog.store.backups.checksums import Checksums

FORMAT = "liftlog-backup-1"
DUMP = ".dump"
MANIFEST = ".json"
_NAME = re.compile(r"liftlog-(\d{8}T\d{6}(?:\d{3})?Z)(?:-(before-upgrade|before-restore))?")


class BackupKind(StrEnum):
    """Why it was made. Those of the last two are kept apart, a few each."""

    REGULAR = "regular"
    BEFORE_UPGRADE = "before-upgrade"
    BEFORE_RESTORE = "before-restore"


class BackupState(StrEnum):
    """How far it can be trusted."""

    UNPROVEN = "unproven"
    READABLE = "readable"
    PROVEN = "proven"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of restoring it. `said` has what differs, or why it could not be tried."""

    state: BackupState = BackupState.UNPROVEN
    at: datetime | None = None
    took_ms: int = 0
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`made_at` is the moment that the backup shows. `sha256` and `size_bytes` are the dump's."""

    name: str
    kind: BackupKind
    made_at: datetime
    took_ms: int
    version: str
    server_major: int
    program_major: int
    size_bytes: int
    sha256: str
    checksums: Checksums
    proof: Proof = Proof()

    @property
    def dump(self) -> str:
        return f"{self.name}{DUMP}"

    @property
    def file(self) -> str:
        return f"{self.name}{MANIFEST}"

    def with_proof(self, proof: Proof) -> "Manifest":
        return replace(self, proof=proof)

    def as_bytes(self) -> bytes:
        proof = {**asdict(self.proof), "at": self.proof.at and self.proof.at.isoformat()}
        content = {
            "format": FORMAT,
            **{name: getattr(self, name) for name in _PLAIN},
            "made_at": self.made_at.isoformat(),
            "proof": proof,
            "census": self.checksums.as_json(),
        }
        return json.dumps(content, indent=1).encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes, *, file: str) -> "Manifest":
        """Raise BackupError for what is not one of ours."""
        try:
            found = {**json.loads(content)}
            return cls(
                **{name: found[name] for name in _PLAIN if name != "kind"},
                kind={FORMAT: BackupKind(found["kind"])}[found["format"]],
                made_at=datetime.fromisoformat(found["made_at"]),
                proof=_proof(found["proof"]),
                checksums=Checksums.from_json(found["census"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError(f"{file} is not the manifest of a LiftLog backup.") from error


_PLAIN = (
    "name",
    "kind",
    "took_ms",
    "version",
    "server_major",
    "program_major",
    "size_bytes",
    "sha256",
)


def _proof(found: Mapping[str, Any]) -> Proof:
    return Proof(
        state=BackupState(found["state"]),
        at=datetime.fromisoformat(found["at"]) if found["at"] else None,
        took_ms=found["took_ms"],
        said=tuple(found["said"]),
    )


def name_of(moment: datetime, kind: BackupKind) -> str:
    """The name of a backup of this moment, without what its files end with.

    To the millisecond: of two backups of one second, neither may be written over the other.
    """
    suffix = "" if kind is BackupKind.REGULAR else f"-{kind}"
    at = moment.astimezone(UTC)
    return f"liftlog-{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03}Z{suffix}"


def is_manifest(file: str) -> bool:
    return file.endswith(MANIFEST) and _NAME.fullmatch(file.removesuffix(MANIFEST)) is not None


def is_dump(file: str) -> bool:
    return file.endswith(DUMP) and _NAME.fullmatch(file.removesuffix(DUMP)) is not None
