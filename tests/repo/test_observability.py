"""The dashboard and the alert rules ask for figures that exist, and every figure is documented."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from liftlog.telemetry.metrics import COUNTED, METRICS, Meter

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = json.loads((ROOT / "deploy/observability/grafana-dashboard.json").read_text())
ALERTS = yaml.safe_load((ROOT / "deploy/observability/alerts.yaml").read_text())
DOCUMENT = (ROOT / "docs/observability.md").read_text(encoding="utf-8")
# What the Prometheus client exports of every process.
OF_THE_PROCESS = {"process_resident_memory_bytes"}


def of_the_dashboard() -> Iterator[str]:
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            yield target["expr"].replace("$__rate_interval", "5m").replace("$service", ".*")


def rules() -> list[dict[str, Any]]:
    return [rule for group in ALERTS["groups"] for rule in group["rules"]]


EXPRESSIONS = [*of_the_dashboard(), *(rule["expr"] for rule in rules())]


def names(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:liftlog|process)_[a-z_]+", expression))


def exported() -> set[str]:
    return {name for metric in METRICS for name in metric.exported} | OF_THE_PROCESS


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_expression_is_promql_and_asks_for_what_exists(expression: str) -> None:
    promql_parser.parse(expression)
    asked = names(expression)
    assert asked
    assert asked - exported() == set()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_label_that_is_asked_for_exists(expression: str) -> None:
    labels = {label for metric in METRICS for label in metric.labels} | {"service", "le"}
    grouped = {
        one.strip()
        for found in re.findall(r"by \(([^)]*)\)", expression)
        for one in found.split(",")
    }
    matched = set(re.findall(r"[{,]\s*(\w+)\s*=~?", expression))
    assert (grouped | matched) - labels == set()


def test_every_rule_says_what_is_the_matter_and_what_to_do() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["description"].endswith(".")


def test_every_figure_is_in_the_dashboard_or_the_rules() -> None:
    asked = {name for expression in EXPRESSIONS for name in names(expression)}
    unseen = [metric.name for metric in METRICS if not asked & set(metric.exported)]
    # How many connections a pool keeps is no news; how many are in use is.
    assert unseen == ["liftlog_pool_size"]


def test_every_figure_is_documented_as_it_is() -> None:
    rows = "\n".join(
        f"| `{m.name}` | {m.kind} | {', '.join(f'`{label}`' for label in m.labels)} | {m.description} |"
        for m in METRICS
    )
    assert rows in DOCUMENT


def test_what_is_exported_is_what_the_table_says() -> None:
    meter = Meter("core")
    for metric in METRICS:
        labels = tuple("x" for _ in metric.labels)
        if metric.kind == "histogram":
            meter.observe(metric.name, 0.1, *labels)
        elif metric.name in COUNTED:
            meter.count(metric.name, 1, *labels)
        else:
            meter.watch(partial(list, [(metric.name, 1.0, labels)]))
    text = meter.exposition().decode()
    seen = {line.partition("{")[0].partition(" ")[0] for line in text.splitlines()}
    assert exported() <= seen
    assert {name for name in seen if name.startswith("liftlog_")} == exported() - OF_THE_PROCESS


def test_a_meter_that_is_off_loads_nothing_and_counts_nothing() -> None:
    meter = Meter("core", on=False)
    meter.count("liftlog_requests_total", 1, "GET", "/", "200")
    meter.observe("liftlog_request_duration_seconds", 1, "GET", "/")
    assert meter.registry is None
