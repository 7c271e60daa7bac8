"""The Compose file, read by Compose itself; no engine needed."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from liftlog.ops.embedded.cluster import CORE, OWNER, STATS
from liftlog.settings import SETTINGS, Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = Path(sys.executable).with_name("docker-compose")
SECRETS = (
    "SECRET_KEY",
    "POSTGRES_PASSWORD",
    "LIFTLOG_OWNER_PASSWORD",
    "LIFTLOG_CORE_PASSWORD",
    "LIFTLOG_STATS_PASSWORD",
)
OURS = ("migrate", "stats", "core", "backup")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has who got the repository and made the secrets."""
    made = tmp_path_factory.mktemp("compose")
    shutil.copy(ROOT / "docker-compose.yml", made)
    shutil.copytree(ROOT / "deploy", made / "deploy")
    make_env(made)
    return made


@pytest.fixture(scope="module")
def project(folder: Path) -> dict[str, Any]:
    said = compose(folder, "--profile", "backup", "config", "--format", "json")
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def make_env(folder: Path) -> str:
    command = ["sh", str(folder / "deploy" / "make-env.sh")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def compose(folder: Path, *arguments: str, **set_too: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **set_too}
    return subprocess.run(
        [COMPOSE, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def secrets_of(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_compose_has_nothing_to_say(folder: Path) -> None:
    said = compose(folder, "config", "-q")
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_without_secrets_it_is_refused_and_says_what_makes_them(
    folder: Path, tmp_path: Path
) -> None:
    shutil.copy(folder / "docker-compose.yml", tmp_path)
    said = compose(tmp_path, "config", "-q")
    assert said.returncode != 0
    for name in SECRETS:
        assert f"{name} is missing a value: sh deploy/make-env.sh makes it" in said.stderr


def test_secrets_are_long_and_different_and_nobody_elses_to_read(folder: Path) -> None:
    made = secrets_of(folder)
    assert set(made) == set(SECRETS)
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in made.values())
    assert len(set(made.values())) == len(made)
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600


def test_making_secrets_again_keeps_those_that_are_there(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    (tmp_path / ".env").write_text("LIFTLOG_BIND=0.0.0.0\nSECRET_KEY=of-before")
    make_env(tmp_path)
    first = secrets_of(tmp_path)
    make_env(tmp_path)
    assert secrets_of(tmp_path) == first
    assert (first["SECRET_KEY"], first["LIFTLOG_BIND"]) == ("of-before", "0.0.0.0")  # noqa: S104 Text.
    assert set(first) == {*SECRETS, "LIFTLOG_BIND"}


def test_the_database_can_read_what_makes_its_roles_however_it_was_checked_out(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    script = tmp_path / "deploy" / "postgres" / "10-roles.sql"
    script.chmod(0o600)
    script.parent.chmod(0o700)
    make_env(tmp_path)
    assert stat.S_IMODE(script.stat().st_mode) == 0o644
    assert stat.S_IMODE(script.parent.stat().st_mode) == 0o755


def test_no_secret_stands_in_a_file_of_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".env" in ignored
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in SECRETS:
        assert set(re.findall(rf"\$\{{{name}([^}}]*)\}}", text)) == {
            ":?sh deploy/make-env.sh makes it"
        }
        assert re.findall(rf"{name}: (?!\$)", text) == []


def test_every_setting_that_a_service_is_given_exists_and_can_be_used(
    project: dict[str, Any],
) -> None:
    known = {setting.name for setting in SETTINGS}
    for name in OURS:
        given = {
            key: value for key, value in project["services"][name]["environment"].items() if value
        }
        assert set(given) <= known, name
        Settings.from_environment({"LIFTLOG_DATA_DIR": "/nowhere", **given})


def test_each_image_is_built_by_one_service(project: dict[str, Any]) -> None:
    """Two builds of one name at the same time fail where containerd keeps the images."""
    built = [one["image"] for one in project["services"].values() if "build" in one]
    assert sorted(built) == ["liftlogcloud-core:latest", "liftlogcloud-stats:latest"]


def test_images_can_be_somebody_elses_by_their_address_and_version(folder: Path) -> None:
    own = compose(folder, "config", "--images").stdout.split()
    assert {"liftlogcloud-core:latest", "liftlogcloud-stats:latest"} < set(own)
    where = {"LIFTLOG_IMAGES": "registry.example.org/ana/", "LIFTLOG_VERSION": "1.2.3"}
    theirs = compose(folder, "config", "--images", **where).stdout.split()
    assert {image for image in theirs if "liftlog" in image} == {
        "registry.example.org/ana/liftlogcloud-core:1.2.3",
        "registry.example.org/ana/liftlogcloud-stats:1.2.3",
    }


def test_people_find_core_on_25590_and_stats_on_5001_of_this_machine_only(
    project: dict[str, Any],
) -> None:
    published = {
        name: [
            (port["host_ip"], port["published"], port["target"])
            for port in service.get("ports", [])
        ]
        for name, service in project["services"].items()
    }
    assert {name: ports for name, ports in published.items() if ports} == {
        "core": [("127.0.0.1", "25590", 25590)],
        "stats": [("127.0.0.1", "5001", 5000)],
    }


def test_each_service_knows_its_own_role_only(folder: Path, project: dict[str, Any]) -> None:
    secrets = secrets_of(folder)
    passwords = {
        secrets["POSTGRES_PASSWORD"]: "admin",
        secrets["LIFTLOG_OWNER_PASSWORD"]: OWNER,
        secrets["LIFTLOG_CORE_PASSWORD"]: CORE,
        secrets["LIFTLOG_STATS_PASSWORD"]: STATS,
    }
    known: dict[str, set[str]] = {}
    for name in OURS:
        values = " ".join(filter(None, project["services"][name]["environment"].values()))
        known[name] = {role for password, role in passwords.items() if password in values}
    assert known == {
        "migrate": {OWNER},
        # The owner's is for whoever is let in; the process that serves starts without it.
        "core": {CORE, OWNER},
        "stats": {STATS},
        "backup": {OWNER},
    }
    core = project["services"]["core"]
    assert "command" not in core or core["command"] is None
    assert OWNER in core["environment"]["MIGRATION_DATABASE_URL"]
    assert OWNER not in core["environment"]["DATABASE_URL"]


def test_nothing_can_write_to_its_image_or_gain_a_right(project: dict[str, Any]) -> None:
    for name, service in project["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "cap_add" not in service, name
        assert "privileged" not in service, name


def test_everything_has_a_limit(project: dict[str, Any]) -> None:
    for name, service in project["services"].items():
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}, name
        assert service["logging"]["options"]["max-size"] == "10m", name


def test_services_start_in_the_order_of_what_they_need(project: dict[str, Any]) -> None:
    needs = {
        name: {other: need["condition"] for other, need in service.get("depends_on", {}).items()}
        for name, service in project["services"].items()
    }
    assert needs == {
        "postgres": {},
        "migrate": {"postgres": "service_healthy"},
        "stats": {"migrate": "service_completed_successfully"},
        "core": {"migrate": "service_completed_successfully", "stats": "service_healthy"},
        "backup": {"postgres": "service_healthy"},
    }


def test_the_database_is_reached_by_nobody_outside(project: dict[str, Any]) -> None:
    assert project["networks"]["database"]["internal"] is True
    assert list(project["services"]["postgres"]["networks"]) == ["database"]


def test_a_backup_is_made_with_programs_of_the_servers_version(project: dict[str, Any]) -> None:
    major = project["services"]["postgres"]["image"].removeprefix("postgres:")
    assert f"ARG POSTGRES_MAJOR={major}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_script_that_makes_the_roles_makes_those_of_the_embedded_database() -> None:
    text = (ROOT / "deploy" / "postgres" / "10-roles.sql").read_text(encoding="utf-8")
    assert re.findall(r"CREATE ROLE (\w+) LOGIN", text) == [OWNER, CORE, STATS]
    assert f'ALTER DATABASE :"DBNAME" OWNER TO {OWNER};' in text
    assert 'REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;' in text
    assert f'GRANT CONNECT ON DATABASE :"DBNAME" TO {CORE}, {STATS};' in text
