"""Administrators say who may make an account with a registration code."""

from __future__ import annotations

from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.auth.conftest import School, open_school, refused


async def _change(school: School, **changes: object) -> dict[str, object]:
    answer = await school.call("PATCH", "/settings", changes, token=await school.admin())
    body: dict[str, object] = answer.json()
    return body


async def test_everything_is_on_from_the_beginning_and_everybody_may_know(school: School) -> None:
    everything = {"student_sign_up": True, "teacher_sign_up": True}
    assert (await school.call("GET", "/sign-up")).json() == everything
    shown = await school.call("GET", "/settings", token=await school.admin())
    assert shown.json() == {**everything, "staff_second_factor": False}


async def test_what_is_off_is_off_for_that_role_alone(school: School) -> None:
    student, teacher = await school.new_code("student"), await school.new_code("teacher")
    await _change(school, student_sign_up=False)
    assert refused(await school.register(student["code"], "alice"), 403, "sign_up_closed")
    assert (await school.register(teacher["code"], "turing")).status_code == 201
    await school.create("student", "bob")  # administrators still can
    await _change(school, student_sign_up=True)
    assert (await school.register(student["code"], "alice")).status_code == 201, "kept its use"


async def test_it_outlives_a_restart(settings: Settings, clock: Clock) -> None:
    async with open_school(settings, clock) as school:
        await _change(school, teacher_sign_up=False)
    async with open_school(settings, clock) as school:
        shown = (await school.call("GET", "/sign-up")).json()
        assert shown == {"student_sign_up": True, "teacher_sign_up": False}


async def test_only_administrators_change_it_and_only_what_there_is(school: School) -> None:
    student, _ = await school.student()
    for token, body, status, code in (
        ("", {}, 401, "login_required"),
        (student["access_token"], {"student_sign_up": False}, 403, "role_not_allowed"),
        (await school.admin(), {"student_sign_up": "no"}, 422, "invalid_fields"),
        (await school.admin(), {"colour": True}, 422, "invalid_fields"),
    ):
        assert refused(await school.call("PATCH", "/settings", body, token=token), status, code)
    assert (await school.call("GET", "/sign-up")).json()["student_sign_up"] is True
