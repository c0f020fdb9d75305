"""What can wait when there is more to do than can be done.

Looking waits before asking, and asking before hearing what became of it: a request for a seat that
was accepted is the last that anybody goes without. What the staff does about it never waits.
"""

from __future__ import annotations

from enum import IntEnum


class Urgency(IntEnum):
    """From which degree of lateness on a request is told to come again."""

    LOOK = 1
    ASK = 2
    OWN = 3
    ALWAYS = 9


LOOKING = frozenset({"GET", "HEAD"})
OWN = ("/events", "/selections", "/timetable", "/tickets", "/notices")  # a student's
OPERATING = ("/selection", "/figures", "/nodes", "/rehearsals")  # the staff's
TRIALS = ("/preview", "/effects")  # end of what is posted and changes nothing
INSIDE = ("/internal", "/health", "/livez", "/readyz", "/metrics")


def urgency_of(service: str, method: str, path: str) -> Urgency:
    """How urgent a request to the student or the teacher node is; others never wait.

    Args:
        path: behind the door, without `/api/student`.
    """
    if service not in ("student_node", "teacher_node") or path.startswith(INSIDE):
        return Urgency.ALWAYS
    looks = method in LOOKING or path.endswith(TRIALS)
    if service == "teacher_node":
        return Urgency.LOOK if looks and not path.startswith(OPERATING) else Urgency.ALWAYS
    if not looks:
        return Urgency.ASK
    return Urgency.OWN if path.startswith(OWN) and method in LOOKING else Urgency.LOOK
