"""Pages and files of one-rep maxes: several lifts, the body in the load, the lifter's own curve."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.one_rep_max.estimates import EQUATIONS, METHODS, Formula
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.store.body import write as body_changes
from liftlog.store.body.read import Measurement
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import sign_in
from tests.cast import (
    BENCH,
    NOW,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    kg,
    working,
    workout_of,
)

pytestmark = pytest.mark.database

PULL_UP = exercise_id("pull-up")
NOWHERE = UUID(int=404)
BOTH = f"/one-rep-max?exercise={BENCH}&exercise={SQUAT}"
PAGES = (
    BOTH,
    f"/one-rep-max/points.csv?exercise={BENCH}",
    f"/one-rep-max/{BENCH}/rep-curve",
    f"/one-rep-max/{BENCH}/rep-curve.csv",
    f"/one-rep-max/{BENCH}/back-test.csv",
)


def train(
    database: Database,
    person: Person,
    *sets: LoggedSet,
    exercise: UUID = BENCH,
    days_ago: int = 0,
) -> UUID:
    logged = workout_of((exercise, list(sets)), days_ago=days_ago)
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), logged)
        assert workouts.insert_workouts(tx, person.user_id, [logged])
    return logged.id


def weigh(database: Database, person: Person, weight_kg: str, days_ago: int = 0) -> None:
    day = NOW.date() - timedelta(days=days_ago)
    with database.transaction() as tx:
        one = Measurement(uuid4(), Measured.BODY_WEIGHT, day, NOW, Decimal(weight_kg), BodyUnit.KG)
        body_changes.save(tx, as_person(tx, person), one)


def limits(database: Database, person: Person, weeks: int = 10) -> None:
    for week in range(weeks):
        for at, reps in enumerate((2, 4, 6, 8, 10)):
            weight = kg(f"{(120 + week) / (1 + (reps - 1) / 30):.2f}")
            train(database, person, working(weight, reps), days_ago=7 * (weeks - week) - at)
        train(database, person, working(kg(str(120 + week)), 1), days_ago=7 * (weeks - week) - 6)


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> FlaskClient:
    return sign_in(client, ana)


def page(browser: FlaskClient, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def rows(browser: FlaskClient, path: str) -> list[dict[str, str]]:
    response = browser.get(path)
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert response.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/login")


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_account_sees_a_page_and_nothing_of_others(
    client: FlaskClient, database: Database, ana: Person, cid: Person, path: str
) -> None:
    limits(database, ana, weeks=2)
    shown = page(sign_in(client, cid), path)
    assert "120" not in re.sub(r"<svg.*?</svg>|/s/\w+/", "", shown, flags=re.DOTALL)


@pytest.mark.parametrize(
    "path",
    [
        f"/one-rep-max?exercise={NOWHERE}",
        "/one-rep-max?exercise=bench",
        "/one-rep-max?exercise=",
        "/one-rep-max/points.csv",
        f"/one-rep-max/{NOWHERE}/rep-curve",
        f"/one-rep-max/{NOWHERE}/rep-curve.csv",
        f"/one-rep-max/{NOWHERE}/back-test.csv",
    ],
)
def test_what_is_not_there_is_not_found(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_each_point_of_the_table_leads_to_its_workout(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    workout = train(database, ana, working(kg("100"), 5, "8"))
    shown = page(browser, f"/one-rep-max/{BENCH}")
    assert (
        f'<a href="/workouts/{workout}">100\N{NO-BREAK SPACE}kg × 5 @\N{NO-BREAK SPACE}8</a>'
        in shown
    )


def test_the_page_says_how_each_equation_is_written_and_where_it_is_from(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5))
    shown = page(browser, f"/one-rep-max/{BENCH}?formula=brzycki")
    assert "<b>Brzycki</b>: <code>w × 36 / (37 − r)</code>" in shown
    for formula in EQUATIONS:
        assert METHODS[formula].source.split(",")[0].replace("'", "&#39;") in shown


@pytest.mark.parametrize("formula", EQUATIONS)
def test_an_equation_is_written_as_it_is_computed(formula: Formula) -> None:
    """The text itself is worked out, so that it can't say something else than the program does."""
    text = METHODS[formula].equation.replace("×", "*").replace("−", "-").replace("100 w", "100*w")
    text = re.sub(r"(\d(?:\.\d+)?) ([er])\b", r"\1*\2", text).replace("^", "**")
    for weight_kg, reps in ((100.0, 5), (60.0, 10)):
        names = {"w": weight_kg, "r": reps, "e": 2.718281828459045}
        told = eval(text, {"__builtins__": {}}, names)  # noqa: S307 The text is ours.
        assert told == pytest.approx(EQUATIONS[formula](weight_kg, reps))


