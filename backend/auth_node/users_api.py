"""The administrators' door: accounts of others, registration codes, rehearsals."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from backend.auth_node import (
    accounts,
    administration,
    bulk,
    codes,
    examples,
    models,
    records,
    registration,
    views,
)
from backend.auth_node.access_tokens import synthetic_token
from backend.auth_node.api import BEARER, BODY
from backend.auth_node.office import AuthOffice
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit, Offset, Search
from backend.common.one_time import new_code
from backend.common.service import errors

router = APIRouter()

ADMINISTRATOR = (*BEARER, "role_not_allowed")
USUAL_PAGE = 100

Id = Annotated[int, Path(ge=1, le=models.LARGEST_ID, description="As lists show it.")]
Role = Annotated[models.Role, Path(description="What the person is.")]


@router.get(
    "/users",
    summary="List accounts",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "invalid_fields"),
    openapi_extra=documented(gives=models.UserPage, example=examples.USER_PAGE),
)
async def list_users(
    _user: Administrator,
    office: AuthOffice,
    role: Annotated[models.Role | None, Query(description="Only this role.")] = None,
    search: Search = "",
    limit: Limit = USUAL_PAGE,
    offset: Offset = 0,
) -> Response:
    """By id; `search` looks into user name, name and e-mail address, whatever the case."""
    found, total = await office.database.read(accounts.page, role, search, limit, offset)
    rows = [views.user_row(account) for account in found]
    return answer(models.UserPage(items=rows, total=total, limit=limit, offset=offset))


@router.post(
    "/users",
    summary="Make an account for somebody",
    tags=["users"],
    status_code=201,
    response_model=None,
    responses=errors(
        *ADMINISTRATOR,
        "weak_password",
        "username_taken",
        "email_taken",
        "service_away",
        "busy",
        *BODY,
    ),
    openapi_extra=documented(
        models.NewUser,
        models.CreatedUser,
        status=201,
        takes_example=examples.NEW_USER,
        example=examples.CREATED_USER,
    ),
)
async def create_user(request: Request, _user: Administrator, office: AuthOffice) -> Response:
    """A student's account is made through a registration code of its own.

    It comes with the secret of its second factor. Without a password one is generated and shown
    here once.
    """
    created = await registration.create_user(office, await read_body(request, models.NewUser))
    username = created.account.username
    totp = views.totp_view(created.totp_secret, username) if created.totp_secret else None
    return answer(
        models.CreatedUser(
            user=views.user_view(created.account),
            password=created.password,
            registration_code=created.code,
            totp=totp,
        ),
        201,
    )


@router.post(
    "/users/bulk",
    summary="Make many accounts",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "body_too_large", "service_away", "busy", *BODY),
    openapi_extra=documented(
        models.Bulk,
        models.BulkResults,
        takes_example=examples.BULK,
        example=examples.BULK_RESULTS,
    ),
)
async def create_users(request: Request, _user: Administrator, office: AuthOffice) -> Response:
    """Up to 500 a call, each judged by itself; the same call again makes only what is missing.

    Students made here set up their second factor at their first login.
    """
    body = await read_body(request, models.Bulk)
    return answer(models.BulkResults(results=await bulk.create_users(office, body)))


@router.get(
    "/users/{role}/{id}",
    summary="One account",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "no_such_user", "invalid_fields"),
    openapi_extra=documented(gives=models.UserRow, example=examples.USER_ROW),
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
    user: Administrator,
    office: AuthOffice,
) -> None:
    """Ends its sessions and frees a student's seats.

    The history stays and so does the user name, which nobody else gets.
    """
    await administration.delete(office, role, id, user)


@router.post(
    "/users/{username}/reset-2fa",
    summary="Make a code to set the second factor up anew",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "no_such_user"),
    openapi_extra=documented(gives=models.ResetCode, example=examples.RESET_CODE),
)
async def reset_second_factor(
    username: Annotated[str, Path(max_length=models.LONGEST_LINE)],
    _user: Administrator,
    office: AuthOffice,
) -> Response:
    """Shown once, works once, for 24 hours, with the password; takes the place of an earlier one.

    Until it is used the second factor stays as it is.
    """
    text, expires_at = await administration.make_reset_code(office, username)
    return answer(models.ResetCode(reset_code=text, expires_at=expires_at))


@router.post(
    "/codes",
    summary="Make a registration code",
    tags=["registration codes"],
    status_code=201,
    response_model=None,
    responses=errors(*ADMINISTRATOR, *BODY),
    openapi_extra=documented(
        models.CodeRequest,
        models.CreatedCode,
        status=201,
        takes_example=examples.CODE_REQUEST,
        example=examples.CREATED_CODE,
    ),
)
async def create_code(request: Request, _user: Administrator, office: AuthOffice) -> Response:
    """Shown once. The tags go into the records of the students who register with it."""
    body = await read_body(request, models.CodeRequest)
    text = new_code()
    code = await office.database.write(codes.create, body.with_text(text), office.clock())
    return answer(
        models.CreatedCode(
            id=code.id,
            code=text,
            role=code.role,
            max_uses=code.max_uses,
            expires_at=code.expires_at,
            tags=code.tags,
        ),
        201,
    )


@router.get(
    "/codes",
    summary="List registration codes",
    tags=["registration codes"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "invalid_fields"),
    openapi_extra=documented(gives=models.CodePage, example=examples.CODE_PAGE),
)
async def list_codes(
    _user: Administrator, office: AuthOffice, limit: Limit = USUAL_PAGE, offset: Offset = 0
) -> Response:
    """Newest first, used and expired ones too; the codes themselves cannot be read again."""
    found, total = await office.database.read(codes.page, limit, offset)
    rows = [models.CodeRow.of(code) for code in found]
    return answer(models.CodePage(items=rows, total=total, limit=limit, offset=offset))


@router.delete(
    "/codes/{id}",
    summary="Revoke a registration code",
    tags=["registration codes"],
    status_code=204,
    responses=errors(*ADMINISTRATOR, "no_such_code", "invalid_fields"),
)
async def revoke_code(
    id: Id,  # noqa: A002 - its name on the wire
    _user: Administrator,
    office: AuthOffice,
) -> None:
    """Accounts that were made with it stay."""
    await office.database.write(codes.revoke, id)


@router.post(
    "/rehearsals/{term_code}/tokens",
    summary="Access tokens of a rehearsal's synthetic students",
    tags=["rehearsals"],
    response_model=None,
    responses=errors(
        *ADMINISTRATOR, "no_such_term", "not_a_scratch_term", "service_away", "invalid_fields"
    ),
    openapi_extra=documented(gives=models.SyntheticTokens, example=examples.SYNTHETIC_TOKENS),
)
async def rehearsal_tokens(
    term_code: Annotated[str, Path(max_length=64, examples=["SCRATCH-k3x9ab"])],
    _user: Administrator,
    office: AuthOffice,
    limit: Limit = 1000,
    offset: Offset = 0,
) -> Response:
    """Only for students whom the data node made for this scratch term; they count two hours."""
    page = await records.synthetic_students(office.client, term_code, limit, offset)

    def mint() -> list[models.SyntheticToken]:
        now = office.clock()
        return [
            models.SyntheticToken(
                student_id=student.id,
                token=synthetic_token(
                    office.signer, student.id, student.username, page.term_id, now
                ),
            )
            for student in page.students
        ]

    tokens = await asyncio.to_thread(mint)
    return answer(models.SyntheticTokens(tokens=tokens, total=page.total))
