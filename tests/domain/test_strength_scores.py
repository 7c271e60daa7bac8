"""Strength scores against published numbers and the results of real meets."""

import csv
from collections.abc import Iterator

import pytest

from liftlog.domain.strength.scores import (
    Event,
    Gear,
    Score,
    ScoreClass,
    ipf_gl_factors,
    polynomial,
    strength_score,
)
from tests.shared import reference

CLASSES = {"M": ScoreClass.MEN, "F": ScoreClass.WOMEN}
EVENTS = {"SBD": Event.TOTAL, "B": Event.BENCH_PRESS, "": Event.TOTAL}
SCORES = {"wilks": Score.WILKS, "dots": Score.DOTS, "goodlift": Score.IPF_GL}


def rows(name: str) -> Iterator[dict[str, str]]:
    with reference(name).open(newline="") as file:
        yield from csv.DictReader(file)


def test_published_pairs_agree() -> None:
    compared = 0
    for row in rows("points_tests.csv"):
        if row["function"] not in SCORES:
            continue
        found = strength_score(
            SCORES[row["function"]],
            float(row["total_kg"]),
            float(row["bodyweight_kg"]),
            CLASSES[row["sex"]],
            event=EVENTS[row["event"]],
            gear=Gear.EQUIPPED if row["equipment"] == "Single" else Gear.CLASSIC,
        )
        assert found == pytest.approx(float(row["expected"]), abs=float(row["tolerance"])), row
        compared += 1
    assert compared >= 8


def test_every_result_of_the_meets_has_the_wilks_score_that_was_given() -> None:
    compared = 0
    for row in rows("openpowerlifting_2018_rows.csv"):
        found = strength_score(
            Score.WILKS,
            float(row["total_kg"]),
            float(row["bodyweight_kg"]),
            CLASSES[row["sex"]],
        )
        assert found == pytest.approx(float(row["wilks"]), abs=0.01), row
        compared += 1
    assert compared == 2426


@pytest.mark.parametrize("score", list(Score))
@pytest.mark.parametrize("score_class", list(ScoreClass))
def test_more_lifted_is_worth_more_and_more_body_weight_less(
    score: Score, score_class: ScoreClass
) -> None:
    def worth(lifted_kg: float, body_weight_kg: float) -> float:
        found = strength_score(score, lifted_kg, body_weight_kg, score_class)
        assert found is not None
        return found

    assert worth(500, 80) < worth(500.5, 80)
    heavier = [worth(500, body_weight_kg) for body_weight_kg in range(45, 145, 5)]
    assert heavier == sorted(heavier, reverse=True)


@pytest.mark.parametrize("score", [Score.DOTS, Score.WILKS, Score.WILKS_2020])
@pytest.mark.parametrize("score_class", list(ScoreClass))
def test_outside_its_body_weights_a_score_stays_what_it_is_at_their_end(
    score: Score, score_class: ScoreClass
) -> None:
    assert strength_score(score, 300, 20, score_class) == strength_score(
        score, 300, 26.51 if score is Score.WILKS else 40, score_class
    ) or (score, score_class) == (Score.WILKS, ScoreClass.MEN)
    assert strength_score(score, 300, 211, score_class) == strength_score(
        score, 300, 400, score_class
    )


def test_where_there_is_no_table_there_is_no_score() -> None:
    assert strength_score(Score.IPF_GL, 200, 80, ScoreClass.MEN, event=Event.SQUAT) is None
    assert strength_score(Score.IPF_GL, 200, 34.9, ScoreClass.MEN) is None
    assert strength_score(Score.DOTS, 200, 80, None) is None
    assert strength_score(Score.RELATIVE, 200, 80, None) == 2.5
    assert strength_score(Score.DOTS, 0, 80, ScoreClass.MEN) is None


