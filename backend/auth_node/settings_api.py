"""The door to what administrators settle for everybody."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.auth_node import options
from backend.auth_node.actor import Manager
from backend.auth_node.api import BODY
from backend.auth_node.office import AuthOffice
from backend.auth_node.users_api import ADMINISTRATOR
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator
from backend.common.service import errors

router = APIRouter()

EXAMPLE = options.Options(student_sign_up=True, teacher_sign_up=False)


@router.get(
    "/sign-up",
    summary="Who may make an account with a registration code",
    tags=["registration"],
    response_model=None,
    openapi_extra=documented(gives=options.SignUp, example=options.SignUp()),
)
async def sign_up(office: AuthOffice) -> Response:
    """For everybody, so that a page can say so before somebody fills it in."""
    settled = await office.database.read(options.current)
    return answer(options.SignUp(settled.student_sign_up, settled.teacher_sign_up))


@router.get(
    "/settings",
    summary="What is settled for everybody",
    tags=["settings"],
    response_model=None,
    responses=errors(*ADMINISTRATOR),
    openapi_extra=documented(gives=options.Options, example=EXAMPLE),
)
async def show_settings(_user: Administrator, office: AuthOffice) -> Response:
    """Signing up is on and what staff must have is off until somebody settles it otherwise."""
    return answer(await office.database.read(options.current))


@router.patch(
    "/settings",
    summary="Settle something else",
    tags=["settings"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, *BODY),
    openapi_extra=documented(
        options.OptionChanges,
        options.Options,
        takes_example={"teacher_sign_up": False},
        example=EXAMPLE,
    ),
)
async def change_settings(request: Request, by: Manager, office: AuthOffice) -> Response:
    """What is left out stays. It counts for the next call."""
    changes = await read_body(request, options.OptionChanges)
    return answer(await office.database.write(options.change, changes, by, office.clock()))
