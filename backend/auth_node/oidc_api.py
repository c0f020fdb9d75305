"""The door for who signs in through the provider, and for administrators to link and unlink."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.auth_node import (
    examples,
    login_models,
    models,
    oidc_attempt,
    oidc_links,
    oidc_models,
    oidc_sign_in,
    views,
)
from backend.auth_node.actor import Manager, Visitor
from backend.auth_node.api import BODY
from backend.auth_node.cookies import Browser, parted
from backend.auth_node.office import AuthOffice
from backend.auth_node.users_api import ADMINISTRATOR
from backend.auth_node.vouched import Vouched
from backend.common.bodies import answer, documented, read_body
from backend.common.errors import Refused
from backend.common.service import errors

router = APIRouter()

PROVIDER = ("oidc_not_set_up", "oidc_provider_away", "oidc_provider_wrong")
REFUSALS = (
    *("oidc_state_invalid", "oidc_denied", "oidc_answer_invalid", "oidc_too_weak"),
    *("oidc_unknown_user", "oidc_other_subject", "oidc_administrator_unlinked"),
    *("oidc_subject_taken", "account_disabled", "too_many_attempts"),
)
ADDRESS = "https://login.university.example/authorize?response_type=code&client_id=courses&state=…"
LINK = oidc_models.ProviderLink(
    username="alice", issuer="https://login.university.example", subject="248289761001"
)
Username = Annotated[str, Path(max_length=models.LONGEST_LINE)]


@router.get(
    "/oidc",
    summary="Through whom one can sign in beside a password",
    tags=["login"],
    response_model=None,
    openapi_extra=documented(
        gives=oidc_models.SignInChoice,
        example=oidc_models.SignInChoice(provider="Example University"),
    ),
)
async def choice(office: AuthOffice) -> Response:
    """For everybody, so that the login page can show a button."""
    provider = office.provider
    return answer(oidc_models.SignInChoice(provider=provider.known.name if provider else None))


@router.post(
    "/oidc/start",
    summary="Begin to sign in through the provider",
    tags=["login"],
    response_model=None,
    responses=errors(*PROVIDER, "oidc_other_address", "other_site", *BODY),
    openapi_extra=documented(
        oidc_models.SignInBegin,
        oidc_models.SignInBegun,
        takes_example={"next": "/timetable"},
        example=oidc_models.SignInBegun(address=ADDRESS),
    ),
)
async def start(request: Request, office: AuthOffice, visit: Browser) -> Response:
    """For web pages alone: a cookie binds the sign-in to this browser for ten minutes."""
    body = await read_body(request, oidc_models.SignInBegin)
    known = oidc_sign_in.provider_of(office).known
    if not visit.web:
        raise Refused("other_site")
    if request.headers.get("origin", "").lower() != known.pages:
        raise Refused("oidc_other_address", name=known.name, address=known.pages)
    attempt, address = await oidc_sign_in.begin(office, body.next)
    line = oidc_attempt.remembering(attempt, office.vault, visit)
    return answer(oidc_models.SignInBegun(address=address), headers={"Set-Cookie": line})


@router.post(
    "/oidc/finish",
    summary="Come back from the provider",
    tags=["login"],
    response_model=None,
    responses=errors(*PROVIDER, *REFUSALS, "other_site", *BODY),
    openapi_extra=documented(
        oidc_models.ProviderAnswer,
        oidc_models.SignedIn,
        takes_example={"state": examples.CHALLENGE, "code": "SplxlOBeZQQYbYS6WxSbIA"},
        example=oidc_models.SignedIn(login=examples.LOGGED_IN, next="/timetable"),
    ),
)
async def finish(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """With what the provider put into the address; each sign-in is finished once.

    Where the provider asked for no second factor, students are asked for it as after a password.
    """
    body = await read_body(request, oidc_models.ProviderAnswer)
    if not visit.web:
        raise Refused("other_site")
    attempt = oidc_attempt.kept_by(request, office.vault, visit)
    result = await oidc_sign_in.finish(office, attempt, body, visitor)
    login = views.login_answer(office, result)
    if isinstance(login, login_models.PasswordChangeRequired):
        raise TypeError("who signs in through the provider needs no password")
    kept, line = parted(visit, login)
    signed_in = oidc_models.SignedIn(login=kept, next=attempt.next if attempt else "/")
    headers = {"Set-Cookie": oidc_attempt.forgetting(visit)}
    response = answer(signed_in, headers=headers)
    if line:
        response.headers.append("Set-Cookie", line)
    return response


@router.post(
    "/users/{username}/link-provider",
    summary="Link an account to somebody at the provider",
    tags=["users"],
    response_model=None,
    responses=errors(
        *ADMINISTRATOR,
        *("no_such_user", "oidc_not_set_up", "oidc_other_subject", "oidc_subject_taken", *BODY),
    ),
    openapi_extra=documented(
        oidc_models.ProviderSubject,
        oidc_models.ProviderLink,
        takes_example={"subject": LINK.subject},
        example=LINK,
    ),
)
async def link(request: Request, username: Username, by: Manager, office: AuthOffice) -> Response:
    """For administrators' accounts, which no user name at the provider opens by itself."""
    body = await read_body(request, oidc_models.ProviderSubject)
    known = oidc_sign_in.provider_of(office).known
    vouched = Vouched(known.name, known.issuer, body.subject)
    linked = await office.database.write(oidc_links.link, username, vouched, by, office.clock())
    return answer(oidc_models.ProviderLink(linked.username, vouched.issuer, vouched.subject))


@router.post(
    "/users/{username}/unlink-provider",
    summary="Let the next sign-in link an account anew",
    tags=["users"],
    status_code=204,
    responses=errors(*ADMINISTRATOR, "no_such_user", "oidc_not_linked", "invalid_fields"),
)
async def unlink(username: Username, by: Manager, office: AuthOffice) -> None:
    """What was opened through the provider ends at once."""
    await office.database.write(oidc_links.unlink, username, by, office.clock())
    await office.ended.announce()
