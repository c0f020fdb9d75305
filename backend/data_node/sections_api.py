"""Sections over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from backend.common.answers import answers, json_answer
from backend.common.deps import Limit, NodeDatabase, Offset, Search
from backend.common.models import SECTION_EXAMPLE, SectionPage
from backend.common.service import errors
from backend.data_node import catalogue
from backend.data_node.catalogue import Wanted
from backend.data_node.catalogue_api import PAGE, TermCode

LARGEST_ID = 2**63 - 1

router = APIRouter(tags=["sections"])

SectionId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a section.")]


@router.get(
    "/sections",
    summary="Sections, by course and number",
    responses={
        **answers(SectionPage(items=[SECTION_EXAMPLE], total=1, limit=PAGE, offset=0)),
        **errors("caller_not_internal", "no_such_term", "invalid_fields"),
    },
)
async def get_sections(
    *,
    database: NodeDatabase,
    term: TermCode = None,
    teacher_id: Annotated[
        int | None, Query(ge=1, le=LARGEST_ID, description="Only this teacher's sections.")
    ] = None,
    search: Search = "",
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Sections whose course, title, number or teacher have every word of `search`."""
    wanted = Wanted(term=term, teacher_id=teacher_id, search=search)
    return json_answer(await database.read(catalogue.section_page, wanted, limit, offset))


@router.get(
    "/sections/{section_id}",
    summary="One section",
    responses={**answers(SECTION_EXAMPLE), **errors("no_such_section", "invalid_fields")},
)
async def get_section(database: NodeDatabase, section_id: SectionId) -> Response:
    """One section with its meetings and seats."""
    return json_answer(await database.read(catalogue.section_view, section_id))
