"""What the nodes tell each other about the tags of students."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.common.parameters import LARGEST_ID

MOST_TAGS = 20  # a student
MOST_STUDENTS = 5000  # a change

Tags = Annotated[list[str], msgspec.Meta(max_length=MOST_TAGS)]


class TagChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tags to put onto students and to take from them; with neither, only to read.

    Attributes:
        ids: of students; who has no active record is left out of the answer.
        dry_run: only tell what would come of it.
    """

    ids: Annotated[
        list[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]],
        msgspec.Meta(max_length=MOST_STUDENTS),
    ]
    add: Tags = []
    remove: Tags = []
    dry_run: bool = False


class TaggedStudent(msgspec.Struct, frozen=True):
    """A student's tags before and after."""

    id: int
    before: list[str]
    after: list[str]


class TaggedStudents(msgspec.Struct, frozen=True):
    """What a change came to, by id."""

    students: list[TaggedStudent]


class TagUse(msgspec.Struct, frozen=True):
    """A tag and how many active students have it."""

    name: str
    people: int


class TagUses(msgspec.Struct, frozen=True):
    """The tags in use, by name."""

    items: list[TagUse]


class StudentIds(msgspec.Struct, frozen=True):
    """Ids of students, ascending."""

    ids: list[int]
