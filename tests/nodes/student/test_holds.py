"""What students see of holds: the reason, whom to ask, and the same answer before and after."""

from __future__ import annotations

from backend.common.holds import NewHold
from backend.data_node import holds
from tests.conftest import Clock
from tests.nodes.student.conftest import Door
from tests.nodes.university import until

ENDS_IN = 50.0  # seconds


async def test_a_student_reads_why_and_whom_to_ask_until_it_is_over(
    door: Door, clock: Clock
) -> None:
    student, section = door.university.students[0], door.university.sections[0]

    async def own() -> list[dict[str, object]]:
        found: list[dict[str, object]] = (await door.call(student, "GET", "/holds")).json()["items"]
        return found

    assert await own() == []
    database = door.house.applications["data_node"].state.database
    ends = clock.now + ENDS_IN
    new = NewHold(students=["student0"], reason="Books", contact="the library", until=ends)
    await database.write(holds.place, new, "registrar", clock.now)
    await until(own)
    seen = {"reason": "Books", "contact": "the library", "since": clock.now, "until": ends}
    assert await own() == [seen], "a student sees who placed it, or less than there is"
    preview = (await door.call(student, "GET", f"/sections/{section}/preview")).json()
    assert [each["code"] for each in preview["refusals"]] == ["on_hold"]
    await door.select(student, section)
    (refused,) = await door.answered(student)
    assert (refused["state"], refused["code"]) == ("refused", "on_hold")
    assert "Please ask the library." in str(refused["detail"])
    other = door.university.students[1]
    assert (await door.call(other, "GET", "/holds")).json()["items"] == []
    clock.advance(ENDS_IN)
    assert await own() == []
    preview = (await door.call(student, "GET", f"/sections/{section}/preview")).json()
    assert preview["allowed"]
