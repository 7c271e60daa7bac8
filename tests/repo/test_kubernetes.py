"""The manifests: valid, restricted, consistent in themselves and with the code they run."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from click import Context
from flask import Flask
from yaml.constructor import ConstructorError

from liftlog import __version__
from liftlog.cli import main
from liftlog.cli.running.draining import LIFE_AFTER_SIGTERM_S
from liftlog.core.app import create_app as create_core
from liftlog.settings import SETTINGS, Settings
from liftlog.stats.app import create_app as create_stats

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "k8s"
FILES = sorted(FOLDER.glob("*.yaml"))
OVERLAY = FOLDER / "overlays" / "cloudnativepg"
KUBERNETES = "1.36"
NAMED = [
    "00-namespace.yaml",
    "01-config.yaml",
    "01-secrets.template.yaml",
    "02-postgres.yaml",
    "03-stats.yaml",
    "04-core.yaml",
    "05-hpa.yaml",
]
# Kinds that a cluster only knows once somebody has installed them.
CUSTOM_KINDS = {"Cluster"}
# Made by hand, with what is in them. The last is only there where backups leave the cluster.
SECRETS = {
    "liftlog-secrets": {"SECRET_KEY", "TIMEZONEDB_API_KEY"},
    "liftlog-database": {"admin-password", "owner-password", "core-password", "stats-password"},
    "liftlog-backup": {
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_REGION",
        "LIFTLOG_S3_ENDPOINT",
    },
}
WORKLOADS = ("StatefulSet", "Deployment", "Job", "CronJob")

Manifest = dict[str, Any]


class _Strict(yaml.SafeLoader):  # type: ignore[misc] # It comes without types.
    """As the API server reads with strict field validation: a key stands once."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[object, object]:
    found: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise ConstructorError(None, None, f"{key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def documents(text: str) -> list[Manifest]:
    return [one for one in yaml.load_all(text, Loader=_Strict) if one]


@dataclass(frozen=True)
class Workload:
    """What runs, with its pod."""

    manifest: Manifest
    pod: Manifest
    labels: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.manifest['kind']}/{self.manifest['metadata']['name']}"

    @property
    def containers(self) -> list[Manifest]:
        return [*self.pod.get("initContainers", []), *self.pod["containers"]]


def workloads(manifests: list[Manifest]) -> Iterator[Workload]:
    for one in manifests:
        if one["kind"] in WORKLOADS:
            spec = one["spec"]
            spec = spec["jobTemplate"]["spec"] if one["kind"] == "CronJob" else spec
            template = spec["template"]
            yield Workload(one, template["spec"], template["metadata"]["labels"])


BASE = [one for path in FILES for one in documents(path.read_text("utf-8"))]
RUN = list(workloads(BASE))
every_manifest = pytest.mark.parametrize(
    "manifest", BASE, ids=lambda one: f"{one['kind']}-{one['metadata']['name']}"
)
every_workload = pytest.mark.parametrize("workload", RUN, ids=lambda one: one.name)


def of_kind(kind: str, manifests: list[Manifest] = BASE) -> list[Manifest]:
    return [one for one in manifests if one["kind"] == kind]


def named(kind: str, name: str, manifests: list[Manifest] = BASE) -> Manifest:
    (found,) = (one for one in of_kind(kind, manifests) if one["metadata"]["name"] == name)
    return found


def running(name: str) -> Workload:
    (found,) = (one for one in RUN if one.name == name)
    return found


def test_the_files_have_the_names_that_they_were_promised_under() -> None:
    names = [path.name for path in FILES]
    assert names[: len(NAMED)] == NAMED


def test_a_key_that_stands_twice_is_noticed() -> None:
    with pytest.raises(ConstructorError, match="stands twice"):
        documents("a: 1\na: 2\n")


@every_manifest
def test_a_manifest_is_valid_for_kubernetes(manifest: Manifest) -> None:
    assert kubernetes_validate.validate(manifest, KUBERNETES, strict=True) == KUBERNETES


