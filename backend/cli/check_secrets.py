"""Secrets: missing, short, default, readable by others, or of the wrong kind."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from backend.cli.findings import Finding, Situation, open_to_others
from backend.common.secrets import (
    INTERNAL_TOKEN,
    SECRETS_KEY,
    SHORTEST_SHARED_SECRET,
    SIGNING_KEY,
)
from backend.common.settings import DEVELOPMENT_PASSWORD

SHORTEST_PASSWORD = 12  # characters of the first administrator's
FEWEST_CHARACTERS = 10  # different ones in a secret that was drawn and not typed
KEY_BYTES = 32
NEW_TOKEN = "openssl rand -hex 32"  # noqa: S105 - how to make one
NEW_SIGNING_KEY = "openssl genpkey -algorithm ed25519 -out FILE"
NEW_SECRETS_KEY = "openssl rand -base64 32 > FILE"


def internal_token(seen: Situation) -> Iterator[Finding]:
    """INTERNAL_TOKEN."""
    token = seen.settings.internal_token
    if not token:
        if seen.deploy:
            yield Finding("error", "INTERNAL_TOKEN", "is not set", f"make one: {NEW_TOKEN}")
    elif len(token) < SHORTEST_SHARED_SECRET:
        words = f"has {len(token)} characters; {SHORTEST_SHARED_SECRET} are the fewest"
        yield Finding(seen.grave, "INTERNAL_TOKEN", words, f"make one: {NEW_TOKEN}")
    elif len(set(token)) < FEWEST_CHARACTERS:
        yield Finding(seen.grave, "INTERNAL_TOKEN", "can be guessed", f"make one: {NEW_TOKEN}")


def first_administrator(seen: Situation) -> Iterator[Finding]:
    """ADMIN_PASSWORD."""
    password = seen.settings.admin_password
    if password == DEVELOPMENT_PASSWORD:
        words = "is the one that everybody knows"
        yield Finding(seen.grave, "ADMIN_PASSWORD", words, "choose another one")
    elif password and len(password) < SHORTEST_PASSWORD:
        words = f"has {len(password)} characters"
        cure = f"choose one with at least {SHORTEST_PASSWORD}"
        yield Finding(seen.grave, "ADMIN_PASSWORD", words, cure)


def key_files(seen: Situation) -> Iterator[Finding]:
    """TOKEN_SIGNING_KEY_FILE and SECRETS_KEY_FILE."""
    settings = seen.settings
    for variable, configured, right, how in (
        ("TOKEN_SIGNING_KEY_FILE", settings.token_signing_key_file, _signs, NEW_SIGNING_KEY),
        ("SECRETS_KEY_FILE", settings.secrets_key_file, _encrypts, NEW_SECRETS_KEY),
    ):
        if not configured:
            if seen.deploy:
                yield Finding("error", variable, "is not set", f"make a key: {how}")
            continue
        path = Path(configured).expanduser()
        try:
            content = path.read_bytes()
        except OSError as error:
            yield Finding("error", variable, f"{path} cannot be read: {error.strerror}", how)
            continue
        if open_to_others(path):
            yield Finding("error", variable, f"{path} is open to others", f"chmod 600 {path}")
        if not right(content):
            yield Finding("error", variable, f"{path} holds no such key", f"make a key: {how}")


def generated_secrets(seen: Situation) -> Iterator[Finding]:
    """What was generated into DATA_DIR."""
    for name in (INTERNAL_TOKEN, SECRETS_KEY, SIGNING_KEY):
        path = seen.settings.data_path / name
        if open_to_others(path):
            yield Finding("error", str(path), "is open to others", f"chmod 600 {path}")


def dotenv(seen: Situation) -> Iterator[Finding]:
    """The checkout's `.env`, which holds secrets."""
    if open_to_others(seen.dotenv):
        cure = f"chmod 600 {seen.dotenv}"
        yield Finding(seen.grave, str(seen.dotenv), "is open to others and may hold secrets", cure)


def _signs(content: bytes) -> bool:
    try:
        return isinstance(load_pem_private_key(content, None), Ed25519PrivateKey)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _encrypts(content: bytes) -> bool:
    try:
        return len(base64.b64decode(content.strip(), altchars=b"-_")) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


CHECKS = (internal_token, first_administrator, key_files, generated_secrets, dotenv)
