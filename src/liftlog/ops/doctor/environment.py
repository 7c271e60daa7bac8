"""The machine and its settings: the secret, the address, ports, certificate and disk."""

import http.client
import json
import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from liftlog.kit.hosts import is_of_this_machine, reached_at, resolved, with_port
from liftlog.ops.doctor.findings import Finding, bad, ok, warn
from liftlog.settings import Settings

CERTIFICATE_WARN = timedelta(days=14)
REACH_S = 3.0
DISK_BAD_BYTES = 200 * 10**6
DISK_WARN_BYTES = 10**9
# A key of 32 characters out of so few was typed, not made.
DISTINCT_CHARACTERS_MIN = 12
_PLACEHOLDERS = ("change", "secret", "example", "password", "your-", "xxxx", "0123456789")


def secret_key(settings: Settings) -> Finding:
    key = settings.secret_key
    if not key and not settings.database_url:
        return ok("secret key", "It was made by LiftLog and lies in the data folder.")
    if not key:
        return bad(
            "secret key",
            "SECRET_KEY is not set, and the services need it beside DATABASE_URL.",
            "Set it to the output of: openssl rand -base64 48",
        )
    if len(set(key)) < DISTINCT_CHARACTERS_MIN or any(p in key.lower() for p in _PLACEHOLDERS):
        return bad(
            "secret key",
            "SECRET_KEY can be guessed.",
            "Set it to the output of `openssl rand -base64 48` for both services; nobody is signed "
            "out by that.",
        )
    return ok("secret key", "SECRET_KEY is long and not a word.")


def data_folder(settings: Settings) -> Finding:
    """The secrets of an embedded database are nobody else's to read."""
    secrets = settings.data_dir / "secrets.json"
    try:
        mode = secrets.stat().st_mode
    except FileNotFoundError:
        return ok("data folder", f"{settings.data_dir} has no secrets yet.")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return bad(
            "data folder",
            f"{secrets} can't be read: {reason}.",
            "Run this as the user that LiftLog runs as, or set LIFTLOG_DATA_DIR.",
        )
    if mode & 0o077:
        return bad("data folder", f"Others can read {secrets}.", f"chmod 600 {secrets}")
    return ok("data folder", f"{settings.data_dir}, its secrets readable by their owner alone.")


def public_origin(settings: Settings) -> Finding:
    origin = settings.public_origin
    if origin is None:
        if is_of_this_machine(settings.host):
            return ok("address", "LiftLog is for this machine alone, so it needs no https.")
        return warn(
            "address",
            f"LiftLog listens on {settings.host}, and PUBLIC_ORIGIN is not set.",
            "Put a proxy with https before it and set PUBLIC_ORIGIN: without https it can't be "
            "installed on a phone, and passwords can be read on the way.",
        )
    if origin.startswith("http://") and not is_of_this_machine(urlsplit(origin).hostname or ""):
        return warn(
            "address",
            f"People use {origin}, which is not https.",
            "Put a proxy with https before it: without, passwords can be read on the way.",
        )
    return ok("address", f"People use {origin}.")


def certificate(
    settings: Settings, now: datetime, *, context: ssl.SSLContext | None = None
) -> Finding | None:
    """None when there is no https to look at."""
    origin = settings.public_origin or ""
    parts = urlsplit(origin)
    if parts.scheme != "https" or parts.hostname is None:
        return None
    try:
        expires = _certificate_expires(parts.hostname, parts.port or 443, context)
    except ssl.SSLCertVerificationError as error:
        return bad(
            "certificate",
            f"Browsers refuse the certificate of {origin}: {error.verify_message}.",
            "Renew it, or have the proxy send the whole chain.",
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return warn(
            "certificate", f"{origin} can't be reached from here: {reason}.", "Look at the proxy."
        )
    left = expires - now
    said = f"The certificate of {origin} is good until {expires:%Y-%m-%d}."
    if left < timedelta(0):
        return bad("certificate", f"The certificate of {origin} has expired.", "Renew it.")
    if left < CERTIFICATE_WARN:
        return warn("certificate", said, "Renew it; it should have renewed itself by now.")
    return ok("certificate", said)


def _certificate_expires(host: str, port: int, context: ssl.SSLContext | None) -> datetime:
    chosen = context or ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=REACH_S) as plain,
        chosen.wrap_socket(plain, server_hostname=host) as secured,
    ):
        found = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)


def ports(settings: Settings) -> Iterator[Finding]:
    try:
        host = reached_at(resolved(settings.host))
    except OSError:
        said = f"{settings.host} is no address of this machine."
        yield bad("core port", said, "Set LIFTLOG_HOST to one.")
        return
    for name, at, port, setting in (
        ("core", host, settings.port, "LIFTLOG_PORT"),
        ("stats", "127.0.0.1", settings.stats_port, "LIFTLOG_STATS_PORT"),
    ):
        yield _port(name, at, port, setting)


def _port(name: str, host: str, port: int, setting: str) -> Finding:
    check = f"{name} port"
    answer = health(host, port)
    if answer is None:
        return ok(check, f"Nothing listens on {with_port(host, port)}, so {name} can start there.")
    if answer.get("service") == name:
        return ok(check, f"{name} answers on {with_port(host, port)}.")
    return bad(
        check, f"Another program listens on {with_port(host, port)}.", f"End it, or set {setting}."
    )


def health(host: str, port: int) -> dict[str, object] | None:
    """What /health says; {} for another program, None when nothing listens."""
    connection = http.client.HTTPConnection(host, port, timeout=REACH_S)
    try:
        connection.request("GET", "/health")
        content = json.loads(connection.getresponse().read(10_000))
    except (ConnectionRefusedError, socket.gaierror):
        return None
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return content if isinstance(content, dict) else {}


def disk(check: str, folder: Path, *, needed_bytes: int = 0) -> Finding:
    """Whether there is room: twice what the database takes, for a restore beside it."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    said = f"{_size(free)} are free in {folder}."
    if free < DISK_BAD_BYTES:
        return bad(check, said, "Make room: without, nothing can be logged before long.")
    if free < max(DISK_WARN_BYTES, 2 * needed_bytes):
        return warn(check, said, "Make room: a backup and its proof need as much again.")
    return ok(check, said)


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 10**9 else f"{count / 1e6:,.0f} MB"