def test_a_field_that_does_not_exist_is_noticed() -> None:
    wrong = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"nmae": "liftlog"}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_nothing_is_made_twice_or_outside_of_the_namespace() -> None:
    made = [(one["kind"], one["metadata"]["name"]) for one in BASE]
    assert len(set(made)) == len(made)
    outside = [one for one in BASE if one["metadata"].get("namespace") != "liftlog"]
    assert [one["kind"] for one in outside] == ["Namespace"]
    assert BASE[0] is outside[0]


def test_the_namespace_refuses_what_is_not_restricted() -> None:
    labels = BASE[0]["metadata"]["labels"]
    for mode in ("enforce", "audit", "warn"):
        assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"


def unrestricted(pod: Manifest, container: Manifest) -> list[str]:
    """What the profile `restricted`, or we, would refuse."""
    whole, own = pod["securityContext"], container["securityContext"]
    wanted = {
        "runAsNonRoot": whole.get("runAsNonRoot") is True,
        "runAsUser": whole.get("runAsUser", 0) > 0,
        "seccompProfile": whole.get("seccompProfile") == {"type": "RuntimeDefault"},
        "allowPrivilegeEscalation": own.get("allowPrivilegeEscalation") is False,
        "readOnlyRootFilesystem": own.get("readOnlyRootFilesystem") is True,
        "capabilities": own.get("capabilities") == {"drop": ["ALL"]},
        "host": not any(pod.get(name) for name in ("hostNetwork", "hostPID", "hostIPC")),
        "volumes": all(
            set(one) - {"name"} <= {"configMap", "emptyDir", "persistentVolumeClaim"}
            for one in pod.get("volumes", [])
        ),
    }
    return [name for name, held in wanted.items() if not held]


@every_workload
def test_every_container_is_restricted(workload: Workload) -> None:
    for container in workload.containers:
        assert unrestricted(workload.pod, container) == []


@every_workload
def test_nobody_gets_a_token_or_the_addresses_of_other_services(workload: Workload) -> None:
    assert workload.pod["automountServiceAccountToken"] is False
    assert workload.pod["enableServiceLinks"] is False
    account = named("ServiceAccount", workload.pod["serviceAccountName"])
    assert account["automountServiceAccountToken"] is False


@every_workload
def test_every_container_says_what_it_needs_and_what_it_may_take(workload: Workload) -> None:
    for container in workload.containers:
        for what in ("cpu", "memory"):
            assert container["resources"]["requests"][what]
            assert container["resources"]["limits"][what]


@every_workload
def test_every_image_has_a_version_that_is_ours(workload: Workload) -> None:
    for container in workload.containers:
        name, _, tag = container["image"].rpartition(":")
        expected = {
            "liftlogcloud-core": __version__,
            "liftlogcloud-stats": __version__,
            "postgres": "17",
        }
        assert expected[name] == tag
        assert container["imagePullPolicy"] == "IfNotPresent"
    version = workload.labels.get("app.kubernetes.io/version", __version__)
    assert version == __version__


def test_a_release_makes_a_migration_of_its_own() -> None:
    (job,) = of_kind("Job")
    assert job["metadata"]["name"] == f"migration-{__version__.replace('.', '-')}"
    assert job["spec"]["ttlSecondsAfterFinished"] > 0


KNOWN = {setting.name for setting in SETTINGS}
OF_POSTGRES = {
    "POSTGRES_USER",
    "POSTGRES_DB",
    "POSTGRES_PASSWORD",
    "POSTGRES_INITDB_ARGS",
    "PGDATA",
}
ROLES = re.search(
    r"10-roles.sql: \|\n(.*?)\n---", (FOLDER / "02-postgres.yaml").read_text(), re.DOTALL
)


def unknown_names(workload: Workload) -> set[str]:
    """Variables that are neither settings nor parts of one further down."""
    found: set[str] = set()
    for container in workload.containers:
        env = container.get("env", [])
        used = set(re.findall(r"\$\((\w+)\)", " ".join(str(one.get("value")) for one in env)))
        found |= {one["name"] for one in env} - used
    return found - KNOWN


