"""Training days and streaks from the database: what the domain's own rules say of the same days."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from liftlog.domain.periods import Bucket, Period, bucket_start
from liftlog.store.database.engine import Database
from liftlog.store.statistics import training_days
from liftlog.store.statistics.training_days import BucketTraining
from liftlog.store.workouts import workouts
from tests.cast import BENCH, NOW, Person, adopt_all, as_person, kg, working, workout_of
from tests.consistency import consistency

pytestmark = pytest.mark.database

TODAY = NOW.date()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    # Some of them after today, and some days twice.
    days_ago=st.lists(st.integers(-20, 90), max_size=30),
    week_start=st.integers(1, 7),
    bucket=st.sampled_from(Bucket),
    ends=st.tuples(st.none() | st.integers(30, 100), st.none() | st.integers(-10, 30)),
)
def test_they_are_what_the_rules_of_the_domain_say(
    connection: Connection,
    database: Database,
    ana: Person,
    *,
    days_ago: list[int],
    week_start: int,
    bucket: Bucket,
    ends: tuple[int | None, int | None],
) -> None:
    days = sorted(TODAY - timedelta(days=one) for one in days_ago)
    from_, to = (None if one is None else TODAY - timedelta(days=one) for one in ends)
    savepoint = connection.begin_nested()
    try:
        with database.transaction() as tx:
            user_id = as_person(tx, ana)
            made = [workout_of((BENCH, [working(kg("100"), 5)]), days_ago=one) for one in days_ago]
            adopt_all(tx, user_id, *made)
            assert workouts.insert_workouts(tx, user_id, made)
            found = training_days.training_days(
                tx,
                user_id,
                today=TODAY,
                week_start=week_start,
                bucket=bucket,
                first=from_,
                last=to,
            )
            begun = training_days.first_day(tx, user_id)
    finally:
        savepoint.rollback()
    period = Period(from_ or date.min, to or date.max)
    rules = consistency(days, period, TODAY, week_start=week_start)
    assert found.first_day == begun == min(days, default=None)
    assert (found.days, found.weeks) == (rules.training_days, rules.weeks_trained)
    assert (found.current, found.longest) == (rules.current, rules.longest)
    within = [day for day in days if day in period]
    per_stretch = Counter(bucket_start(day, bucket, week_start) for day in within)
    different = Counter(bucket_start(day, bucket, week_start) for day in set(within))
    assert list(found.buckets.items()) == [
        (start, BucketTraining(different[start], per_stretch[start]))
        for start in sorted(per_stretch)
    ]


def test_nobody_sees_the_days_of_somebody_else(
    database: Database, stats_database: Database, ana: Person, cid: Person
) -> None:
    with database.transaction() as tx:
        logged = workout_of((BENCH, [working(kg("100"), 5)]))
        adopt_all(tx, as_person(tx, ana), logged)
        assert workouts.insert_workouts(tx, ana.user_id, [logged])
    with stats_database.transaction() as tx:
        as_person(tx, cid)
        assert training_days.first_day(tx, ana.user_id) is None
        found = training_days.training_days(
            tx, ana.user_id, today=TODAY, week_start=1, bucket=Bucket.WEEK
        )
    assert (found.first_day, found.buckets, found.days, found.weeks) == (None, {}, 0, 0)