# Each sum is the printed polynomial at 100 kg, term by term; DOTS of men for instance is
# -307.75076 + 2409.00756 - 1918.759221 + 739.1293 - 109.3.
@pytest.mark.parametrize(
    ("score", "score_class", "numerator", "at_100_kg"),
    [
        (Score.DOTS, ScoreClass.MEN, 500, 812.326879),
        (Score.DOTS, ScoreClass.WOMEN, 500, 585.928745),
        (Score.WILKS, ScoreClass.MEN, 500, 821.5724256),
        (Score.WILKS, ScoreClass.WOMEN, 500, 600.540498),
        (Score.WILKS_2020, ScoreClass.MEN, 600, 822.636775),
        (Score.WILKS_2020, ScoreClass.WOMEN, 600, 570.096508),
    ],
)
def test_a_total_of_a_lifter_of_100_kg_is_worth_what_the_printed_polynomial_says(
    score: Score, score_class: ScoreClass, numerator: int, at_100_kg: float
) -> None:
    found = strength_score(score, 600, 100, score_class)
    assert found == pytest.approx(600 * numerator / at_100_kg, abs=1e-5)


# A - B e^(-C 100) of each row of the printed table, by a calculator with 28 digits.
@pytest.mark.parametrize(
    ("score_class", "gear", "event", "at_100_kg"),
    [
        (ScoreClass.MEN, Gear.CLASSIC, Event.TOTAL, 791.582344),
        (ScoreClass.MEN, Gear.EQUIPPED, Event.TOTAL, 956.253889),
        (ScoreClass.WOMEN, Gear.CLASSIC, Event.TOTAL, 560.710673),
        (ScoreClass.WOMEN, Gear.EQUIPPED, Event.TOTAL, 675.481028),
        (ScoreClass.MEN, Gear.CLASSIC, Event.BENCH_PRESS, 218.283060),
        (ScoreClass.MEN, Gear.EQUIPPED, Event.BENCH_PRESS, 314.519190),
        (ScoreClass.WOMEN, Gear.CLASSIC, Event.BENCH_PRESS, 138.474525),
        (ScoreClass.WOMEN, Gear.EQUIPPED, Event.BENCH_PRESS, 202.892121),
    ],
)
def test_a_lifter_of_100_kg_has_the_points_of_the_printed_ipf_gl_table(
    score_class: ScoreClass, gear: Gear, event: Event, at_100_kg: float
) -> None:
    found = strength_score(Score.IPF_GL, 200, 100, score_class, event=event, gear=gear)
    assert found == pytest.approx(200 * 100 / at_100_kg, abs=1e-5)


@pytest.mark.parametrize(
    ("score", "score_class", "least_kg", "most_kg"),
    [
        (Score.DOTS, ScoreClass.MEN, 40, 210),
        (Score.DOTS, ScoreClass.WOMEN, 40, 150),
        (Score.WILKS, ScoreClass.MEN, 40, 201.9),
        (Score.WILKS, ScoreClass.WOMEN, 26.51, 154.53),
        (Score.WILKS_2020, ScoreClass.MEN, 40, 200.95),
        (Score.WILKS_2020, ScoreClass.WOMEN, 40, 150.95),
    ],
)
def test_a_score_follows_the_body_weight_up_to_the_ends_of_its_table(
    score: Score, score_class: ScoreClass, least_kg: float, most_kg: float
) -> None:
    def worth(body_weight_kg: float) -> float | None:
        return strength_score(score, 600, body_weight_kg, score_class)

    assert worth(least_kg - 0.5) == worth(least_kg) != worth(least_kg + 0.5)
    assert worth(most_kg + 0.5) == worth(most_kg) != worth(most_kg - 0.5)


def test_ipf_gl_begins_at_35_kg_and_every_score_above_nothing() -> None:
    assert strength_score(Score.IPF_GL, 200, 35, ScoreClass.MEN) is not None
    assert strength_score(Score.RELATIVE, 0.5, 0.5, None) == 1
    assert strength_score(Score.RELATIVE, 200, 0, None) is None
    assert strength_score(Score.RELATIVE, -1, 80, None) is None


def test_who_wants_to_follow_a_score_gets_its_printed_numbers() -> None:
    found = polynomial(Score.DOTS, ScoreClass.MEN)
    assert found is not None
    assert (found.numerator, found.coefficients[0]) == (500, -307.75076)
    assert polynomial(Score.IPF_GL, ScoreClass.MEN) is None
    assert ipf_gl_factors(ScoreClass.MEN) == (1199.72839, 1025.18162, 0.00921)
