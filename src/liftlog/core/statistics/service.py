"""What the pages ask of stats: one question a page, so that a hanging stats costs one deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, Generic, TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel, ValidationError

from liftlog.core.statistics.client import Param, StatsClient
from liftlog.domain.one_rep_max.estimates import Effort, Formula
from liftlog.domain.periods import Range, period_of
from liftlog.domain.records import RecordKind
from liftlog.domain.strength.scores import Score
from liftlog.domain.units import Distance, Weight, milliseconds
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.kit.errors import NotFoundError, StatsUnavailableError
from liftlog.statistics import schemas, training_schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.store.accounts import Account

__all__ = ["Param"]

RECENT = timedelta(days=29)
"""Reaches from the first to the last of thirty days."""

FORTNIGHT = timedelta(days=14)

BEHIND_MIN_S = 10

CHART_POINTS = 400
"""As many as can be told apart on a wide screen."""

A = TypeVar("A", bound=BaseModel)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen(Generic[A]):
    """What stats said. `age_s` is how old it is where stats is away, None when it was just said.

    Nothing at all to show is `answer` None. `behind_s` is how old it may be though it was just said,
    None when it is not; `misses_changes` when the lifter changed something that is not in it yet.
    """

    answer: A | None
    age_s: float | None = None
    behind_s: int | None = None
    misses_changes: bool = False

    @property
    def away(self) -> bool:
        return self.answer is None or self.age_s is not None


def identity_of(account: Account) -> StatsIdentity:
    return StatsIdentity(
        account.user_id, account.time_zone, account.week_start, account.weight_unit
    )


def overview(
    stats: StatsClient, account: Account, wanted: Range, today: date
) -> Seen[schemas.Overview]:
    """A period at a glance, compared with as many days before; trends by the account's equation."""
    params = {"formula": account.formula.value, **_range_params(wanted, today)}
    return _ask(stats, account, "/api/v1/stats/overview", params, schemas.Overview)


def lifts(stats: StatsClient, account: Account, *, limit: int) -> Seen[schemas.Lifts]:
    """The exercises ever trained, the most sets first."""
    return _ask(stats, account, "/api/v1/stats/lifts", {"limit": limit}, schemas.Lifts)


def exercise_overview(
    stats: StatsClient,
    account: Account,
    exercise_id: UUID,
    *,
    today: date,
    formula: Formula | None = None,
    effort: Effort = Effort.IGNORED,
    wanted: Range = Range.YEAR,
) -> Seen[schemas.ExerciseOverview]:
    """One exercise at a glance: one-rep max of a range, records, the last days it was done.

    By the account's own formula where none is named. NotFoundError when there is no such exercise.
    """
    params: dict[str, Param] = {
        "formula": (formula or account.formula).value,
        "effort": effort.value,
        "limit": CHART_POINTS,
        **_range_params(wanted, today),
    }
    path = f"/api/v1/stats/exercises/{exercise_id}/overview"
    return _ask(stats, account, path, params, schemas.ExerciseOverview)


@dataclass(frozen=True, slots=True)
class Told:
    """How one-rep maxes are told: by which equation, with effort or not, of which range."""

    formula: Formula
    effort: Effort
    wanted: Range

    def params(self, today: date) -> dict[str, Param]:
        return {
            "formula": self.formula.value,
            "effort": self.effort.value,
            **_range_params(self.wanted, today),
        }


def one_rep_max(
    stats: StatsClient, account: Account, exercise_id: UUID, told: Told, *, today: date
) -> Seen[schemas.OneRepMax]:
    """Every point of the range. NotFoundError when there is no such exercise."""
    path = f"/api/v1/stats/exercises/{exercise_id}/one-rep-max"
    return _ask(stats, account, path, told.params(today), schemas.OneRepMax)


def one_rep_maxes(
    stats: StatsClient, account: Account, exercise_ids: Sequence[UUID], told: Told, *, today: date
) -> Seen[schemas.Comparison]:
    """Several lifts. NotFoundError when one of them is not there."""
    params: dict[str, Param] = {
        "exercises": ",".join(map(str, exercise_ids)),
        "limit": CHART_POINTS,
        **told.params(today),
    }
    return _ask(stats, account, "/api/v1/stats/one-rep-max", params, schemas.Comparison)


def rep_curve(
    stats: StatsClient, account: Account, exercise_id: UUID, effort: Effort
) -> Seen[schemas.RepCurveOverview]:
    """The lifter's own curve and how well it foretells. NotFoundError: no such exercise."""
    path = f"/api/v1/stats/exercises/{exercise_id}/rep-curve-overview"
    return _ask(stats, account, path, {"effort": effort.value}, schemas.RepCurveOverview)


def strength(
    stats: StatsClient, account: Account, *, score: Score, wanted: Range, today: date
) -> Seen[schemas.Strength]:
    """A strength score over a range, by the account's own equation."""
    params = {
        "score": score.value,
        "formula": account.formula.value,
        **_range_params(wanted, today),
    }
    return _ask(stats, account, "/api/v1/stats/strength", params, schemas.Strength)


