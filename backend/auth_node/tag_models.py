"""What travels of students' tags."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from backend.auth_node.models import MOST_TAGS, Answer, Body, Line, Tag
from backend.common.tags import MOST_STUDENTS

Tags = Annotated[list[Tag], msgspec.Meta(max_length=MOST_TAGS)]


class TagWish(Body):
    """Tags that students are to get and to lose.

    Attributes:
        who: user names, or ids of students; a user name wins where one looks like an id.
        dry_run: only tell what would become of each; without tags, which they have.
        skip_unknown: go on with the others where somebody is no student.
    """

    who: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=MOST_STUDENTS)]
    add: Tags = msgspec.field(default_factory=list)
    remove: Tags = msgspec.field(default_factory=list)
    dry_run: bool = False
    skip_unknown: bool = False


class TagResult(Answer):
    """What became of one of them.

    Attributes:
        who: as it was given.
        before: the tags there were before; `after` those there are then.
    """

    who: str
    status: Literal["changed", "unchanged", "unknown"]
    id: int | None = None
    username: str | None = None
    name: str | None = None
    before: list[str] = msgspec.field(default_factory=list)
    after: list[str] = msgspec.field(default_factory=list)


class TagResults(Answer):
    """One result each, in the order given."""

    results: list[TagResult]


class StudentTags(Answer):
    """The tags in a student's academic record."""

    tags: list[str]
