"""Runs a service whose clock is wrong by as many seconds as a file says at that moment.

SHIFTED names the service's module, SHIFTED_BY the file, a float as the machine writes it.
"""

from __future__ import annotations

import mmap
import os
import runpy
import struct
import time
from pathlib import Path

_right = time.time
with Path(os.environ["SHIFTED_BY"]).open("rb") as file:
    _by = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)


def shifted() -> float:
    """Unix seconds by this machine's wrong clock."""
    (seconds,) = struct.unpack("d", _by[:8])
    return float(_right() + seconds)


if __name__ == "__main__":
    time.time = shifted
    runpy.run_module(os.environ["SHIFTED"], run_name="__main__")
