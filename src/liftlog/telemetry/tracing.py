"""Traces by OpenTelemetry, for whoever runs a collector; nothing of it is loaded where nobody does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from liftlog.kit.errors import LiftLogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = str | int | float | bool


class TracingUnavailableError(LiftLogError):
    """Traces are wanted, but what makes them is not installed."""

    status = 500
    code = "tracing_unavailable"


class Span(Protocol):
    """One step of a trace."""

    def update_name(self, name: str) -> None: ...

    def set_attribute(self, key: str, value: Value) -> None: ...


class _NoSpan:
    def update_name(self, name: str) -> None: ...

    def set_attribute(self, key: str, value: Value) -> None: ...


_NO_SPAN = _NoSpan()


class Tracer:
    """Makes spans; the one that is off makes none, and its headers are empty."""

    def __init__(self, service: str, version: str, *, on: bool) -> None:
        """Where to is said by the environment variables of OpenTelemetry."""
        self._tracer: Any = None
        if on:
            self._provider = _provider(service, version)
            self._tracer = self._provider.get_tracer("liftlog", version)

    @contextmanager
    def request(self, name: str, headers: Mapping[str, str]) -> Iterator[Span]:
        """A request that came in, as part of the trace that its `traceparent` names."""
        if self._tracer is None:
            yield _NO_SPAN
            return
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(headers)
        with self._tracer.start_as_current_span(name, context, SpanKind.SERVER) as span:
            yield span

    @contextmanager
    def call(self, name: str) -> Iterator[Span]:
        """Something asked of somebody else; an exception that leaves the block is its outcome."""
        if self._tracer is None:
            yield _NO_SPAN
            return
        from opentelemetry.trace import SpanKind

        with self._tracer.start_as_current_span(name, kind=SpanKind.CLIENT) as span:
            yield span

    def headers(self) -> dict[str, str]:
        """By what whoever is asked goes on with this trace (W3C Trace Context)."""
        if self._tracer is None:
            return {}
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier)
        return carrier

    @property
    def on(self) -> bool:
        return self._tracer is not None

    def statement(self, text: str) -> Any:
        """A span of a statement, to be ended by whoever sees its end. Values are never in it."""
        from opentelemetry.trace import SpanKind

        operation = text.lstrip("( \n").partition(" ")[0].upper()
        attributes = {
            "db.system.name": "postgresql",
            "db.operation.name": operation,
            "db.query.text": text,
        }
        return self._tracer.start_span(operation, kind=SpanKind.CLIENT, attributes=attributes)

    def close(self) -> None:
        """Send what is still here."""
        if self._tracer is not None:
            self._provider.shutdown()


def _provider(service: str, version: str) -> Any:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise TracingUnavailableError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: "
            "install liftlog[otel]."
        ) from error
    named = {"service.name": f"liftlog-{service}", "service.version": version}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


OFF = Tracer("", "", on=False)
