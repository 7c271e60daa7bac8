"""What Prometheus and a collector of traces get to see of real services."""

import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from tools.ports import free_port

from tests.processes.running import LiftLog, Member, Service, until
from tests.stand_ins.otlp import Collector

pytestmark = pytest.mark.processes

SUMMARY = "/api/v1/stats/summary"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"


@dataclass(frozen=True, slots=True)
class Watched:
    core: Service
    metrics: str
    stats_metrics: str
    collector: Collector

    def figures(self, address: str) -> dict[str, float]:
        """Values by series, as `name{labels}` stands in the exposition."""
        answer = httpx2.get(f"{address}/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
        return {series: float(value) for series, _, value in (one.rpartition(" ") for one in lines)}


@pytest.fixture(scope="module")
def watched(liftlog: LiftLog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    stats_port, metrics_port, stats_metrics_port = free_port(), free_port(), free_port()
    with Collector() as collector:
        common = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        stats_url = f"http://127.0.0.1:{stats_port}"
        with (
            liftlog.service(
                "stats",
                stats_port,
                folder,
                **common,
                LIFTLOG_METRICS_PORT=str(stats_metrics_port),
            ),
            liftlog.service(
                "core",
                free_port(),
                folder,
                **common,
                LIFTLOG_METRICS_PORT=str(metrics_port),
                STATS_URL=stats_url,
            ) as core,
        ):
            yield Watched(
                core,
                f"http://127.0.0.1:{metrics_port}",
                f"http://127.0.0.1:{stats_metrics_port}",
                collector,
            )


def test_requests_are_counted_by_the_template_of_their_address(
    watched: Watched, lifter: Member
) -> None:
    for _ in range(3):
        path = f"/api/v1/workouts/{uuid.uuid4()}"
        assert httpx2.get(watched.core.address + path, headers=lifter.headers).status_code == 404
    httpx2.get(f"{watched.core.address}/some/{uuid.uuid4()}")
    httpx2.request("BREW", f"{watched.core.address}/coffee")
    found = watched.figures(watched.metrics)
    route = 'route="/api/v1/workouts/<uuid:workout_id>"'
    assert found[f'liftlog_requests_total{{method="GET",{route},service="core",status="404"}}'] == 3
    assert (
        found[f'liftlog_request_duration_seconds_count{{method="GET",{route},service="core"}}'] == 3
    )
    lost = 'method="GET",route="unmatched",service="core",status="404"'
    assert found[f"liftlog_requests_total{{{lost}}}"] >= 1
    assert not any("coffee" in series or "BREW" in series for series in found)
    assert not any(re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", series) for series in found)


def test_the_state_of_everything_else_is_shown(watched: Watched, lifter: Member) -> None:
    address = watched.core.address + SUMMARY
    assert httpx2.get(address, headers=lifter.headers).status_code == 200
    found = watched.figures(watched.metrics)
    core = 'service="core"'
    assert found[f'liftlog_stats_breaker_state{{{core},state="closed"}}'] == 1
    assert found[f'liftlog_stats_breaker_state{{{core},state="open"}}'] == 0
    assert found[f'liftlog_stats_requests_total{{outcome="answered",{core}}}'] >= 1
    assert found[f"liftlog_stats_request_duration_seconds_count{{{core}}}"] >= 1
    assert found[f"liftlog_pool_max{{{core}}}"] == 32
    assert found[f"liftlog_pool_waiting{{{core}}}"] == 0
    assert found[f"liftlog_draining{{{core}}}"] == 0
    assert found["process_resident_memory_bytes"] > 10_000_000
    of_stats = watched.figures(watched.stats_metrics)
    assert [series for series in of_stats if series.startswith("liftlog_build_info")]
    asked = f'method="GET",route="{SUMMARY}",service="stats",status="200"'
    assert of_stats[f"liftlog_requests_total{{{asked}}}"] >= 1


def test_operations_of_devices_are_counted_by_what_became_of_them(
    watched: Watched, liftlog: LiftLog
) -> None:
    member = liftlog.member("syncing")
    operation = {
        "id": str(uuid.uuid4()),
        "kind": "workout",
        "verb": "put",
        "target": str(uuid.uuid4()),
        "stamp": "001763980000000-0001-9f3a2b1c",
        "fields": {"title": "Push", "started_at": "2026-11-20T10:00:00Z", "time_zone": "UTC"},
    }
    body = {"device": str(uuid.uuid4()), "operations": [operation]}
    address = f"{watched.core.address}/api/v1/sync"
    for expected in ("applied", "duplicate"):
        answer = httpx2.post(address, json=body, headers=member.headers)
        assert [ack["status"] for ack in answer.json()["acks"]] == [expected], answer.text
    found = watched.figures(watched.metrics)
    for outcome in ("applied", "duplicate"):
        series = f'liftlog_sync_operations_total{{outcome="{outcome}",service="core"}}'
        assert found[series] == 1


def test_the_port_has_nothing_but_figures_and_whether_it_lives(watched: Watched) -> None:
    assert httpx2.get(f"{watched.metrics}/health").text == "ok\n"
    assert httpx2.get(f"{watched.metrics}/login").status_code == 404
    assert httpx2.post(f"{watched.metrics}/metrics").status_code == 404
    assert httpx2.get(f"{watched.core.address}/metrics").status_code == 404


def test_a_trace_goes_from_whoever_asks_through_core_to_stats_and_its_statements(
    watched: Watched, lifter: Member
) -> None:
    asked = {**lifter.headers, "traceparent": TRACEPARENT, "X-Request-Id": "traced-request"}
    # Core knows the answer to what others asked here, and would not ask stats again.
    question_of_its_own = f"{watched.core.address}{SUMMARY}?from=2020-01-01"
    assert httpx2.get(question_of_its_own, headers=asked).status_code == 200

    def of_trace() -> dict[tuple[str, str], object]:
        return {
            (one.service, one.name): one
            for one in watched.collector.spans
            if one.trace_id == TRACE_ID
        }

    wanted = {
        ("liftlog-core", f"GET {SUMMARY}"),
        ("liftlog-core", "ask stats"),
        ("liftlog-stats", f"GET {SUMMARY}"),
        ("liftlog-stats", "SELECT"),
    }
    assert until(lambda: wanted <= set(of_trace()), within_s=10), set(of_trace())
    spans = {
        (one.service, one.name): one for one in watched.collector.spans if one.trace_id == TRACE_ID
    }
    first = spans["liftlog-core", f"GET {SUMMARY}"]
    question = spans["liftlog-core", "ask stats"]
    answer = spans["liftlog-stats", f"GET {SUMMARY}"]
    assert first.parent_id == "00f067aa0ba902b7"
    assert question.parent_id == first.span_id
    assert answer.parent_id == question.span_id
    assert spans["liftlog-stats", "SELECT"].parent_id == answer.span_id
    assert first.attributes["liftlog.request_id"] == "traced-request"
    assert first.attributes["http.response.status_code"] == "200"
    assert lifter.email not in str(watched.collector.spans)
    assert lifter.token not in str(watched.collector.spans)


def test_nothing_of_opentelemetry_or_prometheus_is_loaded_where_nobody_looks(
    liftlog: LiftLog, tmp_path: Path
) -> None:
    with liftlog.service("core", free_port(), tmp_path) as core:
        children = Path(f"/proc/{core.process.pid}/task/{core.process.pid}/children").read_text()
        maps = Path(f"/proc/{children.split()[0]}/maps").read_text()
        assert "psycopg" in maps
        assert "google" not in maps
    code = (
        "import sys; from pathlib import Path; from liftlog.settings import Settings; "
        "from liftlog.core.app import create_app; "
        "create_app(Settings(data_dir=Path('/x'), secret_key='k' * 40, database_url='postgresql://x')); "
        "print([n for n in sys.modules if n.split('.')[0] in ('opentelemetry', 'prometheus_client')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
