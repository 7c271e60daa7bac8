"""Whom PostgreSQL runs as when we are root: an account that owns nothing else."""

import grp
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from liftlog.ops.embedded.errors import EmbeddedDatabaseError

# Between the ids that distributions give to packages and people and those of systemd, and below
# 65536, so that they also exist in most user namespaces.
_FREE_IDS = range(60690, 60790)
_SHELLS_OF_NOBODY = ("nologin", "false")
_NOT_OURS_TO_BORROW = frozenset({"nobody", "_apt"})


class ProcessIdentity(TypedDict, total=False):
    """The arguments of `subprocess` that say whom a process runs as."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class SystemAccount:
    """A user and group by number; None stands for whoever we are."""

    uid: int
    gid: int

    def identity(self) -> ProcessIdentity:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(cluster: Path) -> SystemAccount | None:
    """Return whom to run as: None when we are not root, else who owns the cluster or a free id."""
    if os.geteuid() != 0:
        return None
    if cluster.exists():
        owner = cluster.stat()
        if owner.st_uid == 0:
            raise EmbeddedDatabaseError(
                f"{cluster} belongs to root, and PostgreSQL never runs as root: "
                "it is not a database that LiftLog made."
            )
        return SystemAccount(owner.st_uid, owner.st_gid)
    for number in _FREE_IDS:
        if not _taken(number):
            return SystemAccount(number, number)
    raise EmbeddedDatabaseError(
        f"All user ids from {_FREE_IDS.start} to {_FREE_IDS.stop - 1} are taken: "
        "run LiftLog as another user than root, or set DATABASE_URL."
    )


def account_with_a_name() -> SystemAccount:
    """Return an unused system account for initdb, which insists on an entry in the user database.

    Only initdb runs as it, for a second or two, in a folder that nobody else can reach; what it
    made is then given to the account that PostgreSQL runs as.
    """
    busy = _uids_of_processes()
    for entry in reversed(pwd.getpwall()):
        idle = 0 < entry.pw_uid < 1000 and entry.pw_uid not in busy
        shell = entry.pw_shell.rsplit("/", 1)[-1]
        if idle and shell in _SHELLS_OF_NOBODY and entry.pw_name not in _NOT_OURS_TO_BORROW:
            return SystemAccount(entry.pw_uid, entry.pw_gid)
    raise EmbeddedDatabaseError(
        "This system has no unused system account to make a database with: "
        "run LiftLog as another user than root, or set DATABASE_URL."
    )


def _taken(number: int) -> bool:
    try:
        pwd.getpwuid(number)
    except KeyError:
        try:
            grp.getgrgid(number)
        except KeyError:
            return False
    return True


def _uids_of_processes() -> frozenset[int]:
    uids = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                uids.add(entry.stat().st_uid)
            except FileNotFoundError:
                continue
    return frozenset(uids)
