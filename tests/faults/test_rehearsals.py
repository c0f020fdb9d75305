"""A rehearsal goes on when a process is killed that it needs less than those in tests/system."""

from __future__ import annotations

import pytest

from tests.system.command_line import CommandLine
from tests.system.installation import Installation
from tests.system.rehearse import test_rehearsal as rehearsal


@pytest.mark.parametrize("victim", ["auth_node", "teacher_node", "gateway"])
def test_nothing_is_lost(installation: Installation, admin: CommandLine, victim: str) -> None:
    rehearsal.killed_in_the_middle(installation, admin, victim)
