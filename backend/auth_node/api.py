"""The door for everybody: log in, register, and what one may do to one's own account."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.auth_node import (
    accounts,
    activation,
    administration,
    examples,
    initial_password,
    login,
    login_models,
    models,
    own_models,
    recovery,
    registration,
    second_factor,
    views,
)
from backend.auth_node.actor import Owner, Visitor
from backend.auth_node.cookies import Browser, handed_over
from backend.auth_node.office import AuthOffice
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import User
from backend.common.service import errors

router = APIRouter()

BODY = ("bad_request", "invalid_fields")
PASSWORD = (
    "wrong_credentials",
    "account_disabled",
    "too_many_attempts",
    "password_stopped",
    "busy",
)
CODE = ("other_site", "challenge_expired", "wrong_totp_code", "too_many_attempts")
BEARER = ("login_required", "token_invalid", "token_expired")


@router.post(
    "/login",
    summary="Log in with user name and password",
    tags=["login"],
    response_model=None,
    responses=errors(*PASSWORD, "wrong_totp_code", "passkey_only", "other_site", *BODY),
    openapi_extra=documented(
        login_models.Credentials,
        login_models.LoggedIn
        | login_models.TotpRequired
        | login_models.PasskeyRequired
        | login_models.TotpSetupRequired
        | login_models.PasswordChangeRequired,
        takes_example=examples.CREDENTIALS,
        example=examples.LOGGED_IN,
    ),
)
async def log_in(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """`status` tells what comes next.

    `ok`; `totp_required`, then `/login/totp`; `passkey_required`, then `/login/passkey/options`;
    `totp_setup_required`, then `/totp/setup` or `/passkeys/setup`; `password_change_required`,
    then `/login/password`. A challenge counts for five minutes.
    """
    body = await read_body(request, login_models.Credentials, judged=True)
    result = await login.log_in(office, body.username, body.password, body.totp_code, visitor)
    return handed_over(visit, views.login_answer(office, result))


@router.post(
    "/activate",
    summary="Choose the password of an account that was made for you",
    tags=["registration"],
    response_model=None,
    responses=errors("code_invalid", "weak_password", "busy", *BODY),
    openapi_extra=documented(
        own_models.Activation,
        models.UserView,
        takes_example=examples.ACTIVATION,
        example=examples.USER,
    ),
)
async def activate(request: Request, office: AuthOffice, visitor: Visitor) -> Response:
    """With the activation code that came with it, which works once and for 60 days."""
    body = await read_body(request, own_models.Activation)
    account = await activation.activate(office, body.username, body.code, body.password, visitor)
    return answer(views.user_view(account))


@router.post(
    "/login/totp",
    summary="Finish logging in with a code of the second factor",
    tags=["login"],
    response_model=None,
    responses=errors(*CODE, "passkey_only", *BODY),
    openapi_extra=documented(
        login_models.ChallengeAnswer,
        login_models.LoggedIn | login_models.PasswordChangeRequired,
        takes_example=examples.CHALLENGE_ANSWER,
        example=examples.LOGGED_IN,
    ),
)
async def second_step(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """Each code works once, within its 30 seconds and the 30 after; so does a recovery code."""
    body = await read_body(request, login_models.ChallengeAnswer)
    result = await login.second_step(office, body.challenge, body.code, visitor)
    return handed_over(visit, views.login_answer(office, result))


@router.post(
    "/login/password",
    summary="Finish logging in by choosing a password of one's own",
    tags=["login"],
    response_model=None,
    responses=errors("challenge_expired", "weak_password", "busy", "other_site", *BODY),
    openapi_extra=documented(
        login_models.ChosenPassword,
        login_models.LoggedIn,
        takes_example=login_models.ChosenPassword(
            challenge=examples.CHALLENGE, new_password=examples.PASSWORD
        ),
        example=examples.LOGGED_IN,
    ),
)
async def choose_password(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """For who logged in with a password that was handed out; a refused one may be tried again."""
    body = await read_body(request, login_models.ChosenPassword)
    opened = await initial_password.choose(office, body.challenge, body.new_password, visitor)
    return handed_over(visit, views.logged_in(office, opened))


@router.post(
    "/totp/setup",
    summary="Get the secret of a second factor that has to be set up",
    tags=["second factor"],
    response_model=None,
    responses=errors("challenge_expired", *BODY),
    openapi_extra=documented(
        login_models.ChallengeOnly,
        models.TotpView,
        takes_example={"challenge": examples.CHALLENGE},
        example=examples.TOTP,
    ),
)
async def set_up(request: Request, office: AuthOffice) -> Response:
    """Asking again with the same challenge gives the same secret; another login another one."""
    body = await read_body(request, login_models.ChallengeOnly)
    new = await second_factor.set_up(office, body.challenge)
    return answer(views.totp_view(new.secret, new.username))


@router.post(
    "/totp/confirm",
    summary="Confirm a new second factor with its first code",
    tags=["second factor"],
    response_model=None,
    responses=errors(*CODE, "totp_already_set_up", *BODY),
    openapi_extra=documented(
        login_models.ChallengeAnswer,
        login_models.LoggedIn | login_models.PasswordChangeRequired,
        takes_example=examples.CHALLENGE_ANSWER,
        example=examples.LOGGED_IN,
    ),
)
async def confirm(
    request: Request, office: AuthOffice, visitor: Visitor, visit: Browser
) -> Response:
    """From now on the new secret counts and an older one does not; older sessions end.

    Ten recovery codes come with it, shown once; those from before count no longer.
    """
    body = await read_body(request, login_models.ChallengeAnswer)
    result = await second_factor.confirm(office, body.challenge, body.code, visitor)
    return handed_over(visit, views.confirmed(office, result))


@router.post(
    "/totp/reset",
    summary="Get a new second factor with a reset code",
    tags=["second factor"],
    response_model=None,
    responses=errors(*PASSWORD, "code_invalid", *BODY),
    openapi_extra=documented(
        login_models.ResetRequest,
        login_models.NewTotp,
        takes_example=examples.RESET_REQUEST,
        example=examples.NEW_TOTP,
    ),
)
async def reset(request: Request, office: AuthOffice, visitor: Visitor) -> Response:
    """Uses the code up. The old secret counts until `/totp/confirm` has confirmed the new one."""
    body = await read_body(request, login_models.ResetRequest)
    new = await second_factor.reset(office, body.username, body.password, body.reset_code, visitor)
    return answer(views.new_totp(new))


@router.post(
    "/register",
    summary="Make one's own account with a registration code",
    tags=["registration"],
    status_code=201,
    response_model=None,
    responses=errors(
        "code_invalid",
        "sign_up_closed",
        "weak_password",
        "username_taken",
        "email_taken",
        "service_away",
        "busy",
        *BODY,
    ),
    openapi_extra=documented(
        own_models.Registration,
        own_models.Registered,
        status=201,
        takes_example=examples.REGISTRATION,
        example=own_models.Registered(user=examples.USER, totp=examples.TOTP),
    ),
)
async def register(request: Request, office: AuthOffice, visitor: Visitor) -> Response:
    """A student gets the secret of the second factor, whose first code the first login needs."""
    body = await read_body(request, own_models.Registration, judged=True)
    created = await registration.register(office, body, visitor)
    username = created.account.username
    totp = views.totp_view(created.totp_secret, username) if created.totp_secret else None
    return answer(own_models.Registered(user=views.user_view(created.account), totp=totp), 201)


@router.get(
    "/me",
    summary="The account one is logged in with",
    tags=["own account"],
    response_model=None,
    responses=errors(*BEARER),
    openapi_extra=documented(gives=own_models.Profile, example=examples.PROFILE),
)
async def me(user: User, office: AuthOffice) -> Response:
    """`id` is that of the student or teacher record; an administrator's account id."""
    account = await office.database.read(accounts.active, user.account)
    left = await office.database.read(recovery.left, user.account)
    return answer(views.profile(account, left))


