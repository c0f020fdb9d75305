"""A student node that turns nobody away, behind a gateway that does not either."""

from __future__ import annotations

from backend.common.services import STUDENT
from backend.student_node.main import create_app
from tests.faults.never_late import run_never_late

if __name__ == "__main__":
    run_never_late(STUDENT, create_app)
