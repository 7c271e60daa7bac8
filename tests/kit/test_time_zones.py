"""Which time zones there are: the same everywhere, each of them computable, every other name refused."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources
from zoneinfo import ZoneInfo  # noqa: TID251 What is right, by the standard library.

import pytest

from liftlog.kit import time_zones

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)

UNKNOWN = (
    "localtime",
    "Factory",
    "posixrules",
    "posix/Europe/Berlin",
    "right/Europe/Berlin",
    "Etc/Unknown",
    "UTC0",
    "EST5EDT,M3.2.0,M11.1.0",
    "../etc/passwd",
    "/etc/localtime",
    "/usr/share/zoneinfo/Europe/Berlin",
    "Europe/",
    "Europe",
    "Europe/../Europe/Berlin",
    "Nowhere/At_All",
    "a\x00b",
    "\ud800",
    "",
    " ",
    "Z" * 10_000,
)


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_no_zone_is_not_known_and_computed_as_utc(name: str) -> None:
    assert time_zones.known_name(name) is None
    assert time_zones.zone(name).key == "UTC"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" Europe/Berlin\n", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("etc/gmt+5", "Etc/GMT+5"),
    ],
)
def test_case_and_spaces_do_not_matter(typed: str, name: str) -> None:
    assert time_zones.known_name(typed) == name


def test_every_listed_zone_can_be_computed_and_is_found_in_any_case() -> None:
    assert len(time_zones.names()) > 590
    for name in time_zones.names():
        assert SUMMER.astimezone(time_zones.zone(name)).utcoffset() is not None
        assert time_zones.zone(name).key == name
        assert time_zones.known_name(name.swapcase()) == name


def test_a_zone_has_the_rules_of_the_packaged_database() -> None:
    with resources.files("tzdata.zoneinfo.Europe").joinpath("Berlin").open("rb") as file:
        packaged = ZoneInfo.from_file(file)
    for month in range(1, 13):
        moment = datetime(2026, month, 1, 12, tzinfo=UTC)
        at = moment.astimezone(time_zones.zone("Europe/Berlin"))
        assert at.utcoffset() == moment.astimezone(packaged).utcoffset()


@pytest.mark.parametrize("host_zones", ["", "/nowhere/at/all"])
def test_the_list_is_the_same_on_a_host_without_zone_files(host_zones: str) -> None:
    asked = (
        "from liftlog.kit import time_zones\n"
        "print(*sorted(time_zones.names()))\n"
        "assert all(time_zones.zone(name).key == name for name in time_zones.names())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONTZPATH": host_zones},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(answer.stdout.split()) == time_zones.names()


def test_zone_files_of_the_host_play_no_part(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("zoneinfo")
    (folder / "localtime").write_bytes(
        resources.files("tzdata.zoneinfo.Asia").joinpath("Tokyo").read_bytes()
    )
    (folder / "Europe").mkdir()
    (folder / "Europe" / "Berlin").write_bytes(b"no zone")
    asked = (
        "from datetime import UTC, datetime\n"
        "from liftlog.kit import time_zones\n"
        "at = datetime(2026, 7, 1, 12, tzinfo=UTC)\n"
        "print(time_zones.known_name('localtime'), at.astimezone(time_zones.zone('Europe/Berlin')))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONTZPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "None 2026-07-01 14:00:00+02:00"


def test_a_time_that_comes_twice_is_the_first_and_one_left_out_is_later() -> None:
    berlin = time_zones.zone("Europe/Berlin")
    for wall, utc in (
        ("2026-10-25T02:30", "2026-10-25T00:30"),
        ("2026-03-29T02:30", "2026-03-29T01:30"),
        ("2026-03-29T03:30", "2026-03-29T01:30"),
        ("2026-07-01T12:00", "2026-07-01T10:00"),
    ):
        moment = time_zones.moment(datetime.fromisoformat(wall), berlin)
        assert moment.isoformat() == f"{utc}:00+00:00"
    second = datetime.fromisoformat("2026-10-25T02:30").replace(fold=1)
    assert time_zones.moment(second, berlin).hour == 1


def test_a_duration_is_the_difference_of_two_moments() -> None:
    berlin = time_zones.zone("Europe/Berlin")
    for start, end, seconds in (
        ("2026-03-29T01:30", "2026-03-29T03:30", 3_600),
        ("2026-10-25T01:30", "2026-10-25T03:30", 10_800),
        ("2026-10-25T02:50", "2026-10-25T02:10", 1_200),
        ("2026-07-01T03:30", "2026-07-01T01:30", -7_200),
    ):
        walls = (datetime.fromisoformat(start), datetime.fromisoformat(end))
        assert time_zones.seconds_between(*walls, berlin) == seconds
