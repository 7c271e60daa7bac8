"""What GitHub runs for us: pinned, and with as few rights as it needs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from liftlog import __version__

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
ACTION = re.compile(r"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
# What a job may have beside reading the code.
MORE = {("release.yml", "publish"): {"packages": "write", "id-token": "write"}}

every_workflow = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return found


def test_the_workflows_were_found() -> None:
    assert [path.name for path in FILES] == ["release.yml", "test.yml"]


@every_workflow
def test_every_action_is_pinned_to_a_commit_and_says_its_version(path: Path) -> None:
    used = re.findall(r"uses: .*", path.read_text("utf-8"))
    assert used
    assert [one for one in used if not ACTION.fullmatch(one)] == []


@every_workflow
def test_a_workflow_has_no_rights_and_a_job_those_that_it_needs(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {}
    for name, job in jobs(path).items():
        assert job["permissions"] == {"contents": "read", **MORE.get((path.name, name), {})}
        assert job["timeout-minutes"] <= 60


@every_workflow
def test_an_auditor_finds_nothing(path: Path) -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--persona=pedantic", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_published_is_tested_scanned_signed_and_listed() -> None:
    publish = jobs(FOLDER / "release.yml")["publish"]
    assert publish["needs"] == "test"
    assert publish["strategy"]["matrix"]["service"] == ["core", "stats"]
    steps = [f"{step.get('uses', '')} {step.get('run', '')}" for step in publish["steps"]]

    def place(what: str) -> int:
        return next(number for number, step in enumerate(steps) if what in step)

    assert place("trivy-action") < place("build-push-action") < place("cosign sign")
    assert place("cosign sign") < place("cosign verify")
    built = publish["steps"][place("build-push-action")]["with"]
    assert built["platforms"] == "linux/amd64,linux/arm64"
    assert (built["push"], built["sbom"], built["provenance"]) == (True, True, "mode=max")


def test_the_tag_of_a_release_is_compared_with_the_version() -> None:
    (step,) = [
        one for one in jobs(FOLDER / "release.yml")["test"]["steps"] if "REF_NAME" in str(one)
    ]
    command = step["run"].replace("$GITHUB_REF_NAME", f"v{__version__}")
    for ref, wanted in ((command, 0), (step["run"].replace("$GITHUB_REF_NAME", "v9.9.9"), 1)):
        assert subprocess.run(["sh", "-c", ref], cwd=ROOT, check=False).returncode == wanted