@every_workload
def test_what_a_container_is_told_is_a_setting(workload: Workload) -> None:
    if workload.name == "StatefulSet/postgres":
        assert ROLES
        asked_by_roles = set(re.findall(r"\\getenv \w+ (\w+)", ROLES[1]))
        assert unknown_names(workload) == OF_POSTGRES | asked_by_roles
    else:
        assert unknown_names(workload) == set()


def test_what_is_configured_is_a_setting_with_a_value_that_can_be_used() -> None:
    configured = named("ConfigMap", "liftlog-config")["data"]
    assert set(configured) <= KNOWN
    settings = Settings.from_environment({"HOME": "/", **configured})
    assert settings.host == "0.0.0.0"  # noqa: S104 Within a container.
    assert settings.stats_url == "http://stats:5000"


def test_prometheus_finds_the_figures_of_every_pod_and_is_let_in() -> None:
    port = settings_of("core").metrics_port
    assert port
    for name in ("core", "stats"):
        deployment = running(f"Deployment/{name}")
        said = deployment.manifest["spec"]["template"]["metadata"]["annotations"]
        assert said["prometheus.io/port"] == str(port)
        (container,) = deployment.containers
        assert {"name": "metrics", "containerPort": port, "protocol": "TCP"} in container["ports"]
        assert reached_by(name, port) == {"*"}
        (rule,) = [
            one
            for one in named("NetworkPolicy", name)["spec"]["ingress"]
            if one["ports"][0]["port"] == port
        ]
        (peer,) = rule["from"]
        assert peer == {"namespaceSelector": {"matchLabels": {MONITORING: "monitoring"}}}


MONITORING = "kubernetes.io/metadata.name"


def env_of(workload: Workload) -> list[Manifest]:
    return [one for container in workload.containers for one in container.get("env", [])]


def out_of_order(env: list[Manifest]) -> list[str]:
    """Variables that are used before they are there: Kubernetes would leave them as they stand."""
    seen: set[str] = set()
    wrong: list[str] = []
    for one in env:
        wrong += [n for n in re.findall(r"\$\((\w+)\)", one.get("value", "")) if n not in seen]
        seen.add(one["name"])
    return wrong


@every_workload
def test_a_variable_is_there_before_it_is_used(workload: Workload) -> None:
    assert out_of_order(env_of(workload)) == []


def secret_keys(manifests: list[Manifest]) -> Iterator[tuple[str, str, bool]]:
    for workload in workloads(manifests):
        for one in env_of(workload):
            ref = one.get("valueFrom", {}).get("secretKeyRef")
            if ref:
                yield ref["name"], ref["key"], ref.get("optional", False)


def test_every_secret_that_is_asked_for_is_one_that_people_are_told_to_make() -> None:
    optional = {"TIMEZONEDB_API_KEY"} | SECRETS["liftlog-backup"]
    for name, key, may_be_missing in secret_keys(BASE):
        assert key in SECRETS[name]
        assert may_be_missing is (key in optional)


def test_the_template_is_like_the_secrets_and_can_not_take_their_place() -> None:
    templates = {one["metadata"]["name"]: set(one["stringData"]) for one in of_kind("Secret")}
    assert templates == {
        f"{name}-template": SECRETS[name] for name in ("liftlog-secrets", "liftlog-database")
    }
    asked = {name for name, _, _ in secret_keys(BASE)}
    assert asked == set(SECRETS)


def test_the_template_holds_no_value() -> None:
    assert [
        value for one in of_kind("Secret") for value in one["stringData"].values() if value
    ] == []


