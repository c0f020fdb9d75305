"""Secrets in files: made once, readable by their owner alone, never printed."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from backend.common.settings import Settings, SettingsError

PRIVATE_FILE = 0o600
PRIVATE_DIRECTORY = 0o700
TOKEN_BYTES = 32
SHORTEST_SHARED_SECRET = 32  # characters
SIGNING_KEY = "token_signing_key.pem"  # these three are generated into DATA_DIR in development
SECRETS_KEY = "secrets_key"
INTERNAL_TOKEN = "internal_token"  # noqa: S105 - the name of a file
RECEIPT_KEY = "receipt_key.pem"  # in DATA_DIR, always


def private_directory(path: Path) -> Path:
    """`path` as a directory of mode 0700, made if missing."""
    path.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    return path


def read_or_create(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of the secret file `path`; where it is missing, `make()` is kept there first.

    Several processes may call this at once: all return the content of whichever came first. The
    content is on disk under a name of its own before it gets the final one, so that nobody reads
    half a secret.
    """
    if not path.exists():
        private_directory(path.parent)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def internal_token(settings: Settings) -> str:
    """The token that nodes show each other: INTERNAL_TOKEN, or in development one from DATA_DIR.

    Raises:
        SettingsError: production without INTERNAL_TOKEN, or with one that is too short; the file
            is damaged.
    """
    if settings.internal_token:
        if len(settings.internal_token) < SHORTEST_SHARED_SECRET and not settings.development:
            raise SettingsError(
                f"INTERNAL_TOKEN: shorter than {SHORTEST_SHARED_SECRET} characters;"
                " make one with: openssl rand -hex 32"
            )
        return settings.internal_token
    if not settings.development:
        raise SettingsError("INTERNAL_TOKEN: not set; production needs one of its own")
    return _generated_token(settings.data_path / INTERNAL_TOKEN)


@cache
def _generated_token(path: Path) -> str:
    token = read_or_create(path, lambda: secrets.token_urlsafe(TOKEN_BYTES).encode())
    if len(token) < SHORTEST_SHARED_SECRET or not token.isascii():
        raise SettingsError(f"{path} is damaged; stop everything and remove it: a new one is made")
    return token.decode()


def same_secret(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing about them."""
    return hmac.compare_digest(given.encode(), expected.encode())
