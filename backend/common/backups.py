"""The route by which a node that owns a database writes a copy of it, while it works on."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import msgspec
from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, NodeDatabase, ServiceFrame
from backend.common.errors import Refused
from backend.common.service import errors

log = logging.getLogger(__name__)

router = APIRouter(prefix="/internal", tags=["internal"])


class WantedCopy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a copy is wanted: a folder of this machine."""

    folder: str


class Copied(msgspec.Struct, frozen=True):
    """Where the copy is."""

    path: str


def copy_name(service: str) -> str:
    """What the copy of the database of `service` is called."""
    return f"{service.removesuffix('_node')}.db"


@router.post(
    "/backup",
    summary="Write a copy of this node's database",
    response_model=None,
    responses=errors(
        "login_required", "role_not_allowed", "backup_failed", "bad_request", "invalid_fields"
    ),
    openapi_extra=documented(
        WantedCopy,
        Copied,
        takes_example=WantedCopy("/var/backups/course-selection/2026-09-01"),
        example=Copied("/var/backups/course-selection/2026-09-01/data.db"),
    ),
)
async def back_up(
    request: Request, _user: Administrator, database: NodeDatabase, frame: ServiceFrame
) -> Response:
    """One consistent state, into a new file that its owner alone can read."""
    wanted = await read_body(request, WantedCopy)
    path = Path(wanted.folder) / copy_name(frame.service.name)
    if not path.is_absolute():
        raise Refused("backup_failed", reason=f"{wanted.folder} is no absolute path")
    try:
        await database.copy_to(path)
    except (OSError, sqlite3.Error) as error:
        log.warning("no copy in %s: %s", path, error)
        raise Refused("backup_failed", reason=str(error)) from None
    return answer(Copied(str(path)))
