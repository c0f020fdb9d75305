"""Students for a benchmark: a scratch term through the real routes, and a token for each."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from backend.cli.rehearse_plan import Plan, even_plan
from backend.common.rehearsal import draw_code
from benchmarks.installation import Measured

SEED = 7
PAGE = 1000
TICKETS_A_STUDENT = 5
DEMAND_A_SEAT = 1.25
REHEARSALS = "/api/teacher/rehearsals"


@dataclass(frozen=True, slots=True)
class Wish:
    """One request that a student will send."""

    student: int
    token: str
    section: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """A scratch term with its students.

    Attributes:
        tokens: student id to access token.
        wishes: in the order in which they are to be sent.
    """

    term: str
    plan: Plan
    tokens: dict[int, str]
    section_ids: list[int]
    wishes: list[Wish]


def gather(installation: Measured, tickets: int, sections: int, students: int = 0) -> Crowd:
    """A crowd that will send so many tickets for `sections` equal sections.

    Args:
        students: 0 makes as many as have five wishes each.
    """
    students = students or -(-tickets // TICKETS_A_STUDENT)
    each = -(-tickets // students)
    seats = max(1, int(tickets / sections / DEMAND_A_SEAT))
    plan = even_plan(students, sections, seats, each, SEED)
    wanted = {
        "students": students,
        "sections": msgspec.to_builtins(plan.sections),
        "seed": SEED,
        "code": draw_code(),
    }
    term = installation.staff("POST", REHEARSALS, wanted)
    ids = [section["id"] for section in term["sections"]]
    tokens = _tokens(installation, term["term"], students)
    everybody = list(tokens.items())
    wishes = [Wish(*everybody[who], ids[what]) for who, what in plan.requests[:tickets]]
    return Crowd(term["term"], plan, tokens, ids, wishes)


def _tokens(installation: Measured, code: str, students: int) -> dict[int, str]:
    path = f"/api/auth/rehearsals/{code}/tokens"
    tokens: dict[int, str] = {}
    for offset in range(0, students, PAGE):
        page = installation.staff("POST", f"{path}?limit={PAGE}&offset={offset}")
        tokens.update((entry["student_id"], entry["token"]) for entry in page["tokens"])
    return tokens
