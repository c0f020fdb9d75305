"""The administrators' door to students' tags, and to what lists of people can be narrowed by."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.auth_node import account_list, examples, models, records, tag_models, tags
from backend.auth_node.actor import Manager
from backend.auth_node.api import BODY
from backend.auth_node.office import AuthOffice
from backend.auth_node.user_models import GroupUse, GroupUses
from backend.auth_node.users_api import ADMINISTRATOR
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator
from backend.common.service import errors
from backend.common.tags import TagUse, TagUses

router = APIRouter(tags=["users"])

StudentId = Annotated[int, Path(ge=1, le=models.LARGEST_ID, description="As lists show it.")]


@router.get(
    "/tags",
    summary="The tags that students have",
    response_model=None,
    responses=errors(*ADMINISTRATOR, "service_away"),
    openapi_extra=documented(gives=TagUses, example=TagUses([TagUse("honours", 12)])),
)
async def tags_in_use(_user: Administrator, office: AuthOffice) -> Response:
    """By name, each with how many students have it."""
    return answer(await records.tags_in_use(office.client))


@router.get(
    "/groups",
    summary="The groups that people are in",
    response_model=None,
    responses=errors(*ADMINISTRATOR),
    openapi_extra=documented(gives=GroupUses, example=examples.GROUP_USES),
)
async def groups_in_use(_user: Administrator, office: AuthOffice) -> Response:
    """By name, each with how many people are in it."""
    found = await office.database.read(account_list.groups)
    return answer(GroupUses(items=[GroupUse(name=name, people=people) for name, people in found]))


@router.get(
    "/users/student/{id}/tags",
    summary="The tags of one student",
    response_model=None,
    responses=errors(*ADMINISTRATOR, "no_such_user", "service_away", "invalid_fields"),
    openapi_extra=documented(
        gives=tag_models.StudentTags, example=tag_models.StudentTags(tags=["honours"])
    ),
)
async def show_tags(
    id: StudentId,  # noqa: A002 - its name on the wire
    by: Manager,
    office: AuthOffice,
) -> Response:
    """As they stand in the academic record."""
    return answer(tag_models.StudentTags(tags=await tags.of_student(office, id, by)))


@router.post(
    "/users/tags",
    summary="Put tags onto students and take tags from them",
    response_model=None,
    responses=errors(*ADMINISTRATOR, *BODY, "unknown_people", "too_many_tags", "service_away"),
    openapi_extra=documented(
        tag_models.TagWish,
        tag_models.TagResults,
        takes_example=examples.TAG_WISH,
        example=examples.TAG_RESULTS,
    ),
)
async def change_tags(request: Request, by: Manager, office: AuthOffice) -> Response:
    """All or nothing; the same call again changes nothing. With `dry_run` it only tells.

    Somebody who is no student stops it, unless `skip_unknown` says to go on with the others.
    """
    wish = await read_body(request, tag_models.TagWish)
    return answer(tag_models.TagResults(results=await tags.change(office, wish, by)))
