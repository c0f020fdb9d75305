"""Linking sections by hand and by file: what it changes, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.transport import Response
from tests.nodes.staff.conftest import ADMIN, Staff

PARTS = b"""code,title,credits,capacity,crn,component,link
PHYS-1100,Physics I,4,30,1,Lec,
PHYS-1100,Physics I,0,2,2,Lab,A
PHYS-1100,Physics I,0,30,3,LAB,B
MATH-1010,Calculus,4,30,4,,
"""


async def sections(staff: Staff) -> dict[str, int]:
    """Ids by number of a course with a lecture and two labs, and of another course."""
    await staff.load(PARTS)
    return {number: section["id"] for number, section in (await staff.sections()).items()}


async def put(staff: Staff, section: int, **fields: str) -> Response:
    return await staff.call("PATCH", f"/sections/{section}", ADMIN, fields)


async def seat(staff: Staff, section: int, action: str = "select", *linked: int) -> dict[str, Any]:
    """The outcome of a seat given or taken by hand."""
    body = {"student": "s1", "action": action, "reason": "why", "key": f"{action}{section}"}
    answer = await staff.call(
        "POST", f"/sections/{section}/roster", ADMIN, body | {"linked": list(linked)}
    )
    outcome: dict[str, Any] = answer.json()["outcome"]
    return outcome


async def taken(staff: Staff) -> dict[str, int]:
    return {number: each["taken"] for number, each in (await staff.sections()).items()}


async def test_a_file_links_sections_and_says_what_goes_together(staff: Staff) -> None:
    await sections(staff)
    known = await staff.sections()
    assert [known[n]["component"] for n in "1234"] == ["lecture", "lab", "lab", ""]
    assert [known[n]["link_label"] for n in "1234"] == ["", "A", "B", ""]
    assert [known[n]["components"] for n in "14"] == [["lecture", "lab"], []]
    again = await staff.load(PARTS)
    assert (again["sections"]["changed"], again["sections"]["unchanged"]) == (0, 4)


async def test_a_set_is_given_and_taken_as_one(staff: Staff) -> None:
    ids = await sections(staff)
    assert (await seat(staff, ids["2"]))["code"] == "set_incomplete"
    given = await seat(staff, ids["1"], "select", ids["2"])
    assert [part["took"] for part in given["parts"]] == [[ids["1"], ids["2"]]]
    assert await taken(staff) == {"1": 1, "2": 1, "3": 0, "4": 0}
    gone = await seat(staff, ids["2"], "drop")
    assert [sorted(part["left"]) for part in gone["parts"]] == [[ids["1"], ids["2"]]]
    assert await taken(staff) == dict.fromkeys("1234", 0)


async def test_those_who_hold_a_seat_keep_it_as_the_part_it_becomes(staff: Staff) -> None:
    ids = await sections(staff)
    await seat(staff, ids["1"], "select", ids["3"])
    refused = await put(staff, ids["3"], component="lecture")
    assert (refused.status_code, refused.json()["code"]) == (409, "component_held")
    assert (await staff.sections())["3"]["component"] == "lab"
    changed = await put(staff, ids["3"], component="tutorial")
    assert changed.json()["components"] == ["lecture", "tutorial", "lab"]
    assert (await seat(staff, ids["1"], "drop"))["outcome"] == "dropped"
    assert await taken(staff) == dict.fromkeys("1234", 0)


async def test_the_others_of_a_course_hear_of_a_part_that_is_no_more(staff: Staff) -> None:
    ids = await sections(staff)
    before = len(await staff.feed())
    for number in "23":
        await put(staff, ids[number], state="cancelled")
    told = [event["body"]["id"] for event in (await staff.feed())[before:]]
    assert set(told) == {ids[number] for number in "123"}
    assert (await staff.sections())["1"]["components"] == ["lecture"]
    assert (await seat(staff, ids["1"]))["outcome"] == "enrolled"


async def test_a_label_goes_with_its_component(staff: Staff) -> None:
    ids = await sections(staff)
    alone = (await put(staff, ids["2"], component="")).json()
    assert (alone["component"], alone["link_label"], alone["components"]) == ("", "", [])
    assert (await put(staff, ids["4"], link_label="A")).json()["link_label"] == ""


@pytest.mark.parametrize("word", ["exam", "LAB 2"])
async def test_a_word_that_is_no_component_is_refused(staff: Staff, word: str) -> None:
    ids = await sections(staff)
    (wrong,) = (await put(staff, ids["4"], component=word)).json()["errors"]
    assert (wrong["where"], wrong["code"]) == ("body.component", "component_unknown")
    path, file = "/catalogue/import", PARTS.replace(b"Lab", word.encode())
    (error,) = (await staff.call("POST", path, ADMIN, file, term="F24")).json()["errors"]
    assert (error["line"], error["column"]) == (3, "component")
