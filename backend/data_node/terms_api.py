"""Terms, seats by hand and long lists over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit, NodeDatabase, ServiceFrame, Staff
from backend.common.parameters import (
    LONG_PAGE,
    STAFF_ONLY,
    AfterPlace,
    Force,
    NamedTerm,
    SectionId,
    TermCode,
)
from backend.common.service import errors
from backend.common.terms import (
    BY_HAND_EXAMPLE,
    COUNTS_EXAMPLE,
    DECIDED_EXAMPLE,
    DECISIONS_EXAMPLE,
    ENROLMENTS_EXAMPLE,
    NEW_TERM_EXAMPLE,
    TERM_CHANGE_EXAMPLE,
    TERM_DETAIL_EXAMPLE,
    ByHand,
    DecidedByHand,
    DecisionPage,
    EnrolmentPage,
    NewTerm,
    OutcomeCounts,
    TermChange,
    TermDetail,
)
from backend.data_node import by_hand, deeds, keeping, terms
from backend.data_node.deeds import term_target
from backend.data_node.doer import ByWhom

router = APIRouter()


@router.get(
    "/terms/{code}",
    summary="One term and how much is in it",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=TermDetail, example=TERM_DETAIL_EXAMPLE),
)
async def get_term(code: NamedTerm, _user: Staff, database: NodeDatabase) -> Response:
    """Counts of courses, sections, seats and enrolments."""
    return answer(await database.read(terms.detail, code))


@router.post(
    "/terms",
    summary="Make a term",
    tags=["catalogue"],
    status_code=201,
    response_model=None,
    responses=errors(*STAFF_ONLY, "term_exists", "invalid_fields", "bad_request"),
    openapi_extra=documented(
        NewTerm,
        TermDetail,
        status=201,
        takes_example=NEW_TERM_EXAMPLE,
        example=TERM_DETAIL_EXAMPLE,
    ),
)
async def post_term(
    request: Request, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """It is empty; bring a catalogue into it."""
    new = await read_body(request, NewTerm)
    work = deeds.made(doer, "term_created", term_target, lambda c: terms.create(c, new))
    return answer(await database.write(work), status=201)


@router.patch(
    "/terms/{code}",
    summary="Open, close or rename a term",
    tags=["catalogue"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "no_such_term", "term_is_scratch", "invalid_fields", "bad_request"
    ),
    openapi_extra=documented(
        TermChange, TermDetail, takes_example=TERM_CHANGE_EXAMPLE, example=TERM_DETAIL_EXAMPLE
    ),
)
async def patch_term(
    request: Request, code: NamedTerm, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """Requests accepted before a term closes and decided after it are refused."""
    change = await read_body(request, TermChange)
    work = deeds.changed(
        doer,
        "term_changed",
        term_target,
        lambda c: terms.detail(c, code),
        lambda c: terms.change(c, code, change),
    )
    return answer(await database.write(work))


@router.delete(
    "/terms/{code}",
    summary="Remove a term with its courses, sections and seats",
    tags=["catalogue"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "no_such_term", "term_is_scratch", "term_has_enrolments", "invalid_fields"
    ),
    openapi_extra=documented(gives=TermDetail, example=TERM_DETAIL_EXAMPLE),
)
async def delete_term(
    *,
    code: NamedTerm,
    _user: Administrator,
    doer: ByWhom,
    database: NodeDatabase,
    force: Force = False,
) -> Response:
    """The term as it was. Seats that were held are given up with outcomes; the history stays."""
    work = deeds.removed(
        doer, "term_removed", term_target, lambda c: terms.remove(c, code, force, doer.now)
    )
    return answer(await database.write(work))


@router.post(
    "/sections/{section_id}/roster",
    summary="Give a student a seat, or take it away, by hand",
    tags=["sections"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "not_your_section",
        "no_such_section",
        "no_such_student",
        "key_reused",
        "invalid_fields",
        "bad_request",
    ),
    openapi_extra=documented(
        ByHand, DecidedByHand, takes_example=BY_HAND_EXAMPLE, example=DECIDED_EXAMPLE
    ),
)
async def post_roster(
    request: Request,
    section_id: SectionId,
    user: Staff,
    database: NodeDatabase,
    frame: ServiceFrame,
) -> Response:
    """Under the rules for everybody, ahead of the line; an outcome `refused` is an answer too.

    Teachers decide about their own sections.
    """
    wanted = await read_body(request, ByHand)
    decided = await database.write(by_hand.decide, section_id, wanted, user, frame.clock())
    return answer(decided)


@router.get(
    "/enrolments",
    summary="Seats held, page by page",
    tags=["lists to keep"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=EnrolmentPage, example=ENROLMENTS_EXAMPLE),
)
async def get_enrolments(
    *,
    _user: Administrator,
    database: NodeDatabase,
    term: TermCode = None,
    after: AfterPlace = "",
    limit: Limit = LONG_PAGE,
) -> Response:
    """By section and student."""
    return answer(await database.read(keeping.enrolment_page, term, after, limit))


@router.get(
    "/outcomes",
    summary="How requests ended, page by page",
    tags=["lists to keep"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=DecisionPage, example=DECISIONS_EXAMPLE),
)
async def get_outcomes(
    *,
    _user: Administrator,
    database: NodeDatabase,
    term: TermCode = None,
    after: AfterPlace = "",
    limit: Limit = LONG_PAGE,
) -> Response:
    """By ticket id, which is no order; `number` is that of the line."""
    return answer(await database.read(keeping.decision_page, term, after, limit))


@router.get(
    "/outcomes/counts",
    summary="How many requests ended in which way",
    tags=["lists to keep"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=OutcomeCounts, example=COUNTS_EXAMPLE),
)
async def get_outcome_counts(
    *, _user: Administrator, database: NodeDatabase, term: TermCode = None
) -> Response:
    """By outcome and reason. It counts all outcomes of the term: not to be asked every second."""
    return answer(await database.read(keeping.outcome_counts, term))
