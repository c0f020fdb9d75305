"""What attackers and reviewers have ready-made: known tools against the sources and what runs.

    make scan

- semgrep reads the sources by the rules in `rules.yml`, bandit by its own;
- sqlmap tries every parameter and field of the routes behind the gateway;
- wapiti crawls the gateway's pages and tries what it finds there.

Each has an environment of its own; none asks a host outside. A finding is printed, and the run ends
with 1.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import JSONResponse

from backend.common.services import AUTH, GATEWAY, STUDENT, TEACHER
from backend.gateway.address import door_of
from tests.attacks.served import Served, served_campus
from tests.nodes.odd_requests import NOT_ASKED, caller_of, filled, usual_body

RULES = Path(__file__).with_name("rules.yml")
SOURCES = ("backend", "frontend/src")
SCRIPT_MODULES = (
    "backup,crlf,csrf,exec,file,htaccess,ldap,methods,permanentxss,redirect,sql,ssrf,upload,xss,xxe"
)
TOO_MUCH = {  # what makes or removes much, or would end the scan's own way in
    *NOT_ASKED,
    "POST /users/bulk",
    "POST /catalogue/import",
    "POST /history/import",
    "POST /rehearsals",
    "DELETE /terms/{code}",
    "DELETE /users/{role}/{id}",
    "POST /users/{role}/{id}/disable",
    "POST /users/{role}/{id}/reset-password",
    "POST /me/password",
}
NOTHING_TO_INJECT = "parameters do not appear to be injectable|no parameter\\(s\\) found"
PLANTED = "GET /planted"
METHODS = ("get", "post", "put", "patch", "delete")


class Tool(NamedTuple):
    """Where the programs of a tool are."""

    folder: Path

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.folder / "bin" / name), *arguments],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )


def by_semgrep(tool: Tool, _served: Served) -> Iterator[str]:
    quiet = ("--metrics", "off", "--disable-version-check", "--quiet", "--json")
    read = tool.run("semgrep", "scan", *quiet, "--config", str(RULES), *SOURCES)
    told = json.loads(read.stdout)
    yield from (f"the rules: {error['message']}" for error in told["errors"])
    for found in told["results"]:
        rule, line = found["check_id"].rpartition(".")[2], found["start"]["line"]
        yield f"{found['path']}:{line} {rule}: {found['extra']['message'].strip()}"


def by_bandit(tool: Tool, _served: Served) -> Iterator[str]:
    """Of what is likely and not slight; B108 names the folder of the sockets, which is guarded."""
    read = tool.run(
        "bandit",
        "-q",
        "-r",
        "backend",
        "-x",
        "*/versions/*",
        "-ll",
        "-ii",
        "-s",
        "B108",
        "-f",
        "json",
    )
    for found in json.loads(read.stdout)["results"]:
        yield f"{found['filename']}:{found['line_number']} {found['test_id']} {found['issue_text']}"


def by_sqlmap(tool: Tool, served: Served) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, request in (planted(served), *requests_of(served)):
            file = Path(folder) / "request.txt"
            file.write_text(request)
            tried = tool.run(
                "sqlmap",
                *("-r", str(file), "--batch", "--level", "2", "--risk", "1"),
                *("--dbms", "SQLite", "--technique", "BEU", "--flush-session"),
                *("--output-dir", folder, "--disable-coloring", "--ignore-code", "*"),
                *("--skip-waf", "--param-exclude", "^(Authorization|User-Agent|Referer|Host)$"),
            )
            open_to_it = not re.search(NOTHING_TO_INJECT, tried.stdout)
            if name == PLANTED and not open_to_it:
                yield f"the hole that was planted was not found: {tried.stdout[-800:]}"
            if name != PLANTED and open_to_it:
                yield f"{name}: {tried.stdout[-800:]}"


def by_wapiti(tool: Tool, served: Served) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        ran = tool.run(
            "wapiti",
            *("-u", f"{served.address(GATEWAY.name)}/", "-m", SCRIPT_MODULES, "--scope", "domain"),
            *("--flush-session", "--no-bugreport", "--color", "-v", "0", "--max-scan-time", "300"),
            *("--store-session", folder, "-f", "json", "-o", str(report)),
        )
        if not report.exists():
            yield f"no report: {ran.stdout[-400:]} {ran.stderr[-400:]}"
            return
        told = json.loads(report.read_text())
        for kind in ("vulnerabilities", "anomalies"):
            for what, places in told[kind].items():
                yield from (
                    f"{what}: {one['method']} {one['path']} {one['info']}" for one in places
                )


TOOLS: dict[str, Callable[[Tool, Served], Iterator[str]]] = {
    "semgrep": by_semgrep,
    "bandit": by_bandit,
    "sqlmap": by_sqlmap,
    "wapiti": by_wapiti,
}


def planted(served: Served) -> tuple[str, str]:
    """The control: a request for a route that makes a statement of what it is given."""
    app: Any = served.campus.house.applications[GATEWAY.name]

    async def hole(name: str = "") -> Response:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("create table people as select 'ada' as name")
            query = f"select name from people where name = '{name}'"
            try:
                return JSONResponse(connection.execute(query).fetchall())
            except sqlite3.Error as error:
                return Response(str(error), status_code=500)

    app.add_api_route("/planted", hole, methods=["GET"])
    app.router.routes.insert(0, app.router.routes.pop())
    host = served.address(GATEWAY.name).removeprefix("http://")
    return PLANTED, f"GET /planted?name=ada* HTTP/1.1\r\nHost: {host}\r\n\r\n"


def requests_of(served: Served) -> Iterator[tuple[str, str]]:
    """One request for each route behind the gateway that takes something, as HTTP writes it."""
    host = served.address(GATEWAY.name).removeprefix("http://")
    for node, door in ((AUTH, "auth"), (STUDENT, "student"), (TEACHER, "teacher")):
        app: Any = served.campus.house.applications[node.name]
        for path, item in app.openapi()["paths"].items():
            if door_of(f"/api/{door}{path}".encode()) is None:
                continue
            for method in METHODS:
                route = f"{method.upper()} {path}"
                if method not in item or route in TOO_MUCH:
                    continue
                target, body = _target(served, path, item[method]), usual_body(item[method])
                if body is None and "*" not in target:
                    continue
                token = served.campus.tokens[caller_of(node.name, route)]
                yield (
                    route,
                    "\r\n".join(
                        [
                            f"{method.upper()} /api/{door}{target} HTTP/1.1",
                            f"Host: {host}",
                            f"Authorization: Bearer {token}",
                            "Content-Type: application/json",
                            "",
                            (body or b"").decode(),
                        ]
                    ),
                )


def _target(served: Served, path: str, operation: dict[str, Any]) -> str:
    """The address with a star after each value, which is where sqlmap is to try."""
    starred = {name: f"{value}*" for name, value in served.campus.there.items()}
    starred["role"] = "student*"
    in_path = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]
    address = filled(path, {**dict.fromkeys(in_path, "1*"), **starred})
    asked = [one for one in operation.get("parameters", []) if one["in"] == "query"]
    query = "&".join(f"{one['name']}={_value(one['schema'])}*" for one in asked)
    return f"{address}?{query}" if query else address


def _value(schema: dict[str, Any]) -> str:
    """Something that the description allows, so that it comes as far as the database."""
    while "anyOf" in schema:
        schema = schema["anyOf"][0]
    fixed = schema.get("default") or schema.get("const") or next(iter(schema.get("enum", [])), "")
    if fixed not in ("", [], None):
        return quote(str(fixed))
    return "1" if schema.get("type") in ("integer", "number", "array") else "a"


def main() -> int:
    """The exit code."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--tools", default=".venv/scan", help="the folder of their environments")
    given.add_argument("--only", choices=TOOLS, action="append", help="only this one")
    wanted = given.parse_args()
    wrong = 0
    with served_campus() as served:
        for name in wanted.only or TOOLS:
            for finding in TOOLS[name](Tool(Path(wanted.tools) / name), served):
                wrong += 1
                print(f"{name}: {finding}", flush=True)  # noqa: T201
            print(f"{name}: done", flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
