"""Production starts with nothing that everybody knows or may read, and says all reasons at once."""

from __future__ import annotations

import base64
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from backend.common import production
from backend.common.run import WRONG_SETTINGS, run_service
from backend.common.services import AUTH, GATEWAY, STUDENT
from backend.common.settings import DEVELOPMENT_PASSWORD, VARIABLES, Settings, get_settings


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A production installation without a fault, on a machine without a `.env`."""
    monkeypatch.setattr(production, "DOTENV", tmp_path / ".env")
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for name, content in (("signing", pem), ("secret", base64.b64encode(bytes(range(32))))):
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o600)
    return Settings(
        app_env="production",
        internal_token="0123456789abcdef" * 4,
        token_signing_key_file=str(tmp_path / "signing"),
        secrets_key_file=str(tmp_path / "secret"),
        data_dir=str(tmp_path),
    )


def faults(settings: Settings, environ: dict[str, str] | None = None) -> set[str]:
    """The subjects of what keeps the auth node from starting."""
    found = production.faults_of(AUTH, settings, environ or {})
    return {fault.partition(":")[0] for fault in found}


def test_a_good_installation_starts(good: Settings) -> None:
    assert faults(good) == set()


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"internal_token": ""}, "INTERNAL_TOKEN"),
        ({"internal_token": "short"}, "INTERNAL_TOKEN"),
        ({"internal_token": "ab" * 32}, "INTERNAL_TOKEN"),
        ({"token_signing_key_file": ""}, "TOKEN_SIGNING_KEY_FILE"),
        ({"token_signing_key_file": "/no/where"}, "TOKEN_SIGNING_KEY_FILE"),
        ({"admin_password": DEVELOPMENT_PASSWORD}, "ADMIN_PASSWORD"),
        ({"host": "0.0.0.0"}, "HOST"),
    ],
)
def test_one_fault_is_named(good: Settings, change: dict[str, str], subject: str) -> None:
    wrong = msgspec.structs.replace(good, **change)
    assert faults(wrong) == {subject}
    development = msgspec.structs.replace(wrong, app_env="development")
    assert faults(development) == set()


def test_a_key_of_another_kind_is_a_fault(good: Settings) -> None:
    assert faults(msgspec.structs.replace(good, secrets_key_file=good.token_signing_key_file)) == {
        "SECRETS_KEY_FILE"
    }


def test_files_that_everybody_may_read_and_switches_of_debugging_are_faults(
    good: Settings,
) -> None:
    files = {good.secrets_key_file, str(good.data_path / "internal_token"), str(production.DOTENV)}
    for name in files:
        path = Path(name)
        path.touch()
        path.chmod(0o644)
    assert faults(good, {"PYTHONDEVMODE": "1"}) == files | {"PYTHONDEVMODE"}


def test_only_who_holds_a_secret_is_kept_from_starting_by_it(good: Settings) -> None:
    keyless = msgspec.structs.replace(good, secrets_key_file="", admin_password="admin123")
    assert production.faults_of(STUDENT, keyless, {}) == []
    assert len(production.faults_of(None, keyless, {})) == 2


def test_a_socket_of_the_parent_or_of_ones_own_needs_no_host(good: Settings) -> None:
    open_host = msgspec.structs.replace(good, host="0.0.0.0")
    assert production.faults_of(GATEWAY, open_host, {"LISTEN_FDS": "1"}) == []
    sockets = msgspec.structs.replace(open_host, use_sockets=True)
    assert production.faults_of(STUDENT, sockets, {}) == []
    assert len(production.faults_of(GATEWAY, sockets, {})) == 1
    private = msgspec.structs.replace(open_host, allow_plain_http=True)
    assert production.faults_of(GATEWAY, private, {}) == []


@pytest.mark.usefixtures("good")
def test_a_service_says_all_reasons_at_once_and_exits_with_78(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    wrong = {
        "APP_ENV": "production",
        "DATA_DIR": str(tmp_path),
        "DATA_NODE_PORT": "many",
        "QUEUE_NODE_URL": "http://10.0.0.5:8005",
        "ADMIN_PASSWORD": DEVELOPMENT_PASSWORD,
        "HOST": "0.0.0.0",
        "CAMPUS_TIME_ZONE": "Nowhere",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()

    def never() -> None:
        raise AssertionError("it must not get this far")

    with pytest.raises(SystemExit) as ended:
        run_service(AUTH, never)  # type: ignore[arg-type]
    get_settings.cache_clear()
    assert ended.value.code == WRONG_SETTINGS
    said = capsys.readouterr().err
    named = {*wrong, "INTERNAL_TOKEN", "TOKEN_SIGNING_KEY_FILE", "SECRETS_KEY_FILE"}
    assert {name for name in named if f"- {name}: " in said} == named - {"APP_ENV", "DATA_DIR"}
    assert DEVELOPMENT_PASSWORD not in said


def test_signing_in_through_a_provider_is_set_up_in_full_and_over_https(
    good: Settings, tmp_path: Path
) -> None:
    secret = tmp_path / "client_secret"
    secret.write_text("drawn by the provider\n")
    secret.chmod(0o600)
    whole = msgspec.structs.replace(
        good,
        public_url="https://courses.example.edu",
        oidc_issuer="https://login.example.edu",
        oidc_client_id="courses",
        oidc_client_secret_file=str(secret),
        oidc_name="Example University",
    )
    assert faults(whole) == set()
    assert production.faults_of(STUDENT, msgspec.structs.replace(whole, oidc_name=""), {}) == []
    for change, subject in (
        ({"oidc_issuer": ""}, "OIDC_ISSUER"),
        ({"oidc_issuer": "http://login.example.edu"}, "OIDC_ISSUER"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
        ({"oidc_client_secret_file": ""}, "OIDC_CLIENT_SECRET"),
        ({"oidc_client_secret": "twice"}, "OIDC_CLIENT_SECRET"),
        ({"oidc_client_secret_file": "/no/where"}, "OIDC_CLIENT_SECRET_FILE"),
        ({"oidc_name": ""}, "OIDC_NAME"),
        ({"public_url": ""}, "PUBLIC_URL"),
    ):
        assert faults(msgspec.structs.replace(whole, **change)) == {subject}, change
    secret.chmod(0o644)
    assert faults(whole) == {str(secret)}
