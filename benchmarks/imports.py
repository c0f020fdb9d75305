"""How fast people are imported, and whether an import that is killed loses anybody.

`python -m benchmarks.imports` makes an installation of its own in a temporary folder and prints a
table, `--json` one object. With 10,000 people it takes some minutes: every password is hashed
once for each import and once more by the login that proves it. The machine should do nothing else.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import argon2

from backend.auth_node.passwords import LANES, MEMORY_KIB, PASSES
from benchmarks.results import Result
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

COUNT = 10_000
MANY = 500  # people; with fewer the rates say little
BARE_SECONDS = 3.0  # before and after the import that is compared
LEAST_SHARE = 0.85  # of the bare Argon2 rate
MOST_MEMORY_MB = 150
MOST_SECONDS_OF_CODES = 20.0  # for 10,000 people
COMMAND = os.fspath(Path(sys.executable).with_name("course-cli"))
KILLED_BETWEEN = (0.1, 0.8)  # parts of the time that the import would take
LOGINS_AT_ONCE = 4
KIB = 1024


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured.

    Attributes:
        bare_per_s: Argon2 hashes a second on all processors, nothing else.
        share: the import's rate by the bare rate.
        memory_mb: the most that the command line held.
        killed_at: part of the expected time after which the import was killed.
        accounts: how many there were after it had been taken up.
        logins: how many passwords of its results file logged in.
    """

    count: int
    bare_per_s: float
    passwords_s: float
    passwords_per_s: float
    share: float
    memory_mb: float
    killed_at: float
    resumed_s: float
    accounts: int
    logins: int
    codes_s: float
    codes_memory_mb: float

    @property
    def good(self) -> bool:
        """Whether all of it is as it should be; the rates only count for many people."""
        whole = self.accounts == self.logins == self.count
        seconds = MOST_SECONDS_OF_CODES * max(1.0, self.count / COUNT)
        quick = self.count < MANY or (self.share >= LEAST_SHARE and self.codes_s <= seconds)
        return whole and quick and max(self.memory_mb, self.codes_memory_mb) < MOST_MEMORY_MB


