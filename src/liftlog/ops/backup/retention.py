"""Which backups stay: a pure rule over what is known of each."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC

from liftlog.ops.backup.manifest import BackupKind, BackupState, Manifest

# Of what is no part of the days and weeks: made before something risky, or found to be bad.
KEPT_APART = 3
_TRUST = (BackupState.BAD, BackupState.UNPROVEN, BackupState.READABLE, BackupState.PROVEN)


def no_longer_kept(backups: Iterable[Manifest], *, daily: int, weekly: int) -> list[Manifest]:
    """Return what may go.

    The newest of each of the last days and weeks that have one stay, a proven one rather than
    another. The newest of all and the newest proven one stay whatever the numbers are.
    """
    newest_first = sorted(backups, key=lambda one: one.made_at, reverse=True)
    regular = [one for one in newest_first if one.kind is BackupKind.REGULAR]
    sound = [one for one in regular if one.proof.state is not BackupState.BAD]
    staying = {
        one.name
        for kept in (
            _best_of_each(sound, _day, daily),
            _best_of_each(sound, _week, weekly),
            regular[:1],
            [one for one in regular if one.proof.state is BackupState.PROVEN][:1],
            [one for one in regular if one.proof.state is BackupState.BAD][:KEPT_APART],
            [one for one in newest_first if one.kind is BackupKind.BEFORE_UPGRADE][:KEPT_APART],
            [one for one in newest_first if one.kind is BackupKind.BEFORE_RESTORE][:KEPT_APART],
        )
        for one in kept
    }
    return [one for one in newest_first if one.name not in staying]


def _best_of_each(
    backups: Sequence[Manifest], period: Callable[[Manifest], object], count: int
) -> list[Manifest]:
    best: dict[object, Manifest] = {}
    for one in backups:
        held = best.setdefault(period(one), one)
        if _TRUST.index(one.proof.state) > _TRUST.index(held.proof.state):
            best[period(one)] = one
    return list(best.values())[:count]


def _day(one: Manifest) -> object:
    return one.made_at.astimezone(UTC).date()


def _week(one: Manifest) -> object:
    return one.made_at.astimezone(UTC).isocalendar()[:2]
