"""What is wrong or weak in a configuration is found, and nothing else is."""

from __future__ import annotations

import base64
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from backend.cli import check_machine, check_network, check_secrets
from backend.cli.findings import Situation
from backend.common.settings import DEVELOPMENT_PASSWORD, Settings
from tests.system.command_line import CommandLine

NOW = 1_900_000_000.0
GOOD_TOKEN = "0123456789abcdef" * 4


@pytest.fixture
def good(tmp_path: Path) -> Situation:
    """A production installation without a fault."""
    signing, secret, folder = tmp_path / "signing.pem", tmp_path / "secret", tmp_path / "d"
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for path, content in ((signing, pem), (secret, base64.b64encode(bytes(range(32))))):
        path.write_bytes(content)
        path.chmod(0o600)
    folder.mkdir(mode=0o700)
    settings = Settings(
        app_env="production",
        internal_token=GOOD_TOKEN,
        token_signing_key_file=str(signing),
        secrets_key_file=str(secret),
        data_dir=str(folder),
        socket_dir=str(tmp_path / "s"),
        use_sockets=True,
    )
    return Situation(settings, True, {}, NOW, tmp_path / ".env")


def found(seen: Situation, **changes: object) -> set[tuple[str, str]]:
    """Severity and subject of what is found; but for the machine this test happens to run on."""
    settings = msgspec.structs.replace(seen.settings, **changes)
    changed = Situation(settings, seen.deploy, seen.environ, seen.now, seen.dotenv)
    modules = (check_network, check_secrets, check_machine)
    unsteady = {check_machine.disk_space, check_machine.open_files}
    checks = [one for module in modules for one in module.CHECKS if one not in unsteady]
    return {
        (finding.severity, finding.subject)
        for check in checks
        for finding in check(changed)
        if "vanish" not in finding.finding
    }


def test_a_good_configuration_has_no_finding(good: Situation) -> None:
    assert found(good) == set()


@pytest.mark.parametrize(
    ("changes", "subject", "severity"),
    [
        ({"app_env": "development"}, "APP_ENV", "error"),
        ({"internal_token": ""}, "INTERNAL_TOKEN", "error"),
        ({"internal_token": "short"}, "INTERNAL_TOKEN", "error"),
        ({"internal_token": "a" * 64}, "INTERNAL_TOKEN", "error"),
        ({"token_signing_key_file": ""}, "TOKEN_SIGNING_KEY_FILE", "error"),
        ({"token_signing_key_file": "/no/where"}, "TOKEN_SIGNING_KEY_FILE", "error"),
        ({"secrets_key_file": "/etc/hostname"}, "SECRETS_KEY_FILE", "error"),
        ({"oidc_name": "University"}, "OIDC_ISSUER", "error"),
        ({"admin_password": DEVELOPMENT_PASSWORD}, "ADMIN_PASSWORD", "error"),
        ({"admin_password": "tooshort"}, "ADMIN_PASSWORD", "error"),
        ({"data_node_url": "http://10.0.0.5:8001"}, "DATA_NODE_URL", "error"),
        (
            {"data_node_url": "http://10.0.0.5:8001", "allow_plain_http": True},
            "DATA_NODE_URL",
            "warning",
        ),
        ({"use_sockets": False, "host": "0.0.0.0"}, "HOST", "error"),
        ({"socket_dir": "/tmp/" + "x" * 100}, "SOCKET_DIR", "error"),
        ({"socket_dir": "/"}, "SOCKET_DIR", "error"),
        ({"data_database_url": "mysql://h/d"}, "DATA_DATABASE_URL", "error"),
        ({"auth_database_url": "nonsense"}, "AUTH_DATABASE_URL", "error"),
    ],
)
def test_a_fault_is_found(
    good: Situation, changes: dict[str, object], subject: str, severity: str
) -> None:
    assert (severity, subject) in found(good, **changes)


def test_what_production_must_not_have_is_weak_in_development(good: Situation) -> None:
    development = Situation(good.settings, False, {}, NOW, good.dotenv)
    assert found(development, internal_token="short") == {("warning", "INTERNAL_TOKEN")}
    assert found(development, app_env="development", internal_token="") == set()


def test_files_that_others_can_read_are_named(good: Situation) -> None:
    data = good.settings.data_path
    files = [data / "data.db", data / "secrets_key", Path(good.settings.secrets_key_file)]
    for file in files:
        if not file.exists():
            file.write_bytes(b"")
        file.chmod(0o640)
    good.dotenv.write_text("")
    good.dotenv.chmod(0o644)
    data.chmod(0o755)
    assert found(good) == {
        ("error", "DATA_DIR"),
        ("error", "SECRETS_KEY_FILE"),
        *(("error", str(path)) for path in (*files[:2], good.dotenv)),
    }


def test_a_damaged_database_and_one_half_restored_are_found(good: Situation) -> None:
    database = good.settings.data_path / "queue.db"
    database.write_bytes(b"no database at all")
    database.chmod(0o600)
    assert found(good) == {("error", str(database))}
    database.write_bytes(check_machine.HEADER)
    os.utime(database, (NOW, NOW))
    assert found(good) == set()
    database.with_name("queue.db.restore-unfinished").write_text("/backups/monday\n")
    (finding,) = check_machine.databases(good)
    assert finding.cure == "course-cli restore /backups/monday"


def test_a_clock_that_is_behind_is_found(good: Situation) -> None:
    past = Situation(good.settings, True, {}, 0.0, good.dotenv)
    assert found(past) == {("error", "clock")}
    file = good.settings.data_path / "data.db"
    file.write_bytes(check_machine.HEADER)
    file.chmod(0o600)
    os.utime(file, (NOW + 3600, NOW + 3600))
    assert found(good) == {("error", "clock")}


def test_debugging_switches_are_found(good: Situation) -> None:
    loud = Situation(good.settings, True, {"PYTHONASYNCIODEBUG": "1"}, NOW, good.dotenv)
    assert found(loud) == {("error", "PYTHONASYNCIODEBUG")}


@pytest.fixture
def few_open_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("few_open_files")
def test_a_low_limit_of_open_files_is_found(good: Situation) -> None:
    (finding,) = check_machine.open_files(good)
    assert (finding.severity, finding.subject) == ("error", "open files")


def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    lines = [
        "/dev/a / ext4 rw 0 0",
        f"srv {tmp_path}/my\\040nfs nfs4 rw 0 0",
        "t /tmpx tmpfs rw 0 0",
    ]
    mounts.write_text("\n".join(lines))
    assert check_machine.filesystem(tmp_path / "my nfs" / "d", mounts) == "nfs4"
    assert check_machine.filesystem(tmp_path / "my", mounts) == "ext4"
    assert check_machine.filesystem(tmp_path, tmp_path / "none") == ""


def test_the_command_ends_with_1_where_an_error_was_found(cli: CommandLine) -> None:
    done = cli("check", "--deploy", "--output", "csv")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "severity,subject,finding,cure"
    assert 'error,APP_ENV,"is development' in done.stdout
    broken = cli("check", "--json", DATA_NODE_PORT="many")
    assert broken.returncode == 1
    assert '"subject": "DATA_NODE_PORT"' in broken.stdout
    for secret in ("an-internal-token-of", "admin123"):
        assert secret not in done.stdout + done.stderr, "it names secrets and never shows one"
