import unicodedata
from datetime import datetime

import pytest
from babel import Locale

from liftlog.imports.dates import DateFault, DateReader
from liftlog.imports.durations import duration_s, within_limit
from liftlog.imports.month_names import month_names
from liftlog.kit import time_zones


def read(text: str, *others: str) -> datetime | DateFault:
    return DateReader(lambda: [text, *others]).read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-01-16 18:02:11", "2031-01-16T18:02:11"),
        ("2031-01-16T18:02", "2031-01-16T18:02:00"),
        ("2031-01-16T18:02:11.250", "2031-01-16T18:02:11"),
        ("2031-01-16 6:02:11\u202fPM", "2031-01-16T18:02:11"),
        ("2031-01-16", "2031-01-16T00:00:00"),
        ("28 May 2031, 09:08", "2031-05-28T09:08:00"),
        ("5 Mai 2031, 07:34", "2031-05-05T07:34:00"),
        ("5 de mai. de 2031, 07:34", "2031-05-05T07:34:00"),
        ("Jun 11, 2031, 1:01 PM", "2031-06-11T13:01:00"),
        ("Jun 11, 2031, 12:01 AM", "2031-06-11T00:01:00"),
        ("Jun 11, 2031, 12:01 p. m.", "2031-06-11T12:01:00"),
        ("11 sept. 2031, 10:00", "2031-09-11T10:00:00"),
        ("11 janv. 2031, 10:00", "2031-01-11T10:00:00"),
        ("5. März 2031 um 10:00", "2031-03-05T10:00:00"),
        ("5. maj 2031 07.34", "2031-05-05T07:34:00"),
        ("2 Ağu 2031, 10:00", "2031-08-02T10:00:00"),
        ("12 paź 2031, 10:00", "2031-10-12T10:00:00"),
        ("5 мая 2031 г., 07:34", "2031-05-05T07:34:00"),
        ("2031年6月5日 19:34", "2031-06-05T19:34:00"),
        ("2031년 6월 5일 오후 7:34", "2031-06-05T19:34:00"),
        ("05.06.2031, 07:30", "2031-06-05T07:30:00"),
        ("2031/08/11", "2031-08-11T00:00:00"),
        ("25/4/2031 10:00", "2031-04-25T10:00:00"),
        ("4/25/2031 10:00", "2031-04-25T10:00:00"),
    ],
)
def test_a_date_is_read_as_the_wall_time_it_says(text: str, expected: str) -> None:
    assert read(text) == datetime.fromisoformat(expected).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "32 May 2031, 09:08",
        "31 Jun 2031, 09:08",
        "1 May 1031",
        "5 Foo 2031",
        "1:02",
        "²",
    ],
)
def test_what_is_no_date_is_unreadable(text: str) -> None:
    assert read(text) is DateFault.UNREADABLE


@pytest.mark.parametrize("text", ["3/4/2031 10:00", "09/01/31", "1 lis 2031, 10:00"])
def test_what_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    assert read(text) is DateFault.AMBIGUOUS


def test_the_other_dates_of_the_file_decide_about_the_order() -> None:
    assert read("3/4/2031", "4/25/2031") == datetime(2031, 3, 4)  # noqa: DTZ001 A wall time.
    assert read("3/4/2031", "25/4/2031") == datetime(2031, 4, 3)  # noqa: DTZ001 A wall time.
    assert read("3/4/2031", "25/4/2031", "4/25/2031") is DateFault.AMBIGUOUS


def test_the_other_months_of_the_file_decide_about_the_language() -> None:
    polish, croatian = "1 sty 2031, 10:00", "1 sij 2031, 10:00"
    assert read("1 lis 2031, 10:00", polish) == datetime(2031, 11, 1, 10)  # noqa: DTZ001 Wall time.
    assert read("1 lis 2031, 10:00", croatian) == datetime(2031, 10, 1, 10)  # noqa: DTZ001 Wall time.


@pytest.mark.parametrize("language", month_names())
def test_every_month_name_of_the_cldr_is_in_the_table(language: str) -> None:
    months = Locale.parse(language).months
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for month, name in months[context][width].items():
                plain = unicodedata.normalize("NFC", name.strip().rstrip(".").lower())
                word = plain.removeprefix("de ").removeprefix("d\u2019")
                assert not word.isalpha() or word in month_names()[language][month - 1].split()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("57m", 3420),
        ("1h 26m", 5160),
        ("1h", 3600),
        ("35min", 2100),
        ("48 Min.", 2880),
        ("55s", 55),
        ("48h 40m", 175_200),
        ("2227", 2227),
        ("0s", 0),
        ("1:02:03", 3723),
        ("1 ч 5 мин", 3900),
        ("1:02", None),
        ("234h 29m", None),
        ("a while", None),
        ("5 parsecs", None),
        ("", None),
    ],
)
def test_a_duration_is_read_in_seconds_or_not_at_all(text: str, seconds: int | None) -> None:
    assert duration_s(text) == seconds


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 A wall time.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25/4/31", at(2031, 4, 25)),
        ("25/4/00", at(2000, 4, 25)),
        ("13/12/2031", at(2031, 12, 13)),
        ("12/13/2031", at(2031, 12, 13)),
        ("3.4.2031", at(2031, 4, 3)),
        ("2031/3/4", at(2031, 3, 4)),
        ("2031 May 28", at(2031, 5, 28)),
        ("1970-01-01", at(1970, 1, 1)),
        ("2100-12-31", at(2100, 12, 31)),
        ("2031-01-16 23:59:59", at(2031, 1, 16, 23, 59, 59)),
        ("2031-01-16 1:00 AM", at(2031, 1, 16, 1)),
        ("2031-01-16 12:00 AM", at(2031, 1, 16, 0)),
        ("2031-01-16 12:00 PM", at(2031, 1, 16, 12)),
        ("2031-01-16 1:00 PM", at(2031, 1, 16, 13)),
        ("2031-01-16 11:59:01 PM", at(2031, 1, 16, 23, 59, 1)),
        ("2031-01-16 13:00 PM", at(2031, 1, 16, 13)),
        ("2031-01-16 0:30 AM", at(2031, 1, 16, 0, 30)),
    ],
)
def test_dates_and_times_at_the_ends_of_what_they_may_be(text: str, expected: datetime) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1969-12-31",
        "2101-01-01",
        "2031-01-16 24:00",
        "28 May 31, 09:08",
        "28 May June 2031",
        "28 5 4 2031",
        "5 2031",
        "00001-01-2031",
    ],
)
def test_what_lies_beyond_is_unreadable(text: str) -> None:
    assert read(text) is DateFault.UNREADABLE


