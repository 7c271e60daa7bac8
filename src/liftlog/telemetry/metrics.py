"""Every figure that is measured in one table, and what counts them for Prometheus."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Kind = Literal["counter", "gauge", "histogram"]

# From a cached answer to what a page with statistics away may take, and what is far too long.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of the table. Every metric has the label `service` besides its own."""

    name: str
    kind: Kind
    description: str
    labels: tuple[str, ...] = ()

    @property
    def exported(self) -> tuple[str, ...]:
        """The names under which it is asked for."""
        if self.kind != "histogram":
            return (self.name,)
        return tuple(f"{self.name}_{part}" for part in ("bucket", "count", "sum"))


METRICS = (
    Metric(
        "liftlog_build_info",
        "gauge",
        "Always 1: which version runs, and which schema it needs.",
        ("version", "schema"),
    ),
    Metric(
        "liftlog_requests_total",
        "counter",
        "Requests that were answered, by the template of their address.",
        ("method", "route", "status"),
    ),
    Metric(
        "liftlog_request_duration_seconds",
        "histogram",
        "How long requests took.",
        ("method", "route"),
    ),
    Metric("liftlog_requests_in_flight", "gauge", "Requests that are being worked on."),
    Metric("liftlog_draining", "gauge", "1 from the moment on at which it was told to end."),
    Metric("liftlog_pool_size", "gauge", "Connections to the database that are kept."),
    Metric("liftlog_pool_in_use", "gauge", "Connections to the database that a request uses."),
    Metric("liftlog_pool_max", "gauge", "Connections to the database that may be open at most."),
    Metric("liftlog_pool_waiting", "gauge", "Requests that wait for a connection."),
    Metric(
        "liftlog_database_silent",
        "gauge",
        "1 while the database answers nobody and is left alone for a moment.",
    ),
    Metric(
        "liftlog_database_errors_total",
        "counter",
        "Requests that the database was the reason to refuse, by the code that was answered.",
        ("code",),
    ),
    Metric(
        "liftlog_stats_breaker_state",
        "gauge",
        "1 for the state that the circuit breaker on the way to stats is in.",
        ("state",),
    ),
    Metric(
        "liftlog_stats_requests_total",
        "counter",
        "Questions to stats, by what became of them.",
        ("outcome",),
    ),
    Metric("liftlog_stats_retries_total", "counter", "Further attempts at a question to stats."),
    Metric(
        "liftlog_stats_fallbacks_total",
        "counter",
        "Questions to stats that were answered by the last good answer.",
    ),
    Metric("liftlog_stats_in_flight", "gauge", "Questions to stats that wait for an answer."),
    Metric(
        "liftlog_stats_request_duration_seconds",
        "histogram",
        "How long questions to stats took with all their attempts.",
    ),
    Metric(
        "liftlog_sync_operations_total",
        "counter",
        "Operations that devices sent, by what became of them.",
        ("outcome",),
    ),
    Metric(
        "liftlog_imports_total",
        "counter",
        "What imports of files came to, each file's workouts, sets and lines skipped.",
        ("what",),
    ),
    Metric(
        "liftlog_backup_age_seconds",
        "gauge",
        "How old the newest backup is. Not there while there is none.",
    ),
    Metric(
        "liftlog_restore_proven_age_seconds",
        "gauge",
        "How long ago a backup was last proven by restoring it. Not there while none was.",
    ),
)

Sample = tuple[str, float, tuple[str, ...]]
"""A metric's name, its value, and the values of its own labels in their order."""


class Meter:
    """Counts for one service; nothing is loaded or counted by the one that is off."""

    def __init__(self, service: str, *, on: bool = True) -> None:
        self._service = service
        self._watched: list[Callable[[], Iterable[Sample]]] = []
        self._counted: dict[str, Any] = {}
        self.registry: Any = None
        if on:
            self._set_up()

    def count(self, name: str, amount: float = 1, *labels: str) -> None:
        if self.registry is not None and amount:
            self._counted[name].labels(self._service, *labels).inc(amount)

    def observe(self, name: str, value: float, *labels: str) -> None:
        if self.registry is not None:
            self._counted[name].labels(self._service, *labels).observe(value)

    def watch(self, read: Callable[[], Iterable[Sample]]) -> None:
        """Have `read` called whenever somebody looks, for what others count already."""
        if self.registry is not None:
            self._watched.append(read)

    def exposition(self) -> bytes:
        """All figures in the text format of Prometheus."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)

    def collect(self) -> Iterator[Any]:
        """What the library asks of a collector."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        found: dict[str, list[Sample]] = defaultdict(list)
        for read in self._watched:
            for sample in read():
                found[sample[0]].append(sample)
        for metric in METRICS:
            if metric.name not in found:
                continue
            kind = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
            family = kind(metric.name, metric.description, labels=("service", *metric.labels))
            for _, value, labels in found[metric.name]:
                family.add_metric((self._service, *labels), value)
            yield family

    def _set_up(self) -> None:
        import prometheus_client

        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = prometheus_client.CollectorRegistry()
        for metric in METRICS:
            if metric.name in COUNTED:
                labels = ("service", *metric.labels)
                if metric.kind == "histogram":
                    self._counted[metric.name] = prometheus_client.Histogram(
                        metric.name,
                        metric.description,
                        labels,
                        registry=self.registry,
                        buckets=_SECONDS,
                    )
                else:
                    self._counted[metric.name] = prometheus_client.Counter(
                        metric.name, metric.description, labels, registry=self.registry
                    )
        self.registry.register(self)
        prometheus_client.ProcessCollector(registry=self.registry)
        prometheus_client.GCCollector(registry=self.registry)


# Counted as it happens; the others are read from those who know when somebody looks.
COUNTED = frozenset(
    {
        "liftlog_requests_total",
        "liftlog_request_duration_seconds",
        "liftlog_database_errors_total",
        "liftlog_stats_request_duration_seconds",
        "liftlog_sync_operations_total",
        "liftlog_imports_total",
    }
)
OFF = Meter("", on=False)
