"""Becomes a service: `launch.py PARENT_PID DESCRIPTOR MODULE`, run by the supervisor alone.

It ties itself to the parent and hands the listening socket over as systemd does (sd_listen_fds(3)),
then replaces itself by `python -m MODULE`; both outlive that. DESCRIPTOR is -1 where there is no
socket. It is run without the site packages, so it imports the standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
FIRST_DESCRIPTOR = 3  # <systemd/sd-daemon.h>


def tie_to(parent: int) -> None:
    """From now on the kernel ends this process when `parent` ends, however it ends (on Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def hand_over(descriptor: int) -> None:
    """Make `descriptor` the one socket that the service inherits."""
    if descriptor == FIRST_DESCRIPTOR:
        os.set_inheritable(descriptor, True)  # noqa: FBT003 - the standard library takes no name
    else:
        os.dup2(descriptor, FIRST_DESCRIPTOR)
        os.close(descriptor)
    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))


def main(parent: int, descriptor: int, module: str) -> None:
    """Become the service."""
    tie_to(parent)
    if descriptor >= 0:
        hand_over(descriptor)
    os.execv(sys.executable, [sys.executable, "-m", module])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
