"""Which door an address of the gateway leads to; everything that is not canonical leads nowhere."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from backend.common.remembering import remember
from backend.common.services import AUTH, STUDENT, TEACHER

PREFIX = "/api/"
DOORS = {"auth": AUTH, "teacher": TEACHER, "student": STUDENT}
INTERNAL = ("/internal", "/metrics")  # for the installation alone
EVENTS = "/events"
WAITING_IN_LINE = frozenset(  # at the auth node, for a thread that checks or makes a password
    {
        "/activate",
        "/login",
        "/login/password",
        "/me/password",
        "/me/recovery-codes",
        "/me/totp",
        "/oidc/finish",  # which wait for the provider
        "/oidc/start",
        "/register",
        "/totp/reset",
    }
)
PASSKEYS = "/me/passkeys/"  # where passwords are checked once more
NOT_IN_A_PATH = re.compile(r"[\x00-\x1f\x7f\\%]|//|/\.{1,2}(/|$)")
LITERAL_IN_A_PATH = "/:@!$&'()*+,;=~"  # RFC 3986, pchar


class Door(NamedTuple):
    """Where a request goes.

    Attributes:
        service: the name of the service behind the door.
        path: the path there, encoded anew from what was checked.
    """

    service: str
    path: str

    @property
    def cookies(self) -> bool:
        """Whether cookies pass: the only ones there are hold a browser's refresh token."""
        return self.service == AUTH.name

    @property
    def streams(self) -> bool:
        """Whether the answer is a stream of events."""
        return self.path == EVENTS

    @property
    def lasting(self) -> bool:
        """Whether answers are long in coming, so that they must not take quick calls' connections.

        Those are streams of events, and logins where many people wait for theirs.
        """
        waiting = self.path in WAITING_IN_LINE or self.path.startswith(PASSKEYS)
        return self.streams or (waiting and self.service == AUTH.name)


@remember(4096)
def door_of(raw_path: bytes) -> Door | None:
    """The door that the path `/api/NAME/REST` leads to, or None where it leads nowhere.

    The path is decoded once and checked decoded, so that an encoded slash, dot or letter cannot
    say one thing here and another behind the door; what still holds a percent sign then was
    encoded twice and leads nowhere either.
    """
    if b"%2f" in raw_path.lower():
        return None
    try:
        path = unquote_to_bytes(raw_path).decode()
    except UnicodeDecodeError:
        return None
    if not path.startswith(PREFIX) or NOT_IN_A_PATH.search(path):
        return None
    name, slash, rest = path[len(PREFIX) :].partition("/")
    service = DOORS.get(name)
    if service is None or not slash or f"/{rest}".casefold().startswith(INTERNAL):
        return None
    return Door(service.name, quote(f"/{rest}", safe=LITERAL_IN_A_PATH))
