"""The statements that a request sends, as text that pgbench can send again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2
import psycopg
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from liftlog.core.app import create_app as create_core
from liftlog.core.statistics.client import StatsClient
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.kit.clock import system_clock
from liftlog.settings import Settings
from liftlog.stats.app import create_app as create_stats
from liftlog.telemetry import logs
from tools.bench.seeding import Lifter
from tools.bench.stack import Stack


@dataclass(frozen=True, slots=True)
class Captured:
    """What one request sent, in order: `core` on core's connection, `stats` on that of stats.

    BEGIN, whose rows are meant, and COMMIT are not in it; every transaction has them.
    """

    core: tuple[str, ...]
    stats: tuple[str, ...]

    @property
    def statements(self) -> int:
        """As many as are counted against the bars: saying whose rows are meant is one of them."""
        return sum(len(sent) + 1 for sent in (self.core, self.stats) if sent)


class Capture:
    """Both services in this process, on the stack's database."""

    def __init__(self, stack: Stack) -> None:
        settings = Settings(
            data_dir=stack.folder,
            secret_key=stack.secret_key,
            database_url=stack.core_url,
            stats_database_url=stack.stats_url,
        )
        logs.configure("error")
        stats_app = create_stats(settings)
        self._core = create_core(settings, stats=_in_process(settings, stats_app))
        self._literal = psycopg.ClientCursor(psycopg.connect(stack.core_url))

    def of(self, lifter: Lifter, path: str) -> tuple[Captured, bytes]:
        """What is sent while `path` is asked for and nothing of it is kept, and the answer."""
        client = self._core.test_client()
        headers = {"Authorization": f"Bearer {lifter.token}"}
        client.get("/api/v1/calendar?month=2020-01", headers=headers)  # It connects.
        with self._listening() as sent:
            answer = client.get(path, headers=headers)
        if not HTTPStatus.OK <= answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
            raise SystemExit(
                f"{answer.request.path} answered {answer.status_code}: {answer.data!r}"
            )
        return Captured(
            core=tuple(text for role, text in sent if role == "liftlog_core"),
            stats=tuple(text for role, text in sent if role == "liftlog_stats"),
        ), answer.data

    @contextmanager
    def _listening(self) -> Iterator[list[tuple[str, str]]]:
        sent: list[tuple[str, str]] = []

        def note(
            connection: Any, _cursor: object, statement: str, parameters: Any, *_rest: object
        ) -> None:
            sent.append((_role(connection), self._literal.mogrify(statement, parameters)))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(Engine, "before_cursor_execute", note)


def _role(connection: Any) -> str:
    settings = connection.connection.driver_connection.info.get_parameters()
    return str(settings["application_name"])


def _in_process(settings: Settings, stats_app: Flask) -> StatsClient:
    return StatsClient(
        settings.stats_url,
        signer=IdentitySigner(settings.secret_key, system_clock),
        transport=httpx2.WSGITransport(stats_app),
    )
