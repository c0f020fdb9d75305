"""What the node starts with: keys and the first administrator."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from backend.auth_node.accounts import by_username
from backend.auth_node.keys import load_signer, load_vault
from backend.auth_node.main import create_app
from backend.common.settings import Settings, SettingsError
from tests.conftest import Clock, running_house
from tests.nodes.auth.conftest import School, create_auth

GOOD_PASSWORD = "a long and good one"


def _production(settings: Settings, **changes: str) -> Settings:
    """A production installation with keys of its own, made as the messages say."""
    folder = settings.data_path
    load_signer(settings)
    load_vault(settings)
    given = {
        "token_signing_key_file": str(folder / "token_signing_key.pem"),
        "secrets_key_file": str(folder / "secrets_key"),
        "admin_username": "registrar",
        "admin_password": GOOD_PASSWORD,
        **changes,
    }
    return msgspec.structs.replace(settings, app_env="production", **given)


async def _start(settings: Settings, clock: Clock) -> None:
    async with running_house(settings, clock) as house:
        await house.start("auth_node", create_auth)


def test_development_keys_are_made_once_and_for_the_owner_alone(settings: Settings) -> None:
    first, second = load_signer(settings), load_signer(settings)
    assert first.key_id == second.key_id
    assert load_vault(settings).decrypt(load_vault(settings).encrypt("secret")) == "secret"
    for name in ("token_signing_key.pem", "secrets_key"):
        mode = (settings.data_path / name).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


async def test_production_starts_with_keys_and_an_administrator_of_its_own(
    settings: Settings, clock: Clock
) -> None:
    async with running_house(_production(settings), clock) as house:
        await house.start("auth_node", create_auth)
        school = School(house)
        assert (await school.login("registrar", GOOD_PASSWORD)).status_code == 200
        assert (await school.login("admin", "admin123")).status_code == 401


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("token_signing_key_file", "", "TOKEN_SIGNING_KEY_FILE: not set"),
        ("token_signing_key_file", "/nowhere/key.pem", "TOKEN_SIGNING_KEY_FILE: /nowhere/key.pem"),
        ("secrets_key_file", "", "SECRETS_KEY_FILE: not set"),
        ("secrets_key_file", "/nowhere/key", "SECRETS_KEY_FILE: /nowhere/key"),
        ("internal_token", "", "INTERNAL_TOKEN: not set"),
        ("internal_token", "short", "INTERNAL_TOKEN: shorter"),
        ("admin_username", "", "ADMIN_USERNAME and ADMIN_PASSWORD: not set"),
        ("admin_password", "", "ADMIN_USERNAME and ADMIN_PASSWORD: not set"),
        ("admin_password", "admin123", "ADMIN_PASSWORD: too weak"),
        ("admin_username", "no spaces please", "ADMIN_USERNAME: "),
    ],
)
async def test_production_refuses_to_start_and_says_why(
    settings: Settings, clock: Clock, setting: str, value: str, says: str
) -> None:
    wrong = _production(settings, **{setting: value})
    with pytest.raises(SettingsError) as refusal:
        await _start(wrong, clock)
    assert str(refusal.value).startswith(says)
    assert GOOD_PASSWORD not in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"short", b"-----BEGIN PRIVATE KEY-----\nx\n"])
def test_a_file_that_holds_no_key_is_named(
    settings: Settings, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    with pytest.raises(SettingsError, match=r"TOKEN_SIGNING_KEY_FILE: .*bad"):
        load_signer(msgspec.structs.replace(settings, token_signing_key_file=str(bad)))
    with pytest.raises(SettingsError, match=r"SECRETS_KEY_FILE: .*bad"):
        load_vault(msgspec.structs.replace(settings, secrets_key_file=str(bad)))


async def test_once_there_is_an_administrator_the_settings_have_no_effect(
    settings: Settings, clock: Clock
) -> None:
    await _start(settings, clock)
    later = msgspec.structs.replace(settings, admin_username="other", admin_password=GOOD_PASSWORD)
    async with running_house(later, clock) as house:
        await house.start("auth_node", create_auth)
        school = School(house)
        assert (await school.login("other", GOOD_PASSWORD)).status_code == 401
        assert (await school.login("admin", "admin123")).status_code == 200


async def test_passwords_cost_what_they_should_unless_a_test_says_otherwise(
    settings: Settings, clock: Clock
) -> None:
    async with running_house(settings, clock) as house:
        app = await house.start("auth_node", create_app)
        stored = await app.state.office.passwords.hash("whatever it is")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_hash_of_another_cost_is_renewed_at_the_next_login(
    settings: Settings, clock: Clock
) -> None:
    await _start(settings, clock)
    async with running_house(settings, clock) as house:
        app = await house.start("auth_node", create_app)
        for _ in range(2):
            assert (await School(house).login("admin", "admin123")).status_code == 200
        account = await app.state.office.database.read(by_username, "admin")
    assert account is not None
    assert "m=19456,t=2,p=1" in account.password_hash
