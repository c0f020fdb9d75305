"""The door to one's own passkeys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.auth_node import (
    examples,
    login_models,
    models,
    passkeys,
    passkeys_adding,
    passkeys_examples,
    passkeys_models,
    passkeys_own,
)
from backend.auth_node.actor import Owner
from backend.auth_node.api import BEARER, BODY, PASSWORD
from backend.auth_node.office import AuthOffice
from backend.auth_node.passkeys import Passkey
from backend.auth_node.passkeys_api import NEW
from backend.auth_node.passkeys_models import PasskeyRow
from backend.common.bodies import answer, documented, read_body
from backend.common.service import errors

router = APIRouter(tags=["own account"])

Id = Annotated[int, Path(ge=1, le=models.LARGEST_ID, description="As the list shows it.")]


@router.get(
    "/me/passkeys",
    summary="One's own passkeys",
    response_model=None,
    responses=errors(*BEARER),
    openapi_extra=documented(gives=passkeys_models.PasskeyList, example=passkeys_examples.LIST),
)
async def list_passkeys(owner: Owner, office: AuthOffice) -> Response:
    """The oldest first, with how many one may have and for which address they are."""
    there = await office.database.read(passkeys.of, owner.account)
    address = office.site.origin if office.site else ""
    rows = [_row(each) for each in there]
    return answer(passkeys_models.PasskeyList(items=rows, most=passkeys.MOST, address=address))


@router.post(
    "/me/passkeys/options",
    summary="Get what one more passkey is made from",
    response_model=None,
    responses=errors(*BEARER, *PASSWORD, "passkeys_off", "too_many_passkeys", *BODY),
    openapi_extra=documented(
        login_models.PasswordProof,
        passkeys_models.Creation,
        takes_example={"password": examples.PASSWORD},
        example=passkeys_examples.CREATION,
    ),
)
async def begin(request: Request, owner: Owner, office: AuthOffice) -> Response:
    """Options for `navigator.credentials.create`, and a challenge that counts for five minutes."""
    body = await read_body(request, login_models.PasswordProof)
    return answer(await passkeys_adding.begin(office, owner, body.password))


@router.post(
    "/me/passkeys",
    summary="Add a passkey",
    status_code=201,
    response_model=None,
    responses=errors(
        *BEARER, *NEW, "challenge_expired", "passkeys_off", "too_many_passkeys", *BODY
    ),
    openapi_extra=documented(
        passkeys_models.NewPasskey,
        passkeys_models.AddedPasskey,
        status=201,
        takes_example=passkeys_examples.NEW,
        example=passkeys_examples.ADDED,
    ),
)
async def add(request: Request, owner: Owner, office: AuthOffice) -> Response:
    """A name that is taken gets a number. With a first second factor come recovery codes."""
    body = await read_body(request, passkeys_models.NewPasskey)
    added = await passkeys_adding.add(office, owner, body)
    shown = passkeys_models.AddedPasskey(
        passkey=_row(added.passkey), recovery_codes=added.recovery_codes
    )
    return answer(shown, 201)


@router.patch(
    "/me/passkeys/{id}",
    summary="Give a passkey another name",
    response_model=None,
    responses=errors(*BEARER, "no_such_passkey", *BODY),
    openapi_extra=documented(
        passkeys_models.NewName,
        PasskeyRow,
        takes_example={"name": "My phone"},
        example=passkeys_examples.ROW,
    ),
)
async def rename(
    request: Request,
    id: Id,  # noqa: A002 - its name on the wire
    owner: Owner,
    office: AuthOffice,
) -> Response:
    """A name that is taken gets a number."""
    body = await read_body(request, passkeys_models.NewName)
    return answer(_row(await passkeys_own.rename(office, owner, id, body.name)))


@router.post(
    "/me/passkeys/{id}/remove",
    summary="Remove a passkey",
    status_code=204,
    responses=errors(*BEARER, *PASSWORD, "no_such_passkey", "last_second_factor", *BODY),
    openapi_extra=documented(
        login_models.PasswordProof, takes_example={"password": examples.PASSWORD}
    ),
)
async def remove(
    request: Request,
    id: Id,  # noqa: A002 - its name on the wire
    owner: Owner,
    office: AuthOffice,
) -> None:
    """It lets nobody in any longer; who must have a second factor keeps the last."""
    body = await read_body(request, login_models.PasswordProof)
    await passkeys_own.remove(office, owner, id, body.password)


def _row(passkey: Passkey) -> PasskeyRow:
    return PasskeyRow(
        id=passkey.id,
        name=passkey.name,
        created_at=passkey.created_at,
        last_used_at=passkey.last_used_at,
    )
