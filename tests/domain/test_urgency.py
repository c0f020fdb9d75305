"""What can wait: looking before asking, asking before hearing, the staff's commands never."""

from __future__ import annotations

import pytest

from backend.domain.urgency import Urgency, urgency_of

STUDENT, TEACHER = "student_node", "teacher_node"


@pytest.mark.parametrize(
    ("service", "request_line", "urgency"),
    [
        (STUDENT, "GET /catalogue", Urgency.LOOK),
        (STUDENT, "HEAD /catalogue/whole", Urgency.LOOK),
        (STUDENT, "GET /sections/7/preview", Urgency.LOOK),
        (STUDENT, "POST /plans/preview", Urgency.LOOK),
        (TEACHER, "GET /sections/7/roster", Urgency.LOOK),
        (TEACHER, "GET /terms/F24/report", Urgency.LOOK),
        (STUDENT, "POST /selections", Urgency.ASK),
        (STUDENT, "DELETE /selections/5f0c", Urgency.ASK),
        (STUDENT, "GET /selections", Urgency.OWN),
        (STUDENT, "GET /selections/5f0c", Urgency.OWN),
        (STUDENT, "GET /events", Urgency.OWN),
        (TEACHER, "POST /selection/pause", Urgency.ALWAYS),
        (TEACHER, "GET /selection", Urgency.ALWAYS),
        (TEACHER, "PATCH /sections/7", Urgency.ALWAYS),
        (STUDENT, "POST /internal/selections", Urgency.ALWAYS),
        (STUDENT, "GET /livez", Urgency.ALWAYS),
        ("auth_node", "POST /login", Urgency.ALWAYS),
        ("queue_node", "POST /tickets", Urgency.ALWAYS),
        ("data_node", "POST /decisions", Urgency.ALWAYS),
    ],
)
def test_what_can_wait(service: str, request_line: str, urgency: Urgency) -> None:
    method, _, path = request_line.partition(" ")
    assert urgency_of(service, method, path) is urgency
