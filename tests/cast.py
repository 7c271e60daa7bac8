"""The people of the tests: Ana lifts, Ben lifts in pounds, Cid must see nothing of theirs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import argon2

from liftlog.core.accounts import service as accounts
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.units import Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.store.accounts import Account, account, create_account
from liftlog.store.database.engine import Database, Transaction, act_for
from liftlog.store.exercises import write as exercise_changes

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
# Hashed once and cheaply: what the product hashes with is tested where it is the matter.
PASSWORD_HASH = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

BENCH = exercise_id("bench-press")
SQUAT = exercise_id("squat")


@dataclass(frozen=True, slots=True)
class Person:
    account: Account
    token: str

    @property
    def user_id(self) -> UUID:
        return self.account.user_id

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def join(
    database: Database,
    name: str,
    *,
    weight_unit: WeightUnit = WeightUnit.KG,
    time_zone: str = "Europe/Berlin",
    now: datetime = NOW,
) -> Person:
    """Somebody with an account and a bearer token."""
    with database.transaction() as tx:
        user_id = uuid4()
        assert create_account(
            tx,
            user_id,
            email=f"{name}-{uuid4().hex[:8]}@example.org",
            password_hash=PASSWORD_HASH,
            weight_unit=weight_unit,
            time_zone=time_zone,
            now=now,
        )
        token = accounts.create_token(tx, user_id, name="tests", now=now)
        made = account(tx, user_id)
    assert made is not None
    return Person(made, token.text)


def as_person(tx: Transaction, person: Person) -> UUID:
    act_for(tx, person.user_id)
    return person.user_id


def kg(amount: str) -> Weight:
    return Weight.entered(Decimal(amount), WeightUnit.KG)


def lb(amount: str) -> Weight:
    return Weight.entered(Decimal(amount), WeightUnit.LB)


def working(weight: Weight | None, reps: int, rpe: str | None = None) -> LoggedSet:
    return LoggedSet(weight=weight, reps=reps, rpe=Decimal(rpe) if rpe else None)


def warm_up(weight: Weight, reps: int) -> LoggedSet:
    return LoggedSet(kind=SetKind.WARM_UP, weight=weight, reps=reps)


def workout_of(
    *entries: tuple[UUID, list[LoggedSet]], days_ago: int = 0, title: str = "Push A"
) -> Workout:
    """A workout of some exercises, `days_ago` days before the tests' now."""
    started_at = NOW - timedelta(days=days_ago)
    return Workout(
        id=uuid4(),
        title=title,
        started_at=started_at,
        time_zone="Europe/Berlin",
        day=started_at.date(),
        duration_s=3000,
        exercises=tuple(
            ExerciseEntry(
                id=uuid4(),
                exercise_id=exercise,
                sets=tuple(SetEntry(uuid4(), logged) for logged in sets),
            )
            for exercise, sets in entries
        ),
    )


def adopt_all(tx: Transaction, user_id: UUID, *workouts: Workout) -> None:
    wanted = {entry.exercise_id for workout in workouts for entry in workout.exercises}
    assert exercise_changes.adopt(tx, user_id, wanted) == set()
