"""The student door's receipts: what one can show of an outcome, and the keys to check it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import JSON, documented
from backend.common.deps import ServiceFrame, Student
from backend.common.receipts import KEYS_EXAMPLE, RECEIPT_EXAMPLE, ReceiptKeys, SignedReceipt
from backend.common.service import errors
from backend.common.services import DATA
from backend.student_node.asking import NOT_LOGGED_IN, TicketId

router = APIRouter(tags=["receipts"])


@router.get(
    "/tickets/{ticket_id}/receipt",
    summary="A signed receipt of how my request ended",
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN, "role_not_allowed", "no_receipt", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=SignedReceipt, example=RECEIPT_EXAMPLE),
)
async def get_receipt(ticket_id: TicketId, frame: ServiceFrame, student: Student) -> Response:
    """Whoever has the public key can check it, with `course-cli verify --receipt`."""
    params = {"student_id": student.person}
    found = await frame.client.get(DATA.name, f"/receipts/{ticket_id}", params=params)
    disposition = f'attachment; filename="receipt-{ticket_id}.json"'
    return Response(
        found.raise_for_status().content,
        headers={"Content-Disposition": disposition},
        media_type=JSON,
    )


@router.get(
    "/receipts/keys",
    summary="The public keys of receipts",
    response_model=None,
    responses=errors("service_away"),
    openapi_extra=documented(gives=ReceiptKeys, example=KEYS_EXAMPLE),
)
async def get_keys(frame: ServiceFrame) -> Response:
    """For everybody, without a login."""
    found = await frame.client.get(DATA.name, "/receipts/keys")
    return Response(found.raise_for_status().content, media_type=JSON)
