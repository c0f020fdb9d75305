"""The door for who logs in with a passkey, or has to set one up to get in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.auth_node import (
    examples,
    login_models,
    passkeys_adding,
    passkeys_examples,
    passkeys_login,
    passkeys_models,
    views,
)
from backend.auth_node.actor import Visitor
from backend.auth_node.api import BODY
from backend.auth_node.cookies import Browser, handed_over
from backend.auth_node.office import AuthOffice
from backend.common.bodies import answer, documented, read_body
from backend.common.service import errors

router = APIRouter()

CHALLENGE = ("challenge_expired", "passkeys_off", *BODY)
SHOWN = ("other_site", "wrong_passkey", "passkey_copied", "too_many_attempts")
NEW = ("passkey_not_accepted", "passkey_known")


@router.post(
    "/login/passkey/options",
    summary="Get what a passkey has to sign to finish logging in",
    tags=["login"],
    response_model=None,
    responses=errors(*CHALLENGE, "no_passkeys"),
    openapi_extra=documented(
        login_models.ChallengeOnly,
        passkeys_models.RequestOptions,
        takes_example={"challenge": examples.CHALLENGE},
        example=passkeys_examples.REQUEST_OPTIONS,
    ),
)
async def options(request: Request, office: AuthOffice) -> Response:
    """Options for `navigator.credentials.get`; those from before no longer count."""
    body = await read_body(request, login_models.ChallengeOnly)
    return answer(await passkeys_login.begin(office, body.challenge))


@router.post(
    "/login/passkey",
    summary="Finish logging in with a passkey",
    tags=["login"],
    response_model=None,
    responses=errors(*SHOWN, *CHALLENGE),
    openapi_extra=documented(
        passkeys_models.ShownPasskey,
        login_models.LoggedIn | login_models.PasswordChangeRequired,
        takes_example=passkeys_examples.SHOWN,
        example=examples.LOGGED_IN,
    ),
)
async def complete(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """What was signed works once, right or wrong; after a wrong one ask for other options."""
    body = await read_body(request, passkeys_models.ShownPasskey)
    result = await passkeys_login.complete(office, body, visitor)
    return handed_over(visit, views.login_answer(office, result))


@router.post(
    "/passkeys/setup",
    summary="Get what a passkey is made from, for a second factor that has to be set up",
    tags=["second factor"],
    response_model=None,
    responses=errors(*CHALLENGE, "totp_already_set_up"),
    openapi_extra=documented(
        login_models.ChallengeOnly,
        passkeys_models.CreationOptions,
        takes_example={"challenge": examples.CHALLENGE},
        example=passkeys_examples.CREATION_OPTIONS,
    ),
)
async def set_up(request: Request, office: AuthOffice) -> Response:
    """Options for `navigator.credentials.create`; the challenge is that of `/login` or a reset."""
    body = await read_body(request, login_models.ChallengeOnly)
    return answer(await passkeys_adding.set_up(office, body.challenge))


@router.post(
    "/passkeys/confirm",
    summary="Let a new passkey be the second factor",
    tags=["second factor"],
    response_model=None,
    responses=errors("other_site", *NEW, "totp_already_set_up", *CHALLENGE),
    openapi_extra=documented(
        passkeys_models.NewPasskey,
        login_models.LoggedIn | login_models.PasswordChangeRequired,
        takes_example=passkeys_examples.NEW,
        example=examples.LOGGED_IN,
    ),
)
async def confirm(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """Older sessions end, and ten recovery codes come with it, shown once.

    After a reset code no other passkey and no code of an app counts any longer.
    """
    body = await read_body(request, passkeys_models.NewPasskey)
    result = await passkeys_adding.confirm(office, body, visitor)
    return handed_over(visit, views.confirmed(office, result))
