"""`liftlog health`: asked of a service that lives, is not ready, or is not there."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner, Result

from liftlog.cli import COMMANDS, main


class _NotReady(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        lives = self.path == "/health"
        self.send_response(200 if lives else 503)
        self.end_headers()
        self.wfile.write(b"I live" if lives else b"no database")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 The name is the library's.
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """Of a service that lives and is not ready."""
    with HTTPServer(("127.0.0.1", 0), _NotReady) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def health(
    port: int, *arguments: str, host: str = "127.0.0.1", setting: str = "LIFTLOG_PORT"
) -> Result:
    environment = {"LIFTLOG_HOST": host, setting: str(port), "LIFTLOG_DATA_DIR": "/nowhere"}
    return CliRunner().invoke(main, ["health", *arguments], env=environment)


def test_a_service_that_lives_is_healthy(port: int) -> None:
    said = health(port, "core")
    assert (said.exit_code, said.output) == (0, "I live\n")


def test_stats_is_asked_on_its_own_port(port: int) -> None:
    assert health(port, "stats", setting="LIFTLOG_STATS_PORT").exit_code == 0


def test_what_listens_everywhere_is_asked_on_this_machine(port: int) -> None:
    assert health(port, "core", host="0.0.0.0").exit_code == 0  # noqa: S104 Nothing is bound to it.


def test_a_service_without_its_database_lives_but_is_not_ready(port: int) -> None:
    said = health(port, "core", "--ready")
    assert said.exit_code == 1
    assert f"core on port {port} answers 503: no database" in said.output


def test_nothing_there_is_said_in_one_line() -> None:
    with HTTPServer(("127.0.0.1", 0), _NotReady) as closed:
        free = closed.server_port
    said = health(free, "core")
    assert said.exit_code == 1
    assert said.output.startswith(f"Error: Nothing answers on port {free} of 127.0.0.1: ")
    assert said.output.count("\n") == 1


def test_an_image_without_a_command_says_so_instead_of_failing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(COMMANDS, "gone", "liftlog.cli.not_here:gone")
    said = CliRunner().invoke(main, ["gone"])
    assert (said.exit_code, "No such command 'gone'" in said.output) == (2, True)
    assert "gone" not in CliRunner().invoke(main, ["--help"]).output
