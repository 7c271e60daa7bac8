"""Strength scores against published numbers and the results of real meets."""

import csv
from collections.abc import Iterator

import pytest

from liftlog.domain.strength.scores import Event, Gear, Score, ScoreClass, strength_score
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
