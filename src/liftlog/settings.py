"""Every setting of LiftLog in one table, and how the environment becomes `Settings`."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from liftlog.kit.database_urls import check_database_url
from liftlog.kit.errors import LiftLogError
from liftlog.kit.hosts import host_of
from liftlog.kit.origins import WebAddress, web_address_of

SECRET_KEY_LENGTH_MIN = 32
THREADS_MAX = 256
COOL_DOWN_MAX_S = 3600
BACKUPS_KEPT_MAX = 1000
DRAIN_MAX_S = 12
SECRET_FILE_BYTES_MAX = 64 * 1024
SHOWN_MAX = 80


class SettingsError(LiftLogError):
    """A setting has a value that can't be used. The message is one line: which, and why."""

    status = 500
    code = "wrong_setting"


def shown(value: str) -> str:
    """A refused value on one line, without the user and the password that an address may have."""
    _user, at, told = value.rpartition("@")
    told = f"…@{told}" if at else told
    return repr(told if len(told) <= SHOWN_MAX else f"{told[:SHOWN_MAX]}…")


def _text(value: str) -> str:
    return value


def _port(value: str) -> int:
    return _number(value, 1, 65535)


def _port_or_none(value: str) -> int | None:
    return _number(value, 1, 65534) if value else None


def _threads(value: str) -> int:
    return _number(value, 1, THREADS_MAX)


def _cool_down_s(value: str) -> int:
    return _number(value, 1, COOL_DOWN_MAX_S)


def _kept(value: str) -> int:
    return _number(value, 0, BACKUPS_KEPT_MAX)


def _drain_s(value: str) -> int:
    return _number(value, 0, DRAIN_MAX_S)


def _number(value: str, lowest: int, highest: int) -> int:
    wrong = ValueError(f"has to be a whole number from {lowest} to {highest}, not {shown(value)}")
    if not (value.isascii() and value.isdigit()):
        raise wrong
    number = int(value[:10])
    if not lowest <= number <= highest:
        raise wrong
    return number


def _host(value: str) -> str:
    try:
        return host_of(value)
    except ValueError as error:
        raise ValueError(f"has to be a host name or an IP address, not {shown(value)}") from error


def _folder(value: str) -> Path:
    try:
        path = Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError(f"names the home of a user who is not there: {shown(value)}") from error
    if not value.isprintable():
        raise ValueError(f"has to be a path without control characters, not {shown(value)}")
    if not path.is_absolute():
        raise ValueError(f"has to be an absolute path, not {shown(value)}")
    return path


def _backup_place(value: str) -> str:
    if value and not value.startswith("s3://"):
        return str(_folder(value))
    if value and not urlsplit(value).netloc:
        raise ValueError(f"has to be a folder or s3://BUCKET/PREFIX, not {shown(value)}")
    return value


def _database_url(value: str) -> str:
    # The value may hold a password, so it is never repeated.
    if value:
        check_database_url(value)
    return value


def _http_url(value: str) -> str:
    address = _web_address(value)
    if address.has_more:
        raise ValueError(f"has to be an address without ? and #, not {shown(value)}")
    return f"{address.origin}{address.path}".rstrip("/")


def _origin(value: str) -> str:
    address = _web_address(value)
    if address.path.strip("/") or address.has_more:
        raise ValueError(f"has to be scheme://host[:port] and nothing more, not {shown(value)}")
    return address.origin


def _web_address(value: str) -> WebAddress:
    try:
        return web_address_of(value)
    except ValueError as error:
        raise ValueError(f"{error}, not {shown(value)}") from error


