"""What is moved where the body is part of it."""

from decimal import Decimal
from uuid import uuid4

import pytest

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.body_load import (
    WHOLE_BODY_LIFTS,
    NoEstimate,
    load_kg,
    why_no_estimate,
)
from liftlog.store.exercises.catalogue import catalogue

KG = Decimal


@pytest.mark.parametrize(
    ("load", "weight_kg", "body_kg", "expected"),
    [
        (LoadKind.WEIGHT_REPS, KG(100), None, KG(100)),
        (LoadKind.WEIGHT_REPS, None, KG(80), None),
        (LoadKind.WEIGHT_REPS, KG(0), KG(80), None),
        (LoadKind.BODYWEIGHT, KG("12.5"), KG(80), KG("92.5")),
        (LoadKind.BODYWEIGHT, None, KG(80), KG(80)),
        (LoadKind.BODYWEIGHT, KG("12.5"), None, None),
        (LoadKind.ASSISTED, KG(30), KG(80), KG(50)),
        (LoadKind.ASSISTED, KG(0), KG(80), KG(80)),
        (LoadKind.ASSISTED, KG(80), KG(80), None),
        (LoadKind.ASSISTED, KG(200), KG(80), None),
        (LoadKind.ASSISTED, None, KG(80), None),
        (LoadKind.ASSISTED, KG(30), None, None),
        (LoadKind.TIME, KG(30), KG(80), None),
    ],
)
def test_what_is_moved(
    load: LoadKind, weight_kg: Decimal | None, body_kg: Decimal | None, expected: Decimal | None
) -> None:
    assert load_kg(load, weight_kg, body_kg) == expected


@pytest.mark.parametrize(
    ("slug", "load", "why"),
    [
        ("pull-up", LoadKind.BODYWEIGHT, None),
        ("assisted-dip", LoadKind.ASSISTED, None),
        ("bench-press", LoadKind.WEIGHT_REPS, None),
        ("push-up", LoadKind.BODYWEIGHT, NoEstimate.SHARE_UNKNOWN),
        ("bench-dip", LoadKind.BODYWEIGHT, NoEstimate.SHARE_UNKNOWN),
        ("band-assisted-pull-up", LoadKind.ASSISTED, NoEstimate.SHARE_UNKNOWN),
        ("plank", LoadKind.TIME, NoEstimate.NOT_LIFTED),
    ],
)
def test_only_where_all_of_the_body_hangs_it_counts(
    slug: str, load: LoadKind, why: NoEstimate | None
) -> None:
    assert why_no_estimate(exercise_id(slug), load) is why


def test_an_exercise_of_ones_own_moves_a_share_that_nobody_knows() -> None:
    assert why_no_estimate(uuid4(), LoadKind.BODYWEIGHT) is NoEstimate.SHARE_UNKNOWN
    assert why_no_estimate(uuid4(), LoadKind.WEIGHT_REPS) is None


def test_every_lift_of_the_whole_body_is_in_the_catalogue_and_loaded_with_it() -> None:
    loads = {exercise_id(one.slug): one.load_kind for one in catalogue()}
    assert {loads[one] for one in WHOLE_BODY_LIFTS} == {LoadKind.BODYWEIGHT, LoadKind.ASSISTED}
