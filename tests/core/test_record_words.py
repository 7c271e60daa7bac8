"""Records in the unit they were logged in, and nothing rounded away by which they differ."""

from decimal import Decimal

import pytest
from flask import Flask

from liftlog.core.statistics.balance import words as balance_words
from liftlog.core.statistics.records import words as record_words
from liftlog.core.web import formats
from liftlog.domain.exercises.exercise import Muscle
from liftlog.domain.records import RecordKind
from liftlog.domain.units import Distance, DistanceUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.statistics.balance import Balance, MuscleBalance, UsualSets, WeekWork


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("25", DistanceUnit.M, "25 m"),
        ("1500", DistanceUnit.M, "1,500 m"),
        ("0.4", DistanceUnit.KM, "400 m"),
        ("5.125", DistanceUnit.KM, "5.125 km"),
        ("3.1", DistanceUnit.MI, "3.1 mi"),
    ],
)
def test_a_distance_is_told_as_it_was_logged(
    core_app: Flask, amount: str, unit: DistanceUnit, expected: str
) -> None:
    millimetres = Decimal(Distance.entered(Decimal(amount), unit).millimetres)
    with core_app.test_request_context():
        told = record_words.value(RecordKind.DISTANCE, millimetres, unit)
    assert told.replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        ("45000", "45 s"),
        ("45200", "45.2 s"),
        ("60000", "1 min"),
        ("600000", "10 min"),
        ("615000", "10 min 15 s"),
        ("3600000", "1 h 0 min"),
        ("3903000", "1 h 5 min 3 s"),
    ],
)
def test_a_time_keeps_its_seconds(core_app: Flask, milliseconds: str, expected: str) -> None:
    with core_app.test_request_context():
        assert record_words.value(RecordKind.DURATION, Decimal(milliseconds)) == expected
        assert record_words.gain(RecordKind.DURATION, Decimal(15000)) == "+15 s"


@pytest.mark.parametrize(("sets", "said"), [("7.5", "Much as usual."), ("8", "More than usual")])
def test_more_than_usual_is_outside_of_the_range_that_is_shown(
    core_app: Flask, sets: str, said: str
) -> None:
    usual = UsualSets(mean=Decimal(6), low=Decimal("4.75"), high=Decimal("7.375"), weeks=8)
    now = WeekWork(direct=0, helping=0, sets=Decimal(sets), volume_kg=Decimal(0))
    chest = MuscleBalance(weeks=(now,), usual=usual, muscle=Muscle.CHEST)
    with core_app.test_request_context():
        assert balance_words.usual_range(usual) == "5 to 7.5"
        found = Balance.model_construct(muscles=(chest,), running=False)
        assert said in balance_words.comparison(found)


def test_a_set_shows_the_seconds_of_its_record(core_app: Flask) -> None:
    with core_app.test_request_context():
        assert formats.set_text(LoggedSet(duration_ms=615_000)) == "10 min 15 s"
        distance = Distance.entered(Decimal(5), DistanceUnit.KM)
        run = formats.set_text(LoggedSet(distance=distance, duration_ms=1_513_000))
    assert run.replace("\N{NO-BREAK SPACE}", " ") == "5 km in 25 min 13 s"
