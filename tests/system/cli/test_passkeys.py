"""The command line has no passkey to show: it says what does instead, lists and removes."""

from __future__ import annotations

import httpx

from tests.nodes.auth.authenticator import Authenticator
from tests.system.cli.people import PASSWORD, new_username
from tests.system.command_line import CommandLine
from tests.system.installation import Installation

PATIENCE = 60  # seconds


def _adds_a_passkey(url: str, username: str) -> list[str]:
    """The recovery codes of somebody who adds a passkey in a browser at `url`."""
    with httpx.Client(base_url=f"{url}/api/auth", timeout=PATIENCE) as pages:
        entered = pages.post("/login", json={"username": username, "password": PASSWORD}).json()
        pages.headers["Authorization"] = f"Bearer {entered['access_token']}"
        creation = pages.post("/me/passkeys/options", json={"password": PASSWORD}).json()
        new = Authenticator().create(creation["options"], creation["challenge"], "My phone")
        codes: list[str] = pages.post("/me/passkeys", json=new).json()["recovery_codes"]
    return codes


def test_who_has_only_passkeys_is_told_the_way_in_and_can_remove_them(
    installation: Installation, admin: CommandLine, cli: CommandLine
) -> None:
    username = new_username()
    person = ("--username", username, "--name", "Pat Keys", "--email", f"{username}@example.edu")
    assert admin("user", "add-teacher", *person, "--password", PASSWORD).returncode == 0
    codes = _adds_a_passkey(installation.gateway_url, username)
    login = ("user", "login", "--username", username, "--password", PASSWORD)

    for shown in ((), ("--totp", "123456")):
        done = cli(*login, *shown)
        assert done.returncode == 4, done.stderr
        assert "Your second factor is a passkey" in done.stderr
        assert "hint: course-cli user login --totp RECOVERY-CODE" in done.stderr
    assert cli(*login, "--totp", codes[0]).returncode == 0

    (listed,) = cli.json("user", "passkeys")
    assert (listed["name"], listed["last_used_at"]) == ("My phone", None)
    remove = ("user", "remove-passkey", str(listed["id"]))
    wrong = cli(*remove, "--password", "not the password")
    assert (wrong.returncode, "User name or password is wrong" in wrong.stderr) == (4, True)
    assert cli(*remove, "--password", PASSWORD).returncode == 0
    again = cli(*remove, "--password", PASSWORD)
    assert (again.returncode, "hint: course-cli user passkeys" in again.stderr) == (3, True)
    assert cli.json("user", "passkeys") == []
    assert cli(*login).returncode == 0