def _secret_key(value: str) -> str:
    if value and len(value) < SECRET_KEY_LENGTH_MIN:
        raise ValueError(
            f"has to be at least {SECRET_KEY_LENGTH_MIN} characters long, not {len(value)}"
        )
    return value


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(f"has to be {' or '.join(choices)}, not {shown(value)}")
        return value.lower()

    return read


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `default` is text for people where it depends on something else.

    `kind` reads a value and raises ValueError with the words that follow the setting's name.
    A secret can also be given as the content of the file that `NAME_FILE` names.
    """

    name: str
    kind: Callable[[str], Any]
    default: str
    description: str
    secret: bool = False
    computed: bool = False

    @property
    def field(self) -> str:
        return self.name.removeprefix("LIFTLOG_").lower()


SETTINGS = (
    Setting(
        "LIFTLOG_DATA_DIR",
        _folder,
        "/var/lib/liftlog for root, else ~/.local/share/liftlog",
        "The folder of the embedded database and of the secrets made at the first start.",
        computed=True,
    ),
    Setting(
        "LIFTLOG_HOST",
        _host,
        "127.0.0.1",
        "The IP address or name of this machine that LiftLog listens on.",
    ),
    Setting("LIFTLOG_PORT", _port, "25590", "The port of core."),
    Setting("LIFTLOG_STATS_PORT", _port, "5001", "The port of stats."),
    Setting(
        "DATABASE_URL",
        _database_url,
        "",
        "The PostgreSQL that core uses. Not set: the embedded database.",
        secret=True,
    ),
    Setting(
        "MIGRATION_DATABASE_URL",
        _database_url,
        "DATABASE_URL",
        "The same database as the owner of the schema.",
        secret=True,
        computed=True,
    ),
    Setting(
        "STATS_DATABASE_URL",
        _database_url,
        "DATABASE_URL",
        "The same database as the role that may only read.",
        secret=True,
        computed=True,
    ),
    Setting(
        "STATS_URL",
        _http_url,
        "http://127.0.0.1:LIFTLOG_STATS_PORT",
        "Where core finds stats.",
        computed=True,
    ),
    Setting(
        "LIFTLOG_STATS_COOL_DOWN_S",
        _cool_down_s,
        "30",
        "How many seconds core leaves stats alone after five requests to it have failed in a row.",
    ),
    Setting(
        "SECRET_KEY",
        _secret_key,
        "",
        f"Signs what core and stats trust; at least {SECRET_KEY_LENGTH_MIN} characters. "
        "`liftlog up` makes one at the first start.",
        secret=True,
    ),
    Setting(
        "TIMEZONEDB_API_KEY",
        _text,
        "",
        "The key to TimeZoneDB. Not set: the tz database answers.",
        secret=True,
    ),
    Setting(
        "TIMEZONEDB_URL", _http_url, "https://api.timezonedb.com", "Where TimeZoneDB is found."
    ),
    Setting(
        "PUBLIC_ORIGIN",
        _origin,
        "",
        "The address people use, such as https://lift.example.org, when it is behind a proxy.",
    ),
    Setting(
        "LIFTLOG_REGISTRATION",
        _one_of("open", "closed"),
        "open",
        "Whether anyone who reaches LiftLog can make an account: open or closed.",
    ),
    Setting(
        "LIFTLOG_THREADS", _threads, "16", "How many requests each service works on at a time."
    ),
    Setting(
        "LIFTLOG_LOG_LEVEL",
        _one_of("debug", "info", "warning", "error"),
        "info",
        "How much is logged: debug, info, warning or error.",
    ),
    Setting(
        "LIFTLOG_BACKUP_TO",
        _backup_place,
        "backups in LIFTLOG_DATA_DIR",
        "Where `liftlog backup` writes: a folder or s3://BUCKET/PREFIX.",
        computed=True,
    ),
    Setting("LIFTLOG_BACKUP_KEEP_DAILY", _kept, "7", "Of how many days the last backup is kept."),
    Setting("LIFTLOG_BACKUP_KEEP_WEEKLY", _kept, "4", "Of how many weeks the last backup is kept."),
    Setting(
        "LIFTLOG_BACKUP_PROOF_URL",
        _database_url,
        "the database's own server",
        "A PostgreSQL on which backups are restored to prove them, as a role that may make "
        "databases.",
        secret=True,
        computed=True,
    ),
    Setting(
        "LIFTLOG_BACKUP_BEFORE_UPGRADE",
        _one_of("yes", "no"),
        "yes",
        "Whether `liftlog up` backs up the embedded database before it changes the schema: "
        "yes or no.",
    ),
    Setting(
        "LIFTLOG_S3_ENDPOINT",
        _http_url,
        "",
        "The address of an S3 that is not Amazon's, such as https://s3.example.org.",
    ),
    Setting("AWS_REGION", _text, "us-east-1", "The region of the bucket."),
    Setting("AWS_ACCESS_KEY_ID", _text, "", "The key to the bucket.", secret=True),
    Setting("AWS_SECRET_ACCESS_KEY", _text, "", "The secret of that key.", secret=True),
    Setting(
        "LIFTLOG_DRAIN_S",
        _drain_s,
        "0",
        "How many seconds a service that got SIGTERM goes on answering while it says that it is "
        f"not ready; {DRAIN_MAX_S} at most. `liftlog up` never waits.",
    ),
    Setting(
        "LIFTLOG_LOG_FORMAT",
        _one_of("auto", "json", "text"),
        "auto",
        "How a line of the log looks: json, text, or auto: text on a terminal and JSON elsewhere.",
    ),
    Setting(
        "LIFTLOG_SQL_COMMENTS",
        _one_of("off", "on"),
        "off",
        "Whether every SQL statement ends with the request's id as a comment: off or on. Off, the id "
        "stands in `application_name` alone, which costs nothing.",
    ),
    Setting(
        "LIFTLOG_METRICS_PORT",
        _port_or_none,
        "",
        "The port of `/metrics` for Prometheus. Not set: none. `liftlog up` gives stats the next one.",
    ),
    Setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        _http_url,
        "",
        "Where traces are sent by OTLP over HTTP. Not set: there are none. It needs `liftlog[otel]`.",
    ),
)


_NONE_WHEN_NOT_SET = frozenset({"PUBLIC_ORIGIN", "LIFTLOG_METRICS_PORT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment said, checked. An empty string is a setting that is not set."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 25590
    stats_port: int = 5001
    database_url: str = ""
    migration_database_url: str = ""
    stats_database_url: str = ""
    stats_url: str = "http://127.0.0.1:5001"
    stats_cool_down_s: int = 30
    secret_key: str = ""
    timezonedb_api_key: str = ""
    timezonedb_url: str = "https://api.timezonedb.com"
    public_origin: str | None = None
    registration: str = "open"
    threads: int = 16
    log_level: str = "info"
    backup_to: str = ""
    backup_keep_daily: int = 7
    backup_keep_weekly: int = 4
    backup_proof_url: str = ""
    backup_before_upgrade: str = "yes"
    s3_endpoint: str = ""
    aws_region: str = "us-east-1"
    aws_access_key_id: str = ""
    aws_secret_access_key: str = ""
    drain_s: int = 0
    log_format: str = "auto"
    sql_comments: str = "off"
    metrics_port: int | None = None
    otel_exporter_otlp_endpoint: str = ""

    def __repr__(self) -> str:
        """Secrets never reach a log by way of a traceback or a debugger's output."""
        shown = (f"{s.field}={getattr(self, s.field)!r}" for s in SETTINGS if not s.secret)
        return f"Settings({', '.join(shown)})"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read every setting. Raises SettingsError for the first one that can't be used."""
        environ = os.environ if environ is None else environ
        given = {s.field: _read(s, environ) for s in SETTINGS}
        database_url = given["database_url"]
        given["data_dir"] = given["data_dir"] or default_data_dir(environ)
        given["migration_database_url"] = given["migration_database_url"] or database_url
        given["stats_database_url"] = given["stats_database_url"] or database_url
        given["stats_url"] = given["stats_url"] or f"http://127.0.0.1:{given['stats_port']}"
        if given["port"] == given["stats_port"]:
            raise SettingsError(
                f"LIFTLOG_PORT and LIFTLOG_STATS_PORT are both {given['port']}: "
                "the two services need a port each."
            )
        for name in ("port", "stats_port"):
            if given["metrics_port"] == given[name]:
                raise SettingsError(
                    f"LIFTLOG_METRICS_PORT and LIFTLOG_{name.upper()} are both {given[name]}: "
                    "metrics need a port of their own."
                )
        return cls(**given)


