"""The table of statistics: every row is computed by one function and served by both services."""

import importlib
import pkgutil

import pytest
from flask import Flask

from liftlog import statistics
from liftlog.http.endpoint import Endpoint
from liftlog.statistics.schema import PeriodQuery
from liftlog.statistics.table import ENDPOINTS, STATISTICS
from liftlog.statistics.totals import SUMMARY, Summary
from liftlog.stats.computing import StatsRequest, computation_of, computes


def rules(app: Flask) -> dict[str, str]:
    return {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_statistic_has_a_function() -> None:
    functions = [computation_of(endpoint) for endpoint in STATISTICS]
    assert len(set(functions)) == len(STATISTICS)


def test_a_statistic_without_a_function_is_refused_at_start() -> None:
    row = Endpoint("/stats/nothing", "getNothing", PeriodQuery, Summary, "Nothing.")
    with pytest.raises(LookupError, match="getNothing"):
        computation_of(row)


def test_a_statistic_has_one_function_only() -> None:
    def another(request: StatsRequest[PeriodQuery]) -> Summary:
        raise AssertionError(request)

    with pytest.raises(LookupError, match="getSummary"):
        computes(SUMMARY)(another)


def test_every_row_of_the_package_is_in_the_table() -> None:
    rows = {
        row.operation_id
        for _, name, _ in pkgutil.iter_modules(statistics.__path__)
        for row in vars(importlib.import_module(f"{statistics.__name__}.{name}")).values()
        if isinstance(row, Endpoint)
    }
    assert rows == {endpoint.operation_id for endpoint in ENDPOINTS}


def test_paths_and_operations_are_unique() -> None:
    assert len({endpoint.path for endpoint in ENDPOINTS}) == len(ENDPOINTS)
    assert len({endpoint.operation_id for endpoint in ENDPOINTS}) == len(ENDPOINTS)


@pytest.mark.database
def test_both_services_serve_every_row_and_no_other(stats_app: Flask, core_app: Flask) -> None:
    table = {f"/api/v1{endpoint.path}": f"api.{endpoint.operation_id}" for endpoint in ENDPOINTS}
    for app in (stats_app, core_app):
        served = {
            rule: name
            for rule, name in rules(app).items()
            if rule.startswith(("/api/v1/stats/", "/api/v1/time-zones"))
        }
        assert served == table
