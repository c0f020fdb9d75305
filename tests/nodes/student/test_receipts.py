"""A student gets a signed receipt of an outcome, which anybody can check."""

from __future__ import annotations

import msgspec
import pytest

from backend.common.receipts import BadReceipt, ReceiptKeys, SignedReceipt, check
from backend.common.signing import Signer, new_signing_key
from backend.data_node.tables import decision_log
from tests.nodes.student.conftest import Door


async def receipt_of(door: Door, student: int) -> SignedReceipt:
    await door.select(student, door.university.sections[0])
    (ticket,) = await door.answered(student)
    answer = await door.call(student, "GET", f"/tickets/{ticket['id']}/receipt")
    assert answer.headers["content-disposition"].endswith(f'"receipt-{ticket["id"]}.json"')
    return msgspec.json.decode(answer.content, type=SignedReceipt)


async def keys_of(door: Door) -> ReceiptKeys:
    """Without a login."""
    answer = await door.house.client.get("student_node", "/receipts/keys")
    return msgspec.json.decode(answer.content, type=ReceiptKeys)


async def test_a_receipt_tells_the_outcome_and_its_entry(door: Door) -> None:
    signed = await receipt_of(door, door.university.students[0])
    told = check(signed, await keys_of(door))
    assert (told.outcome, told.code, told.student_id) == ("enrolled", None, 1)
    assert (told.section, told.term, told.number) == ("TEST-0 (70000)", "F24", 1)
    database = door.house.applications["data_node"].state.database
    rows = await database.read(lambda c: c.execute(decision_log.select()).all())
    (entry,) = [row for row in rows if row.sequence == told.sequence]
    assert (entry.hash, entry.term_id) == (told.hash, told.log)
    assert told.ticket_id in entry.body


async def test_a_changed_or_foreign_receipt_is_found_out(door: Door) -> None:
    signed = await receipt_of(door, door.university.students[0])
    keys = await keys_of(door)
    better = msgspec.structs.replace(signed.receipt, outcome="dropped")
    with pytest.raises(BadReceipt, match="not say what was signed"):
        check(msgspec.structs.replace(signed, receipt=better), keys)
    head, body, signature = signed.signed.split(".")
    forged = f"{head}.{body[:-4]}AAAA.{signature}"
    with pytest.raises(BadReceipt, match="signature"):
        check(msgspec.structs.replace(signed, signed=forged), keys)
    with pytest.raises(BadReceipt, match="not among"):
        check(signed, ReceiptKeys(keys=[Signer(new_signing_key()).public]))


async def test_nobody_gets_the_receipt_of_another(door: Door) -> None:
    one, two, *_ = door.university.students
    signed = await receipt_of(door, one)
    path = f"/tickets/{signed.receipt.ticket_id}/receipt"
    refused = await door.call(two, "GET", path)
    assert (refused.status_code, refused.json()["code"]) == (404, "no_receipt")
    assert (await door.call(one, "GET", "/tickets/abc/receipt")).json()["code"] == "no_receipt"
    assert (await door.house.client.get("student_node", path)).status_code == 401
