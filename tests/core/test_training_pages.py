"""Pages of balance, consistency, records and trends: what they say, and what they say without data."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import (
    BENCH,
    NOW,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    kg,
    lb,
    warm_up,
    working,
    workout_of,
)
from tests.core.statements import counted
from tests.repo.test_statement_counts import STATEMENTS_MAX, keep, questions

pytestmark = pytest.mark.database

PULL_UP = exercise_id("assisted-pull-up")
WEEK = "from=2026-11-16&to=2026-11-22"
PAGES = (
    "/progress/balance",
    f"/progress/sets?{WEEK}",
    "/progress/consistency",
    "/records",
    f"/exercises/{BENCH}/records",
)
FILES = (
    "/progress/balance.csv",
    f"/progress/sets.csv?{WEEK}",
    "/progress/volume.csv",
    "/progress/muscles.csv",
    "/progress/lifts.csv",
    "/progress/totals.csv",
    "/progress/consistency/weeks.csv",
    "/progress/consistency/hours.csv",
    "/progress/consistency/weekdays.csv",
    "/progress/consistency/durations.csv",
    "/records.csv",
    f"/exercises/{BENCH}/records.csv",
)


def train(
    database: Database, person: Person, *entries: tuple[object, list[LoggedSet]], days_ago: int = 0
) -> None:
    logged = workout_of(*entries, days_ago=days_ago)  # type: ignore[arg-type] # Ids of exercises.
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), logged)
        assert workouts.insert_workouts(tx, person.user_id, [logged])


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("path", PAGES + FILES)
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert "/login" in answer.headers["Location"]


@pytest.mark.parametrize("path", PAGES + FILES)
def test_nobody_sees_a_set_of_somebody_else(
    client: FlaskClient, database: Database, ana: Person, cid: Person, path: str
) -> None:
    train(database, ana, (BENCH, [working(kg("101.25"), 5)]))
    sign_in(client, cid)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "101.25" not in answer.text
    assert "506.25" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_account_is_told_what_will_be_here(
    client: FlaskClient, ana: Person, path: str
) -> None:
    sign_in(client, ana)
    assert 'class="card empty"' in page(client, path)


@pytest.mark.parametrize("path", [*PAGES, "/progress", f"/exercises/{BENCH}"])
def test_more_workouts_take_no_more_statements(
    client: FlaskClient, ana: Person, database: Database, connection: Connection, path: str
) -> None:
    sign_in(client, ana)
    keep(database, ana, range(10))

    def sent() -> list[str]:
        with counted(connection) as statements:
            page(client, path)
        return questions(statements)

    page(client, path)
    keep(database, ana, range(10, 11))
    with_ten = sent()
    keep(database, ana, range(11, 100))
    with_a_hundred = sent()
    assert with_a_hundred == with_ten
    assert 2 < len(with_ten) <= STATEMENTS_MAX, "\n".join(with_ten)


def test_the_balance_names_what_was_more_than_usual(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    for week in range(1, 9):
        train(database, ana, (BENCH, [working(kg("100"), 5)] * 2), days_ago=7 * week)
    train(database, ana, (BENCH, [warm_up(kg("60"), 5), *[working(kg("100"), 5)] * 6]))
    shown = page(client, "/progress/balance")
    assert "6 hard sets so far; usual in a whole week: 2." in shown
    assert "More than usual: chest" in shown
    assert "Chest: 6" in shown  # On the map.
    earlier = page(client, "/progress/balance?week=2026-11-09")
    assert "2 hard sets; usual: 2." in earlier
    assert "Much as usual." in earlier


def test_a_number_of_hard_sets_leads_to_as_many_sets(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(database, ana, (BENCH, [warm_up(kg("60"), 5), *[working(kg("100"), 5)] * 3]))
    chest = rows(client, f"/progress/sets.csv?{WEEK}&muscle=chest")
    triceps = rows(client, f"/progress/sets.csv?{WEEK}&muscle=triceps")
    assert [float(one["counts"]) for one in chest] == [1] * 3
    assert {float(one["counts"]) for one in triceps} == {0.5}
    shown = page(client, f"/progress/sets?{WEEK}&muscle=triceps")
    assert "The sets of triceps" in shown
    assert "3 sets, counted as 1.5" in shown


def test_the_share_of_a_helping_muscle_is_the_lifters_own(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(database, ana, (BENCH, [working(kg("100"), 5)] * 4))
    for share, expected in (("0.5", 2.0), ("0.25", 1.0), ("0", 0.0), ("1", 4.0)):
        wanted = {"goal_days": "3", "secondary_share": share, "score_class": "none"}
        assert (
            client.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE).status_code
            == 303
        )
        balance = rows(client, "/progress/balance.csv")
        (now,) = [one for one in balance if (one["name"], one["week"]) == ("triceps", "2026-11-16")]
        assert (float(now["counted_sets"]), now["helping_sets"]) == (expected, "4")
        (overall,) = [
            one for one in rows(client, "/progress/muscles.csv") if one["muscle"] == "triceps"
        ]
        assert float(overall["counted_sets"]) == expected


def test_pounds_and_kilograms_add_up_and_help_is_no_weight(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(
        database,
        ana,
        (BENCH, [working(kg("100"), 5), working(lb("225"), 3)]),
        (PULL_UP, [working(kg("20"), 8)]),
    )
    total = next(
        one
        for one in rows(client, "/progress/balance.csv")
        if (one["kind"], one["week"]) == ("total", "2026-11-16")
    )
    assert total["direct_sets"] == "3"
    assert float(total["volume_kg"]) == 500 + 675 * 0.45359237
    assert ">help<" in page(client, f"/progress/sets?{WEEK}&exercise_id={PULL_UP}")


def test_the_goal_decides_which_weeks_are_in_a_streak(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    # NOW is a Friday: Wednesday and Thursday of four weeks, and so far nothing in this one.
    for week in range(1, 5):
        for day in (1, 2):
            train(database, ana, (SQUAT, [working(kg("100"), 5)]), days_ago=7 * week + day)
    assert "You trained in 4 of" in page(client, "/progress/consistency")
    wanted = {"goal_days": "2", "secondary_share": "0.5", "score_class": "none"}
    client.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE)
    said = "4 weeks in a row at your goal of 2 days, your longest streak yet"
    assert said in page(client, "/progress/consistency")
    assert {
        one["goal_met"] for one in rows(client, "/progress/consistency/weeks.csv?range=30d")
    } == {
        "0",
        "1",
    }


def test_the_ledger_says_by_which_set_by_how_much_and_for_how_long(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=10)
    train(database, ana, (BENCH, [working(kg("102.5"), 5)]), days_ago=3)
    of_five = [
        one
        for one in rows(client, f"/exercises/{BENCH}/records.csv")
        if (one["kind"], one["reps"]) == ("weight", "5")
    ]
    assert [(float(one["value"]), one["gain"], one["days_held"]) for one in of_five] == [
        (102.5, "2.5", "3"),
        (100.0, "", "7"),
    ]
    shown = page(client, "/records")
    assert "5 reps: 102.5" in shown
    assert "stood 7 days" in shown
    assert "(+2.5" in shown
    standing = page(client, "/records?standing=true&kind=weight")
    assert "102.5" in standing
    assert "stood 7 days" not in standing


def test_the_month_marks_days_on_which_a_record_was_beaten(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=10)
    first = page(client, "/calendar?month=2026-11")
    assert "gold" not in first  # A first time beats nothing.
    train(database, ana, (BENCH, [working(kg("102.5"), 5)]), days_ago=3)
    beaten = page(client, "/calendar?month=2026-11")
    assert beaten.count("dot gold") == 1
    # Estimated 1RM, weight for five, volume of the set and of the workout.
    assert "4 records" in beaten


def test_a_lift_that_rises_is_said_to(client: FlaskClient, database: Database, ana: Person) -> None:
    sign_in(client, ana)
    for week in range(8):
        heavier = kg(str(120 - 2.5 * week))
        train(database, ana, (BENCH, [working(heavier, 5)]), days_ago=7 * week)
    sentence = "Up 20.4 kg in 7 weeks, 8 sessions."
    assert sentence in page(client, "/progress").replace("\N{NO-BREAK SPACE}", " ")
    assert sentence in page(client, f"/exercises/{BENCH}").replace("\N{NO-BREAK SPACE}", " ")


def test_a_few_sessions_say_nothing(client: FlaskClient, database: Database, ana: Person) -> None:
    sign_in(client, ana)
    for week in range(4):
        train(database, ana, (BENCH, [working(kg(str(120 - 5 * week)), 5)]), days_ago=7 * week)
    assert "Lifts at a glance" not in page(client, "/progress")
    assert "Estimated 1RM:" not in page(client, f"/exercises/{BENCH}")


def test_a_workout_belongs_to_the_hour_of_where_it_was_done(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(database, ana, (BENCH, [working(kg("100"), 5)]))  # 18:00 UTC, in Berlin.
    hours = {
        one["hour"]: one["workouts"] for one in rows(client, "/progress/consistency/hours.csv")
    }
    assert hours["19"] == "1"
    assert sum(map(int, hours.values())) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/progress/balance?week=yesterday",
        "/progress/balance?week=1900-01-01",
        "/progress/sets?muscle=heart",
        "/progress/sets?muscle=chest&pattern=squat",
        "/progress/nothing.csv",
        "/progress/consistency/nothing.csv",
        "/records?before=yesterday",
        f"/exercises/{exercise_id('nothing-of-the-kind')}/records",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, ana: Person, path: str) -> None:
    sign_in(client, ana)
    assert client.get(path).status_code == 404


def test_a_day_later_a_record_stands_a_day_longer(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=1)
    assert rows(client, "/records.csv")[0]["days_held"] == "1"
    assert rows(client, "/records.csv")[0]["day"] == str(NOW.date() - timedelta(days=1))


def test_an_exercise_with_another_name_keeps_its_history(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    sign_in(client, ana)
    own = {"name": "My own sled", "load_kind": "weight_reps", "equipment": "other"}
    own |= {"pattern": "carry", "primary_muscles": "quads"}
    made = client.post("/exercises", data=own, headers=FROM_OUR_PAGE)
    assert made.status_code == 303, made.text
    where = made.headers["Location"]
    sled = UUID(where.rsplit("/", 1)[-1])
    train(database, ana, (sled, [working(kg("100"), 5)]))
    renamed = client.post(where, data={**own, "name": "My own prowler"}, headers=FROM_OUR_PAGE)
    assert renamed.status_code == 303, renamed.text
    for path in ("/progress/balance", "/records", f"{where}/records"):
        shown = page(client, path)
        assert "My own prowler" in shown
        assert "My own sled" not in shown
    # And what it works is asked when it is read, also of what was done before.
    client.post(where, data={**own, "primary_muscles": "calves"}, headers=FROM_OUR_PAGE)
    worked = {
        one["name"]
        for one in rows(client, "/progress/balance.csv")
        if one["kind"] == "muscle" and one["week"] == "2026-11-16"
    }
    assert worked == {"calves"}


def test_the_days_of_a_week_to_come_are_no_missed_goal(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, (BENCH, [working(kg("100"), 5)]))
    sign_in(client, ana)
    wanted = {"goal_days": "3", "secondary_share": "0.5", "score_class": "none"}
    client.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE)
    asked = "/api/v1/stats/consistency?from=1900-01-01&to=2999-12-31"
    answer = client.get(asked, headers=ana.headers).get_json()
    assert [(one["first"], one["days"], one["met"]) for one in answer["weeks"]] == [
        ("2026-11-16", 1, False)
    ]
    assert (answer["weeks_over"], answer["current_streak"]["weeks"]) == (0, 0)


def test_a_first_week_that_began_before_the_training_is_no_missed_goal(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    for days_ago in (16, 9):
        train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=days_ago)
    sign_in(client, ana)
    wanted = {"goal_days": "3", "secondary_share": "0.5", "score_class": "none"}
    client.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE)
    answer = client.get("/api/v1/stats/consistency", headers=ana.headers).get_json()
    # Begun on a Thursday; of the three weeks, only the second could have met the goal and did not.
    assert [one["first"] for one in answer["weeks"]] == ["2026-11-02", "2026-11-09", "2026-11-16"]
    assert (answer["weeks_met"], answer["weeks_over"]) == (0, 1)


def test_an_unchanged_answer_is_known_again(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    for name in (
        "balance",
        "sets",
        "consistency",
        "trends",
        "records",
        f"exercises/{BENCH}/record-history",
    ):
        first = client.get(f"/api/v1/stats/{name}", headers=ana.headers)
        again = client.get(
            f"/api/v1/stats/{name}",
            headers={**ana.headers, "If-None-Match": first.headers["ETag"]},
        )
        assert again.status_code == 304, name
    train(database, ana, (BENCH, [working(kg("100"), 5)]))
    changed = client.get(
        "/api/v1/stats/balance",
        headers={**ana.headers, "If-None-Match": first.headers["ETag"]},
    )
    assert changed.status_code == 200
