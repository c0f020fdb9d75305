"""The door for whoever is logged in to go on and to leave."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.auth_node import examples, models, sessions, views
from backend.auth_node.api import BEARER, BODY
from backend.auth_node.cookies import Browser, handed_over
from backend.auth_node.credentials import granted
from backend.auth_node.office import AuthOffice
from backend.common.bodies import documented, read_body
from backend.common.deps import identify
from backend.common.service import errors

router = APIRouter(tags=["sessions"])


@router.post(
    "/refresh",
    summary="Get new tokens for a session",
    response_model=None,
    responses=errors("token_invalid", "token_expired", "other_site", *BODY),
    openapi_extra=documented(
        models.RefreshRequest,
        models.Tokens,
        takes_example={"refresh_token": examples.REFRESH},
        example=examples.TOKENS,
    ),
)
async def refresh(request: Request, office: AuthOffice, visit: Browser) -> Response:
    """A refresh token works once; if the answer was lost, again within 30 seconds.

    It then gives the same result. A used one that is shown later ends the session, since somebody
    has copied it.
    """
    token = visit.refresh_token
    if not visit.web:
        token = (await read_body(request, models.RefreshRequest)).refresh_token
    result = await office.database.write(
        sessions.refresh, token, office.vault.derive, office.clock()
    )
    await office.ended.announce()
    return handed_over(visit, views.tokens(office, granted(result)))


@router.post(
    "/logout",
    summary="End the session one is in",
    status_code=204,
    response_model=None,
    responses=errors(*BEARER, "other_site"),
)
async def log_out(request: Request, office: AuthOffice, visit: Browser) -> Response:
    """Its tokens are refused here at once and everywhere within a second.

    A web page needs no access token for it: the session is that of its cookie, which goes.
    """
    now = office.clock()
    if visit.refresh_token:
        await office.database.write(sessions.end_of_token, visit.refresh_token, now)
    else:
        user = await identify(request)
        await office.database.write(sessions.end, user.session, now)
    await office.ended.announce()
    return Response(status_code=204, headers={"Set-Cookie": visit.forget()} if visit.web else None)
