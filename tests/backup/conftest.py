"""A gym to back up, made once for each file and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from liftlog.ops.backup.folder import Folder
from tests.gym import Gym, a_gym, copied
from tests.server import TestServer


@pytest.fixture(scope="module")
def original(server: TestServer) -> Iterator[Gym]:
    with a_gym(server) as gym:
        yield gym


@pytest.fixture
def gym(server: TestServer, original: Gym) -> Iterator[Gym]:
    with copied(server, original) as gym:
        yield gym


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "backups")
