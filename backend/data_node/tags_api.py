"""Students' tags over HTTP, for the node that keeps people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, NodeDatabase
from backend.common.parameters import STAFF_ONLY
from backend.common.service import errors
from backend.common.tags import (
    StudentIds,
    TagChange,
    TaggedStudent,
    TaggedStudents,
    TagUse,
    TagUses,
)
from backend.data_node import student_tags

router = APIRouter(tags=["people"])


@router.get(
    "/tags",
    summary="The tags in use",
    response_model=None,
    responses=errors("caller_not_internal"),
    openapi_extra=documented(gives=TagUses, example=TagUses([TagUse("honours", 12)])),
)
async def tags_in_use(database: NodeDatabase) -> Response:
    """With how many active students have each; synthetic ones do not count."""
    return answer(TagUses(await database.read(student_tags.uses)))


@router.get(
    "/tags/students",
    summary="Who has a tag",
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields"),
    openapi_extra=documented(gives=StudentIds, example=StudentIds([17, 23])),
)
async def students_with_tag(
    database: NodeDatabase,
    tag: Annotated[str, Query(min_length=1, max_length=200, description="The whole tag.")],
) -> Response:
    """Active students; synthetic ones do not count."""
    return answer(StudentIds(await database.read(student_tags.having, tag)))


@router.post(
    "/tags/changes",
    summary="Put tags onto students and take tags from them",
    response_model=None,
    responses=errors(*STAFF_ONLY, "too_many_tags", "invalid_fields", "bad_request"),
    openapi_extra=documented(
        TagChange,
        TaggedStudents,
        takes_example={"ids": [17], "add": ["honours"], "remove": ["exchange"]},
        example=TaggedStudents([TaggedStudent(17, ["exchange"], ["honours"])]),
    ),
)
async def change_tags(
    request: Request, database: NodeDatabase, _administrator: Administrator
) -> Response:
    """All or nothing; the same call again changes nothing. With `dry_run` it only tells."""
    wanted = await read_body(request, TagChange)
    work = database.read if wanted.dry_run else database.write
    return answer(TaggedStudents(await work(student_tags.change, wanted)))
