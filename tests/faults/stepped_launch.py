"""Becomes a service with traps, as the supervisor's own `launch.py` becomes one without.

It is run without the site packages, too: `stepped_launch.py PARENT_PID DESCRIPTOR MODULE`.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

LAUNCH = Path(__file__).parents[2] / "backend/supervisor/launch.py"

if __name__ == "__main__":
    launch = runpy.run_path(os.fspath(LAUNCH))
    parent, descriptor, module = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    launch["tie_to"](parent)
    if descriptor >= 0:
        launch["hand_over"](descriptor)
    os.execv(sys.executable, [sys.executable, "-m", "tests.faults.stepped", module])
