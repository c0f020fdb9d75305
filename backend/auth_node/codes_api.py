"""The administrators' door to registration codes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.auth_node import code_models, codes, examples, models
from backend.auth_node.actor import Manager
from backend.auth_node.api import BODY
from backend.auth_node.office import AuthOffice
from backend.auth_node.users_api import ADMINISTRATOR, USUAL_PAGE
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit, Offset
from backend.common.one_time import new_code
from backend.common.service import errors

router = APIRouter()

Id = Annotated[int, Path(ge=1, le=models.LARGEST_ID, description="As lists show it.")]


@router.post(
    "/codes",
    summary="Make a registration code",
    tags=["registration codes"],
    status_code=201,
    response_model=None,
    responses=errors(*ADMINISTRATOR, *BODY),
    openapi_extra=documented(
        code_models.CodeRequest,
        code_models.CreatedCode,
        status=201,
        takes_example=examples.CODE_REQUEST,
        example=examples.CREATED_CODE,
    ),
)
async def create_code(request: Request, by: Manager, office: AuthOffice) -> Response:
    """Shown once. The tags go into the records of the students who register with it."""
    body = await read_body(request, code_models.CodeRequest)
    text = new_code()
    [code] = await office.database.write(
        codes.create_many, [body.with_text(text)], by, office.clock()
    )
    return answer(code_models.CreatedCode.of(code, text), 201)


@router.post(
    "/codes/bulk",
    summary="Make many registration codes",
    tags=["registration codes"],
    status_code=201,
    response_model=None,
    responses=errors(*ADMINISTRATOR, *BODY),
    openapi_extra=documented(
        code_models.ManyCodes,
        code_models.CreatedCodes,
        status=201,
        takes_example=examples.MANY_CODES,
        example=code_models.CreatedCodes(codes=[examples.CREATED_CODE]),
    ),
)
async def create_codes(request: Request, by: Manager, office: AuthOffice) -> Response:
    """Up to 1,000 of the same kind, all of them or none, shown once."""
    body = await read_body(request, code_models.ManyCodes)
    texts = [new_code() for _ in range(body.count)]
    made = await office.database.write(
        codes.create_many, [body.with_text(text) for text in texts], by, office.clock()
    )
    created = [code_models.CreatedCode.of(*pair) for pair in zip(made, texts, strict=True)]
    return answer(code_models.CreatedCodes(codes=created), 201)


@router.get(
    "/codes",
    summary="List registration codes",
    tags=["registration codes"],
    response_model=None,
    responses=errors(*ADMINISTRATOR, "invalid_fields"),
    openapi_extra=documented(gives=code_models.CodePage, example=examples.CODE_PAGE),
)
async def list_codes(
    _user: Administrator, office: AuthOffice, limit: Limit = USUAL_PAGE, offset: Offset = 0
) -> Response:
    """Newest first, used and expired ones too; the codes themselves cannot be read again."""
    found, total = await office.database.read(codes.page, limit, offset)
    rows = [code_models.CodeRow.of(code) for code in found]
    return answer(code_models.CodePage(items=rows, total=total, limit=limit, offset=offset))


@router.delete(
    "/codes/{id}",
    summary="Revoke a registration code",
    tags=["registration codes"],
    status_code=204,
    responses=errors(*ADMINISTRATOR, "no_such_code", "invalid_fields"),
)
async def revoke_code(
    id: Id,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> None:
    """Accounts that were made with it stay."""
    await office.database.write(codes.revoke, id, by, office.clock())
