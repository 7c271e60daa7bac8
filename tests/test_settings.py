"""Settings: what the environment may say, and the one line that refuses the rest."""

import dataclasses
from pathlib import Path

import pytest
from psycopg import pq
from sqlalchemy import create_engine, make_url

from liftlog.kit import database_urls
from liftlog.settings import SETTINGS, Settings, SettingsError, default_data_dir
from liftlog.store.database.engine import sqlalchemy_url

HOME = {"HOME": "/home/alice"}


def read(**environ: str) -> Settings:
    return Settings.from_environment({**HOME, **environ})


def test_an_empty_environment_is_enough() -> None:
    settings = read()
    assert (settings.host, settings.port, settings.stats_port) == ("127.0.0.1", 25590, 5001)
    assert settings.stats_url == "http://127.0.0.1:5001"
    assert settings.database_url == settings.secret_key == ""
    assert settings.public_origin is None


def test_the_table_and_the_settings_have_the_same_fields() -> None:
    assert [s.field for s in SETTINGS] == [f.name for f in dataclasses.fields(Settings)]


def test_defaults_of_the_table_are_those_of_the_fields() -> None:
    assert read(LIFTLOG_DATA_DIR="/data") == Settings(data_dir=Path("/data"))


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("LIFTLOG_PORT", "0", "from 1 to 65535"),
        ("LIFTLOG_PORT", "65536", "from 1 to 65535"),
        ("LIFTLOG_PORT", "http", "whole number"),
        ("LIFTLOG_STATS_PORT", "-1", "whole number"),
        ("LIFTLOG_STATS_PORT", "²", "whole number"),
        ("LIFTLOG_PORT", "9" * 5000, "whole number"),
        ("LIFTLOG_THREADS", "0", "from 1 to 256"),
        ("LIFTLOG_STATS_COOL_DOWN_S", "0", "from 1 to 3600"),
        ("LIFTLOG_HOST", "a b", "host name"),
        ("LIFTLOG_HOST", "127.0.0.1:80", "'127.0.0.1:80'"),
        ("LIFTLOG_HOST", "http://localhost", "'http://localhost'"),
        ("LIFTLOG_HOST", "[::1", "'[::1'"),
        ("LIFTLOG_HOST", "300.1.1.1", "'300.1.1.1'"),
        ("LIFTLOG_HOST", "x" * 5000, "x…'"),
        ("LIFTLOG_METRICS_PORT", "25590", "LIFTLOG_PORT are both 25590"),
        ("LIFTLOG_METRICS_PORT", "5001", "LIFTLOG_STATS_PORT are both 5001"),
        ("LIFTLOG_DATA_DIR", "~nobody-of-that-name/x", "'~nobody-of-that-name/x'"),
        ("LIFTLOG_DATA_DIR", "/a\nb\0", "NUL"),
        ("LIFTLOG_DATA_DIR", "/a\nb", r"not '/a\nb'"),
        ("LIFTLOG_DATA_DIR", "/\udcff", "UTF-8"),
        ("SECRET_KEY", "\udcff" * 40, "UTF-8"),
        ("SECRET_KEY_FILE", "/\udcff", "UTF-8"),
        ("LIFTLOG_BACKUP_TO", "s3://", "'s3://'"),
        ("STATS_URL", "stats:5001", "'stats:5001'"),
        ("STATS_URL", "http://a b", "'http://a b'"),
        ("LIFTLOG_S3_ENDPOINT", "http://[::1", "'http://[::1'"),
        ("PUBLIC_ORIGIN", "http://host:99999", "'http://host:99999'"),
        ("LIFTLOG_DATA_DIR", "data", "absolute"),
        ("DATABASE_URL", "mysql://x/y", "postgresql://"),
        ("STATS_URL", "ftp://x", "http://"),
        ("STATS_URL", "http://", "name a host"),
        ("STATS_URL", "http://x:99999", "web address"),
        ("TIMEZONEDB_URL", "http://x/?a=b", "without ?"),
        ("PUBLIC_ORIGIN", "https://lift.example.org/app", "nothing more"),
        ("PUBLIC_ORIGIN", "lift.example.org", "https://"),
        ("PUBLIC_ORIGIN", "https://user@lift.example.org", "https://"),
        ("SECRET_KEY", "x" * 31, "at least 32"),
        ("LIFTLOG_REGISTRATION", "maybe", "open or closed"),
        ("LIFTLOG_LOG_LEVEL", "loud", "debug or info"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_says_why(
    name: str, value: str, why: str
) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(**{name: value})
    assert refusal.value.message.startswith(name)
    assert why in refusal.value.message
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://",
        "postgresql://ana:hunter2@db:port/x",
        "postgresql://ana:hunter2@db:99999/x",
        "postgresql://ana:hunter2@[::1/x",
        "postgresql://ana:hunter2@a,b:1,2/x",
        "postgresql://ana:hunter2@a b/x",
        "postgresql://ana:hunter2@" + "a" * 64 + "/x",
        "postgresql://ana:hunter2@/x?host=" + "a" * 64,
        "postgresql://ana:hunter2@db/x?port=ssl",
        "postgresql://ana:hunter2@db/x?=y",
    ],
)
@pytest.mark.parametrize("name", [s.name for s in SETTINGS if s.name.endswith("DATABASE_URL")])
def test_an_address_of_a_database_that_no_driver_reads_is_refused_and_not_repeated(
    name: str, address: str
) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(**{name: address})
    assert refusal.value.message.startswith(f"{name} has to ")
    assert "hunter2" not in refusal.value.message


