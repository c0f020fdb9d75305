"""A browser's session through the real gateway: the cookie goes in and out, and stays there."""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

PATIENCE = 30  # seconds


class Answer(NamedTuple):
    status: int
    cookie: str
    body: dict[str, Any]


def post(
    installation: Installation, path: str, body: object = None, cookie: str = "", **more: str
) -> Answer:
    """What a page of ours gets when it posts to `/api/auth` + path."""
    where = urlsplit(installation.gateway_url)
    headers = {
        "X-Course-Selection": "web",
        "Origin": installation.gateway_url,
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
        **({"Cookie": cookie} if cookie else {}),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)
    content = None if body is None else json.dumps(body)
    connection.request("POST", f"/api/auth{path}", content, headers)
    answer = connection.getresponse()
    text = answer.read()
    set_cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
    connection.close()
    return Answer(answer.status, set_cookie, json.loads(text) if text else {})


def test_a_page_logs_in_goes_on_and_leaves_by_its_cookie(installation: Installation) -> None:
    entered = post(installation, "/login", {"username": ADMIN, "password": ADMIN_PASSWORD})
    assert entered.status == 200
    assert "refresh_token" not in entered.body
    assert entered.cookie.startswith("course-selection-refresh=")
    gone_on = post(installation, "/refresh", cookie=entered.cookie)
    assert (gone_on.status, set(gone_on.body)) == (200, {"access_token", "expires_in"})
    left = post(installation, "/logout", cookie=gone_on.cookie)
    assert (left.status, left.cookie) == (204, "course-selection-refresh=")
    assert post(installation, "/refresh", cookie=gone_on.cookie).status == 401


def test_another_site_gets_nowhere_with_the_cookie(installation: Installation) -> None:
    cookie = post(installation, "/login", {"username": ADMIN, "password": ADMIN_PASSWORD}).cookie
    for more in (
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "X_Forwarded_Host": "evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"X_Course_Selection": ""},
    ):
        answer = post(installation, "/refresh", cookie=cookie, **more)
        assert answer.status in (400, 403), more
        assert answer.cookie == ""
    assert post(installation, "/refresh", cookie=cookie).status == 200
