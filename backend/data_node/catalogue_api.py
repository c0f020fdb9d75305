"""The catalogue over HTTP: terms, courses, import."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend.common.answers import answers, json_answer
from backend.common.deps import Limit, NodeDatabase, Offset, Search
from backend.common.models import COURSE_EXAMPLE, TERM_EXAMPLE, CoursePage, TermList
from backend.common.service import errors
from backend.data_node import catalogue

PAGE = 100

router = APIRouter(tags=["catalogue"])

TermCode = Annotated[
    str | None, Query(max_length=64, description="Code of a term; all real terms without.")
]


@router.get(
    "/terms",
    summary="All terms",
    responses={**answers(TermList(items=[TERM_EXAMPLE])), **errors("caller_not_internal")},
)
async def get_terms(database: NodeDatabase) -> Response:
    """All terms, the newest first, those of rehearsals among them."""
    return json_answer(await database.read(catalogue.term_list))


@router.get(
    "/courses",
    summary="Courses, by code",
    responses={
        **answers(CoursePage(items=[COURSE_EXAMPLE], total=1, limit=PAGE, offset=0)),
        **errors("caller_not_internal", "no_such_term", "invalid_fields"),
    },
)
async def get_courses(
    database: NodeDatabase,
    term: TermCode = None,
    search: Search = "",
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Courses whose code and title have every word of `search`."""
    page = await database.read(catalogue.course_page, term, search, limit, offset)
    return json_answer(page)