def test_reps_in_reserve_count_when_that_is_chosen(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5, "8"))
    used = page(browser, f"/one-rep-max/{BENCH}?effort=used")
    assert "Estimated 123.3\N{NO-BREAK SPACE}kg" in used
    assert "five at RPE 8 being seven" in used
    assert "Estimated 116.7\N{NO-BREAK SPACE}kg" in page(browser, f"/one-rep-max/{BENCH}")


def test_with_the_body_in_the_load_the_page_says_so(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("20"), 5), exercise=PULL_UP)
    path = f"/one-rep-max/{PULL_UP}"
    assert "there is no weigh-in near enough" in page(browser, path)
    weigh(database, ana, "80")
    shown = page(browser, path)
    assert "the body of 80\N{NO-BREAK SPACE}kg included" in shown
    assert "100\N{NO-BREAK SPACE}kg × 5, 20\N{NO-BREAK SPACE}kg of it added" in shown
    train(database, ana, working(None, 5), exercise=PULL_UP, days_ago=100)
    assert "1 day is left out" in page(browser, path)


def test_body_weight_stands_beside_the_lift(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    weigh(database, ana, "80", days_ago=30)
    weigh(database, ana, "82", days_ago=1)
    train(database, ana, working(kg("100"), 5), days_ago=20)
    train(database, ana, working(kg("100"), 5))
    for path in (f"/one-rep-max/{BENCH}", BOTH):
        shown = page(browser, path)
        assert "82\N{NO-BREAK SPACE}kg on 19 Nov 2026; in these days between 80" in shown


def test_several_lifts_are_told_apart_by_dash_label_and_colour(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    for days_ago in (0, 9):
        train(database, ana, working(kg("100"), 5), days_ago=days_ago)
        train(database, ana, working(kg("140"), 5), exercise=SQUAT, days_ago=days_ago)
    shown = page(browser, BOTH)
    assert '<g class="s1"><text class="chart-label"' in shown
    for slot, dash, name in ((1, "none", "Bench press"), (2, "7 4", "Squat")):
        assert re.search(
            rf'<g class="s{slot}"><path class="chart-line"[^>]*stroke-dasharray="{dash}"', shown
        )
        assert re.search(rf'<g class="s{slot}"><text class="chart-label"[^>]*>{name}</text>', shown)
    assert "Squat: 163.3\N{NO-BREAK SPACE}kg." in shown


def test_a_lift_without_points_is_named_with_the_reason(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5))
    train(database, ana, working(None, 5), exercise=PULL_UP)
    shown = page(browser, f"/one-rep-max?exercise={BENCH}&exercise={PULL_UP}")
    assert "Pull-up: no estimate in these days." in shown
    assert "there is no weigh-in near enough" in shown


def test_lifts_are_ticked_without_a_script(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5))
    train(database, ana, working(None, 5), exercise=PULL_UP)
    train(database, ana, working(None, 5), exercise=exercise_id("push-up"))
    shown = page(browser, f"/one-rep-max?beside={BENCH}")
    assert f'name="exercise" value="{BENCH}" checked' in shown
    assert f'name="exercise" value="{PULL_UP}"' in shown
    assert "Push-up" not in shown


