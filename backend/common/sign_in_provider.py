"""The provider through which people may sign in (OpenID Connect), as the operator names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from backend.common.settings import LOOPBACK, Settings

CALLBACK: Final = "/login/provider"  # the page that the provider sends browsers back to
CLAIM: Final = "preferred_username"
NEEDED: Final = ("oidc_issuer", "oidc_client_id", "oidc_name")
SECRET: Final = ("oidc_client_secret", "oidc_client_secret_file")
REST: Final = ("oidc_username_claim", "oidc_required_acr", "oidc_required_amr")

Faulty = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SignInProvider:
    """What this installation knows of its provider before it has asked it anything.

    Attributes:
        name: on the button.
        username_claim: names the claim that is a user name here.
        required_acr: one of these levels of assurance is needed; none is for nothing required.
        required_amr: at least one of these ways of authentication is needed.
        pages: where browsers see our pages.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    username_claim: str
    required_acr: tuple[str, ...]
    required_amr: tuple[str, ...]
    pages: str

    @property
    def redirect_uri(self) -> str:
        """The one address to which the provider sends browsers back."""
        return self.pages + CALLBACK


def provider_in(settings: Settings) -> SignInProvider | None:
    """The provider that the settings name; None without one, or with a fault in them."""
    if not _wanted(settings) or any(sign_in_faults(settings)):
        return None
    return SignInProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=_secret(settings),
        name=settings.oidc_name,
        username_claim=settings.oidc_username_claim or CLAIM,
        required_acr=_listed(settings.oidc_required_acr),
        required_amr=_listed(settings.oidc_required_amr),
        pages=settings.public_origin,
    )


def sign_in_faults(settings: Settings) -> Iterator[Faulty]:
    """What keeps people from signing in through the provider: variable, finding and cure."""
    if not _wanted(settings):
        return
    for name in NEEDED:
        if not getattr(settings, name):
            cure = "set it, or none of the variables that begin with OIDC_"
            yield name.upper(), "not set, though others of OIDC_ are", cure
    if settings.oidc_issuer and not is_encrypted(settings.oidc_issuer):
        words = f"{settings.oidc_issuer} is no https:// address"
        yield "OIDC_ISSUER", words, "use the issuer's address as the provider names it"
    if not settings.public_origin:
        words = "not set; the provider has to send browsers back to it"
        yield "PUBLIC_URL", words, "set it to where browsers see these pages"
    yield from _faults_of_secret(settings)


def _faults_of_secret(settings: Settings) -> Iterator[Faulty]:
    both = settings.oidc_client_secret and settings.oidc_client_secret_file
    if both or not (settings.oidc_client_secret or settings.oidc_client_secret_file):
        words = "set twice, as a value and as a file" if both else "not set, nor is a file"
        yield "OIDC_CLIENT_SECRET", words, "set it or OIDC_CLIENT_SECRET_FILE"
        return
    try:
        if not _secret(settings):
            yield "OIDC_CLIENT_SECRET_FILE", "holds nothing", "write the secret into it"
    except (OSError, UnicodeDecodeError) as error:
        words = f"cannot be read: {getattr(error, 'strerror', '') or 'it is no text'}"
        yield "OIDC_CLIENT_SECRET_FILE", words, "name a file that this service may read"


def is_encrypted(url: str) -> bool:
    """Whether nobody on the way can read or change what is sent to `url` and answered."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def _wanted(settings: Settings) -> bool:
    return any(getattr(settings, name) for name in (*NEEDED, *SECRET, *REST))


def _secret(settings: Settings) -> str:
    if settings.oidc_client_secret:
        return settings.oidc_client_secret
    return Path(settings.oidc_client_secret_file).expanduser().read_text().strip()


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.replace(",", " ").split())
