"""Lighthouse's grades of the pages, by `python -m benchmarks.pages --lighthouse`.

Lighthouse is heavy and only needed here, so npx brings it, in a version of its own choice below,
when it is asked for; `LIGHTHOUSE` names another command. It steers the browser in which a student
is logged in already.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.results import Result

VERSION = "12.8.2"  # the last that Node 20 runs
PATHS = ("/login", "/catalogue", "/timetable")
GRADES = ("performance", "accessibility", "best-practices")
WANTED = 95
LONGEST = 180.0  # seconds a page
LOADED_WITHIN_MS = 12_000  # a page with an event stream is never without a call under way
FORMS: Mapping[str, tuple[str, ...]] = {"phone": (), "desktop": ("--preset=desktop",)}


def grades(url: str, port: int, paths: Sequence[str]) -> Result:
    """Each page as seen by a phone with a slow network and by a desktop; and what is wrong."""
    result = Result("lighthouse", "")
    wrong: list[str] = []
    for path in paths:
        for form, arguments in FORMS.items():
            report = graded(f"{url}{path}", port, arguments)
            for grade in GRADES:
                name = f"{path.strip('/')} {form} {grade}"
                value = 100 * report["categories"][grade]["score"]
                result.add(name, value, "of 100", f"≥ {WANTED}")
                print(f"{name}: {value:.0f}", file=sys.stderr, flush=True)
            found = [f"{path} {form}: {fault}" for fault in faults(report)]
            print("\n".join(found), file=sys.stderr, flush=True)
            wrong += found
    result.conditions = f"Lighthouse {VERSION}.\n\n" + "\n".join(f"- {line}" for line in wrong)
    return result


def graded(address: str, port: int, arguments: Sequence[str]) -> dict[str, Any]:
    """Lighthouse's report of one page."""
    command = shlex.split(os.environ.get("LIGHTHOUSE", f"npx --yes lighthouse@{VERSION}"))
    wanted = [f"--only-categories={','.join(GRADES)}", "--output=json", "--quiet"]
    wanted += [f"--port={port}", "--disable-storage-reset", *arguments]
    wanted.append(f"--max-wait-for-load={LOADED_WITHIN_MS}")
    done = subprocess.run(
        [*command, address, *wanted], capture_output=True, text=True, timeout=LONGEST, check=True
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def faults(report: Mapping[str, Any]) -> list[str]:
    """What was not right, with what it counts for."""
    found = []
    for grade in GRADES:
        for reference in report["categories"][grade]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                told = audit.get("displayValue", "")
                found.append(f"{grade}: {audit['title']} {told} ({audit['score']:.2f})")
    return found
