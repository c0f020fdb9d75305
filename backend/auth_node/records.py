"""The academic records that the data node keeps of the people who have accounts here."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from backend.auth_node.shapes import Person
from backend.common.client import SocketClient
from backend.common.deps import showing
from backend.common.people import PersonRecord, StudentRecords, TeacherRecords
from backend.common.rehearsal import ScratchStudents
from backend.common.services import DATA
from backend.common.tags import StudentIds, TagChange, TaggedStudent, TaggedStudents, TagUses
from backend.common.tokens import STUDENT, TEACHER

PATHS = {STUDENT: "/students", TEACHER: "/teachers"}


async def put(
    client: SocketClient, role: str, people: Sequence[Person], tags: Sequence[str] = ()
) -> list[int]:
    """Create or update the records of students or teachers; their ids in the order given.

    Without `tags` a record that is there keeps the tags it has.

    Raises:
        Refused: `service_away`; nothing is lost by asking again.
    """
    records = [
        PersonRecord(
            username=person.username,
            name=person.name,
            group=person.group,
            tags=list(tags) or None,
        )
        for person in people
    ]
    body = StudentRecords(records) if role == STUDENT else TeacherRecords(records)
    answer = await client.put(DATA.name, PATHS[role], json_data=body)
    ids: list[int] = answer.raise_for_status().json()["ids"]
    return ids


async def remove(client: SocketClient, role: str, person_id: int, token: str) -> None:
    """Make a record inactive, which frees seats; one that is not there needs nothing.

    Args:
        token: the access token of the administrator who asks for it.

    Raises:
        Refused: `service_away`.
    """
    answer = await client.delete(DATA.name, f"{PATHS[role]}/{person_id}", headers=showing(token))
    if answer.status_code != 404:
        answer.raise_for_status()


async def change_tags(
    client: SocketClient, wanted: TagChange, token: str
) -> dict[int, TaggedStudent]:
    """Change tags of students, all or nothing; by id those who have an active record.

    Args:
        token: the access token of the administrator who asks for it.

    Raises:
        Refused: `too_many_tags`, `service_away`; nothing is lost by asking again.
    """
    answer = await client.post(DATA.name, "/tags/changes", json_data=wanted, headers=showing(token))
    changed = msgspec.json.decode(answer.raise_for_status().content, type=TaggedStudents)
    return {student.id: student for student in changed.students}


async def tags_in_use(client: SocketClient) -> TagUses:
    """The tags that students have.

    Raises:
        Refused: `service_away`.
    """
    answer = await client.get(DATA.name, "/tags")
    return msgspec.json.decode(answer.raise_for_status().content, type=TagUses)


async def students_with_tag(client: SocketClient, tag: str) -> list[int]:
    """The ids of the students who have a tag.

    Raises:
        Refused: `service_away`.
    """
    answer = await client.get(DATA.name, "/tags/students", params={"tag": tag})
    return msgspec.json.decode(answer.raise_for_status().content, type=StudentIds).ids


async def synthetic_students(
    client: SocketClient, term_code: str, limit: int, offset: int
) -> ScratchStudents:
    """One page of the synthetic students of a scratch term, as the data node knows them.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`, `service_away`.
    """
    answer = await client.get(
        DATA.name,
        f"/scratch-terms/{quote(term_code, safe='')}/students",
        params={"limit": limit, "offset": offset},
    )
    return msgspec.json.decode(answer.raise_for_status().content, type=ScratchStudents)
