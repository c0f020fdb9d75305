"""The door to one's own recovery codes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.auth_node import own_examples, own_models, recovery
from backend.auth_node.actor import Owner
from backend.auth_node.api import BEARER, BODY, PASSWORD
from backend.auth_node.office import AuthOffice
from backend.common.bodies import answer, documented, read_body
from backend.common.service import errors

router = APIRouter(tags=["second factor"])


@router.post(
    "/me/recovery-codes",
    summary="Get new recovery codes",
    response_model=None,
    responses=errors(*BEARER, *PASSWORD, "wrong_totp_code", "totp_not_set_up", *BODY),
    openapi_extra=documented(
        own_models.BothFactors,
        own_models.RecoveryCodes,
        takes_example=own_examples.BOTH_FACTORS,
        example=own_examples.RECOVERY_CODES,
    ),
)
async def renew(request: Request, owner: Owner, office: AuthOffice) -> Response:
    """Ten, shown once; those from before count no longer.

    Each does once in place of a code of the second factor, at `/login` and `/login/totp`.
    """
    body = await read_body(request, own_models.BothFactors)
    codes = await recovery.renew(office, owner, body.password, body.code)
    return answer(own_models.RecoveryCodes(recovery_codes=codes))
