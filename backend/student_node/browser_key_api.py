"""The key under which a student's browser keeps what must not be read after they log out."""

from __future__ import annotations

import hmac

import msgspec
from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deps import ServiceFrame, Student
from backend.common.secrets import internal_token
from backend.common.service import errors
from backend.student_node.asking import NOT_LOGGED_IN

router = APIRouter()
PURPOSE = b"what a student's browser keeps\0"
EXAMPLE = bytes(range(32))


class BrowserKey(msgspec.Struct, frozen=True):
    """32 bytes in base64."""

    key: bytes


def key_of(secret: str, student: int) -> bytes:
    """The same key for a student at every login, for as long as the nodes' shared secret lasts."""
    return hmac.digest(secret.encode(), PURPOSE + str(student).encode(), "sha256")


@router.get(
    "/browser-key",
    summary="The key for what one's own browser keeps",
    tags=["timetable"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed"),
    openapi_extra=documented(gives=BrowserKey, example=BrowserKey(EXAMPLE)),
)
async def browser_key(student: Student, frame: ServiceFrame) -> Response:
    """A browser that forgets it when the student logs out cannot read its own notes any more."""
    key = BrowserKey(key_of(internal_token(frame.settings), student.person))
    return answer(key, headers={"Cache-Control": "no-store"})