def test_the_readme_makes_the_secrets_and_applies_the_files_in_order() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in ("liftlog-secrets", "liftlog-database"):
        command = re.search(rf"create secret generic {name} ((?:.*\\\n)*.*)", readme)
        assert command
        keys = set(re.findall(r"--from-literal=([\w-]+)=", command[1]))
        assert keys == SECRETS[name] - {"TIMEZONEDB_API_KEY"}
    applied = re.findall(r"kubectl apply -f k8s/([\w.-]+\.yaml)", readme)
    assert applied == [path.name for path in FILES if "template" not in path.name]


def references(workload: Workload) -> Iterator[tuple[str, str]]:
    for volume in workload.pod.get("volumes", []):
        if "configMap" in volume:
            yield "ConfigMap", volume["configMap"]["name"]
        if "persistentVolumeClaim" in volume:
            yield "PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]
    for container in workload.containers:
        for one in container.get("envFrom", []):
            yield "ConfigMap", one["configMapRef"]["name"]


@every_workload
def test_what_a_pod_refers_to_is_there(workload: Workload) -> None:
    for kind, name in references(workload):
        assert named(kind, name)
    volumes = {one["name"] for one in workload.pod.get("volumes", [])}
    claims = workload.manifest["spec"].get("volumeClaimTemplates", [])
    volumes |= {one["metadata"]["name"] for one in claims}
    mounts = {one["name"] for c in workload.containers for one in c.get("volumeMounts", [])}
    assert mounts == volumes


@pytest.fixture(scope="module")
def apps() -> dict[str, Flask]:
    settings = Settings(
        data_dir=Path("/nowhere"),
        secret_key="k" * 32,
        database_url="postgresql://nobody@127.0.0.1:1/none",
        stats_database_url="postgresql://nobody@127.0.0.1:1/none",
    )
    return {"core": create_core(settings), "stats": create_stats(settings)}


@pytest.mark.parametrize(("name", "port"), [("core", 25590), ("stats", 5000)])
def test_a_service_is_asked_whether_it_lives_where_it_answers_that(
    apps: dict[str, Flask], name: str, port: int
) -> None:
    (container,) = running(f"Deployment/{name}").containers
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    assert ports["http"] == port
    probes = {kind: container[f"{kind}Probe"]["httpGet"] for kind in PROBES}
    assert {kind: probe["path"] for kind, probe in probes.items()} == PROBES
    # The port of metrics answers also while all threads are at work.
    assert {kind: probe["port"] for kind, probe in probes.items()} == {
        "startup": "http",
        "liveness": "metrics",
        "readiness": "http",
    }
    routes = {rule.rule for rule in apps[name].url_map.iter_rules()}
    assert set(PROBES.values()) <= routes
    assert container["args"][-3:] == ["liftlog", "serve", name]


# Living is not being ready: a database that is away must not restart anything.
PROBES = {"startup": "/health", "liveness": "/health", "readiness": "/health/ready"}


def settings_of(name: str) -> Settings:
    """What the service will read, as far as it stands in the manifests."""
    given = {**named("ConfigMap", "liftlog-config")["data"]}
    given |= {
        one["name"]: one["value"] for one in env_of(running(f"Deployment/{name}")) if "value" in one
    }
    return Settings.from_environment(given)


def test_the_services_listen_where_they_are_asked() -> None:
    assert settings_of("core").port == 25590
    assert settings_of("stats").stats_port == 5000
    core, stats = named("Service", "core")["spec"], named("Service", "stats")["spec"]
    assert (core["type"], core["ports"][0]["port"]) == ("LoadBalancer", 25590)
    assert (stats["type"], stats["ports"][0]["port"]) == ("ClusterIP", 5000)
    assert settings_of("core").stats_url == f"http://stats:{stats['ports'][0]['port']}"


def test_each_uses_the_database_as_its_own_role() -> None:
    role = re.compile(r"postgresql://(\w+):\$\((\w+)\)@postgres:5432/workouts")
    core, stats = settings_of("core"), settings_of("stats")
    urls = (core.database_url, core.migration_database_url, stats.stats_database_url)
    found = [role.fullmatch(url) for url in urls]
    assert [one and one[1] for one in found] == ["liftlog_core", "liftlog_owner", "liftlog_stats"]
    assert not stats.database_url


