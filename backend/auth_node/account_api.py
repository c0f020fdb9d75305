"""The administrators' door to one account: look at it, change it, lock it, delete it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.auth_node import (
    accounts,
    administration,
    examples,
    initial_password,
    models,
    user_models,
    views,
)
from backend.auth_node.actor import Manager
from backend.auth_node.office import AuthOffice
from backend.auth_node.users_api import ADMINISTRATOR
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator
from backend.common.service import errors

router = APIRouter()

Id = Annotated[int, Path(ge=1, le=models.LARGEST_ID, description="As lists show it.")]
Role = Annotated[models.Role, Path(description="What the person is.")]
KNOWN = (*ADMINISTRATOR, "no_such_user", "invalid_fields")


@router.get(
    "/users/{role}/{id}",
    summary="One account",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "no_such_user", "invalid_fields"),
    openapi_extra=documented(gives=user_models.UserRow, example=examples.USER_ROW),
)
async def show_user(
    role: Role,
    id: Id,  # noqa: A002 - its name on the wire
    _user: Administrator,
    office: AuthOffice,
) -> Response:
    """By the id of the student or teacher record, or an administrator's account id."""
    return answer(views.user_row(await office.database.read(accounts.by_person, role, id)))


@router.delete(
    "/users/{role}/{id}",
    summary="Delete an account",
    tags=["users"],
    status_code=204,
    responses=errors(
        *ADMINISTRATOR,
        "no_such_user",
        "cannot_delete_self",
        "last_administrator",
        "service_away",
        "invalid_fields",
    ),
)
async def delete_user(
    role: Role,
    id: Id,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> None:
    """Ends its sessions and frees a student's seats.

    The history stays and so does the user name, which nobody else gets.
    """
    await administration.delete(office, role, id, by)


@router.post(
    "/users/{username}/reset-2fa",
    summary="Make a code to set the second factor up anew",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "no_such_user", "invalid_fields"),
    openapi_extra=documented(gives=user_models.ResetCode, example=examples.RESET_CODE),
)
async def reset_second_factor(
    username: Annotated[str, Path(max_length=models.LONGEST_LINE)],
    by: Manager,
    office: AuthOffice,
) -> Response:
    """Shown once, works once, for 24 hours, with the password; takes the place of an earlier one.

    Until it is used the second factor stays as it is.
    """
    text, expires_at = await administration.make_reset_code(office, username, by)
    return answer(user_models.ResetCode(reset_code=text, expires_at=expires_at))


@router.patch(
    "/users/{role}/{id}",
    summary="Change an account",
    tags=["users"],
    response_model=None,
    responses=errors(*KNOWN, "email_taken", "service_away", "bad_request"),
    openapi_extra=documented(
        user_models.UserChanges,
        user_models.UserRow,
        takes_example={"name": "Alice Ames", "group": "CS-1"},
        example=examples.USER_ROW,
    ),
)
async def update_user(
    request: Request,
    role: Role,
    id: Id,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> Response:
    """Name, address and group; what is left out stays as it is, and so does the user name."""
    body = await read_body(request, user_models.UserChanges, judged=True)
    account = await administration.update(office, role, id, body.given(), by)
    return answer(views.user_row(account))


@router.post(
    "/users/{role}/{id}/disable",
    summary="Let nobody log in with an account",
    tags=["users"],
    response_model=None,
    responses=errors(*KNOWN, "cannot_disable_self"),
    openapi_extra=documented(gives=user_models.UserRow, example=examples.DISABLED_USER_ROW),
)
async def disable_user(
    role: Role,
    id: Id,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> Response:
    """Its sessions end here at once and everywhere within a second; a student's seats stay."""
    return answer(views.user_row(await administration.disable(office, role, id, by)))


@router.post(
    "/users/{role}/{id}/enable",
    summary="Let the owner of a disabled account log in again",
    tags=["users"],
    response_model=None,
    responses=errors(*KNOWN),
    openapi_extra=documented(gives=user_models.UserRow, example=examples.USER_ROW),
)
async def enable_user(
    role: Role,
    id: Id,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> Response:
    """An account that was not disabled stays as it is."""
    return answer(views.user_row(await administration.enable(office, role, id, by)))


@router.post(
    "/users/{role}/{id}/reset-password",
    summary="Make another password for somebody",
    tags=["users"],
    response_model=None,
    responses=errors(*KNOWN, "busy"),
    openapi_extra=documented(
        gives=user_models.InitialPassword,
        example=user_models.InitialPassword(password=examples.GENERATED),
    ),
)
async def reset_password(
    role: Role,
    id: Id,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> Response:
    """Shown once; it lets its owner in only to choose another one. All sessions end."""
    password = await initial_password.reset(office, role, id, by)
    return answer(user_models.InitialPassword(password=password))
