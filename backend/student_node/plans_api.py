"""What a plan would get, before it is submitted."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import ServiceFrame, Student
from backend.common.service import errors
from backend.common.tickets import DrawToCome, PlanPart, part_of
from backend.domain.plans import Plan
from backend.student_node.asking import NOT_LOGGED_IN, TheDesk
from backend.student_node.selections import (
    CreditsOf,
    Id,
    Wishes,
    check_credits,
    check_sets,
    hundredths,
    wrong,
)

router = APIRouter()


class WantedPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is wanted, as in a selection whose action is `plan`.

    Attributes:
        wait: whether it also waits for what is full.
        credits_of: how many credits of a range, by id of the section.
        instead_of: what a swap of a linked set gives back: one wish with one alternative.
    """

    wishes: Wishes
    all_or_nothing: bool = False
    wait: bool = False
    credits_of: CreditsOf = {}
    instead_of: Id | None = None


class PlanPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan would get now, wish by wish.

    Attributes:
        allowed: whether it would get anything.
        code, detail: why not.
        values: what fills the sentence of `code`.
        draw: what decides it, whatever seats are taken now.
    """

    allowed: bool
    parts: list[PlanPart]
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}
    draw: DrawToCome | None = None


@router.post(
    "/plans/preview",
    summary="What would this plan get?",
    tags=["selections"],
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN,
        "role_not_allowed",
        "no_such_section",
        "bad_request",
        "invalid_fields",
        "not_ready",
        "service_away",
    ),
    openapi_extra=documented(
        WantedPlan,
        PlanPreview,
        takes_example=WantedPlan((((17,), (18,)), ((30, 31),))),
        example=PlanPreview(
            allowed=True,
            parts=[
                PlanPart(took=(18,)),
                PlanPart(code="section_full", detail="All seats of this section are taken."),
            ],
        ),
    ),
)
async def preview(
    request: Request, desk: TheDesk, student: Student, frame: ServiceFrame
) -> Response:
    """The same search and the same checks that decide, on what is known now."""
    wanted = await read_body(request, WantedPlan)
    check_sets(wanted.wishes)
    plan = Plan(wanted.wishes, wanted.all_or_nothing, hundredths(wanted.credits_of))
    check_credits(wanted.credits_of, plan.sections)
    if wanted.instead_of is not None and (len(plan.wishes), len(plan.wishes[0])) != (1, 1):
        raise wrong("instead_of", "with one wish that has one alternative only")
    choice, draw = await desk.outlook(
        student.person, plan, frame.clock(), wait=wanted.wait, instead_of=wanted.instead_of
    )
    no = choice.no
    return answer(
        PlanPreview(
            allowed=no is None,
            parts=[part_of(part) for part in choice.parts],
            code=no.code if no else None,
            detail=no.sentence if no else None,
            values=dict(no.values) if no else {},
            draw=draw,
        )
    )
