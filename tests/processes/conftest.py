"""One running LiftLog for all tests of processes: a start takes seconds."""

from collections.abc import Iterator

import pytest

from tests.processes.running import LiftLog, Member


@pytest.fixture(scope="package")
def liftlog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiftLog]:
    liftlog = LiftLog(tmp_path_factory.mktemp("liftlog"))
    with liftlog.up():
        yield liftlog


@pytest.fixture(scope="package")
def lifter(liftlog: LiftLog) -> Member:
    """Somebody with three years of training."""
    return liftlog.demo("lifter")
