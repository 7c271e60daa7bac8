"""Backups as the tests make them."""

from liftlog.ops.backup.create import Job, make_backup
from liftlog.ops.backup.manifest import BackupKind, Manifest
from liftlog.ops.backup.storage import Place
from liftlog.ops.backup.verify import Scratch
from tests.gym import Gym


def scratch_of(gym: Gym) -> Scratch:
    return Scratch(gym.admin_url, gym.owner_url)


def backed_up(
    gym: Gym, place: Place, *, proven: bool = True, kind: BackupKind = BackupKind.REGULAR
) -> Manifest:
    scratch = scratch_of(gym) if proven else None
    return make_backup(Job(owner_url=gym.owner_url, place=place, scratch=scratch, kind=kind))
