"""The map of the body: every muscle is on it, and its shade says how much."""

from decimal import Decimal

import pytest

from liftlog.core.statistics.balance import body_map
from liftlog.domain.exercises.exercise import Muscle


def test_every_muscle_is_on_the_map() -> None:
    says = {muscle: f"It is {muscle}." for muscle in Muscle}
    drawn = body_map.body_map({}, title="Nothing yet", says=says)
    assert [muscle for muscle in Muscle if f"It is {muscle}." not in drawn] == []
    assert "muscle-1" not in drawn


@pytest.mark.parametrize(
    ("sets", "step"),
    [("0", 0), ("0.25", 1), ("4", 1), ("4.5", 2), ("8", 2), ("12", 3), ("16", 4), ("16.5", 5)],
)
def test_more_sets_are_a_stronger_shade(sets: str, step: int) -> None:
    assert body_map.step_of(Decimal(sets)) == step
    drawn = body_map.body_map({Muscle.CHEST: Decimal(sets)}, title="", says={})
    assert (f"muscle-{step}" in drawn) is True
    # Both halves of the chest, and nothing else.
    assert drawn.count(f"muscle-{step}") == 2 or step == 0


def test_what_it_says_is_escaped() -> None:
    drawn = body_map.body_map({}, title="<b>", says={Muscle.CHEST: "<i>"})
    assert "<b>" not in drawn
    assert "<i>" not in drawn