@pytest.mark.parametrize("text", ["12/11/2031", "4/4/2031", "1/12/2031"])
def test_two_numbers_up_to_twelve_do_not_say_which_is_the_month(text: str) -> None:
    assert read(text) is DateFault.AMBIGUOUS


@pytest.mark.parametrize("clear", ["2031-04-25", "2031/4/25", "5 May 2031"])
def test_a_date_that_begins_with_its_year_or_names_its_month_decides_about_no_other(
    clear: str,
) -> None:
    assert read("3/4/2031", clear) is DateFault.AMBIGUOUS


def test_the_other_dates_are_asked_once_and_only_where_one_is_unclear() -> None:
    asked = []

    def texts() -> list[str]:
        asked.append(1)
        return ["25/4/2031"]

    reader = DateReader(texts)
    reader.read("2031-04-25")
    assert asked == []
    reader.read("3/4/2031")
    reader.read("5/4/2031")
    assert asked == [1]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 d", 86_400),
        ("1h 1m 1s", 3_661),
        ("7d", 604_800),
        ("604800", 604_800),
        ("604801", None),
        ("7d 1s", None),
        ("168:00:00", 604_800),
        ("168:00:01", None),
        ("90.0", 90),
        ("1h and 5m", None),
        ("1h, 5m", 3_900),
    ],
)
def test_a_duration_is_a_week_at_most(text: str, seconds: int | None) -> None:
    assert duration_s(text) == seconds


def test_only_what_is_neither_negative_nor_too_long_is_a_duration() -> None:
    assert [within_limit(one) for one in (-1, 0, 1, 604_800, 604_801)] == [
        None,
        0,
        1,
        604_800,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "in_berlin"),
    [
        ("2031-01-16T18:02:11.250+02:00", "2031-01-16T17:02:11"),
        ("2031-01-16T18:02:11Z", "2031-01-16T19:02:11"),
        ("2031-07-16T18:02:11Z", "2031-07-16T20:02:11"),
        ("2031-01-16 18:02-0700", "2031-01-17T02:02:00"),
        ("2031-01-16 18:02 \u221207:00", "2031-01-17T02:02:00"),
        ("2031-01-16 18:02 +05", "2031-01-16T14:02:00"),
        ("2031-01-16 18:02:11 +05:45", "2031-01-16T13:17:11"),
        ("16 Jan 2031, 18:02 UTC", "2031-01-16T19:02:00"),
        ("16 Jan 2031, 18:02:11 gmt", "2031-01-16T19:02:11"),
        ("16 Jan 2031, 6:02 PM GMT+3", "2031-01-16T16:02:00"),
        ("16 Jan 2031, 18:02 utc-03:30", "2031-01-16T22:32:00"),
        ("31/12/2031 23:30Z", "2032-01-01T00:30:00"),
    ],
)
def test_a_time_with_an_offset_is_the_moment_it_names(text: str, in_berlin: str) -> None:
    berlin = time_zones.zone("Europe/Berlin")
    assert DateReader(lambda: [text], berlin).read(text) == datetime.fromisoformat(in_berlin)


@pytest.mark.parametrize(
    "text",
    [
        "2031-01-16 18:02 CET",
        "2031-01-16 18:02 PST",
        "2031-01-16 18:02+15:00",
        "2031-01-16 18:02+02:75",
        "2031-01-16+02:00",
        "2031-01-16-07:00",
    ],
)
def test_a_zone_that_names_no_moment_is_unreadable(text: str) -> None:
    assert read(text) is DateFault.UNREADABLE


def test_the_second_of_two_equal_times_is_told_from_the_first() -> None:
    reader = DateReader(list, time_zones.zone("Europe/Berlin"))
    first, second = (reader.read(f"2026-10-25T0{hour}:30Z") for hour in (0, 1))
    assert first == second == at(2026, 10, 25, 2, 30)
    assert [one.fold for one in (first, second) if isinstance(one, datetime)] == [0, 1]


def test_a_date_with_an_offset_decides_about_the_order_of_others() -> None:
    assert read("3/4/2031 10:00Z", "25/4/2031 10:00Z") == at(2031, 4, 3, 10)
