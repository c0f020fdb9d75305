"""Listening sockets that a parent opened: our supervisor, or systemd in the same way.

`LISTEN_FDS` says how many descriptors from 3 on are listening sockets, `LISTEN_PID` for which
process they are meant (sd_listen_fds(3)).
"""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping

from backend.common.settings import SettingsError

FIRST_DESCRIPTOR = 3
LISTEN_FDS = "LISTEN_FDS"
LISTEN_PID = "LISTEN_PID"


def inherited_socket(environ: MutableMapping[str, str]) -> socket.socket | None:
    """The listening socket that the parent handed over, or None; what it said is used up.

    Raises:
        SettingsError: the parent handed over more than one, or something else.
    """
    count, pid = environ.pop(LISTEN_FDS, ""), environ.pop(LISTEN_PID, "")
    if not count or pid != str(os.getpid()):
        return None
    if count != "1":
        raise SettingsError(f"{LISTEN_FDS}: a service listens on one socket, not on {count}")
    try:
        listening = socket.socket(fileno=FIRST_DESCRIPTOR)
        accepts = listening.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError as error:
        raise SettingsError(
            f"{LISTEN_FDS}: descriptor {FIRST_DESCRIPTOR} is no socket ({error.strerror})"
        ) from None
    if not accepts:
        raise SettingsError(f"{LISTEN_FDS}: descriptor {FIRST_DESCRIPTOR} does not listen")
    os.set_inheritable(FIRST_DESCRIPTOR, False)  # noqa: FBT003 - the standard library takes no name
    listening.setblocking(False)  # noqa: FBT003 - as above
    return listening
