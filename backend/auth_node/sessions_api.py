"""The door for whoever is logged in to go on and to leave."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.auth_node import (
    examples,
    login_models,
    models,
    own_examples,
    own_models,
    own_sessions,
    sessions,
    views,
)
from backend.auth_node.actor import Owner, Visitor
from backend.auth_node.api import BEARER, BODY
from backend.auth_node.cookies import Browser, handed_over
from backend.auth_node.credentials import granted
from backend.auth_node.office import AuthOffice
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import identify
from backend.common.errors import Refused
from backend.common.service import errors

router = APIRouter(tags=["sessions"])


@router.post(
    "/refresh",
    summary="Get new tokens for a session",
    response_model=None,
    responses=errors("token_invalid", "token_expired", "other_site", *BODY),
    openapi_extra=documented(
        login_models.RefreshRequest,
        login_models.Tokens,
        takes_example={"refresh_token": examples.REFRESH},
        example=examples.TOKENS,
    ),
)
async def refresh(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """A refresh token works once; if the answer was lost, again within 30 seconds.

    It then gives the same result. A used one that is shown later ends the session, since somebody
    has copied it. A browser's session also ends for want of use.
    """
    token = visit.refresh_token
    if not visit.web:
        token = (await read_body(request, login_models.RefreshRequest)).refresh_token
    shown = sessions.Shown(token, office.idle, visit.web)
    result = await office.database.write_together(
        sessions.refresh, shown, office.vault.derive, visitor, office.clock()
    )
    if isinstance(result, Refused):  # the session may have been ended
        await office.ended.announce()
    return handed_over(visit, views.tokens(office, granted(result)))


@router.post(
    "/logout",
    summary="End the session one is in",
    status_code=204,
    response_model=None,
    responses=errors(*BEARER, "other_site", "invalid_fields"),
)
async def log_out(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """Its tokens are refused here at once and everywhere within a second.

    A web page needs no access token for it: the session is that of its cookie, which goes.
    """
    now = office.clock()
    if visit.refresh_token:
        await office.database.write(sessions.log_out_by_token, visit.refresh_token, visitor, now)
    else:
        user = await identify(request)
        await office.database.write(sessions.log_out, user.session, visitor, now)
    await office.ended.announce()
    return Response(status_code=204, headers={"Set-Cookie": visit.forget()} if visit.web else None)


@router.get(
    "/sessions",
    summary="One's own sessions",
    response_model=None,
    responses=errors(*BEARER),
    openapi_extra=documented(gives=own_models.SessionList, example=own_examples.SESSIONS),
)
async def list_sessions(owner: Owner, office: AuthOffice) -> Response:
    """Those that go on, the newest first, each with where and with what it was opened."""
    rows = await office.database.read(own_sessions.listed, owner, office.clock())
    return answer(own_models.SessionList(items=rows))


@router.delete(
    "/sessions/{id}",
    summary="End one of one's own sessions",
    status_code=204,
    responses=errors(*BEARER, "no_such_session", "invalid_fields"),
)
async def end_session(
    id: Annotated[str, Path(max_length=models.LONGEST_LINE)],  # noqa: A002 - its name on the wire
    owner: Owner,
    office: AuthOffice,
) -> None:
    """Its tokens are refused here at once and everywhere within a second."""
    await office.database.write(own_sessions.end, id, owner, office.clock())
    await office.ended.announce()


@router.delete(
    "/sessions",
    summary="End all of one's own sessions but this one",
    response_model=None,
    responses=errors(*BEARER),
    openapi_extra=documented(gives=own_models.Ended, example=own_models.Ended(ended=2)),
)
async def end_other_sessions(owner: Owner, office: AuthOffice) -> Response:
    """For who has seen one that is not theirs; a change of the password does the same."""
    ended = await office.database.write(own_sessions.end_others, owner, office.clock())
    await office.ended.announce()
    return answer(own_models.Ended(ended=ended))