def test_the_process_that_serves_does_not_have_the_owners_key() -> None:
    for workload in RUN:
        for container in workload.containers:
            if container.get("args", [])[-3:-1] != ["liftlog", "serve"]:
                continue
            keys = [
                one["name"]
                for one in container["env"]
                if "owner" in str(one) or "OWNER" in str(one)
            ]
            args = container["args"]
            taken = {args[i + 1] for i, one in enumerate(args) if one == "-u"}
            assert taken == set(keys)


@every_workload
def test_what_a_container_runs_is_a_command(workload: Workload) -> None:
    for container in workload.containers:
        args = container.get("args", [])
        if "liftlog" in args:
            command = args[args.index("liftlog") + 1]
            assert command in main.list_commands(Context(main))


@every_workload
def test_a_pod_has_policies_for_both_ways(workload: Workload) -> None:
    name = workload.labels["app.kubernetes.io/name"]
    policy = named("NetworkPolicy", name)["spec"]
    assert policy["podSelector"]["matchLabels"] == {"app.kubernetes.io/name": name}
    assert policy["policyTypes"] == ["Ingress", "Egress"]


def reached_by(name: str, port: int) -> set[str]:
    """Who of ours may come in at this port; `*` for anybody."""
    found: set[str] = set()
    for rule in named("NetworkPolicy", name)["spec"]["ingress"]:
        if port not in {one["port"] for one in rule["ports"]}:
            continue
        for peer in rule.get("from", [{}]):
            selector = peer.get("podSelector")
            if selector is None:
                found.add("*")
                continue
            found |= set(selector.get("matchLabels", {}).values())
            found |= {v for one in selector.get("matchExpressions", []) for v in one["values"]}
    return found


