"""A gateway that cannot keep up lets come again what can wait, before anything else suffers."""

from __future__ import annotations

import json

import pytest
from starlette.types import Receive, Scope, Send

from backend.common.errors import Refused
from backend.common.lateness import LATE, RISES_AFTER, Lateness
from backend.common.settings import Settings
from backend.domain.urgency import Urgency
from tests.nodes.gateway.conftest import Behind, Porch, serving

LOOK = "GET /api/student/catalogue"
ASK = "POST /api/student/selections?one=by-itself"
OWN = "GET /api/student/selections"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.gateway.proxy.TURNED_AWAY_AFTER", 0)


def late(lateness: Lateness, degree: int) -> None:
    for _ in range(RISES_AFTER if degree else 0):
        lateness.note(LATE[degree - 1])


@pytest.mark.parametrize(
    ("degree", "turned_away"), [(0, []), (1, [LOOK]), (2, [LOOK, ASK]), (3, [LOOK, ASK, OWN])]
)
async def test_looking_waits_before_asking_and_asking_before_ones_own(
    porch: Porch, student_door: Behind, degree: int, turned_away: list[str]
) -> None:
    for line in (LOOK, ASK, OWN):
        late(porch.lateness, degree)
        status, headers, body = await porch.ask(line, body=b"{}" if line is ASK else None)
        if line in turned_away:
            assert (status, json.loads(body)["code"]) == (503, "very_busy")
            assert int(headers["retry-after"]) > 1
        else:
            assert status == 200
    assert len(student_door.asked) == 3 - len(turned_away), "who is turned away costs no call"
    assert porch.lateness.shed.total() == len(turned_away)


async def test_the_others_who_ask_together_wait_too(porch: Porch, student_door: Behind) -> None:
    late(porch.lateness, 2)
    status, _, _ = await porch.ask("POST /api/student/selections", body=b"{}")
    assert (status, student_door.asked) == (503, [])


async def test_new_streams_of_events_wait_last(porch: Porch, student_door: Behind) -> None:
    late(porch.lateness, 3)
    assert (await porch.ask("GET /api/student/events"))[0] == 503
    assert student_door.asked == []


class Late:
    """A student node that is late: it turns everybody away who only looks."""

    def __init__(self, code: str) -> None:
        self.asked = 0
        self._problem = Refused(code, service="The Data Node", seconds=3).body()

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked += 1
        lines = [(b"retry-after", b"3"), (b"content-type", b"application/problem+json")]
        await send({"type": "http.response.start", "status": 503, "headers": lines})
        await send({"type": "http.response.body", "body": self._problem})


@pytest.mark.parametrize(("code", "passed_on"), [("very_busy", 1), ("service_away", 3)])
async def test_a_node_that_says_so_is_spared_for_a_moment(
    porch: Porch, socket_settings: Settings, code: str, passed_on: int
) -> None:
    door = Late(code)
    where = str(socket_settings.socket_path("student_node"))
    async with serving(door, uds=where, lifespan="off"):
        for _ in range(3):
            status, _, body = await porch.ask(LOOK)
            assert (status, json.loads(body)["code"]) == (503, code)
        assert door.asked == passed_on
        await porch.ask(OWN)
        assert door.asked == passed_on + 1
    assert porch.lateness.shed[Urgency.LOOK] == 3 - passed_on
