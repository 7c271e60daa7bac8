"""`liftlog health core|stats`: what a container's health check runs, so that no image needs curl."""

from __future__ import annotations

import http.client
from http import HTTPStatus

import click

from liftlog.cli.running.ports import listening_address
from liftlog.kit.errors import LiftLogError
from liftlog.kit.hosts import reached_at
from liftlog.settings import Settings

PATIENCE_S = 4
ANSWER_BYTES_MAX = 4096


class UnhealthyError(LiftLogError):
    status = 500
    code = "unhealthy"


@click.command()
@click.argument("service", type=click.Choice(["core", "stats"]))
@click.option("--ready", is_flag=True, help="Also ask for its database and schema.")
def health(service: str, *, ready: bool) -> None:
    """Ask the service on this machine whether it lives; fails when it does not say so."""
    settings = Settings.from_environment()
    port = settings.port if service == "core" else settings.stats_port
    host = reached_at(listening_address(settings.host))
    status, said = _asked(host, port, "/health/ready" if ready else "/health")
    if status != HTTPStatus.OK:
        raise UnhealthyError(f"{service} on port {port} answers {status}: {said}")
    click.echo(said)


def _asked(host: str, port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_BYTES_MAX).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        raise UnhealthyError(f"Nothing answers on port {port} of {host}: {error}.") from error
    finally:
        connection.close()
