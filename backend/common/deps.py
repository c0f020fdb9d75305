"""What route functions ask for, as annotated aliases, so that they read like sentences."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.service import Frame
from backend.common.tokens import ADMIN, STUDENT, TEACHER, Identity

BEARER = "bearer "


async def bearer_token(request: Request) -> str:
    """The access token of the request.

    Raises:
        Refused: `login_required`, when there is none.
    """
    return token_in(request.headers.get("authorization", ""))


def token_in(authorization: str) -> str:
    """The access token in a header line of that name; raises as `bearer_token`."""
    if authorization[: len(BEARER)].lower() != BEARER:
        raise Refused("login_required")
    return authorization[len(BEARER) :].strip()


def showing(token: str) -> dict[str, str]:
    """The header lines with which a node asks another in the name of the owner of `token`."""
    return {"Authorization": f"Bearer {token}"}


async def identify(request: Request) -> Identity:
    """Who is asking.

    Raises:
        Refused: `login_required`, `token_invalid`, `token_expired`.
    """
    frame: Frame = request.app.state.frame
    return await frame.verifier.identify(await bearer_token(request))


def require(user: Identity, *roles: str) -> Identity:
    """`user`, whose role must be one of `roles`.

    Raises:
        Refused: `role_not_allowed`.
    """
    if user.role not in roles:
        raise Refused("role_not_allowed", role=user.role)
    return user


User = Annotated[Identity, Depends(identify)]


async def _administrator(user: User) -> Identity:
    return require(user, ADMIN)


async def _staff(user: User) -> Identity:
    return require(user, ADMIN, TEACHER)


async def _student(user: User) -> Identity:
    return require(user, STUDENT)


async def _frame(request: Request) -> Frame:
    frame: Frame = request.app.state.frame
    return frame


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Administrator = Annotated[Identity, Depends(_administrator)]
Staff = Annotated[Identity, Depends(_staff)]
Student = Annotated[Identity, Depends(_student)]
Token = Annotated[str, Depends(bearer_token)]
ServiceFrame = Annotated[Frame, Depends(_frame)]
NodeDatabase = Annotated[Database, Depends(_database)]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1, description="How many to pass over.")]
Search = Annotated[str, Query(max_length=200, description="Text to look for.")]
