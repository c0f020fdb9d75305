"""Terms, seats by hand and long lists, for staff; the data node decides."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator, Limit, Staff
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
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward, own

router = APIRouter()


@router.get(
    "/terms/{code}",
    summary="One term and how much is in it",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=TermDetail, example=TERM_DETAIL_EXAMPLE),
)
async def get_term(code: NamedTerm, _user: Staff, forward: Forward) -> Response:
    """Counts of courses, sections, seats and enrolments."""
    return await forward.get(_path(code))


@router.post(
    "/terms",
    summary="Make a term",
    tags=["catalogue"],
    status_code=201,
    response_model=None,
    responses=errors(*STAFF_ONLY, "term_exists", "invalid_fields", "bad_request", "service_away"),
    openapi_extra=documented(
        NewTerm,
        TermDetail,
        status=201,
        takes_example=NEW_TERM_EXAMPLE,
        example=TERM_DETAIL_EXAMPLE,
    ),
)
async def post_term(request: Request, _user: Administrator, forward: Forward) -> Response:
    """It is empty; bring a catalogue into it."""
    return own(await forward.call("POST", "/terms", content=await request.body()))


@router.patch(
    "/terms/{code}",
    summary="Open, close or rename a term",
    tags=["catalogue"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "no_such_term",
        "term_is_scratch",
        "invalid_fields",
        "bad_request",
        "service_away",
    ),
    openapi_extra=documented(
        TermChange, TermDetail, takes_example=TERM_CHANGE_EXAMPLE, example=TERM_DETAIL_EXAMPLE
    ),
)
async def patch_term(
    request: Request, code: NamedTerm, _user: Administrator, forward: Forward
) -> Response:
    """Requests accepted before a term closes and decided after it are refused."""
    return own(await forward.call("PATCH", _path(code), content=await request.body()))


@router.delete(
    "/terms/{code}",
    summary="Remove a term with its courses, sections and seats",
    tags=["catalogue"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "no_such_term",
        "term_is_scratch",
        "term_has_enrolments",
        "invalid_fields",
        "service_away",
    ),
    openapi_extra=documented(gives=TermDetail, example=TERM_DETAIL_EXAMPLE),
)
async def delete_term(
    *, code: NamedTerm, _user: Administrator, forward: Forward, force: Force = False
) -> Response:
    """The term as it was. Seats that were held are given up with outcomes; the history stays."""
    params = {"force": force}
    return own(await forward.call("DELETE", _path(code), params=params, timeout=LONG_TIMEOUT))


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
        "service_away",
    ),
    openapi_extra=documented(
        ByHand, DecidedByHand, takes_example=BY_HAND_EXAMPLE, example=DECIDED_EXAMPLE
    ),
)
async def post_roster(
    request: Request, section_id: SectionId, _user: Staff, forward: Forward
) -> Response:
    """Under the rules for everybody, ahead of the line; an outcome `refused` is an answer too.

    Teachers decide about their own sections.
    """
    body = await request.body()
    return own(await forward.call("POST", f"/sections/{section_id}/roster", content=body))


@router.get(
    "/enrolments",
    summary="Seats held, page by page",
    tags=["lists to keep"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=EnrolmentPage, example=ENROLMENTS_EXAMPLE),
)
async def get_enrolments(
    *,
    _user: Administrator,
    forward: Forward,
    term: TermCode = None,
    after: AfterPlace = "",
    limit: Limit = LONG_PAGE,
) -> Response:
    """By section and student."""
    params = {"term": term, "after": after, "limit": limit}
    return await forward.get("/enrolments", params, timeout=LONG_TIMEOUT)


@router.get(
    "/outcomes",
    summary="How requests ended, page by page",
    tags=["lists to keep"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=DecisionPage, example=DECISIONS_EXAMPLE),
)
async def get_outcomes(
    *,
    _user: Administrator,
    forward: Forward,
    term: TermCode = None,
    after: AfterPlace = "",
    limit: Limit = LONG_PAGE,
) -> Response:
    """By ticket id, which is no order; `number` is that of the line."""
    params = {"term": term, "after": after, "limit": limit}
    return await forward.get("/outcomes", params, timeout=LONG_TIMEOUT)


@router.get(
    "/outcomes/counts",
    summary="How many requests ended in which way",
    tags=["lists to keep"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=OutcomeCounts, example=COUNTS_EXAMPLE),
)
async def get_outcome_counts(
    *, _user: Administrator, forward: Forward, term: TermCode = None
) -> Response:
    """By outcome and reason. It counts all outcomes of the term: not to be asked every second."""
    return await forward.get("/outcomes/counts", {"term": term})


def _path(code: str) -> str:
    return f"/terms/{quote(code, safe='')}"
