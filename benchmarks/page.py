"""docs/performance.md and its pictures, from the results of all benchmarks."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.installation import ME, OTHERS
from benchmarks.plots import Bar, Line, bars, lines
from benchmarks.results import number

PAGE = "performance.md"
FOLDER = "performance"
LESSON = "lesson.md"
NOT_OURS = frozenset({ME, OTHERS})
INTRODUCTION = """\
# Performance

Written by `make bench`; the lesson below is [by hand](performance/lesson.md). Every figure is of a
real run with real processes, SQLite with `synchronous=FULL`, and the load generator on the same
machine, whose CPU time is counted apart. The *floor* is what the machine does in the same run with
everything left out that is ours. Print any of it with `python -m benchmarks.NAME`.
"""
Found = Mapping[str, Mapping[str, Any]]


def write(
    results: Found, failures: Mapping[str, str], times: Mapping[str, float], to: Path
) -> None:
    """Write the page and its pictures into the folder `to`.

    Args:
        results: name of a benchmark to the object that it printed.
        failures: name to what went wrong.
        times: name to the seconds it took.
    """
    pictures = to / FOLDER
    pictures.mkdir(parents=True, exist_ok=True)
    lesson = pictures / LESSON
    drawn = dict(_pictures(results))
    for name, picture in drawn.items():
        (pictures / f"{name}.svg").write_text(picture)
    parts = [INTRODUCTION, _conditions(times), _promised(results, failures)]
    parts += [_pasted(drawn, name) for name in drawn]
    parts += ["## Where the microseconds of a selection go\n", _by_hop(results)]
    if lesson.exists():
        parts.append(lesson.read_text())
    parts += ["## All figures\n", *(_section(name, found) for name, found in results.items())]
    (to / PAGE).write_text("\n".join(part for part in parts if part))


def _conditions(times: Mapping[str, float]) -> str:
    rows = {
        "machine": f"{_cpu_count()} cores, {_processor()}, {_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "commit": _commit(),
        "took": ", ".join(f"{name} {seconds:.0f} s" for name, seconds in times.items()),
    }
    return _table(("", ""), [list(row) for row in rows.items()])


def _promised(results: Found, failures: Mapping[str, str]) -> str:
    rows = [
        [
            f"`{name}`",
            f["name"],
            f"{number(f['value'])} {f['unit']}",
            _floor(f),
            f["wanted"],
            _met(f),
        ]
        for name, found in results.items()
        for f in found.get("detail", ())
        if f["wanted"]
    ]
    headings = ("benchmark", "figure", "value", "floor", "wanted", "")
    text = "## What is promised\n\n" + _table(headings, rows)
    for name, why in failures.items():
        text += f"\n**`{name}` failed**: {why}\n"
    return text


def _met(figure: Mapping[str, Any]) -> str:
    """Whether a target such as `≥ 6,000` is reached."""
    sign, _, text = str(figure["wanted"]).partition(" ")
    target = float(text.replace(",", ""))
    good = figure["value"] >= target if sign == "≥" else figure["value"] <= target
    return "reached" if good else "**missed**"


def _floor(figure: Mapping[str, Any]) -> str:
    return "-" if figure["floor"] is None else number(figure["floor"])


def _pictures(results: Found) -> Iterator[tuple[str, str]]:
    rates = [
        bar
        for name, found in results.items()
        for f in found.get("detail", ())
        if f["unit"] == "/s" and f["wanted"]
        for bar in (
            Bar(f"{name}: {f['name']}", [("measured", f["value"])]),
            Bar("", [("floor of the same run", f["floor"] or 0.0)]),
        )
    ]
    if rates:
        yield "rates", bars("What is promised a second", rates, "/s")
    if hops := _hops(results):
        rows = [
            Bar(way, [part for part in parts.items() if part[0] != OTHERS])
            for way, parts in hops.items()
        ]
        yield "hops", bars("CPU microseconds a selection, by process", rows, "µs")
    yield from _growth_pictures(results)


def _growth_pictures(results: Found) -> Iterator[tuple[str, str]]:
    wanted: dict[str, tuple[str, str, dict[str, tuple[str, ...]]]] = {
        "growth-decisions": (
            "Decisions a second of the ledger, by students (2,000 sections)",
            "/s",
            {"ledger": ("decisions_per_s_{}_2000",)},
        ),
        "growth-memory": (
            "Memory by students, after a rush",
            "MB",
            {"rush_growth": ("data_node_mb_{}", "queue_node_mb_{}", "student_node_mb_{}")},
        ),
        "growth-catalogue": (
            "Memory of the student node by sections, while it is read",
            "MB",
            {"reads": ("student_node_mb_{}",)},
        ),
        "growth-start": (
            "Start of the student node, by sections",
            "s",
            {"reads": ("student_node_start_s_{}",)},
        ),
    }
    for picture, (title, unit, sources) in wanted.items():
        series = [
            Line(pattern.replace("_{}", "").replace("_2000", ""), points)
            for name, patterns in sources.items()
            for pattern in patterns
            if len(points := _by_size(results.get(name, {}), pattern)) > 1
        ]
        if series:
            yield picture, lines(title, series, unit)


def _by_size(found: Mapping[str, Any], pattern: str) -> list[tuple[float, float]]:
    before, _, after = pattern.partition("{}")
    figures: Mapping[str, float] = found.get("figures", {})
    return sorted(
        (float(size), value)
        for name, value in figures.items()
        if name.startswith(before)
        and name.endswith(after)
        and (size := name.removeprefix(before).removesuffix(after)).isdigit()
    )


def _hops(results: Found) -> dict[str, dict[str, float]]:
    """Way in to process to microseconds a selection."""
    hops: dict[str, dict[str, float]] = {}
    for what, microseconds in results.get("rush", {}).get("cpu_us", {}).items():
        way, _, process = what.partition(": ")
        if microseconds >= 1:
            hops.setdefault(way, {})[process] = microseconds
    return hops


def _by_hop(results: Found) -> str:
    hops = _hops(results)
    processes = list(dict.fromkeys(process for parts in hops.values() for process in parts))
    rows = [
        [process, *(f"{parts.get(process, 0):,.0f}" for parts in hops.values())]
        for process in processes
    ]
    ours = [
        sum(us for name, us in parts.items() if name not in NOT_OURS) for parts in hops.values()
    ]
    rows.append(["**all that is ours**", *(f"{total:,.0f}" for total in ours)])
    return _table(("CPU µs a selection", *hops), rows)


def _section(name: str, found: Mapping[str, Any]) -> str:
    lines_ = [f"### {name}\n", str(found.get("conditions", "")), ""]
    rows = [
        [f["name"], f"{number(f['value'])} {f['unit']}", _floor(f), f["wanted"]]
        for f in found.get("detail", ())
    ]
    lines_.append(_table(("figure", "value", "floor", "wanted"), rows))
    if found.get("cpu_us"):
        costs = [[process, number(cost)] for process, cost in found["cpu_us"].items()]
        lines_.append(_table(("process", "CPU µs each"), costs))
    if found.get("audit"):
        lines_.append("Audit: " + ", ".join(f"{k} {v}" for k, v in found["audit"].items()) + ".\n")
    return "\n".join(lines_)


def _pasted(drawn: Mapping[str, str], name: str) -> str:
    title = drawn[name].split('aria-label="')[1].split('"')[0]
    return f"![{title}]({FOLDER}/{name}.svg)\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines_ = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines_ += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines_) + "\n"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _cpu_count() -> int:
    return sum(
        line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines()
    )


def _memory_gb() -> float:
    return int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2


def _commit() -> str:
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "not known"
