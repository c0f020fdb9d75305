"""The two keys of this node: one signs access tokens, the other encrypts secrets at rest."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from backend.common.secrets import SECRETS_KEY, SIGNING_KEY, read_or_create
from backend.common.settings import Settings, SettingsError
from backend.common.signing import Signer, new_signing_key

HOW_TO_SIGN = "make one with: openssl genpkey -algorithm ed25519 -out FILE"
HOW_TO_ENCRYPT = "make one with: openssl rand -base64 32 > FILE"


class Vault:
    """Encrypts what must be read again, and derives keys for other uses.

    Args:
        keys: 32 bytes in base64; while keys are changed several, a line each, the new one first.

    Raises:
        ValueError: `keys` holds none, or something else.
    """

    def __init__(self, keys: bytes) -> None:
        self._keys = keys.split()
        self._newest, *others = [Fernet(key) for key in self._keys]
        self._all = MultiFernet([self._newest, *others])
        self._lasting = self._keys[0]

    @property
    def changing(self) -> bool:
        """Whether there is more than one key."""
        return len(self._keys) > 1

    def encrypt(self, text: str) -> str:
        """`text`, readable with the newest key alone."""
        return self._newest.encrypt(text.encode()).decode()

    def decrypt(self, stored: str) -> str:
        """What `encrypt` was given, with whichever of the keys."""
        return self._all.decrypt(stored).decode()

    def renewed(self, stored: str) -> str | None:
        """The same under the newest key; None if it is under that.

        Raises:
            cryptography.fernet.InvalidToken: none of the keys reads it.
        """
        try:
            self._newest.decrypt(stored)
        except InvalidToken:
            return self.encrypt(self.decrypt(stored))
        return None

    def derive(self, purpose: str, value: str) -> list[bytes]:
        """32 bytes that follow from `value` for whoever has the key: by each, the newest first."""
        return [_derived(key, purpose, value) for key in self._keys]

    def derive_to_last(self, purpose: str, value: str) -> bytes:
        """The same with a key that stays when the others are changed."""
        return _derived(self._lasting, purpose, value)

    def last_with(self, key: str) -> None:
        """Let `key` be the one that stays."""
        self._lasting = key.encode()

    def key_of(self, stored: str | None) -> str:
        """The key that reads `stored`; the newest for None.

        Raises:
            cryptography.fernet.InvalidToken: none of the keys reads it.
        """
        for key in self._keys:
            if stored is None or _reads(key, stored):
                return key.decode()
        raise InvalidToken


def _derived(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.digest(key, f"{purpose}\n{value}".encode(), "sha256")


def _reads(key: bytes, stored: str) -> bool:
    try:
        Fernet(key).decrypt(stored)
    except InvalidToken:
        return False
    return True


def load_signer(settings: Settings) -> Signer:
    """The signing key of this installation.

    Raises:
        SettingsError: TOKEN_SIGNING_KEY_FILE is missing in production, or names no such key.
    """
    path, pem = _read(settings, "token_signing_key_file", SIGNING_KEY, new_signing_key, HOW_TO_SIGN)
    try:
        return Signer(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SettingsError(
            f"TOKEN_SIGNING_KEY_FILE: {path} holds no plain Ed25519 private key; {HOW_TO_SIGN}"
        ) from None


def load_vault(settings: Settings) -> Vault:
    """The key for secrets at rest of this installation.

    Raises:
        SettingsError: SECRETS_KEY_FILE is missing in production, or names no such key.
    """
    path, key = _read(
        settings, "secrets_key_file", SECRETS_KEY, Fernet.generate_key, HOW_TO_ENCRYPT
    )
    try:
        return Vault(key)
    except ValueError:
        raise SettingsError(
            f"SECRETS_KEY_FILE: {path} does not hold 32 bytes in base64; {HOW_TO_ENCRYPT}"
        ) from None


def _read(
    settings: Settings, field: str, default: str, make: Callable[[], bytes], how: str
) -> tuple[Path, bytes]:
    """The key file that the setting `field` names; in development DATA_DIR/`default` otherwise."""
    configured: str = getattr(settings, field)
    if not configured:
        if not settings.development:
            raise SettingsError(
                f"{field.upper()}: not set; production needs a key of its own; {how}"
            )
        path = settings.data_path / default
        return path, read_or_create(path, make)
    path = Path(configured).expanduser()
    try:
        return path, path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{field.upper()}: {path} cannot be read ({error.strerror}); {how}"
        ) from None
