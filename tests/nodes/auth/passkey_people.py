"""People with passkeys, and each step that their browsers take."""

from __future__ import annotations

from typing import Any

from backend.common.transport import Response
from tests.nodes.auth.authenticator import Authenticator
from tests.nodes.auth.conftest import PASSWORD, Answer, School

Json = dict[str, Any]


async def begun(school: School, username: str) -> str:
    """The challenge of a login whose password was right."""
    answer = await school.login(username)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["challenge"])


async def imported(school: School, username: str = "bob") -> str:
    """A student who has no second factor yet: the challenge with which to set one up."""
    row = {"username": username, "name": "Bob", "email": f"{username}@u.example"}
    body = {"role": "student", "users": [row | {"password": PASSWORD}]}
    answer = await school.post("/users/bulk", body, token=await school.admin())
    assert answer.status_code == 200, answer.text
    return await begun(school, username)


async def set_up(school: School, device: Authenticator, challenge: str) -> Response:
    """A passkey as the first second factor."""
    options = await school.post("/passkeys/setup", {"challenge": challenge})
    assert options.status_code == 200, options.text
    return await school.post("/passkeys/confirm", device.create(options.json(), challenge))


async def with_passkey(
    school: School, device: Authenticator | None = None, username: str = "bob"
) -> tuple[Authenticator, Answer]:
    """A student whose second factor is a passkey, logged in."""
    device = device or Authenticator()
    answer = await set_up(school, device, await imported(school, username))
    assert answer.status_code == 200, answer.text
    return device, answer.json()


async def options_of(school: School, challenge: str) -> Json:
    """What a passkey has to sign."""
    answer = await school.post("/login/passkey/options", {"challenge": challenge})
    assert answer.status_code == 200, answer.text
    options: Json = answer.json()
    return options


async def log_in(school: School, device: Authenticator, username: str = "bob") -> Response:
    """Password, then passkey."""
    challenge = await begun(school, username)
    shown = device.get(await options_of(school, challenge), challenge)
    return await school.post("/login/passkey", shown)


async def add(
    school: School, token: str, device: Authenticator, name: str = "My device"
) -> Response:
    """One more passkey, on the account page."""
    creation = await school.post("/me/passkeys/options", {"password": PASSWORD}, token=token)
    if creation.status_code != 200:
        return creation
    body = creation.json()
    brought = device.create(body["options"], body["challenge"], name)
    return await school.post("/me/passkeys", brought, token=token)


async def listed(school: School, token: str) -> list[Json]:
    """One's own passkeys."""
    answer = await school.call("GET", "/me/passkeys", token=token)
    items: list[Json] = answer.json()["items"]
    return items


async def events(school: School, action: str) -> list[Json]:
    """What the audit log has of a kind, the newest first."""
    page = await school.call("GET", "/audit", token=await school.admin(), params={"action": action})
    assert page.status_code == 200, page.text
    items: list[Json] = page.json()["items"]
    return items
