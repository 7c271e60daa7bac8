"""What the documents say of settings, commands, codes and files is what the code has."""

import re
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages

import pytest
from click import Command, Context, Group

import liftlog
from liftlog.cli import main
from liftlog.kit.errors import LiftLogError
from liftlog.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(chain(ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md")))


def between(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found, f"README.md has no part {name!r}"
    return found[1]


def settings_table() -> str:
    rows = [
        f"| `{s.name}`{' (secret)' if s.secret else ''} | {s.default or 'not set'} | {s.description} |"
        for s in SETTINGS
    ]
    return "\n".join(["| setting | default | what it is |", "|---|---|---|", *rows, ""])


def all_errors() -> dict[str, int]:
    for module in walk_packages(liftlog.__path__, "liftlog."):
        if (
            not module.name.endswith(("__main__", "migrations.env"))
            and "versions" not in module.name
        ):
            import_module(module.name)
    found: list[type[LiftLogError]] = [LiftLogError]
    for kind in found:
        found.extend(kind.__subclasses__())
    return {kind.code: kind.status for kind in found}


def test_the_table_of_settings_is_the_one_in_the_code() -> None:
    assert between("settings") == settings_table()


def test_every_error_code_that_a_client_can_meet_is_documented() -> None:
    from liftlog.core.request.errors import HTTP_CODES

    documented = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", between("codes"), re.MULTILINE))
    # What stops a start is said on the command line, never over HTTP.
    over_http = {code: status for code, status in all_errors().items() if code not in STARTING}
    framework = {code: status for status, code in HTTP_CODES.items()}
    expected = {**over_http, **framework, "internal_error": 500}
    assert documented == {code: str(status) for code, status in expected.items()}


STARTING = {
    "wrong_argument",
    "wrong_setting",
    "bad_catalogue",
    "embedded_database",
    "already_running",
    "child_failed",
    "port_unusable",
    "backup",
    "database_refused",
    "citus_missing",
    "unhealthy",
    "tracing_unavailable",
}


def commands(group: Group, prefix: str = "") -> list[tuple[str, Command]]:
    context = Context(group)
    found: list[tuple[str, Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        path = f"{prefix}{name}"
        found += commands(command, f"{path} ") if isinstance(command, Group) else [(path, command)]
    return found


def test_every_command_is_in_the_readme() -> None:
    missing = [path for path, _ in commands(main) if f"`liftlog {path}" not in README]
    assert missing == []


def test_every_command_of_the_readme_exists() -> None:
    known = {path for path, _ in commands(main)}
    named = set(re.findall(r"`liftlog ([a-z]+(?: [a-z]+)?)", README))
    assert {name for name in named if name not in known and name.split()[0] not in known} == set()


def test_every_command_says_what_it_does() -> None:
    assert [path for path, command in commands(main) if not command.help] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_the_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)", text)
    local = [target for target in targets if not target.startswith(("http:", "https:"))]
    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_targets_that_the_documents_name_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|tests|docs|openapi)/[\w./-]+)`", text))
    assert [path for path in named if not (ROOT / path).exists()] == []
    targets = set(re.findall(r"`make ([a-z-]+)`", text))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [name for name in targets if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_the_architecture_page_has_few_enough_invariants_to_remember() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+ \|$", text.split("## Invariants")[1], re.MULTILINE)
    assert 10 < len(rows) - 1 <= 25, "the first row is the head"
