"""Receipts over HTTP, for the students' door."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from backend.common.bodies import answer, documented
from backend.common.deps import NodeDatabase
from backend.common.parameters import LARGEST_ID
from backend.common.receipts import (
    KEYS_EXAMPLE,
    RECEIPT_EXAMPLE,
    ReceiptKeys,
    SignedReceipt,
    sign,
)
from backend.common.service import errors
from backend.common.signing import Signer
from backend.data_node import receipts

router = APIRouter(tags=["receipts"])


@router.get(
    "/receipts/keys",
    summary="The public keys of receipts",
    response_model=None,
    openapi_extra=documented(gives=ReceiptKeys, example=KEYS_EXAMPLE),
)
async def get_keys(request: Request) -> Response:
    """As JSON Web Keys."""
    signer: Signer = request.app.state.receipt_signer
    return answer(ReceiptKeys(keys=[signer.public]))


@router.get(
    "/receipts/{ticket_id}",
    summary="The receipt of a student's request",
    response_model=None,
    responses=errors("no_receipt", "invalid_fields"),
    openapi_extra=documented(gives=SignedReceipt, example=RECEIPT_EXAMPLE),
)
async def get_receipt(
    request: Request,
    ticket_id: Annotated[str, Path(max_length=100)],
    student_id: Annotated[int, Query(ge=1, le=LARGEST_ID, description="Whose request it is.")],
    database: NodeDatabase,
) -> Response:
    """Of the outcome that stands; who has waited and got a seat is told of the seat."""
    signer: Signer = request.app.state.receipt_signer
    receipt = await database.read(receipts.make, ticket_id, student_id)
    return answer(sign(receipt, signer))
