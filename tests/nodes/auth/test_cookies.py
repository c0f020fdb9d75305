"""A browser's refresh token: in a cookie that scripts and other sites cannot use."""

from __future__ import annotations

import asyncio

import pytest

from backend.auth_node.sessions import GRACE
from backend.common.transport import Response
from tests.nodes.auth.conftest import School, refused

HOST = "courses.example.edu"
HERE = f"https://{HOST}"
PLAIN = f"http://{HOST}"
WEB = {"X-Course-Selection": "web", "X-Forwarded-Host": HOST, "Origin": HERE}
OTHER_SITE = "https://evil.example"


async def ask(
    school: School, path: str, headers: dict[str, str], cookie: str = "", body: object = None
) -> Response:
    sent = {**headers, "Cookie": cookie} if cookie else headers
    return await school.house.client.request(
        "POST", "auth_node", path, json_data=body, headers=sent, timeout=60
    )


async def log_in(school: School, headers: dict[str, str] = WEB) -> Response:
    body = {"username": "admin", "password": "admin123"}
    answer = await ask(school, "/login", headers, body=body)
    assert answer.status_code == 200, answer.text
    return answer


def cookie_of(answer: Response) -> str:
    """Name and value, as the browser sends them back."""
    return answer.headers["set-cookie"].partition(";")[0]


def attributes(answer: Response) -> set[str]:
    return {part.strip() for part in answer.headers["set-cookie"].split(";")[1:]}


async def test_a_browser_gets_the_token_in_a_cookie_and_not_in_the_body(school: School) -> None:
    answer = await log_in(school)
    assert "refresh_token" not in answer.json()
    assert cookie_of(answer).startswith("__Secure-course-selection-refresh=")
    assert attributes(answer) == {
        "HttpOnly",
        "SameSite=Strict",
        "Secure",
        "Path=/api/auth",
        "Max-Age=86400",
    }


async def test_over_plain_http_the_cookie_is_not_marked_as_secure(school: School) -> None:
    answer = await log_in(school, {**WEB, "Origin": PLAIN})
    assert cookie_of(answer).startswith("course-selection-refresh=")
    assert "Secure" not in attributes(answer)
    assert {"HttpOnly", "SameSite=Strict"} <= attributes(answer)


async def test_programs_get_it_in_the_body_as_ever(school: School) -> None:
    answer = await log_in(school, {})
    assert answer.json()["refresh_token"]
    assert "set-cookie" not in answer.headers


async def test_the_second_step_and_the_own_password_set_it_too(school: School) -> None:
    created = await school.create("student", "alice", must_change_password=True)
    first = await ask(
        school, "/login", WEB, body={"username": "alice", "password": "correct horse battery"}
    )
    assert "set-cookie" not in first.headers
    code = school.code(created["totp"]["secret"])
    challenge = {"challenge": first.json()["challenge"], "code": code}
    second = await ask(school, "/login/totp", WEB, body=challenge)
    assert second.json()["status"] == "password_change_required"
    chosen = {"challenge": second.json()["challenge"], "new_password": "a password of my own"}
    third = await ask(school, "/login/password", WEB, body=chosen)
    assert "refresh_token" not in third.json()
    assert (await ask(school, "/refresh", WEB, cookie_of(third))).status_code == 200


async def test_refreshing_rotates_the_cookie(school: School) -> None:
    first = await log_in(school)
    second = await ask(school, "/refresh", WEB, cookie_of(first))
    assert set(second.json()) == {"access_token", "expires_in"}
    assert cookie_of(second) != cookie_of(first)
    third = await ask(school, "/refresh", WEB, f"a=b; {cookie_of(second)}; broken")
    assert third.status_code == 200


async def test_two_tabs_that_refresh_at_once_share_the_next_cookie(school: School) -> None:
    cookie = cookie_of(await log_in(school))
    tabs = await asyncio.gather(*(ask(school, "/refresh", WEB, cookie) for _ in range(2)))
    assert [tab.status_code for tab in tabs] == [200, 200]
    assert cookie_of(tabs[0]) == cookie_of(tabs[1])


async def test_an_old_cookie_shown_later_ends_the_session(school: School) -> None:
    first = await log_in(school)
    second = await ask(school, "/refresh", WEB, cookie_of(first))
    school.clock.advance(GRACE + 1)
    assert refused(await ask(school, "/refresh", WEB, cookie_of(first)), 401, "token_invalid")
    assert refused(await ask(school, "/refresh", WEB, cookie_of(second)), 401, "token_invalid")


async def test_logging_out_ends_the_session_and_clears_the_cookie(school: School) -> None:
    entered = await log_in(school)
    school.clock.advance(601)  # the access token is over, and not needed
    left = await ask(school, "/logout", WEB, cookie_of(entered))
    assert left.status_code == 204
    assert cookie_of(left) == "__Secure-course-selection-refresh="
    assert {"Max-Age=0", "HttpOnly", "Path=/api/auth"} <= attributes(left)
    assert refused(await ask(school, "/refresh", WEB, cookie_of(entered)), 401, "token_invalid")


async def test_without_the_header_line_the_cookie_is_not_looked_at(school: School) -> None:
    cookie = cookie_of(await log_in(school))
    form = {"Origin": HERE, "Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": HOST}
    assert refused(await ask(school, "/refresh", form, cookie), 400, "bad_request")
    assert refused(await ask(school, "/logout", form, cookie), 401, "login_required")
    assert (await ask(school, "/refresh", WEB, cookie)).status_code == 200, "still open"


@pytest.mark.parametrize(
    "where",
    [
        {"Origin": OTHER_SITE},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": f"https://{HOST}:8443"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/refresh", "/logout", "/login"])
async def test_pages_of_other_sites_are_refused(
    school: School, path: str, where: dict[str, str]
) -> None:
    cookie = cookie_of(await log_in(school))
    body = {"username": "admin", "password": "admin123"} if path == "/login" else None
    answer = await ask(school, path, {**WEB, **where}, cookie, body)
    assert refused(answer, 403, "other_site")
    assert "set-cookie" not in answer.headers
    assert (await ask(school, "/refresh", WEB, cookie)).status_code == 200, "still open"


async def test_what_the_browser_says_of_the_origin_is_enough(school: School) -> None:
    """A web server in front may call the gateway by another name than the browser does."""
    renamed = {**WEB, "X-Forwarded-Host": "gateway", "Sec-Fetch-Site": "same-origin"}
    cookie = cookie_of(await log_in(school, renamed))
    assert (await ask(school, "/refresh", renamed, cookie)).status_code == 200


async def test_a_cookie_of_the_other_kind_or_of_nobody_is_refused(school: School) -> None:
    entered = await log_in(school)
    plain = {**WEB, "Origin": PLAIN}
    for headers, cookie in (
        (plain, cookie_of(entered)),
        (WEB, "__Secure-course-selection-refresh=a.b"),
        (WEB, ""),
    ):
        assert refused(await ask(school, "/refresh", headers, cookie), 401, "token_invalid")
