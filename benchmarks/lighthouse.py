"""Lighthouse's grades of the pages, by `python -m benchmarks.pages --lighthouse`.

Lighthouse is heavy and only needed here, so npx brings it, in a version of its own choice below,
when it is asked for; `LIGHTHOUSE` names another command. It steers a new browser for each visit, in
which a student is logged in already: one that has shown other pages carries their leftovers along.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from benchmarks.results import Result
from tests.system.installation import free_port

VERSION = "12.8.2"  # the last that Node 20 runs
PATHS = ("/login", "/catalogue", "/timetable")
GRADES = ("performance", "accessibility", "best-practices")
WANTED = 95
LONGEST = 180.0  # seconds a page
LOADED_WITHIN_MS = 12_000  # a page with an event stream is never without a call under way
Report = Mapping[str, Any]
Visit = Callable[[int], AbstractContextManager[object]]
FORMS: Mapping[str, tuple[str, ...]] = {"phone": (), "desktop": ("--preset=desktop",)}


def grades(url: str, visit: Visit, paths: Sequence[str], visits: int, conditions: str) -> Result:
    """Each page as seen by a phone with a slow network and by a desktop; and what is wrong.

    Args:
        visit: opens a browser that takes orders at a port.
        visits: how often each is graded; that with the middle performance counts.
    """
    result = Result("lighthouse", "")
    wrong: list[str] = []
    for path in paths:
        for form, arguments in FORMS.items():
            report = _middle([_visited(url, path, visit, arguments) for _ in range(visits)])
            for grade in GRADES:
                name = f"{path.strip('/')} {form} {grade}"
                value = 100 * report["categories"][grade]["score"]
                result.add(name, value, "of 100", f"≥ {WANTED}")
                print(f"{name}: {value:.0f}", file=sys.stderr, flush=True)
            found = [f"{path} {form}: {fault}" for fault in faults(report)]
            print("\n".join(found), file=sys.stderr, flush=True)
            wrong += found
    told = f"Lighthouse {VERSION}, {conditions}, the middle of {visits} visits."
    result.conditions = f"{told}\n\n" + "\n".join(f"- {line}" for line in wrong)
    return result


def _visited(url: str, path: str, visit: Visit, arguments: Sequence[str]) -> Report:
    port = free_port()
    with visit(port):
        report = graded(f"{url}{path}", port, arguments)
    blocked = report["audits"]["total-blocking-time"]["numericValue"]
    print(f"{path}: {100 * _performance(report):.0f}, blocked {blocked:.0f} ms", file=sys.stderr)
    return report


def _performance(report: Report) -> float:
    return float(report["categories"]["performance"]["score"])


def _middle(reports: Sequence[Report]) -> Report:
    return sorted(reports, key=_performance)[len(reports) // 2]


def graded(address: str, port: int, arguments: Sequence[str]) -> Report:
    """Lighthouse's report of one page."""
    command = shlex.split(os.environ.get("LIGHTHOUSE", f"npx --yes lighthouse@{VERSION}"))
    wanted = [f"--only-categories={','.join(GRADES)}", "--output=json", "--quiet"]
    wanted += [f"--port={port}", "--disable-storage-reset", *arguments]
    wanted.append(f"--max-wait-for-load={LOADED_WITHIN_MS}")
    done = subprocess.run(
        [*command, address, *wanted], capture_output=True, text=True, timeout=LONGEST, check=True
    )
    report: Report = json.loads(done.stdout)
    return report


def faults(report: Report) -> list[str]:
    """What was not right, with what it counts for."""
    found = []
    for grade in GRADES:
        for reference in report["categories"][grade]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                told = audit.get("displayValue", "")
                found.append(f"{grade}: {audit['title']} {told} ({audit['score']:.2f})")
    return found
