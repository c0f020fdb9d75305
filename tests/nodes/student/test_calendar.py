"""A student's calendar: to download with a token, to subscribe to at a secret address."""

from __future__ import annotations

import icalendar
import pytest

from backend.common.log import JsonFormatter, PlainFormatter
from backend.common.transport import Response
from backend.gateway import proxy
from backend.gateway.main import create_app as create_gateway
from backend.student_node.calendars import BURST
from tests.nodes import tokens
from tests.nodes.student.conftest import Door
from tests.nodes.university import until

ADMIN = tokens.bearer("admin")
DAYS = {"first_day": "2024-09-02", "last_day": "2024-12-13", "holidays": ["2024-09-30"]}
NO_DAYS: dict[str, object] = {"first_day": None, "last_day": None, "holidays": []}
DOOR = "/api/student"
FEEDS = "select * from calendar_feeds"


@pytest.fixture
async def taught(door: Door) -> Door:
    """The first student holds the second section, in a term whose days are known."""
    await term(door, **DAYS)
    await door.select(door.university.students[0], door.university.sections[1])
    await door.answered(door.university.students[0])
    return door


async def term(door: Door, **fields: object) -> None:
    path = "/terms/F24"
    answer = await door.house.client.patch("data_node", path, json_data=fields, headers=ADMIN)
    assert answer.status_code == 200, answer.text


async def change(door: Door, section: int, **fields: object) -> None:
    path = f"/sections/{section}"
    answer = await door.house.client.patch("data_node", path, json_data=fields, headers=ADMIN)
    assert answer.status_code == 200, answer.text


async def address(door: Door, student: int) -> str:
    """A new address, as the door behind the gateway knows it."""
    made = await door.call(student, "POST", "/timetable/feed")
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    path: str = made.json()["path"]
    return path.removeprefix(DOOR)


async def read(door: Door, path: str, **headers: str) -> Response:
    """As calendar programs do: without a token."""
    return await door.house.client.get("student_node", path, headers=headers)


def events(answer: Response) -> list[icalendar.Event]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    return icalendar.Calendar.from_ical(answer.text).events


def sequence(event: icalendar.Event) -> int:
    return int(str(event["SEQUENCE"]))


async def test_the_download_shows_what_is_held_and_how_often_it_changed(taught: Door) -> None:
    student, section = taught.university.students[0], taught.university.sections[1]
    before = await taught.call(student, "GET", "/timetable.ics?term=F24")
    assert before.headers["content-disposition"] == 'attachment; filename="F24.ics"'
    (first,) = events(before)
    assert str(first["SUMMARY"]) == "TEST-1 Course 1 (LEC)"
    assert "EXDATE;TZID=UTC:20240930T090000\r\n" in before.text
    await change(taught, section, location="Hall 9", state="cancelled")
    await change(taught, section, state="cancelled")  # changes nothing
    await term(taught, holidays=[])
    (second,) = events(await taught.call(student, "GET", "/timetable.ics"))
    assert second["UID"] == first["UID"]
    assert sequence(second) == sequence(first) + 2, "the section once, the days once"
    assert (second["LOCATION"], second["STATUS"]) == ("Hall 9", "CANCELLED")
    assert "EXDATE" not in second


async def test_a_catalogue_brought_in_again_raises_the_sequence_only_of_what_differs(
    taught: Door,
) -> None:
    student = taught.university.students[0]
    line = "code,title,crn,credits,capacity\nTEST-1,{},70001,1,5\n"
    sequences = []
    for title in ("Renamed", "Renamed", "Once more"):
        done = await taught.house.client.post(
            "data_node",
            "/catalogue/import?term=F24",
            content=line.format(title).encode(),
            headers={**ADMIN, "Content-Type": "text/csv"},
        )
        assert done.status_code == 200, done.text
        (event,) = events(await taught.call(student, "GET", "/timetable.ics"))
        sequences.append(sequence(event))
    assert sequences == [2, 2, 3], "1 since the days of the term are known"


