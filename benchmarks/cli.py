"""How long `course-cli` takes to start, beside Python with click: `python -m benchmarks.cli`.

The commands take turns, so that whatever else the machine does weighs on all of them alike.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.results import Result

COMMAND = os.fspath(Path(sys.executable).with_name("course-cli"))
BASE = "python -c 'import click'"
COMMANDS = {
    BASE: [sys.executable, "-c", "import click"],
    "course-cli --help": [COMMAND, "--help"],
    "course-cli user list --help": [COMMAND, "user", "list", "--help"],
    "course-cli status": [COMMAND, "status"],
}


def seconds(command: list[str]) -> float:
    """How long one run of `command` takes."""
    begun = time.perf_counter()
    subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - begun


def measure(rounds: int) -> dict[str, list[float]]:
    """The times of `rounds` runs of each command, interleaved."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    return times


def result(times: dict[str, list[float]]) -> Result:
    """The medians, each beside Python with click."""
    base = statistics.median(times[BASE])
    rounds = len(times[BASE])
    found = Result("cli", f"The median of {rounds} interleaved runs; the floor is `{BASE}`.")
    for name, taken in times.items():
        if name != BASE:
            median = statistics.median(taken)
            figure = f"{name.replace(' --', ' ').replace(' ', '_')}_ms"
            found.add(figure, median * 1000, "ms", floor=base * 1000)
    return found


def main(arguments: list[str]) -> None:
    """Print the table that the guide quotes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wanted = parser.parse_args(arguments)
    times = measure(wanted.rounds)
    if wanted.json:
        print(result(times).as_json())
        return
    base = statistics.median(times[BASE])
    print("| command | median | fastest | × click |")
    print("|---|---:|---:|---:|")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(
            f"| `{name}` | {median * 1000:.0f} ms | {min(taken) * 1000:.0f} ms"
            f" | {median / base:.2f} |"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