def test_only_core_reaches_stats_and_only_ours_the_database() -> None:
    assert reached_by("core", 25590) == {"*"}
    assert reached_by("stats", 5000) == {"core"}
    assert reached_by("postgres", 5432) == {"core", "stats", "migration", "backup"}
    deny = named("NetworkPolicy", "default-deny")["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


# Only names are asked for there: NodeLocal DNSCache.
OF_THE_NODE = {"ipBlock": {"cidr": "169.254.20.10/32"}}


def test_only_stats_reaches_the_world_and_only_by_https() -> None:
    out = {
        policy["metadata"]["name"]: [
            port["port"]
            for rule in policy["spec"].get("egress", [])
            for port in rule["ports"]
            if any("ipBlock" in peer and peer != OF_THE_NODE for peer in rule["to"])
        ]
        for policy in of_kind("NetworkPolicy")
    }
    assert {name: ports for name, ports in out.items() if ports} == {"stats": [443]}


@pytest.mark.parametrize("kind", ["Service", "PodDisruptionBudget"])
def test_what_selects_pods_selects_those_of_its_name(kind: str) -> None:
    for one in of_kind(kind):
        selector = one["spec"]["selector"]
        labels = selector.get("matchLabels", selector)
        found = [run for run in RUN if labels.items() <= run.labels.items()]
        assert [run.manifest["metadata"]["name"] for run in found] == [one["metadata"]["name"]]


def test_the_autoscaler_alone_says_how_many_there_are() -> None:
    for one in of_kind("HorizontalPodAutoscaler"):
        target = one["spec"]["scaleTargetRef"]
        deployment = named(target["kind"], target["name"])
        assert "replicas" not in deployment["spec"]
        assert one["spec"]["minReplicas"] >= 2


def test_a_release_takes_no_replica_away_before_the_next_is_ready() -> None:
    for one in of_kind("Deployment"):
        assert one["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
        pod = one["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        quiet_s = container["lifecycle"]["preStop"]["sleep"]["seconds"]
        assert pod["terminationGracePeriodSeconds"] > quiet_s + LIFE_AFTER_SIGTERM_S
        assert 0 < settings_of(one["metadata"]["name"]).drain_s < LIFE_AFTER_SIGTERM_S


def connections() -> int:
    """As many as all replicas can open at once, with one of each being replaced."""
    threads = settings_of("core").threads
    scaled = of_kind("HorizontalPodAutoscaler")
    return sum((one["spec"]["maxReplicas"] + 1) * threads for one in scaled)


def test_the_database_takes_as_many_connections_as_all_replicas_can_open() -> None:
    (postgres,) = running("StatefulSet/postgres").containers
    (setting,) = [one for one in postgres["args"] if one.startswith("max_connections=")]
    # A migration, a backup with its proof, and whoever has a look; 3 are the superuser's.
    assert connections() + 10 + 3 <= int(setting.partition("=")[2])


def test_the_roles_are_made_as_compose_makes_them() -> None:
    source = ROOT / "deploy" / "postgres" / "10-roles.sql"
    if not source.exists():
        pytest.skip("Compose is not in this tree.")
    (init,) = [one for one in of_kind("ConfigMap") if one["metadata"]["name"] == "postgres-init"]
    assert init["data"][source.name] == source.read_text("utf-8")


OVERLAY_FILES = documents((OVERLAY / "kustomization.yaml").read_text("utf-8"))[0]


def test_the_overlay_is_made_of_all_manifests_but_the_template() -> None:
    named_files = {(OVERLAY / name).resolve() for name in OVERLAY_FILES["resources"]}
    expected = {path for path in FILES if "template" not in path.name}
    assert named_files == expected | {OVERLAY / "database.yaml"}


def test_every_patch_of_the_overlay_meets_something() -> None:
    for one in OVERLAY_FILES["patches"]:
        target = one.get("target")
        if target:
            names = target["name"].split("|")
            assert all(named(target["kind"], name) for name in names)
            continue
        (patch,) = documents(one["patch"])
        base = named(patch["kind"], patch["metadata"]["name"])
        assert base["apiVersion"] == patch["apiVersion"]
        if "spec" in patch:
            assert container_names(patch) <= container_names(base)


def container_names(manifest: Manifest) -> set[str]:
    spec = manifest["spec"]
    spec = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
    return {one["name"] for one in spec["template"]["spec"]["containers"]}


def test_what_the_overlay_adds_is_valid_where_kubernetes_knows_it() -> None:
    added = documents((OVERLAY / "database.yaml").read_text("utf-8"))
    for one in added:
        if one["kind"] not in CUSTOM_KINDS:
            kubernetes_validate.validate(one, KUBERNETES, strict=True)
    assert {one["kind"] for one in added} == {"Cluster", "NetworkPolicy"}


@pytest.fixture(scope="module")
def built() -> list[Manifest]:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("There is no kubectl to build the overlay with.")
    done = subprocess.run(
        [kubectl, "kustomize", "--load-restrictor=LoadRestrictionsNone", str(OVERLAY)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return documents(done.stdout)


def test_the_overlay_builds_into_valid_manifests(built: list[Manifest]) -> None:
    for one in built:
        if one["kind"] not in CUSTOM_KINDS:
            kubernetes_validate.validate(one, KUBERNETES, strict=True)


def test_the_overlay_knows_no_postgres_of_ours_and_reads_statistics_from_a_replica(
    built: list[Manifest],
) -> None:
    assert not of_kind("StatefulSet", built)
    for workload in workloads(built):
        assert out_of_order(env_of(workload)) == []
        urls = {one["name"]: one.get("value", "") for one in env_of(workload)}
        hosts = {name: url.split("@")[1] for name, url in urls.items() if name.endswith("_URL")}
        for name, place in hosts.items():
            service = "ro" if name.startswith("STATS_") else "rw"
            assert place == f"liftlog-db-{service}:5432/workouts?sslmode=require"
    asked = {name for name, _, _ in secret_keys(built)}
    assert asked == {
        "liftlog-backup",
        "liftlog-db-core",
        "liftlog-db-owner",
        "liftlog-db-stats",
        "liftlog-secrets",
    }
