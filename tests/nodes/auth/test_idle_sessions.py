"""A browser's session ends for want of use; an open page and the command line keep theirs."""

from __future__ import annotations

import msgspec
import pytest

from backend.auth_node.sessions import IdleEnds
from backend.common.settings import Settings, SettingsError, load_settings
from tests.conftest import Clock
from tests.nodes.auth.conftest import PASSWORD, School, open_school, refused
from tests.nodes.auth.test_cookies import WEB, ask, cookie_of, log_in

MINUTE = 60.0


async def student_in_a_browser(school: School) -> str:
    """The cookie of a student."""
    _, secret = await school.student()
    school.clock.advance(MINUTE)
    body = {"username": "alice", "password": PASSWORD, "totp_code": school.code(secret)}
    return cookie_of(await ask(school, "/login", WEB, body=body))


async def test_a_session_of_staff_ends_after_an_hour_without_use(school: School) -> None:
    cookie = cookie_of(await log_in(school))
    for _ in range(5):  # longer than an hour in all
        school.clock.advance(59 * MINUTE)
        answer = await ask(school, "/refresh", WEB, cookie)
        assert answer.status_code == 200
        cookie = cookie_of(answer)
    school.clock.advance(61 * MINUTE)
    assert refused(await ask(school, "/refresh", WEB, cookie), 401, "token_expired")
    school.clock.advance(-30 * MINUTE)
    assert refused(await ask(school, "/refresh", WEB, cookie), 401, "token_invalid"), "it is over"


async def test_students_have_a_morning(school: School) -> None:
    cookie = await student_in_a_browser(school)
    school.clock.advance(239 * MINUTE)
    answer = await ask(school, "/refresh", WEB, cookie)
    assert answer.status_code == 200
    school.clock.advance(241 * MINUTE)
    assert refused(await ask(school, "/refresh", WEB, cookie_of(answer)), 401, "token_expired")


async def test_a_token_out_of_a_browser_ends_with_its_session_however_it_is_shown(
    school: School,
) -> None:
    token = cookie_of(await log_in(school)).partition("=")[2]
    school.clock.advance(61 * MINUTE)
    answer = await school.post("/refresh", {"refresh_token": token})
    assert refused(answer, 401, "token_expired")


async def test_the_command_line_keeps_its_session_for_a_day(school: School) -> None:
    opened = (await school.login("admin", "admin123")).json()
    school.clock.advance(23 * 60 * MINUTE)
    answer = await school.post("/refresh", {"refresh_token": opened["refresh_token"]})
    assert answer.status_code == 200


async def test_an_operator_may_set_it_otherwise(settings: Settings, clock: Clock) -> None:
    chosen = msgspec.structs.replace(settings, staff_idle_minutes=0)
    async with open_school(chosen, clock) as school:
        cookie = cookie_of(await log_in(school))
        school.clock.advance(20 * 60 * MINUTE)
        assert (await ask(school, "/refresh", WEB, cookie)).status_code == 200


@pytest.mark.parametrize(
    ("unused", "role", "passed"),
    [(900, "student", False), (900.5, "student", True), (1e9, "teacher", False)],
)
def test_nought_is_never(unused: float, role: str, passed: bool) -> None:
    assert IdleEnds(students=900, staff=0).passed(role, unused) is passed


@pytest.mark.parametrize("minutes", ["1", "14", "1441", "-5"])
def test_less_than_a_page_in_use_needs_is_refused(minutes: str) -> None:
    with pytest.raises(SettingsError, match=r"STAFF_IDLE_MINUTES: .* out of range"):
        load_settings({"STAFF_IDLE_MINUTES": minutes})
