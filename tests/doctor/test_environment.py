"""What the doctor says of settings, certificate, ports, disk and stats."""

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tools.ports import free_port

from liftlog.kit.clock import system_clock
from liftlog.ops.doctor import environment, services
from liftlog.ops.doctor.checks import examine
from liftlog.ops.doctor.findings import State
from liftlog.ops.embedded import DatabaseUrls, database_of
from liftlog.settings import Settings

NAMED = "postgresql://core@db/x"
MADE_KEY = "q8Jt2vZk0rWmXc5nLb7yPd1fHg4sTa9eUo3i"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", port=free_port(), stats_port=free_port())


@pytest.mark.parametrize(
    ("key", "url", "state"),
    [
        ("", "", State.OK),
        ("", NAMED, State.BAD),
        (MADE_KEY, NAMED, State.OK),
        ("a" * 40, NAMED, State.BAD),
        ("change-me-to-something-that-is-longer", NAMED, State.BAD),
        ("0123456789abcdefghijklmnopqrstuvwxyz", "", State.BAD),
    ],
)
def test_a_secret_that_can_be_guessed_is_bad_and_never_repeated(
    settings: Settings, key: str, url: str, state: State
) -> None:
    found = environment.secret_key(replace(settings, secret_key=key, database_url=url))
    assert found.state is state
    assert not key or key not in found.line()


def test_secrets_that_others_can_read_are_bad(settings: Settings) -> None:
    assert environment.data_folder(settings).state is State.OK
    settings.data_dir.mkdir()
    secrets = settings.data_dir / "secrets.json"
    secrets.touch(mode=0o600)
    assert environment.data_folder(settings).state is State.OK
    secrets.chmod(0o644)
    found = environment.data_folder(settings)
    assert found.state is State.BAD
    assert found.todo == f"chmod 600 {secrets}"


@pytest.mark.parametrize(
    ("host", "origin", "state"),
    [
        ("127.0.0.1", None, State.OK),
        ("0.0.0.0", None, State.WARN),  # noqa: S104 Nothing listens there.
        ("0.0.0.0", "https://lift.example.org", State.OK),  # noqa: S104 Nothing listens there.
        ("127.0.0.1", "http://lift.example.org", State.WARN),
        ("127.0.0.1", "http://localhost:8080", State.OK),
    ],
)
def test_an_address_without_https_is_warned_of(
    settings: Settings, host: str, origin: str | None, state: State
) -> None:
    found = environment.public_origin(replace(settings, host=host, public_origin=origin))
    assert found.state is state


@contextmanager
def https(folder: Path, *, good_for: timedelta) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A server on loopback with a certificate of its own, and who trusts it."""
    now = datetime.now(UTC)  # noqa: TID251 OpenSSL asks the machine's clock, too.
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + good_for)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "it.pem").write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "it.pem")
    trusting = ssl.create_default_context(cafile=str(folder / "it.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)

        def answer() -> None:
            try:
                plain, _ = listening.accept()
                with plain, serving.wrap_socket(plain, server_side=True):
                    pass
            except OSError:
                pass

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}", trusting
        thread.join()


@pytest.mark.parametrize(
    ("good_for", "state", "said"),
    [
        (timedelta(days=60), State.OK, "good until"),
        (timedelta(days=9), State.WARN, "good until"),
        (timedelta(days=-1), State.BAD, "expired"),
    ],
)
def test_a_certificate_that_runs_out_is_told_in_time(
    settings: Settings, tmp_path: Path, good_for: timedelta, state: State, said: str
) -> None:
    with https(tmp_path, good_for=good_for) as (origin, trusting):
        found = environment.certificate(
            replace(settings, public_origin=origin), system_clock(), context=trusting
        )
    assert found is not None
    assert found.state is state, found
    assert said in found.found


def test_a_certificate_that_browsers_refuse_is_bad(settings: Settings, tmp_path: Path) -> None:
    with https(tmp_path, good_for=timedelta(days=60)) as (origin, _):
        found = environment.certificate(replace(settings, public_origin=origin), system_clock())
    assert found is not None
    assert found.state is State.BAD
    assert "Browsers refuse" in found.found


def test_an_address_that_can_not_be_reached_from_here_is_only_warned_of(
    settings: Settings,
) -> None:
    origin = f"https://127.0.0.1:{free_port()}"
    found = environment.certificate(replace(settings, public_origin=origin), system_clock())
    assert found is not None
    assert found.state is State.WARN
    assert environment.certificate(settings, system_clock()) is None


@contextmanager
def answering(body: bytes, status: int = 200) -> Iterator[int]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/health" else status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_port_of_somebody_else_is_named_with_its_setting(settings: Settings) -> None:
    with answering(b"<h1>Photos</h1>") as port:
        core, stats = environment.ports(replace(settings, port=port))
    assert (core.state, stats.state) == (State.BAD, State.OK)
    assert "LIFTLOG_PORT" in core.todo


def test_a_port_of_our_own_is_well(settings: Settings) -> None:
    with answering(b'{"status": "ok", "service": "stats"}') as port:
        _, stats = environment.ports(replace(settings, stats_port=port))
    assert stats.found.startswith("stats answers")


@pytest.mark.parametrize(
    ("body", "status", "state", "said"),
    [
        (b'{"service": "stats"}', 200, State.OK, "same SECRET_KEY"),
        (b'{"service": "stats"}', 401, State.BAD, "does not believe"),
        (b'{"service": "stats"}', 503, State.BAD, "answers with 503"),
        (b'{"service": "core"}', 200, State.BAD, "is not stats"),
        (b"<html>", 200, State.BAD, "is not stats"),
    ],
)
def test_stats_is_asked_whether_it_believes_us(
    body: bytes, status: int, state: State, said: str
) -> None:
    with answering(body, status) as port:
        found = services.stats(f"http://127.0.0.1:{port}", MADE_KEY, system_clock, wanted=True)
    assert found.state is state
    assert said in found.found


def test_stats_that_is_away_is_bad_only_while_core_runs() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert services.stats(url, MADE_KEY, system_clock, wanted=True).state is State.BAD
    assert services.stats(url, MADE_KEY, system_clock, wanted=False).state is State.OK


def test_a_disk_that_fills_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "not" / "made" / "yet"
    assert environment.disk("disk", folder).state is State.OK
    assert environment.disk("disk", folder, needed_bytes=10**18).state is State.WARN
    monkeypatch.setattr(environment, "DISK_BAD_BYTES", 10**18)
    assert environment.disk("disk", folder).state is State.BAD


def test_a_doctor_before_the_first_start_makes_nothing(settings: Settings) -> None:
    found = list(examine(settings, databases=database_of, clock=system_clock))
    assert [one for one in found if one.state is not State.OK] == []
    assert not settings.data_dir.exists()


def test_a_database_that_is_not_there_is_one_bad_line_and_no_traceback(
    settings: Settings,
) -> None:
    nowhere = f"postgresql://nobody:hunter2@127.0.0.1:{free_port()}/x"
    named = replace(
        settings,
        database_url=nowhere,
        migration_database_url=nowhere,
        stats_database_url=nowhere,
        secret_key=MADE_KEY,
    )
    found = {one.check: one for one in examine(named, databases=database_of, clock=system_clock)}
    assert found["database"].state is State.BAD
    assert "hunter2" not in found["database"].line()
    assert DatabaseUrls(nowhere, nowhere, nowhere).superuser == ""