def database_setting(settings: "Settings", url: str) -> str | None:
    """The setting that names this address; None for the embedded database."""
    named = {
        "DATABASE_URL": settings.database_url,
        "MIGRATION_DATABASE_URL": settings.migration_database_url,
        "STATS_DATABASE_URL": settings.stats_database_url,
        "LIFTLOG_BACKUP_PROOF_URL": settings.backup_proof_url,
    }
    return next((name for name, value in named.items() if value and value == url), None)


def default_data_dir(environ: Mapping[str, str]) -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/liftlog")
    shared = environ.get("XDG_DATA_HOME", "")
    if Path(shared).is_absolute():
        return Path(shared) / "liftlog"
    home = environ.get("HOME", "")
    if not Path(home).is_absolute():
        raise SettingsError("There is no HOME to keep data in: set LIFTLOG_DATA_DIR.")
    return Path(home) / ".local" / "share" / "liftlog"


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    value = _given(setting, environ)
    if value is None:
        if setting.computed or not setting.default:
            return None if setting.name in _NONE_WHEN_NOT_SET else ""
        value = setting.default
    try:
        return setting.kind(value)
    except ValueError as error:
        raise SettingsError(f"{setting.name} {error}.") from error


def _given(setting: Setting, environ: Mapping[str, str]) -> str | None:
    """Return what the environment says, directly or by a file; set but empty counts as not set."""
    value = _checked_text(setting.name, environ.get(setting.name) or "") or None
    file_name = environ.get(f"{setting.name}_FILE") if setting.secret else None
    if not file_name:
        return value
    if value is not None:
        raise SettingsError(f"{setting.name} and {setting.name}_FILE are both set: keep one.")
    path = Path(_checked_text(f"{setting.name}_FILE", file_name))
    return _checked_text(f"{setting.name}_FILE", _secret_from(setting, path)) or None


def _checked_text(name: str, value: str) -> str:
    """Bytes of the environment that are no text are lone surrogates here: nothing can be done with them."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise SettingsError(f"{name} is not text in UTF-8.") from error
    if "\0" in value:
        raise SettingsError(f"{name} holds a character that can't be used: NUL.")
    return value


def _secret_from(setting: Setting, path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(SECRET_FILE_BYTES_MAX + 1)
        if len(content) > SECRET_FILE_BYTES_MAX:
            raise SettingsError(
                f"{setting.name}_FILE: {shown(str(path))} is too large for a secret."
            )
        return content.decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        reason = (error.strerror or "it can't be read").lower()
        raise SettingsError(
            f"{setting.name}_FILE: can't read {shown(str(path))}: {reason}."
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{setting.name}_FILE: {shown(str(path))} is not text in UTF-8."
        ) from error
