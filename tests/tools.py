"""Programs that tests use beside Python."""

from __future__ import annotations

import os
import shutil

import pytest

IN_CI = bool(os.environ.get("CI"))


def need(program: str) -> str:
    """The path of `program`. Without it a test is skipped, but fails where CI should have it."""
    found = shutil.which(program)
    if found is None:
        message = f"{program} is not installed"
        if IN_CI:
            pytest.fail(message)
        pytest.skip(message)
    return found
