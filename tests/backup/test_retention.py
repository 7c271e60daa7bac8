"""Which backups stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from liftlog.ops.backup import catalog
from liftlog.ops.backup.folder import Folder
from liftlog.ops.backup.manifest import BackupKind, BackupState, Manifest, Proof, name_of
from liftlog.ops.backup.retention import KEPT_APART, no_longer_kept
from liftlog.store.backups.checksums import Checksums, TableTotals

SATURDAY = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def backup(
    age: timedelta, state: BackupState = BackupState.PROVEN, kind: BackupKind = BackupKind.REGULAR
) -> Manifest:
    made_at = SATURDAY - age
    return Manifest(
        name=name_of(made_at, kind),
        kind=kind,
        made_at=made_at,
        took_ms=1,
        version="1",
        server_major=18,
        program_major=18,
        size_bytes=1,
        sha256="",
        checksums=Checksums(None, {}, TableTotals(), {}),
        proof=Proof(state),
    )


def ages_kept(backups: list[Manifest], *, daily: int, weekly: int) -> list[int]:
    gone = no_longer_kept(backups, daily=daily, weekly=weekly)
    return [(SATURDAY - one.made_at) // DAY for one in backups if one not in gone]


def test_of_a_year_of_nights_the_last_days_and_the_last_of_the_last_weeks_stay() -> None:
    nights = [backup(DAY * age) for age in range(365)]
    # Saturday is day 0; the weeks end on Sundays, 6, 13 and 20 days ago.
    assert ages_kept(nights, daily=7, weekly=4) == [0, 1, 2, 3, 4, 5, 6, 13, 20]


def test_of_one_day_the_last_proven_one_stays() -> None:
    good, newer_but_bad = backup(5 * HOUR), backup(HOUR, BackupState.BAD)
    unproven = backup(2 * HOUR, BackupState.UNPROVEN)
    older = backup(9 * HOUR)
    gone = no_longer_kept([older, good, unproven, newer_but_bad], daily=7, weekly=4)
    assert gone == [unproven, older]


def test_the_last_proven_one_stays_however_old_it_is() -> None:
    old = backup(DAY * 400)
    failing = [backup(DAY * age, BackupState.UNPROVEN) for age in range(100)]
    assert old not in no_longer_kept([old, *failing], daily=7, weekly=4)


def test_a_proven_copy_of_before_a_restore_does_not_stand_for_a_backup() -> None:
    old = backup(DAY * 400)
    copy = backup(HOUR, BackupState.PROVEN, BackupKind.BEFORE_RESTORE)
    failing = [backup(DAY * age, BackupState.UNPROVEN) for age in range(60)]
    assert old not in no_longer_kept([old, copy, *failing], daily=7, weekly=4)


def test_bad_ones_do_not_fill_the_disk() -> None:
    bad = [backup(DAY * age, BackupState.BAD) for age in range(30)]
    assert len(no_longer_kept(bad, daily=7, weekly=4)) == 30 - KEPT_APART


def test_the_newest_stays_even_when_none_are_wanted() -> None:
    newest = backup(HOUR, BackupState.READABLE)
    assert no_longer_kept([newest], daily=0, weekly=0) == []


def test_those_made_before_something_risky_are_kept_apart() -> None:
    nightly = [backup(DAY * age) for age in range(3)]
    upgrades = [
        backup(HOUR * age, BackupState.READABLE, BackupKind.BEFORE_UPGRADE) for age in range(1, 8)
    ]
    gone = no_longer_kept([*nightly, *upgrades], daily=7, weekly=4)
    assert gone == upgrades[KEPT_APART:]


@given(
    st.lists(
        st.builds(
            backup,
            st.integers(0, 200_000).map(lambda minutes: timedelta(minutes=minutes)),
            st.sampled_from(BackupState),
            st.sampled_from(BackupKind),
        ),
        max_size=40,
        unique_by=lambda one: one.name,
    ),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_it_settles_and_never_takes_the_last_proof(
    backups: list[Manifest], daily: int, weekly: int
) -> None:
    gone = no_longer_kept(backups, daily=daily, weekly=weekly)
    staying = [one for one in backups if one not in gone]
    assert no_longer_kept(staying, daily=daily, weekly=weekly) == []
    proven = [
        one
        for one in backups
        if (one.kind, one.proof.state) == (BackupKind.REGULAR, BackupState.PROVEN)
    ]
    assert max(proven, key=lambda one: one.made_at, default=None) not in gone


def test_only_what_is_ours_is_ever_removed(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    old, new = backup(DAY * 300), backup(HOUR)
    for one in (old, new):
        place.write(one.dump, [b"x"])
        catalog.keep(place, one)
    others = ["liftlog-20250101T000000Z.dump", "holiday.jpg", "liftlog-notes.json", "mine.dump"]
    for name in others:
        (tmp_path / name).write_bytes(b"not LiftLog's")
    assert catalog.tidy(place, daily=1, weekly=1) == [old]
    assert place.files() == sorted([*others, new.dump, new.file])
    assert catalog.without_manifest(place) == ["liftlog-20250101T000000Z.dump"]