async def test_a_term_without_days_and_no_term_are_refused_by_name(taught: Door) -> None:
    student = taught.university.students[0]
    missing = await taught.call(student, "GET", "/timetable.ics?term=X99")
    assert missing.json()["code"] == "no_such_term"
    await term(taught, **NO_DAYS)

    async def code() -> str:
        answer = await taught.call(student, "GET", "/timetable.ics?term=F24")
        return str(answer.json()["code"]) if answer.status_code == 409 else ""

    await until(code)
    assert await code() == "term_without_days"
    assert events(await taught.call(student, "GET", "/timetable.ics")) == []
    stranger = await taught.house.client.get("student_node", "/timetable.ics")
    assert stranger.json()["code"] == "login_required"


async def test_an_address_shows_its_student_and_ends_when_replaced_or_revoked(taught: Door) -> None:
    student, other = taught.university.students[:2]
    assert (await taught.call(student, "GET", "/timetable/feed")).json() == {"made_at": None}
    first, theirs = await address(taught, student), await address(taught, other)
    assert (await taught.call(student, "GET", "/timetable/feed")).json()["made_at"] > 0
    assert len(events(await read(taught, first))) == 1
    assert events(await read(taught, theirs)) == [], "the other student holds nothing"
    second = await address(taught, student)
    assert (await read(taught, first)).json()["code"] == "no_such_calendar"
    assert len(events(await read(taught, second))) == 1
    assert (await taught.call(student, "DELETE", "/timetable/feed")).status_code == 204
    gone = await read(taught, second)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_such_calendar")
    assert events(await read(taught, theirs)) == [], "only one's own is revoked"


async def test_a_dropped_section_leaves_the_calendar_and_a_tag_tells_that_nothing_changed(
    taught: Door,
) -> None:
    student, section = taught.university.students[0], taught.university.sections[1]
    path = await address(taught, student)
    tag = (await read(taught, path)).headers["etag"]
    again = await read(taught, path, **{"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")
    await taught.call(student, "POST", "/selections", {"action": "drop", "section_id": section})
    await taught.answered(student)
    assert events(await read(taught, path, **{"If-None-Match": tag})) == []


async def test_who_is_no_student_any_more_has_no_calendar(taught: Door) -> None:
    student = taught.university.students[0]
    path = await address(taught, student)
    await taught.house.client.delete(
        "data_node", f"/students/{student}", headers=tokens.bearer("admin")
    )
    assert (await read(taught, path)).json()["code"] == "no_such_calendar"


async def test_one_address_is_asked_only_so_often(taught: Door) -> None:
    student, other = taught.university.students[:2]
    path = await address(taught, student)
    answers = [await read(taught, path) for _ in range(BURST + 1)]
    assert [answer.status_code for answer in answers] == [200] * BURST + [429]
    assert int(answers[-1].headers["retry-after"]) > 1
    assert (await read(taught, await address(taught, other))).status_code == 200


async def test_the_secret_is_kept_nowhere_and_written_to_no_log(
    taught: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "CONNECT_WITHIN", 0.0)
    path = await address(taught, taught.university.students[0])
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 32, "192 bits"
    data = taught.house.applications["data_node"].state.database
    rows = await data.read(lambda connection: list(connection.exec_driver_sql(FEEDS)))
    assert len(rows) == 1
    assert secret not in str(rows)
    await taught.house.start("gateway", create_gateway)
    del taught.house.applications["student_node"]
    assert (await taught.house.client.get("gateway", DOOR + path)).status_code == 503
    written = [record for record in caplog.records if record.name == "backend.gateway.proxy"]
    assert any(secret in record.getMessage() for record in written), "a log is in danger"
    for formatter in (PlainFormatter, JsonFormatter):
        lines = "\n".join(formatter("gateway").format(record) for record in written)
        assert secret not in lines
        assert "/calendar/…" in lines
