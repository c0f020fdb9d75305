"""A course selection server in one small process, right unless it is told to be wrong.

It answers what `course-cli rehearse` asks a gateway for, and shares no code with the real one, so
that a rehearsal can be seen to fail.
"""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

JSON = dict[str, Any]


@dataclass
class Campus:
    """The whole server's state.

    Attributes:
        faults: what it does wrong: names of the `if`s below.
        removed: terms that were removed.
    """

    faults: set[str] = field(default_factory=set)
    sections: dict[int, JSON] = field(default_factory=dict)
    tickets: dict[tuple[str, str], JSON] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    term: str = ""
    created: int = 0
    students: int = 0
    requests: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def app(self) -> Starlette:
        rehearsals = "/api/teacher/rehearsals"
        return Starlette(
            routes=[
                Route(rehearsals, self.create, methods=["POST"]),
                Route(rehearsals + "/{code}", self.remove, methods=["DELETE"]),
                Route(rehearsals + "/{code}/rosters", self.rosters),
                Route(rehearsals + "/{code}/tickets", self.log),
                Route("/api/auth/rehearsals/{code}/tokens", self.tokens, methods=["POST"]),
                Route("/api/student/sections/{section}", self.section),
                Route("/api/student/selections", self.select, methods=["POST"]),
                Route("/api/student/selections", self.own),
            ]
        )

    async def create(self, request: Request) -> Response:
        wanted = await request.json()
        self.tickets.clear()
        self.created += 1
        self.students = wanted["students"]
        self.sections = {
            at: {**section, "id": at, "taken": 0, "students": [], "course": section["name"]}
            for at, section in enumerate(wanted["sections"], start=100)
        }
        listed = [
            {"id": s["id"], "name": s["name"], "capacity": s["capacity"]}
            for s in self.sections.values()
        ]
        self.term = wanted["code"]
        made = {"term": self.term, "term_id": 9, "students": self.students, "sections": listed}
        if "answers get lost" in self.faults and self.created == 1:
            return broken(201)
        return JSONResponse(made, 201)

    async def remove(self, request: Request) -> Response:
        self.removed.append(request.path_params["code"])
        return Response(status_code=204)

    async def tokens(self, request: Request) -> Response:
        offset, limit = (int(request.query_params[name]) for name in ("offset", "limit"))
        shown = range(offset, min(offset + limit, self.students))
        tokens = [{"student_id": 1000 + at, "token": str(1000 + at)} for at in shown]
        return JSONResponse({"tokens": tokens, "total": self.students})

    async def section(self, request: Request) -> Response:
        self.requests += 1
        if self.requests < 3:
            return problem(404, "no_such_section")
        return JSONResponse(self.sections[int(request.path_params["section"])])

    async def select(self, request: Request) -> Response:
        self.requests += 1
        if "busy" in self.faults and self.requests % 3 == 0:
            return problem(429 if self.requests % 2 else 503, "too_many_requests")
        body = await request.json()
        student = request.headers["authorization"].removeprefix("Bearer ")
        key = request.headers["idempotency-key"]
        if "two tickets a request" in self.faults:
            key += str(self.requests)
        if (student, key) not in self.tickets:
            self.tickets[student, key] = self.ticket(int(student), body["section_id"])
        if "refuses" in self.faults:
            return problem(409, "term_closed")
        if "answers get lost" in self.faults and self.requests % 4 == 0:
            return broken(202)
        return JSONResponse(self.tickets[student, key], 202)

    def ticket(self, student: int, section_id: int) -> JSON:
        number = next(self.numbers)
        section = self.sections[section_id]
        now = time.time()
        full = section["taken"] == section["capacity"]
        if "oversells" in self.faults:
            full = full and number % 5 != 0
        if "later before earlier" in self.faults and section["taken"] == 1 and number % 7:
            full = True
        if not full:
            section["taken"] += 1
            if "forgets seats" not in self.faults or number % 5:
                section["students"].append(student)
        return {
            "id": f"{number:x}",
            "number": number,
            "student_id": student,
            "section_id": section_id,
            "action": "select",
            "state": "pending" if "never answers" in self.faults else outcome(full),
            "code": "section_full" if full else None,
            "accepted_at": now,
            "decided_at": None if "never answers" in self.faults else now + 0.01,
        }

    async def own(self, request: Request) -> Response:
        student = request.headers["authorization"].removeprefix("Bearer ")
        mine = [ticket for (owner, _), ticket in self.tickets.items() if owner == student]
        return JSONResponse({"items": mine})

    async def rosters(self, _request: Request) -> Response:
        sections = [
            {**section, "meetings": [self.meeting(at)]}
            for at, section in enumerate(self.sections.values())
        ]
        return JSONResponse({"sections": sections})

    def meeting(self, at: int) -> JSON:
        hour = 8 if "clashes" in self.faults else 8 + at % 12
        return {"days": "MR", "start": f"{hour:02}:00", "end": f"{hour:02}:50", "weeks": None}

    async def log(self, request: Request) -> Response:
        after, limit = (int(request.query_params[name]) for name in ("after", "limit"))
        numbered = sorted(self.tickets.values(), key=lambda ticket: int(ticket["number"]))
        page = [ticket for ticket in numbered if ticket["number"] > after][:limit]
        last = page[-1]["number"] if page else after
        if "loses a ticket" in self.faults:
            page = [ticket for ticket in page if ticket["number"] != 5]
        return JSONResponse({"tickets": page, "last": last})

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve it; the address."""
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(self.app(), log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def outcome(full: bool) -> str:
    return "refused" if full else "enrolled"


def broken(status: int) -> Response:
    """An answer whose connection ends in the middle."""
    return Response(b"{", status, headers={"Content-Length": "100"})


def problem(status: int, code: str) -> Response:
    headers = {} if status == 404 else {"Retry-After": "0.2"}
    return JSONResponse({"status": status, "code": code, "detail": code}, status, headers)
