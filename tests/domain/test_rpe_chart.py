"""The RTS chart against a published copy of it, cell by cell."""

import csv
from decimal import Decimal
from itertools import pairwise

import pytest

from liftlog.domain.one_rep_max.rpe_chart import fraction_of_max, reps_to_failure
from tests.shared import reference

EFFORTS = [Decimal(half_steps) / 2 for half_steps in range(12, 21)]


def test_every_cell_is_the_published_one() -> None:
    with reference("rpe_chart_rts.csv").open(newline="") as file:
        cells = list(csv.DictReader(file))
    assert len(cells) == len({(row["rpe"], row["reps"]) for row in cells}) == 9 * 12
    for row in cells:
        found = fraction_of_max(int(row["reps"]), Decimal(row["rpe"]))
        assert found == Decimal(row["fraction_of_1rm"]), row


def test_corners_and_well_known_cells() -> None:
    assert fraction_of_max(1, Decimal(10)) == 1
    assert fraction_of_max(1, Decimal(8)) == Decimal("0.922")
    assert fraction_of_max(5, Decimal("8.5")) == Decimal("0.824")
    assert fraction_of_max(12, Decimal(6)) == Decimal("0.572")


def test_more_reps_or_a_lighter_effort_is_always_a_smaller_share() -> None:
    for rpe in EFFORTS:
        shares = [fraction_of_max(reps, rpe) or Decimal(0) for reps in range(1, 13)]
        assert all(nearer > farther > 0 for nearer, farther in pairwise(shares))
    for reps in range(1, 13):
        shares = [fraction_of_max(reps, rpe) or Decimal(0) for rpe in EFFORTS]
        assert all(easier < harder for easier, harder in pairwise(shares))


@pytest.mark.parametrize(
    ("reps", "rpe"), [(0, "8"), (13, "8"), (5, "5.5"), (5, "10.5"), (5, "8.25"), (-1, "10")]
)
def test_outside_the_chart_there_is_no_share(reps: int, rpe: str) -> None:
    assert fraction_of_max(reps, Decimal(rpe)) is None


def test_reps_left_in_reserve_count_as_done() -> None:
    assert reps_to_failure(5, Decimal("8.5")) == Decimal("6.5")


# Four printed rows of the chart, in percent for 1 to 12 reps. Together they have each of its values.
@pytest.mark.parametrize(
    ("rpe", "percent"),
    [
        ("10", "100 95.5 92.2 89.2 86.3 83.7 81.1 78.6 76.2 73.9 70.7 68.0"),
        ("9.5", "97.8 93.9 90.7 87.8 85.0 82.4 79.9 77.4 75.1 72.3 69.4 66.7"),
        ("6.5", "87.8 85.0 82.4 79.9 77.4 75.1 72.3 69.4 66.7 64.0 61.3 58.6"),
        ("6", "86.3 83.7 81.1 78.6 76.2 73.9 70.7 68.0 65.3 62.6 59.9 57.2"),
    ],
)
def test_a_row_is_the_printed_one(rpe: str, percent: str) -> None:
    found = [fraction_of_max(reps, Decimal(rpe)) for reps in range(1, 13)]
    assert found == [Decimal(one) / 100 for one in percent.split()]