def test_the_library_to_zoom_comes_only_when_it_is_asked_for(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5))
    for path, sign in ((f"/one-rep-max/{BENCH}", "?"), (BOTH, "&")):
        plain = page(browser, path)
        assert "uPlot" not in plain
        assert "zoom=1" in plain
        zoomed = page(browser, f"{path}{sign}zoom=1")
        assert "uPlot.iife.min.js" in zoomed
        source = re.search(r'data-zoom="([^"]+)"', zoomed)
        assert source
        answer = browser.get(source.group(1).replace("&amp;", "&"))
        assert answer.get_json()["lifts"][0]["points"]


def test_a_single_that_was_really_lifted_is_a_solid_point_among_several_lifts(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5), days_ago=1)
    train(database, ana, working(kg("140"), 5), exercise=SQUAT)
    solid = 'class="chart-dot-tested"'
    assert solid not in page(browser, BOTH)
    train(database, ana, working(kg("110"), 1), working(kg("100"), 5))
    shown = page(browser, BOTH)
    assert "110 kg lifted once" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert solid in shown


def test_the_curve_and_its_test_are_on_a_page(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    limits(database, ana)
    shown = page(browser, f"/one-rep-max/{BENCH}/rep-curve")
    assert "Your tens" not in shown
    assert "your tens about" in shown
    assert 'class="chart-band"' in shown
    assert "came closest" in shown
    assert "Your own curve" in shown


def test_without_a_curve_the_page_says_what_it_takes(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("100"), 5), working(kg("92.5"), 8))
    shown = page(browser, f"/one-rep-max/{BENCH}/rep-curve")
    assert "at least 3 different rep counts within 8 weeks; there are 2." in shown
    assert "No heavy set to judge by yet" in shown


def test_every_point_is_in_the_file(browser: FlaskClient, database: Database, ana: Person) -> None:
    workout = train(database, ana, working(kg("102.5"), 5, "8.5"))
    train(database, ana, working(kg("140"), 1), exercise=SQUAT, days_ago=3)
    found = rows(browser, f"/one-rep-max/points.csv?exercise={BENCH}&exercise={SQUAT}&range=all")
    assert [one["exercise"] for one in found] == ["Bench press", "Squat"]
    assert (found[0]["weight_kg"], found[0]["reps"], found[0]["rpe"]) == ("102.5", "5", "8.5")
    assert found[0]["workout_id"] == str(workout)
    assert (found[1]["tested"], found[1]["one_rep_max_kg"]) == ("True", "140.0")


def test_the_curve_and_the_cases_are_in_files(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    limits(database, ana)
    curve = rows(browser, f"/one-rep-max/{BENCH}/rep-curve.csv")
    assert [one["reps"] for one in curve] == [str(reps) for reps in range(1, 13)]
    cases = rows(browser, f"/one-rep-max/{BENCH}/back-test.csv")
    assert {"epley_error_percent", "own_error_percent"} <= cases[0].keys()
    assert all(float(one["load_kg"]) > 100 for one in cases)


def test_headline_chart_comparison_and_first_page_say_the_same_current_one_rep_max(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    """Also where the chart draws four weeks as one point and the better day is three weeks old."""
    for days_ago in (*range(40, 640, 15), 20, 6, 0):
        heavy = {20: "112", 6: "110", 0: "60"}.get(days_ago, "90")
        train(database, ana, working(kg(heavy), 1), days_ago=days_ago)
    for wanted in ("90d", "1y", "all"):
        shown = page(browser, f"/one-rep-max/{BENCH}?range={wanted}").replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert "Lifted 110 kg on 14 Nov 2026." in shown
        labels = re.findall(r'class="chart-label"[^>]*>([^<]*)<', shown)
        assert set(labels) <= {"110 kg"}, wanted
        if wanted == "all":
            assert labels
            assert "each four weeks, and of the last two" in shown
    compared = page(browser, f"/one-rep-max?exercise={BENCH}&range=all")
    assert ": 110\N{NO-BREAK SPACE}kg, up 20\N{NO-BREAK SPACE}kg since" in compared
    assert ">110\N{NO-BREAK SPACE}kg<" in page(browser, "/")