@pytest.mark.parametrize(
    "address",
    [
        "postgres://db",
        "postgresql:///x",
        "postgresql+psycopg://ana:p%40:ss@[::1]:5432/x?sslmode=require",
        "postgresql://ana@/x?host=/run/a,db.example.org&port=5432,5433",
        "postgresql://ana:secret@a,b/x?target_session_attrs=read-write",
        "postgresql://zoë:pässword@bücher.example/läufe",
    ],
)
def test_an_address_of_a_database_is_kept_and_read_by_the_driver(address: str) -> None:
    url = read(DATABASE_URL=address).database_url
    assert url == address
    dialect = create_engine(sqlalchemy_url(url)).dialect
    dialect.create_connect_args(make_url(sqlalchemy_url(url)))


def test_two_services_on_one_port_are_refused() -> None:
    with pytest.raises(SettingsError, match="a port each"):
        read(LIFTLOG_PORT="5001")


def test_a_refused_secret_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as refusal:
        read(DATABASE_URL="mysql://admin:hunter2@db/x")
    assert "hunter2" not in refusal.value.message


def test_settings_never_show_their_secrets() -> None:
    shown = repr(read(SECRET_KEY="s" * 40, DATABASE_URL="postgresql://a:hunter2@b/c"))
    assert "hunter2" not in shown
    assert "sss" not in shown


def test_stats_and_migrations_use_the_database_of_core_unless_told_otherwise() -> None:
    settings = read(DATABASE_URL="postgresql://db/x")
    assert settings.stats_database_url == settings.migration_database_url == "postgresql://db/x"
    assert read(MIGRATION_DATABASE_URL="postgresql://o@db/x").migration_database_url


@pytest.mark.parametrize(
    "typed",
    ["https://ana:hunter2@db.example", "https://ana:hun/ter2@x", "ana:hunter2@x", "x:hunter2@"],
)
@pytest.mark.parametrize("name", ["PUBLIC_ORIGIN", "STATS_URL", "LIFTLOG_HOST", "LIFTLOG_DATA_DIR"])
def test_a_password_in_a_refused_address_is_not_repeated(name: str, typed: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(**{name: typed})
    assert "hunter2" not in refusal.value.message
    assert "ter2" not in refusal.value.message


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("http://host:80", "http://host"),
        ("https://host:443/", "https://host"),
        ("https://Bücher.example:8443", "https://xn--bcher-kva.example:8443"),
        ("http://[0:0::1]:25590", "http://[::1]:25590"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(typed: str, origin: str) -> None:
    assert read(PUBLIC_ORIGIN=typed).public_origin == origin


def test_a_host_is_kept_as_its_address_is_written() -> None:
    assert read(LIFTLOG_HOST="[::1]").host == "::1"
    assert read(LIFTLOG_HOST="127.1").host == "127.0.0.1"


def test_an_address_of_a_service_keeps_its_path() -> None:
    assert read(STATS_URL="HTTP://Stats:80/base/").stats_url == "http://stats/base"


def test_an_origin_loses_its_last_slash_and_its_capitals() -> None:
    assert read(PUBLIC_ORIGIN="https://Lift.Example.org/").public_origin == (
        "https://lift.example.org"
    )


def test_a_secret_can_come_from_a_file_and_loses_one_newline(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("k" * 40 + "\n\n")
    assert read(SECRET_KEY_FILE=str(file)).secret_key == "k" * 40 + "\n"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="both set"):
        read(SECRET_KEY="k" * 40, SECRET_KEY_FILE=str(tmp_path / "key"))


def test_a_secret_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        read(SECRET_KEY_FILE=str(tmp_path / "key"))


def test_a_secret_file_without_end_is_refused() -> None:
    with pytest.raises(SettingsError, match="too large"):
        read(SECRET_KEY_FILE="/dev/zero")


def test_only_secrets_come_from_files(tmp_path: Path) -> None:
    file = tmp_path / "port"
    file.write_text("1")
    assert read(LIFTLOG_PORT_FILE=str(file)).port == 25590


def test_data_is_kept_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert default_data_dir(HOME) == Path("/var/lib/liftlog")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert default_data_dir(HOME) == Path("/home/alice/.local/share/liftlog")
    assert default_data_dir({**HOME, "XDG_DATA_HOME": "/x"}) == Path("/x/liftlog")
    with pytest.raises(SettingsError, match="LIFTLOG_DATA_DIR"):
        default_data_dir({})


def test_the_options_of_an_address_are_those_that_the_library_of_postgresql_knows() -> None:
    known = {one.keyword.decode() for one in pq.Conninfo.get_defaults()}
    assert known <= database_urls.OPTIONS
    assert read(DATABASE_URL="postgresql://db/x?sslmode=require&keepalives=1").database_url


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://ana:hunter2@db:5433/log", "ana@db:5433/log"),
        ("postgresql://db", "db/"),
        ("postgresql://db/log?user=ana&password=hunter2&port=5433", "ana@db:5433/log"),
        ("postgresql:///log?host=/run/postgresql", "/run/postgresql/log"),
        ("postgresql+psycopg://ana:hunter2@[::1]/log", "ana@[::1]/log"),
    ],
)
def test_an_address_is_told_without_its_password(address: str, told: str) -> None:
    assert database_urls.address_of(address) == told
