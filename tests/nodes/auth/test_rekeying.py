"""Changing the key of stored secrets: nobody has to log in again or set anything up anew."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from backend.auth_node.keys import Vault
from backend.auth_node.sessions import GRACE
from backend.auth_node.tables import accounts, options
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.auth.conftest import PASSWORD, School, open_school

OLD, NEW = Fernet.generate_key(), Fernet.generate_key()


def with_keys(settings: Settings, *keys: bytes) -> Settings:
    """The installation with a file of these keys, the first of which encrypts."""
    file = Path(settings.data_dir) / "the_key"
    file.write_bytes(b"\n".join(keys) + b"\n")
    return msgspec.structs.replace(settings, secrets_key_file=str(file))


async def stored(school: School) -> list[str]:
    """Everything in the database that is encrypted."""

    def read(connection: sa.Connection) -> list[str]:
        found = connection.execute(sa.select(accounts.c.totp_secret)).scalars().all()
        lasting = connection.execute(sa.select(options.c.value)).scalars().all()
        return [each for each in (*found, *lasting) if each]

    everything: list[str] = await school.house.applications["auth_node"].state.database.read(read)
    return everything


async def recovery_code(school: School, secret: str, token: str) -> str:
    school.clock.advance(60)
    body = {"password": PASSWORD, "code": school.code(secret)}
    answer = await school.post("/me/recovery-codes", body, token=token)
    return str(answer.raise_for_status().json()["recovery_codes"][0])


async def test_with_both_keys_in_the_file_everything_goes_on_and_the_old_one_can_go(
    settings: Settings, clock: Clock
) -> None:
    async with open_school(with_keys(settings, OLD), clock) as school:
        opened, secret = await school.student()
        code = await recovery_code(school, secret, opened["access_token"])
        used = opened["refresh_token"]
        settings = school.house.settings
        following = (await school.post("/refresh", {"refresh_token": used})).json()["refresh_token"]
    async with open_school(with_keys(settings, NEW, OLD), clock) as school:
        for each in await stored(school):
            assert Vault(NEW).decrypt(each)
        clock.advance(GRACE / 2)
        again = await school.post("/refresh", {"refresh_token": used})
        assert again.json()["refresh_token"] == following, "its answer may have been lost"
        found = await school.call(
            "GET", "/audit", token=await school.admin(), params={"action": "secrets_key_changed"}
        )
        assert [row["after"] for row in found.json()["items"]] == [{"renewed": 1}]
    async with open_school(with_keys(settings, NEW), clock) as school:
        refreshed = await school.post("/refresh", {"refresh_token": following})
        assert refreshed.status_code == 200
        clock.advance(60)
        assert (await school.login("alice", code=school.code(secret))).json()["status"] == "ok"
        assert (await school.login("alice", code=code)).json()["status"] == "ok"


async def test_copies_that_only_know_the_new_key_beside_theirs_change_nothing(
    settings: Settings, clock: Clock
) -> None:
    """The first step where several copies run: the new key is the second line everywhere."""
    async with open_school(with_keys(settings, OLD), clock) as school:
        await school.student()
        settings, before = school.house.settings, await stored(school)
    async with open_school(with_keys(settings, OLD, NEW), clock) as school:
        assert await stored(school) == before


async def test_another_key_alone_leaves_what_it_cannot_read_as_it_is(
    settings: Settings, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Who puts the right key back has lost nothing."""
    async with open_school(with_keys(settings, OLD), clock) as school:
        opened, secret = await school.student()
        code = await recovery_code(school, secret, opened["access_token"])
        settings, before = school.house.settings, await stored(school)
    async with open_school(with_keys(settings, NEW), clock) as school:
        assert "no key in it reads what is stored" in caplog.text
        assert await stored(school) == before
    async with open_school(with_keys(settings, OLD), clock) as school:
        assert (await school.login("alice", code=code)).json()["status"] == "ok"


def test_an_old_key_alone_does_not_read_what_is_under_the_new_one() -> None:
    """The control."""
    vault = Vault(NEW + b"\n" + OLD)
    with pytest.raises(InvalidToken):
        Vault(OLD).decrypt(vault.encrypt("secret"))
    assert vault.renewed(Vault(OLD).encrypt("secret")) is not None
    assert vault.renewed(vault.encrypt("secret")) is None