@router.post(
    "/me/password",
    summary="Change one's own password",
    tags=["own account"],
    status_code=204,
    responses=errors(*BEARER, *PASSWORD, "weak_password", *BODY),
    openapi_extra=documented(
        own_models.PasswordChange,
        takes_example={"old": "xk7m-p2qd-9htw-c4ve", "new": examples.PASSWORD},
    ),
)
async def change_password(request: Request, owner: Owner, office: AuthOffice) -> None:
    """All other sessions of the account end."""
    body = await read_body(request, own_models.PasswordChange)
    await administration.change_password(office, owner, body.old, body.new)


@router.post(
    "/me/totp",
    summary="Set up a second factor by choice",
    tags=["own account"],
    response_model=None,
    responses=errors(*BEARER, *PASSWORD, "totp_already_set_up", *BODY),
    openapi_extra=documented(
        login_models.PasswordProof,
        login_models.NewTotp,
        takes_example={"password": examples.PASSWORD},
        example=examples.NEW_TOTP,
    ),
)
async def add_totp(request: Request, owner: Owner, office: AuthOffice) -> Response:
    """For staff, who need none: it counts once `/totp/confirm` has confirmed it."""
    body = await read_body(request, login_models.PasswordProof)
    new = await second_factor.add(office, owner, body.password)
    return answer(views.new_totp(new))
