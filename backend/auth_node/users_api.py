"""The administrators' door: accounts of others, rehearsals."""

from __future__ import annotations

import asyncio
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Path, Query, Request, Response

from backend.auth_node import (
    account_list,
    audit,
    bulk,
    bulk_models,
    examples,
    models,
    records,
    registration,
    synthetic_models,
    user_models,
    views,
)
from backend.auth_node.access_tokens import synthetic_token
from backend.auth_node.actor import Actor, Manager
from backend.auth_node.api import BEARER, BODY
from backend.auth_node.audit import TERM, Action, Target
from backend.auth_node.office import AuthOffice
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit, Offset, Search
from backend.common.service import errors
from backend.domain.people import normal

router = APIRouter()

ADMINISTRATOR = (*BEARER, "role_not_allowed")
USUAL_PAGE = 100


@router.get(
    "/users",
    summary="List accounts",
    tags=["users"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "service_away", "invalid_fields"),
    openapi_extra=documented(gives=user_models.UserPage, example=examples.USER_PAGE),
)
async def list_users(  # noqa: PLR0917 - FastAPI names them
    _user: Administrator,
    office: AuthOffice,
    role: Annotated[models.Role | None, Query(description="Only this role.")] = None,
    search: Search = "",
    username: Annotated[
        str, Query(max_length=models.LONGEST_LINE, description="Only who has this user name.")
    ] = "",
    group: Annotated[
        str, Query(max_length=models.LONGEST_LINE, description="Only who is in this group.")
    ] = "",
    tag: Annotated[
        str, Query(max_length=models.LONGEST_TAG, description="Only students with this tag.")
    ] = "",
    sort: Annotated[
        account_list.Sort | None, Query(description="What to sort by; descending with `-`.")
    ] = None,
    limit: Limit = USUAL_PAGE,
    offset: Offset = 0,
) -> Response:
    """In the order in which they were made unless `sort` says otherwise.

    `search` looks into user name, name and e-mail address, whatever the case; `group` and `tag`
    are whole. Who has a tag is for the data node to say.
    """
    tag = normal(tag)
    students = await records.students_with_tag(office.client, tag) if tag else None
    wanted = account_list.Wanted(role, username, search, group, students, sort)
    found, total = await office.database.read(account_list.page, wanted, limit, offset)
    rows = [views.user_row(account) for account in found]
    return answer(user_models.UserPage(items=rows, total=total, limit=limit, offset=offset))


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
        user_models.NewUser,
        user_models.CreatedUser,
        status=201,
        takes_example=examples.NEW_USER,
        example=examples.CREATED_USER,
    ),
)
async def create_user(request: Request, by: Manager, office: AuthOffice) -> Response:
    """A student's account is made through a registration code of its own.

    It comes with the secret of its second factor. Without a password one is generated and shown
    here once.
    """
    body = await read_body(request, user_models.NewUser, judged=True)
    created = await registration.create_user(office, body, by)
    username = created.account.username
    totp = views.totp_view(created.totp_secret, username) if created.totp_secret else None
    return answer(
        user_models.CreatedUser(
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
    responses=errors(*ADMINISTRATOR, "service_away", "busy", *BODY),
    openapi_extra=documented(
        bulk_models.Bulk,
        bulk_models.BulkResults,
        takes_example=examples.BULK,
        example=examples.BULK_RESULTS,
    ),
)
async def create_users(request: Request, by: Manager, office: AuthOffice) -> Response:
    """Up to 500 a call, each judged by itself; the same call again makes only what is missing.

    Students made here set up their second factor at their first login.
    """
    body = await read_body(request, bulk_models.Bulk, judged=True)
    return answer(bulk_models.BulkResults(results=await bulk.create_users(office, body, by)))


@router.post(
    "/rehearsals/{term_code}/tokens",
    summary="Access tokens of a rehearsal's synthetic students",
    tags=["rehearsals"],
    response_model=None,
    responses=errors(
        *ADMINISTRATOR, "no_such_term", "not_a_scratch_term", "service_away", "invalid_fields"
    ),
    openapi_extra=documented(
        gives=synthetic_models.SyntheticTokens, example=examples.SYNTHETIC_TOKENS
    ),
)
async def rehearsal_tokens(
    term_code: Annotated[str, Path(max_length=64, examples=["SCRATCH-k3x9ab"])],
    by: Manager,
    office: AuthOffice,
    limit: Limit = 1000,
    offset: Offset = 0,
) -> Response:
    """Only for students whom the data node made for this scratch term; they count two hours."""
    page = await records.synthetic_students(office.client, term_code, limit, offset)

    def mint() -> list[synthetic_models.SyntheticToken]:
        now = office.clock()
        return [
            synthetic_models.SyntheticToken(
                student_id=student.id,
                token=synthetic_token(
                    office.signer, student.id, student.username, page.term_id, now
                ),
            )
            for student in page.students
        ]

    tokens = await asyncio.to_thread(mint)
    await office.database.write(_record_tokens, term_code, len(tokens), by, office.clock())
    return answer(synthetic_models.SyntheticTokens(tokens=tokens, total=page.total))


def _record_tokens(
    connection: sa.Connection, term_code: str, count: int, by: Actor, now: float
) -> None:
    target, after = Target(TERM, None, term_code), {"tokens": count}
    audit.record(connection, by, Action.REHEARSAL_TOKENS_MADE, now, target, after=after)
