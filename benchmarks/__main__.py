"""`make bench`: run all benchmarks and write docs/performance.md, with pictures.

Each one runs in a process of its own. One that fails is named loudly and makes the whole fail, and
the others run all the same.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import capacity, page

DOCS = Path(__file__).parents[1] / "docs"
FIGURES = "figures.json"
LONGEST = 300.0  # seconds for one benchmark
LAST_WORDS = 2_000  # characters of what a failed one said


@dataclass(frozen=True, slots=True)
class Bench:
    """A module of this package with its arguments; `quick` are those for trying."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


ALL = (
    Bench("transport", "transport", ("--rounds", "3"), ("--quick", "--in-flight", "1", "64")),
    Bench("cli", "cli", ("--rounds", "10"), ("--rounds", "2")),
    Bench("imports", "imports", ("--count", "600"), ("--count", "40")),
    Bench("ledger", "ledger", ("--growth",), ("--decisions", "4000")),
    Bench("accepts", "accepts", (), ("--tickets", "4000")),
    Bench("rush", "rush", (), ("--tickets", "4000")),
    Bench("rush_growth", "rush", ("--growth",), ("--growth", "--most-students", "1000")),
    Bench("reads", "reads", ("--growth",), ("--sections", "2000", "--seconds", "3")),
    Bench("events", "events", (), ("--streams", "300", "--tickets", "600")),
    Bench("login", "login", (), ("--logins", "60")),
    Bench("counting", "counting", (), ("--times", "10000")),
    Bench("writers", "writers", (), ("--tickets", "2000")),
    Bench("copies", "copies", (), ("--students", "200")),
    Bench("migration", "migration", (), ("--students", "2000")),
)


def result_of(bench: Bench, *, quick: bool) -> dict[str, Any]:
    """The object that the benchmark prints.

    Raises:
        RuntimeError: it failed, took too long, or its audit found something.
    """
    arguments = bench.quick if quick else bench.arguments
    command = [sys.executable, "-m", f"benchmarks.{bench.module}", "--json", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        printed, said = running.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"it took longer than {LONGEST:.0f} seconds") from None
    finally:
        if running.poll() is None:
            running.terminate()  # it stops what it started
            running.communicate()
    if running.returncode:
        raise RuntimeError(f"it ended with {running.returncode}: {said[-LAST_WORDS:]}")
    found: dict[str, Any] = json.loads(printed)
    faults = {what: count for what, count in found.get("audit", {}).items() if count}
    if faults:
        raise RuntimeError(f"its audit found {faults}")
    return found


def run_all(names: Sequence[str], *, quick: bool) -> dict[str, dict[str, Any]]:
    """What each said (`results`), how long it took (`times`), what went wrong (`failures`)."""
    said: dict[str, dict[str, Any]] = {"results": {}, "times": {}, "failures": {}}
    for bench in ALL:
        if names and bench.name not in names:
            continue
        print(f"{bench.name} …", flush=True)
        began = time.monotonic()
        try:
            said["results"][bench.name] = result_of(bench, quick=quick)
        except RuntimeError as error:
            said["failures"][bench.name] = str(error)
            print(f"{bench.name} FAILED: {error}", flush=True)
        said["times"][bench.name] = round(time.monotonic() - began, 1)
        print(f"{bench.name}: {said['times'][bench.name]:.0f} s", flush=True)
    return said


def main(arguments: Sequence[str]) -> int:
    """Run, write, and say where; 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(b.name for b in ALL))
    parser.add_argument("--quick", action="store_true", help="small counts, to a scratch folder")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    wanted = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="bench-")) if wanted.quick else DOCS
    kept = folder / page.FOLDER / FIGURES
    said = json.loads(kept.read_text()) if kept.exists() else {}
    if not wanted.page:
        new = run_all(wanted.names, quick=wanted.quick)
        for part, found in new.items():
            before = said.get(part, {}) if wanted.names else {}
            said[part] = {**_without(before, new["times"]), **found}
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n")
    page.write(said["results"], said["failures"], said["times"], folder)
    if folder == DOCS:
        (DOCS / "capacity.md").write_text(capacity.page(said))
    print(f"written: {folder / page.PAGE}")
    for name, why in said["failures"].items():
        print(f"FAILED: {name}: {why}", file=sys.stderr)
    return 1 if said["failures"] else 0


def _without(before: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in before.items() if name not in names}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sys.exit(main(sys.argv[1:]))
