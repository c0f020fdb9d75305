"""What an installation must not have in production: no service starts with any of it.

`course-cli check` says the same before a start, and more. Pure but for the files that are named.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from backend.common.inherited import LISTEN_FDS
from backend.common.secrets import INTERNAL_TOKEN, SECRETS_KEY, SHORTEST_SHARED_SECRET, SIGNING_KEY
from backend.common.services import AUTH, Service
from backend.common.settings import (
    CHECKOUT,
    DEVELOPMENT_PASSWORD,
    LOOPBACK,
    Settings,
    SettingsError,
    read_settings,
)
from backend.common.sign_in_provider import sign_in_faults

DOTENV = CHECKOUT / ".env"
OTHERS = 0o077  # what the group and everybody may
EVERYBODY = 0o007
FEWEST_CHARACTERS = 10  # different ones in a secret that was drawn and not typed
KEY_BYTES = 32
DEBUGGING = ("PYTHONASYNCIODEBUG", "PYTHONDEVMODE")
NEW_TOKEN = "make one: openssl rand -hex 32"  # noqa: S105 - how to make one
NEW_SIGNING_KEY = "make one: openssl genpkey -algorithm ed25519 -out FILE"
NEW_SECRETS_KEY = "make one: openssl rand -base64 32 > FILE"


class Fault(NamedTuple):
    """Something that production must not have.

    Attributes:
        subject: a variable or a path.
        cure: what to do about it.
    """

    subject: str
    finding: str
    cure: str


def require_fitness(service: Service | None) -> Settings:
    """The settings of this process, with which `service` may start; all services for None.

    Raises:
        SettingsError: it must not; all reasons at once.
    """
    settings, reasons = read_settings(os.environ, DOTENV)
    reasons += faults_of(service, settings, os.environ)
    if reasons:
        raise SettingsError(*reasons)
    return settings


def faults_of(service: Service | None, settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """Why `service` must not start, or any of them for None; nothing in development."""
    if settings.development:
        return []
    found = [
        *internal_token(settings),
        *debugging(environ),
        *readable_by_all(settings),
    ]
    sockets = settings.sockets_on and service is not None and service.has_socket
    if not sockets and LISTEN_FDS not in environ:
        found += served_plainly(settings)
    if service is None or service is AUTH:
        found += [*key_files(settings), *first_administrator(settings)]
        found += [Fault(*fault) for fault in sign_in_faults(settings)]
    return [f"{fault.subject}: {fault.finding}; {fault.cure}" for fault in found]


def internal_token(settings: Settings) -> Iterator[Fault]:
    """INTERNAL_TOKEN."""
    token = settings.internal_token
    if not token:
        yield Fault("INTERNAL_TOKEN", "not set; production needs one of its own", NEW_TOKEN)
    elif len(token) < SHORTEST_SHARED_SECRET:
        words = f"shorter than {SHORTEST_SHARED_SECRET} characters"
        yield Fault("INTERNAL_TOKEN", words, NEW_TOKEN)
    elif len(set(token)) < FEWEST_CHARACTERS:
        yield Fault("INTERNAL_TOKEN", "can be guessed", NEW_TOKEN)


def first_administrator(settings: Settings) -> Iterator[Fault]:
    """ADMIN_PASSWORD."""
    if settings.admin_password == DEVELOPMENT_PASSWORD:
        words = "too weak: it is the one that everybody knows"
        yield Fault("ADMIN_PASSWORD", words, "choose another one")


def key_files(settings: Settings) -> Iterator[Fault]:
    """TOKEN_SIGNING_KEY_FILE and SECRETS_KEY_FILE, but for who else may read them."""
    for variable, configured, right, how in (
        ("TOKEN_SIGNING_KEY_FILE", settings.token_signing_key_file, _signs, NEW_SIGNING_KEY),
        ("SECRETS_KEY_FILE", settings.secrets_key_file, _encrypts, NEW_SECRETS_KEY),
    ):
        if not configured:
            yield Fault(variable, "not set; production needs a key of its own", how)
            continue
        path = Path(configured).expanduser()
        try:
            content = path.read_bytes()
        except OSError as error:
            yield Fault(variable, f"{path} cannot be read: {error.strerror}", how)
            continue
        if not right(content):
            yield Fault(variable, f"{path} holds no such key", how)


def readable_by_all(settings: Settings) -> Iterator[Fault]:
    """Files with secrets that every user of the machine may read."""
    generated = [settings.data_path / name for name in (INTERNAL_TOKEN, SECRETS_KEY, SIGNING_KEY)]
    named = [settings.token_signing_key_file, settings.secrets_key_file]
    named.append(settings.oidc_client_secret_file)
    for path in (*generated, *(Path(name).expanduser() for name in named if name), DOTENV):
        if open_to(EVERYBODY, path):
            yield Fault(str(path), "is open to everybody on this machine", f"chmod 600 {path}")


def debugging(environ: Mapping[str, str]) -> Iterator[Fault]:
    """Switches of Python that slow down and tell too much."""
    for variable in DEBUGGING:
        if environ.get(variable):
            yield Fault(variable, "switches debugging on, which is slow", f"unset {variable}")


def served_plainly(settings: Settings) -> Iterator[Fault]:
    """HOST, where a port is served that others can read along."""
    if settings.host not in LOOPBACK and not settings.allow_plain_http:
        words = f"{settings.host} would be served over plain HTTP"
        yield Fault("HOST", words, "set ALLOW_PLAIN_HTTP=true only on a private network")


def open_to(who: int, path: Path) -> bool:
    """Whether any of the permissions `who` is set on `path`; False if it is not there."""
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & who)
    except OSError:
        return False


def _signs(content: bytes) -> bool:
    try:
        return isinstance(load_pem_private_key(content, None), Ed25519PrivateKey)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _encrypts(content: bytes) -> bool:
    """Whether it is one key, or several with a line each."""
    keys = content.split()
    try:
        sizes = {len(base64.b64decode(key, altchars=b"-_")) for key in keys}
        return sizes == {KEY_BYTES}
    except (binascii.Error, ValueError):
        return False
