"""Who asks for something, from where and with what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, Final

from fastapi import Depends, Request

from backend.auth_node.accounts import Account
from backend.auth_node.device import UNKNOWN, Device, device_of
from backend.auth_node.source import LOCAL, source_of
from backend.auth_node.vouched import Vouched
from backend.common.deps import Administrator, Token, User
from backend.common.tokens import Identity

MARK: Final = "x-course-selection"  # a header line, by which a page says that it is one of ours
WEB: Final = "web"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks for something.

    Attributes:
        source: the address, as failures are counted for it.
        browser: whether a page asks.
        account: id of the account in whose name it is asked; 0 before a login.
        session: the session in which it is asked, "" without one.
        token: the access token of an administrator, who is asked for again at other nodes.
        vouched: who the provider says it is, for who signs in through one.
    """

    source: str = LOCAL
    device: Device = UNKNOWN
    account: int = 0
    role: str = ""
    username: str = ""
    session: str = ""
    token: str = field(default="", repr=False)
    vouched: Vouched | None = None
    browser: bool = False

    def as_account(self, account: Account) -> Actor:
        """The same, known to be the owner of `account`."""
        return replace(self, account=account.id, role=account.role, username=account.username)

    def vouched_for(self, vouched: Vouched | None) -> Actor:
        """The same, signing in through a provider, or with a password for None."""
        return replace(self, vouched=vouched)

    def as_identity(self, identity: Identity) -> Actor:
        """The same, who has shown an access token."""
        return replace(
            self,
            account=identity.account,
            role=identity.role,
            username=identity.username,
            session=identity.session,
        )


SYSTEM = Actor()
"""This node itself."""


def visitor_of(request: Request) -> Actor:
    """Who asks without having shown who it is."""
    return Actor(
        source_of(request.headers.get("x-forwarded-for", "")),
        device_of(request.headers.get("user-agent", "")),
        browser=request.headers.get(MARK) == WEB,
    )


async def _visitor(request: Request) -> Actor:
    return visitor_of(request)


Visitor = Annotated[Actor, Depends(_visitor)]


async def _owner(visitor: Visitor, user: User) -> Actor:
    return visitor.as_identity(user)


async def _manager(visitor: Visitor, user: Administrator, token: Token) -> Actor:
    return replace(visitor.as_identity(user), token=token)


Owner = Annotated[Actor, Depends(_owner)]
Manager = Annotated[Actor, Depends(_manager)]