def balance(
    stats: StatsClient, account: Account, week: date | None
) -> Seen[training_schemas.Balance]:
    """The week of a day (None: this week) beside the eight before."""
    params: dict[str, Param] = {} if week is None else {"week": week}
    return _ask(stats, account, "/api/v1/stats/balance", params, training_schemas.Balance)


def counted_sets(
    stats: StatsClient, account: Account, params: dict[str, Param]
) -> Seen[training_schemas.CountedSets]:
    """The sets behind a number."""
    return _ask(stats, account, "/api/v1/stats/sets", params, training_schemas.CountedSets)


def rhythm(
    stats: StatsClient, account: Account, wanted: Range, today: date
) -> Seen[training_schemas.Rhythm]:
    """Training days against the goal, and when they were."""
    params = _range_params(wanted, today)
    return _ask(stats, account, "/api/v1/stats/rhythm", params, training_schemas.Rhythm)


def ledger(
    stats: StatsClient, account: Account, params: dict[str, Param]
) -> Seen[training_schemas.Ledger]:
    """Records of all exercises, by the account's equation."""
    asked: dict[str, Param] = {"formula": account.formula.value, **params}
    return _ask(stats, account, "/api/v1/stats/records", asked, training_schemas.Ledger)


def exercise_ledger(
    stats: StatsClient, account: Account, exercise_id: UUID
) -> Seen[training_schemas.ExerciseLedger]:
    """Every record ever held in an exercise. NotFoundError when there is no such exercise."""
    params: dict[str, Param] = {"formula": account.formula.value}
    path = f"/api/v1/stats/exercises/{exercise_id}/ledger"
    return _ask(stats, account, path, params, training_schemas.ExerciseLedger)


def _range_params(wanted: Range, today: date) -> dict[str, Param]:
    """`all` is left open, so that stats finds its beginning."""
    if wanted is Range.ALL:
        return {}
    period = period_of(wanted, today)
    return {"from": period.first, "to": period.last}


def _ask(
    stats: StatsClient,
    account: Account,
    path: str,
    params: dict[str, Any],
    model: type[A],
) -> Seen[A]:
    try:
        found = stats.get(path, params, user=identity_of(account))
    except StatsUnavailableError:
        return Seen(None)
    if found.status == HTTPStatus.NOT_FOUND:
        raise NotFoundError("This exercise is not here.")
    try:
        answer = model.model_validate(found.body)
    except ValidationError as error:
        # Another version of stats, while one of the two services is being replaced.
        log.warning("stats.not_understood", model=model.__name__, errors=error.error_count())
        return Seen(None)
    if found.source == "last_good":
        return Seen(answer, found.age_s)
    return Seen(
        answer,
        # What a standby is behind for a moment nobody could tell from what is under way.
        behind_s=found.behind_s if (found.behind_s or 0) >= BEHIND_MIN_S else None,
        misses_changes=found.version is not None and found.version < account.version,
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures above a 1RM chart, of the points that it shows.

    `latest` is the best of the last two weeks that were trained, `first` that of the first two: a
    light day is no loss. `gain_kg` is what the one has over the other, None where they overlap.
    """

    latest: schemas.OneRepMaxPoint
    first: schemas.OneRepMaxPoint
    gain_kg: float | None
    recent: schemas.OneRepMaxPoint | None
    tested: schemas.RecordLine | None


def headline(found: schemas.ExerciseOverview, today: date) -> Headline | None:
    """None where there is no estimate to speak of."""
    points = found.one_rep_max.points
    if not points:
        return None
    recent = [point for point in points if today - RECENT <= point.date <= today]
    singles = (
        record
        for record in found.records.standing
        if record.kind in {RecordKind.WEIGHT, RecordKind.ASSISTANCE} and record.reps == 1
    )
    latest = _best([one for one in points if points[-1].date - one.date < FORTNIGHT])
    first = _best([one for one in points if one.date - points[0].date < FORTNIGHT])
    apart = points[-1].date - points[0].date > 2 * (FORTNIGHT - timedelta(days=1))
    return Headline(
        latest=latest,
        first=first,
        gain_kg=latest.one_rep_max_kg - first.one_rep_max_kg if apart else None,
        # Of equals the latest.
        recent=max(reversed(recent), key=lambda point: point.one_rep_max_kg, default=None),
        tested=next(singles, None),
    )


def _best(points: Sequence[schemas.OneRepMaxPoint]) -> schemas.OneRepMaxPoint:
    """Of equals the latest."""
    return max(reversed(points), key=lambda point: point.one_rep_max_kg)


def logged(one: schemas.HistorySet) -> LoggedSet:
    """A set of the history as the domain knows it."""
    return LoggedSet(
        kind=one.kind,
        weight=(
            None
            if one.weight is None or one.weight_unit is None
            else Weight.entered(one.weight, one.weight_unit)
        ),
        reps=one.reps,
        rpe=one.rpe,
        duration_ms=milliseconds(one.duration_s),
        distance=(
            None
            if one.distance is None or one.distance_unit is None
            else Distance.entered(one.distance, one.distance_unit)
        ),
    )
