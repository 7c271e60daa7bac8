"""A PostgreSQL that ended is started again, later each time, and not for ever."""

from pathlib import Path

import pytest

from liftlog.cli.running.children import WELL_AFTER_S
from liftlog.cli.running.database_restarts import RESTARTS_MAX, DatabaseRestarts
from liftlog.ops.embedded import EmbeddedDatabaseError

LOG = Path("/data/postgresql.log")


class FakePostgres:
    """Ends as often as a test says."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.starts = 0
        self.refuses = False

    def ended(self) -> int | None:
        return self.status

    def restart(self) -> None:
        if self.refuses:
            raise EmbeddedDatabaseError("The disk is full.")
        self.starts += 1
        self.status = None


@pytest.fixture
def postgres() -> FakePostgres:
    return FakePostgres()


@pytest.fixture
def restarts(postgres: FakePostgres) -> DatabaseRestarts:
    return DatabaseRestarts(postgres, LOG)


def test_one_that_runs_is_left_alone(postgres: FakePostgres, restarts: DatabaseRestarts) -> None:
    assert restarts.look_after(0) is None
    assert postgres.starts == 0


def test_one_that_was_killed_is_started_again_after_a_moment(
    postgres: FakePostgres, restarts: DatabaseRestarts
) -> None:
    postgres.status = -9
    assert restarts.look_after(10) == (
        "PostgreSQL was ended by signal 9; starting it again in 0.5 s."
    )
    assert restarts.look_after(10.4) is None
    assert restarts.look_after(10.5) == "PostgreSQL runs again."
    assert restarts.look_after(11) is None
    assert postgres.starts == 1


def moment_of_giving_up(postgres: FakePostgres, restarts: DatabaseRestarts) -> tuple[float, str]:
    for tenth in range(100_000):
        if not postgres.refuses:
            postgres.status = -9
        try:
            restarts.look_after(tenth / 10)
        except EmbeddedDatabaseError as error:
            return tenth / 10, error.message
    raise AssertionError("It never gives up.")


def test_it_gives_up_with_one_line_when_it_ends_again_and_again(
    postgres: FakePostgres, restarts: DatabaseRestarts
) -> None:
    at_s, said = moment_of_giving_up(postgres, restarts)
    assert postgres.starts == RESTARTS_MAX
    assert at_s >= 0.5 + 1 + 2 + 4 + 8 + 16
    assert said == (
        "PostgreSQL was ended by signal 9, after 6 restarts: "
        "see /data/postgresql.log, and start LiftLog again."
    )


def test_one_that_can_not_be_started_is_tried_as_often(
    postgres: FakePostgres, restarts: DatabaseRestarts
) -> None:
    postgres.status, postgres.refuses = 1, True
    _at_s, said = moment_of_giving_up(postgres, restarts)
    assert said.startswith("The disk is full, after 6 restarts: see ")


def test_one_that_was_well_in_between_starts_the_count_anew(
    postgres: FakePostgres, restarts: DatabaseRestarts
) -> None:
    now_s = 0.0
    for _ in range(3 * RESTARTS_MAX):
        postgres.status = -9
        said = restarts.look_after(now_s)
        assert said is not None
        assert said.endswith("in 0.5 s.")
        assert restarts.look_after(now_s + 1) == "PostgreSQL runs again."
        now_s += 1 + WELL_AFTER_S
