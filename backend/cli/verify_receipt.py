"""`course-cli verify --receipt`: whether a student's receipt is real."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import click
import msgspec

from backend.cli.calls import connect
from backend.cli.output import Column, Failure, Form, emit_one, say
from backend.cli.verify_log import read_file
from backend.common.receipts import BadReceipt, Receipt, ReceiptKeys, SignedReceipt, check
from backend.domain.exits import Exit

COLUMNS = [
    Column("Receipt", "verdict"),
    Column("Ticket", "ticket_id"),
    Column("Number", "number"),
    Column("Student", "student_id"),
    Column("Asked for", "section"),
    Column("Term", "term"),
    Column("Outcome", "outcome"),
    Column("Code", "code"),
    Column("Entry", "sequence"),
    Column("Hash", "hash"),
]
Kind = TypeVar("Kind")


def report_receipt(file: Path, key: Path | None, log: Path | None, form: Form) -> None:
    """Print what a receipt says and whether it holds; exit code 1 if not."""
    signed = _read(file, SignedReceipt, "no receipt")
    keys = _keys() if key is None else _read(key, ReceiptKeys, "no public keys")
    wrong = _fault(signed, keys, log)
    told = {**msgspec.to_builtins(signed.receipt), "verdict": "wrong" if wrong else "genuine"}
    emit_one(COLUMNS, told, form)
    say(f"The receipt is wrong: {wrong}." if wrong else "The receipt is genuine.")
    click.get_current_context().exit(Exit.FAILED if wrong else Exit.OK)


def _fault(signed: SignedReceipt, keys: ReceiptKeys, log: Path | None) -> str:
    """What is wrong with a receipt; "" if nothing is."""
    try:
        receipt = check(signed, keys)
    except BadReceipt as error:
        return str(error)
    if log is not None and not _is_in(receipt, log):
        return "the log has no such entry"
    return ""


def _is_in(receipt: Receipt, log: Path) -> bool:
    return any(
        (row["term"], row["sequence"], row["hash"]) == (receipt.log, receipt.sequence, receipt.hash)
        and receipt.ticket_id in row["body"]
        for row in read_file(log)
    )


def _keys() -> ReceiptKeys:
    with connect(tolerant=True) as calls:
        answer = calls.call("GET", "student_node", "/receipts/keys", anonymous=True)
    return msgspec.convert(answer, ReceiptKeys)


def _read(file: Path, kind: type[Kind], otherwise: str) -> Kind:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise Failure(f"{file}: {otherwise}: {error}", exit_code=Exit.USAGE) from None
