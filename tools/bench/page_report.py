"""What pages cost, as tables that people read."""

from tools.bench.page_cost import Cost, PageCosts
from tools.bench.report import held, machine, table

BARS = {3: 6.0, 20: 10.0}
"""How many times the bare page a page may cost core, by years of history."""
SET_BAR = 3.0
UNCHANGED_BAR = 2.0


def markdown(costs: PageCosts, requests: int) -> str:
    return "\n\n".join(
        [
            _circumstances(costs, requests),
            "### CPU of a page, by process\n\n" + _by_process(costs),
            "### CPU of a page in core, by part\n\n" + _by_part(costs),
            "### Pages that did not change\n\n" + _unchanged(costs),
        ]
    )


def _circumstances(costs: PageCosts, requests: int) -> str:
    return (
        f"{machine()}; CPU of {requests} requests one after the other. "
        f"The bare page costs {costs.bare_ms:.2f} ms."
    )


def _by_process(costs: PageCosts) -> str:
    return table(
        ["page", "years", "bytes", "core ms", "times bare", "bar", "stats ms", "PostgreSQL ms"],
        [
            [
                _name(cost),
                str(cost.years),
                f"{cost.size:,}",
                f"{cost.cpu_ms['core']:.2f}",
                f"{_times(cost, costs):.1f}",
                _bar(cost, costs),
                f"{cost.cpu_ms['stats']:.2f}",
                f"{cost.cpu_ms['postgres']:.2f}",
            ]
            for cost in (*costs.pages, *costs.logged_sets)
        ],
    )


def _by_part(costs: PageCosts) -> str:
    lines = []
    for cost in costs.pages:
        parts = cost.parts
        if parts is not None:
            used_ms = (parts.statements, parts.statistics, parts.templates, parts.rest)
            lines.append([_name(cost), str(cost.years), *(f"{one:.2f}" for one in used_ms)])
    return table(["page", "years", "statements", "statistics", "templates", "rest"], lines)


def _unchanged(costs: PageCosts) -> str:
    tagged = [cost for cost in costs.pages if cost.unchanged_ms is not None]
    if not tagged:
        return "No page has a tag."
    lines = []
    for cost in tagged:
        times = (cost.unchanged_ms or 0) / costs.known_ms[cost.years]
        lines.append(
            [
                _name(cost),
                str(cost.years),
                f"{cost.unchanged_ms:.2f}",
                f"{times:.1f}",
                held(times <= UNCHANGED_BAR, UNCHANGED_BAR),
            ]
        )
    known = ", ".join(f"{ms:.2f} ms ({years} years)" for years, ms in costs.known_ms.items())
    return f"The API's workouts with a known tag cost core {known}.\n\n" + table(
        ["page", "years", "core ms", "times the API", "bar"], lines
    )


def _name(cost: Cost) -> str:
    return f"`{cost.name}`" if cost.name.startswith("/") else cost.name


def _times(cost: Cost, costs: PageCosts) -> float:
    return cost.cpu_ms["core"] / costs.bare_ms


def _bar(cost: Cost, costs: PageCosts) -> str:
    bar = SET_BAR if cost in costs.logged_sets else BARS[cost.years]
    return held(_times(cost, costs) <= bar, bar)
