"""The figures as tables that people read."""

import argparse
import os
import platform
from pathlib import Path

from tools.bench.measuring import Row
from tools.bench.stack import Stack, memory_kb

API, PAGES = "measured", "pages"


def markdown(rows: list[Row], stack: Stack, asked: argparse.Namespace) -> str:
    return "\n\n".join(
        [
            _circumstances(stack, asked),
            "### Against pgbench\n\n" + _against_pgbench(rows),
            "### CPU of one request\n\n" + _cpu(rows),
            "### From one year to twenty\n\n" + _growth(rows),
            "### Memory\n\n" + _memory(stack),
        ]
    )


def write_into(file: Path, mark: str, measured: str) -> None:
    """Replace what stands between the two comments named by the mark."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, _, rest = file.read_text().partition(begin)
    file.write_text(f"{before}{begin}\n\n{measured}\n\n{end}{rest.partition(end)[2]}")


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}"


def _circumstances(stack: Stack, asked: argparse.Namespace) -> str:
    return (
        f"{machine()}, PostgreSQL {stack.postgresql_version()}; {asked.others + 2} accounts, "
        f"{stack.sets():,} sets; medians of {asked.rounds} rounds of {asked.seconds} s, "
        "four connections; services, database and load share the cores."
    )


def table(head: list[str], lines: list[list[str]]) -> str:
    rows = [head, ["---"] + ["---:"] * (len(head) - 1), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _against_pgbench(rows: list[Row]) -> str:
    return table(
        [
            "what",
            "years",
            "statements",
            "bytes",
            "core /s",
            "p50 ms",
            "p99 ms",
            "stats /s",
            "unchanged /s",
            "pgbench /s",
            "core : pgbench",
            "bar",
        ],
        [
            [
                row.read.name,
                str(row.years),
                str(row.captured.statements),
                f"{row.size:,}",
                f"{row.core.per_s:,.0f}",
                f"{row.core.p50_ms:.1f}",
                f"{row.core.p99_ms:.1f}",
                f"{row.stats.per_s:,.0f}" if row.stats else "",
                f"{row.unchanged.per_s:,.0f}",
                f"{row.sql.per_s:,.0f}",
                f"{row.ratio:.2f}",
                held(row.ratio >= row.read.bar, row.read.bar) if row.read.bar else "",
            ]
            for row in rows
        ],
    )


def _cpu(rows: list[Row]) -> str:
    """The ratio that the rates would have on a machine with nothing else to do."""
    return table(
        ["what", "years", "core ms", "stats ms", "PostgreSQL ms", "pgbench ms", "pgbench : all"],
        [
            [
                row.read.name,
                str(row.years),
                *(f"{row.cpu_ms[name]:.2f}" for name in ("core", "stats", "postgres")),
                f"{row.sql_cpu_ms:.2f}",
                f"{row.cpu_ratio:.2f}",
            ]
            for row in rows
        ],
    )


def _growth(rows: list[Row]) -> str:
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return table(
        [
            "what",
            "p50 ms, 1 year",
            "p50 ms, 20 years",
            "times",
            "CPU times",
            "pgbench times",
            "bar",
        ],
        [
            [
                one.read.name,
                f"{one.core.p50_ms:.1f}",
                f"{twenty.core.p50_ms:.1f}",
                f"{twenty.core.p50_ms / one.core.p50_ms:.2f}",
                f"{sum(twenty.cpu_ms.values()) / sum(one.cpu_ms.values()):.2f}",
                f"{twenty.sql.p50_ms / one.sql.p50_ms:.2f}",
                held(twenty.core.p50_ms <= 1.5 * one.core.p50_ms, 1.5),
            ]
            for one, twenty in pairs
        ],
    )


def _memory(stack: Stack) -> str:
    return table(
        ["process", "MB"],
        [[name, f"{memory_kb(pid) / 1024:.0f}"] for name, pid in stack.processes.items()],
    )


def held(holds: bool, bar: float) -> str:
    return f"{bar} held" if holds else f"**{bar} missed**"
