"""What core shows of itself whenever somebody looks at its figures."""

from collections.abc import Iterator

from liftlog.core.request.services import Services
from liftlog.core.statistics.client import ResilienceSnapshot
from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.resilience.breaker import BreakerState
from liftlog.store.backups.ages import BackupAges, backup_ages
from liftlog.telemetry.metrics import Sample


def watch(services: Services) -> None:
    meter = services.observing.meter
    meter.watch(lambda: _stats(services.stats.snapshot()))
    meter.watch(lambda: _backups(_ages(services)))


def _stats(seen: ResilienceSnapshot) -> Iterator[Sample]:
    for state in BreakerState:
        yield "liftlog_stats_breaker_state", float(seen.state is state), (state.value,)
    counts = seen.counts
    for outcome, value in (
        ("answered", counts.successes),
        ("failed", counts.failures),
        ("rejected_open", counts.rejected_open),
        ("rejected_bulkhead", counts.rejected_bulkhead),
    ):
        yield "liftlog_stats_requests_total", value, (outcome,)
    yield "liftlog_stats_retries_total", counts.retries, ()
    yield "liftlog_stats_fallbacks_total", counts.fallbacks, ()
    yield "liftlog_stats_in_flight", seen.in_flight, ()


def _ages(services: Services) -> BackupAges:
    try:
        with services.database.transaction() as tx:
            return backup_ages(tx, services.clock())
    except DatabaseUnavailableError:
        # The figures that say so have to be readable just then.
        return BackupAges()


def _backups(ages: BackupAges) -> Iterator[Sample]:
    if ages.made_s is not None:
        yield "liftlog_backup_age_seconds", ages.made_s, ()
    if ages.proven_s is not None:
        yield "liftlog_restore_proven_age_seconds", ages.proven_s, ()
