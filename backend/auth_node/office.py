"""What the subjects of this node work with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from backend.auth_node.feed import EndedSessions
from backend.auth_node.keys import Vault
from backend.auth_node.oidc_provider import Provider
from backend.auth_node.passkeys_check import Site
from backend.auth_node.passwords import Passwords
from backend.auth_node.sessions import NEVER, IdleEnds
from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.signing import Signer


@dataclass(frozen=True, slots=True)
class Office:
    """The node's tools, as `app.state.office`.

    Attributes:
        site: whose passkeys count here; None where there are none.
        idle: when browsers' sessions end for want of use.
    """

    database: Database
    client: SocketClient
    clock: Callable[[], float]
    passwords: Passwords
    signer: Signer
    vault: Vault
    ended: EndedSessions
    provider: Provider | None = None
    site: Site | None = None
    idle: IdleEnds = NEVER
    _in_creation: set[str] = field(default_factory=set)

    @contextmanager
    def creating(self, usernames: set[str]) -> Iterator[None]:
        """Hold user names, in comparable form, while records and accounts are made for them.

        Otherwise the record could end up with the name of somebody who came second.

        Raises:
            Refused: `username_taken`, when one of them is held already.
        """
        taken = usernames & self._in_creation
        if taken:
            raise Refused("username_taken", username=min(taken))
        self._in_creation.update(usernames)
        try:
            yield
        finally:
            self._in_creation.difference_update(usernames)

    def in_creation(self, username: str) -> bool:
        """Whether an account with this user name is being made at this moment."""
        return username in self._in_creation


async def _office(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


AuthOffice = Annotated[Office, Depends(_office)]