class Bench:
    """An installation, its administrator's command line, and files of people."""

    def __init__(self, installation: Installation, folder: Path, count: int) -> None:
        self.installation = installation
        self.folder = folder
        self.count = count
        self.environment = {**installation.environment, "HOME": os.fspath(folder)}

    def log_in(self) -> None:
        """Log the administrator in."""
        self.wait_for(
            self.start("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
        )

    def people(self, stem: str) -> Path:
        """A file of people whose user names begin with `stem`."""
        path = self.folder / f"{stem}.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("username", "name", "email", "group"))
            for number in range(self.count):
                name = f"{stem}{number:06}"
                writer.writerow((name, f"Student {number}", f"{name}@uni.example", "CS-2026"))
        return path

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command without a terminal."""
        return subprocess.Popen(
            [COMMAND, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start_import(self, people: Path, flag: str) -> subprocess.Popen[str]:
        """Start the import of a file."""
        output = os.fspath(self.results(people))
        return self.start(
            *("import", "csv", os.fspath(people), "--user-type", "student"),
            *(flag, "--output", output),
        )

    def results(self, people: Path) -> Path:
        """Where the results of a file go."""
        return people.with_suffix(".results.csv")

    def wait_for(self, process: subprocess.Popen[str]) -> float:
        """Wait until a command has ended well; the most memory it held, in MB."""
        talk = process.stderr.read() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"course-cli ended with {process.returncode}: {talk}")
        return usage.ru_maxrss * KIB / 1e6

    def timed_import(self, stem: str, flag: str) -> tuple[float, float]:
        """Seconds and MB of an import that nobody disturbs."""
        people = self.people(stem)
        begun = time.perf_counter()
        memory = self.wait_for(self.start_import(people, flag))
        return time.perf_counter() - begun, memory

    def killed_import(self, stem: str, after: float) -> tuple[float, Path]:
        """Kill an import so many seconds after it began to create; seconds of taking it up."""
        people = self.people(stem)
        running = self.start_import(people, "--generate-passwords")
        part = self.results(people).with_name(f"{self.results(people).name}.part")
        while not part.exists() and running.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        begun = time.perf_counter()
        if not self.results(people).exists():
            self.wait_for(self.start_import(people, "--generate-passwords"))
        return time.perf_counter() - begun, self.results(people)

    def ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: object = None,
        token: str = "",
    ) -> tuple[int, Any]:
        """Status and body of a call to the auth node through the gateway."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        text = None if body is None else json.dumps(body)
        connection.request(method, f"/api/auth{path}", text, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def connection(self) -> http.client.HTTPConnection:
        """A new connection to the gateway."""
        port = self.installation.ports["gateway"]
        return http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def accounts(self, stem: str) -> int:
        """How many accounts have a user name that begins with `stem`."""
        config = json.loads((self.folder / ".course_selection" / "config.json").read_text())
        token = _found(config, "access_token")
        path = f"/users?role=student&limit=1&search={stem}0"
        status, body = self.ask(self.connection(), "GET", path, token=token)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}: {body}")
        return int(body["total"])

    def logins(self, results: Path) -> int:
        """How many of the passwords in a results file the auth node takes."""
        with results.open(newline="") as file:
            rows = list(csv.DictReader(file))
        with ThreadPoolExecutor(LOGINS_AT_ONCE) as pool:
            parts = [rows[at::LOGINS_AT_ONCE] for at in range(LOGINS_AT_ONCE)]
            return sum(pool.map(self._logins, parts))

    def _logins(self, rows: Sequence[dict[str, str]]) -> int:
        connection = self.connection()
        good = 0
        for row in rows:
            body = {"username": row["username"], "password": row["password"]}
            status, _ = self.ask(connection, "POST", "/login", body)
            good += status == 200
        return good


def _found(value: object, key: str) -> str:
    """The first value of `key`, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get(key), str):
            return str(value[key])
        for part in value.values():
            if text := _found(part, key):
                return text
    return ""


def bare_rate(seconds: float = BARE_SECONDS) -> float:
    """Argon2 hashes a second on all processors with nothing around them."""
    hasher = argon2.PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
    until = time.perf_counter() + seconds

    def hash_on() -> int:
        done = 0
        while time.perf_counter() < until:
            hasher.hash("correct horse battery staple")
            done += 1
        return done

    threads = os.cpu_count() or 1
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        done = sum(task.result() for task in [pool.submit(hash_on) for _ in range(threads)])
    return done / (time.perf_counter() - begun)


@contextmanager
def _bench(count: int) -> Iterator[Bench]:
    installation = Installation()
    try:
        installation.start()
        with tempfile.TemporaryDirectory(prefix="cs-imports-") as folder:
            bench = Bench(installation, Path(folder), count)
            bench.log_in()
            yield bench
    finally:
        installation.close()


def measure(count: int, seed: int) -> Figures:
    """All figures, from one installation."""
    with _bench(count) as bench:
        before = bare_rate()
        passwords_s, memory = bench.timed_import("a", "--generate-passwords")
        bare = (before + bare_rate()) / 2
        killed_at = random.Random(seed).uniform(*KILLED_BETWEEN)
        resumed_s, results = bench.killed_import("b", killed_at * count / bare)
        accounts = bench.accounts("b")
        logins = bench.logins(results)
        bench.log_in()
        codes_s, codes_memory = bench.timed_import("c", "--activation-codes")
    rate = count / passwords_s
    return Figures(
        count=count,
        bare_per_s=bare,
        passwords_s=passwords_s,
        passwords_per_s=rate,
        share=rate / bare,
        memory_mb=memory,
        killed_at=killed_at,
        resumed_s=resumed_s,
        accounts=accounts,
        logins=logins,
        codes_s=codes_s,
        codes_memory_mb=codes_memory,
    )


def table(figures: Figures) -> str:
    """The figures for people."""
    n = figures
    lines = [
        ("bare Argon2 (19 MiB, t=2, p=1), all processors", f"{n.bare_per_s:.1f} a second"),
        (
            f"{n.count:,} students with generated passwords",
            f"{n.passwords_s:.1f} s, {n.passwords_per_s:.1f} a second, {n.share:.2f} of bare",
        ),
        ("memory of the command line", f"{n.memory_mb:.0f} MB"),
        (
            f"killed at {n.killed_at:.0%} and taken up",
            f"{n.resumed_s:.1f} s, {n.accounts:,} accounts, {n.logins:,} passwords log in",
        ),
        (
            f"{n.count:,} students with activation codes",
            f"{n.codes_s:.1f} s, {n.codes_memory_mb:.0f} MB",
        ),
    ]
    return "\n".join(["| import | measured |", "|---|---|", *(f"| {a} | {b} |" for a, b in lines)])


def result(figures: Figures) -> Result:
    """The same in the form of all benchmarks."""
    n = figures
    found = Result(
        "imports",
        f"{n.count:,} students imported with generated passwords, once more with a kill on the"
        f" way, and with activation codes. Floor: the bare Argon2 function on all cores.",
    )
    found.add("passwords_per_s", n.passwords_per_s, "/s", floor=n.bare_per_s)
    found.add("share", n.share, "of the floor", f"≥ {LEAST_SHARE}")
    found.add("memory_mb", max(n.memory_mb, n.codes_memory_mb), "MB", f"≤ {MOST_MEMORY_MB}")
    found.add("resumed_s", n.resumed_s, "s")
    found.add("codes_s", n.codes_s, "s")
    found.audit = {"accounts lost": n.count - n.accounts, "logins lost": n.count - n.logins}
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="people an import")
    parser.add_argument("--seed", type=int, default=None, help="of the moment of the kill")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wanted = parser.parse_args(arguments)
    seed = wanted.seed if wanted.seed is not None else random.SystemRandom().randrange(10**6)
    figures = measure(wanted.count, seed)
    if wanted.json:
        found = json.loads(result(figures).as_json())
        flat = {**asdict(figures), "seed": seed, "good": figures.good}
        print(json.dumps({**found, **flat}, indent=2))
    else:
        print(table(figures))
    sys.exit(0 if figures.good else 1)


if __name__ == "__main__":
    main()
