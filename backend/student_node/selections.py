"""What a student may send to `/selections`, and what comes back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated

import msgspec

from backend.common.errors import Refused
from backend.common.tickets import Reply, Submission
from backend.domain.selection import SELECT, SWAP, Action
from backend.student_node.catalogue import Catalogue

LONGEST_LIST = 50  # selections a request
KEY_BYTES = 12


Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wish: take a seat in a section, give it back, or take it instead of another.

    Attributes:
        instead_of: with `swap`, and only then: the section given back if `section_id` is had.
    """

    section_id: Id
    action: Action = SELECT
    instead_of: Id | None = None


class Objection(msgspec.Struct, frozen=True):
    """A reason against it; `values` are what fills the sentence of `code`."""

    code: str
    detail: str
    values: dict[str, str]


class Preview(msgspec.Struct, frozen=True):
    """Whether a request would succeed now, and every reason against it."""

    allowed: bool
    refusals: list[Objection]


SelectionList = Annotated[list[Selection], msgspec.Meta(min_length=1, max_length=LONGEST_LIST)]

decoder: msgspec.json.Decoder[Selection | list[Selection]] = msgspec.json.Decoder(
    Selection | SelectionList
)


def submissions_of(
    selections: Sequence[Selection], token: str, key: str, catalogue: Catalogue
) -> list[Submission | Reply]:
    """What goes to the queue node; a selection of an unknown section is answered here.

    Args:
        key: the client's Idempotency-Key; without one every request is a new one. In a list each
            selection has the key with its place added, so that the same list is the same tickets.
    """
    stem = key or secrets.token_hex(KEY_BYTES)
    keys = [stem] if len(selections) == 1 else [f"{stem}:{i}" for i in range(len(selections))]
    return [
        _submission(selection, token, own_key, catalogue)
        for selection, own_key in zip(selections, keys, strict=True)
    ]


def _submission(
    selection: Selection, token: str, key: str, catalogue: Catalogue
) -> Submission | Reply:
    try:
        _check_swap(selection)
        catalogue[selection.section_id]
    except Refused as refused:
        return Reply(problem=refused.problem(), retry_after=refused.retry_after)
    return Submission(
        token=token,
        key=key,
        action=selection.action,
        section_id=selection.section_id,
        instead_of=selection.instead_of,
    )


def _check_swap(selection: Selection) -> None:
    if (selection.action == SWAP) != (selection.instead_of is not None):
        message = "the section to give back; with `swap`, and only then"
        raise Refused("invalid_fields", errors=[{"where": "body.instead_of", "message": message}])
    if selection.instead_of == selection.section_id:
        raise Refused("same_section")
