"""What a student may send to `/selections`, and what comes back."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated

import msgspec

from backend.common.errors import Refused
from backend.common.tickets import DrawToCome, Reply, Submission
from backend.domain.credits import hundredths_of
from backend.domain.plans import MOST_ALTERNATIVES, MOST_TOGETHER, MOST_WISHES, Plan
from backend.domain.selection import DROP, PLAN, SELECT, SWAP, Action
from backend.student_node.catalogue import Catalogue

LONGEST_LIST = 50  # selections a request
KEY_BYTES = 12


Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Together = Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=MOST_TOGETHER)]
Alternatives = Annotated[
    tuple[Together, ...], msgspec.Meta(min_length=1, max_length=MOST_ALTERNATIVES)
]
Wishes = Annotated[tuple[Alternatives, ...], msgspec.Meta(min_length=1, max_length=MOST_WISHES)]


Credits = Annotated[float, msgspec.Meta(ge=0, le=1000)]
CreditsOf = Annotated[
    dict[int, Credits],
    msgspec.Meta(max_length=MOST_WISHES * MOST_ALTERNATIVES, description="By id of the section."),
]


class Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request: take a seat in a section, give it back, take it instead of another, or a plan.

    Attributes:
        section_id: of which section; a plan has none.
        linked: with `select` and `swap`: the sections of the same course that are to be had with
            it; a swap gives back the whole set for it. With `drop`: sections of any course that
            are given back at once with it, or none of them.
        instead_of: with `swap`, and only then: the section given back if `section_id` is had.
        wishes: with `plan`, and only then: what is wanted, the most important first. Each wish is
            its alternatives, the best first, and each of those the sections had together.
        all_or_nothing: of a plan: whether seats are wanted only if every wish is given.
        wait: to take a place on the waitlist if nothing but a seat is missing. A plan takes what it
            gets, and of each wish waits for the best alternative that lacks only a seat.
        credits: how many of a range of credits; the lowest without.
        credits_of: the same by section, with `wishes` and `linked`.
    """

    section_id: Id | None = None
    action: Action = SELECT
    instead_of: Id | None = None
    linked: Annotated[tuple[Id, ...], msgspec.Meta(max_length=MOST_TOGETHER - 1)] = ()
    wishes: Wishes | None = None
    all_or_nothing: bool = False
    wait: bool = False
    credits: Credits | None = None
    credits_of: CreditsOf = {}


class Objection(msgspec.Struct, frozen=True):
    """A reason against it; `values` are what fills the sentence of `code`."""

    code: str
    detail: str
    values: dict[str, str]


class Preview(msgspec.Struct, frozen=True):
    """Whether a request would succeed now, and every reason against it.

    Attributes:
        waiting: how many wait for a seat in the section; None where there is no waitlist.
        draw: what decides it, whatever seats are taken now.
    """

    allowed: bool
    refusals: list[Objection]
    waiting: int | None = None
    draw: DrawToCome | None = None


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
    action = selection.action
    try:
        check_shape(selection)
        plan = plan_of(selection)
        section_id = selection.section_id or 0
        if plan is None:
            catalogue[section_id]
        else:
            action = action if action in (SWAP, DROP) else PLAN
            section_id = plan.wishes[0][0][0]
            for wanted in plan.sections:
                catalogue[wanted]
    except Refused as refused:
        return Reply(problem=refused.problem(), retry_after=refused.retry_after)
    return Submission(
        token=token,
        key=key,
        action=action,
        section_id=section_id,
        instead_of=selection.instead_of,
        plan=plan,
        wait=selection.wait,
        credits=hundredths_of(selection.credits),
    )


def check_shape(selection: Selection) -> None:
    """Whether the fields go with the action.

    Raises:
        Refused: `invalid_fields` naming the field that is wrong, `same_section`.
    """
    is_plan = selection.action == PLAN
    if is_plan != (selection.wishes is not None):
        raise wrong("wishes", "what is wanted; with `plan`, and only then")
    if is_plan == (selection.section_id is not None):
        raise wrong("section_id", "the section; with every action but `plan`, and only then")
    if selection.all_or_nothing and not is_plan:
        raise wrong("all_or_nothing", "with `plan` only")
    if selection.wait and selection.action == DROP:
        raise wrong("wait", "with `select`, `swap` and `plan` only")
    if (selection.action == SWAP) != (selection.instead_of is not None):
        raise wrong("instead_of", "the section to give back; with `swap`, and only then")
    if selection.linked and is_plan:
        raise wrong("linked", "with `select`, `swap` and `drop` only")
    if selection.instead_of is not None and selection.instead_of == selection.section_id:
        raise Refused("same_section")
    if len({selection.section_id, *selection.linked}) <= len(selection.linked):
        raise wrong("linked", "names a section twice")
    check_sets(selection.wishes or ())
    named = {selection.section_id, *selection.linked}
    if selection.wishes is not None or selection.linked:
        check_credits(selection.credits_of, Plan(selection.wishes or ()).sections | named)
    elif selection.credits_of:
        raise wrong("credits_of", "with `wishes` and `linked` only")


def check_credits(credits_of: CreditsOf, named: Collection[int | None]) -> None:
    """Whether credits are chosen of sections that are asked for.

    Raises:
        Refused: `invalid_fields` naming the section.
    """
    for section_id in credits_of:
        if section_id not in named:
            raise wrong(f"credits_of.{section_id}", "a section that is asked for")


def check_sets(wishes: Wishes) -> None:
    """Whether no set names a section twice.

    Raises:
        Refused: `invalid_fields` naming the set.
    """
    for i, alternatives in enumerate(wishes):
        for j, together in enumerate(alternatives):
            if len(set(together)) < len(together):
                raise wrong(f"wishes[{i}][{j}]", "names a section twice")


def plan_of(selection: Selection) -> Plan | None:
    """The plan that is asked for, if it is one; a set of linked sections is one with one wish."""
    chosen = dict(selection.credits_of)
    if selection.linked and selection.section_id is not None:
        if selection.credits is not None:
            chosen.setdefault(selection.section_id, selection.credits)
        return Plan((((selection.section_id, *selection.linked),),), credits=hundredths(chosen))
    if selection.wishes is None:
        return None
    return Plan(selection.wishes, selection.all_or_nothing, hundredths(chosen))


def hundredths(credits_of: Mapping[int, float]) -> tuple[tuple[int, int], ...]:
    """Credits by section as a plan has them."""
    return tuple(sorted((each, round(wanted * 100)) for each, wanted in credits_of.items()))


def wrong(field: str, message: str) -> Refused:
    """The refusal of a field of the body."""
    return Refused("invalid_fields", errors=[{"where": f"body.{field}", "message": message}])
