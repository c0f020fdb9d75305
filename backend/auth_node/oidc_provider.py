"""The provider as this node uses it: where browsers are sent, and what their codes are worth."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus, urlencode

import msgspec

from backend.auth_node.oidc_attempt import Attempt
from backend.auth_node.oidc_courier import Courier, ProviderAwayError, ProviderWrongError
from backend.auth_node.oidc_discovery import Discovery, Metadata
from backend.auth_node.oidc_tokens import DistrustError, Expected, IdToken, header_of, verified
from backend.common.errors import Refused
from backend.common.settings import Settings
from backend.common.sign_in_provider import SignInProvider, provider_in, sign_in_faults

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
BASIC, POST = "client_secret_basic", "client_secret_post"
CLAIM_OF_EMAIL: Final = "email"

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Tokens(msgspec.Struct, frozen=True):
    """What a code is exchanged for (RFC 6749, section 5.1)."""

    id_token: str
    access_token: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who signed in at the provider, and how.

    Attributes:
        username: the claim that is a user name here; "" where the provider does not tell it.
    """

    subject: str
    username: str
    acr: str
    amr: tuple[str, ...]


class Provider:
    """The provider of this installation.

    Args:
        clock: the time in Unix seconds.
    """

    def __init__(self, known: SignInProvider, courier: Courier, clock: Callable[[], float]) -> None:
        self.known = known
        self._courier = courier
        self._clock = clock
        self._discovery = Discovery(known.issuer, courier, clock)

    async def address_for(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in (authorization code flow with PKCE, RFC 7636).

        Raises:
            Refused: `oidc_provider_away`, `oidc_provider_wrong`.
        """
        with self._told_by_name():
            metadata = await self._discovery.metadata()
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.known.client_id,
            "redirect_uri": self.known.redirect_uri,
            "scope": self._scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if self.known.required_acr:
            parameters["acr_values"] = " ".join(self.known.required_acr)
        start = metadata.authorization_endpoint
        return f"{start}{'&' if '?' in start else '?'}{urlencode(parameters)}"

    async def require_issuer(self, issuer: str) -> None:
        """Do nothing if an answer that names `issuer` can be of this provider (RFC 9207).

        Raises:
            Refused: `oidc_answer_invalid`, for another one, or none where one was announced.
        """
        with self._told_by_name():
            metadata = await self._discovery.metadata()
            announced = metadata.authorization_response_iss_parameter_supported
            if (issuer or announced) and issuer != self.known.issuer:
                raise DistrustError(f"the answer is of the issuer {issuer!r}")

    async def exchange(self, code: str, attempt: Attempt) -> Answered:
        """Who signed in, for a code of the provider, which works once.

        Raises:
            Refused: `oidc_provider_away`, `oidc_provider_wrong`, `oidc_answer_invalid`.
        """
        with self._told_by_name():
            metadata = await self._discovery.metadata()
            tokens = await self._tokens(metadata, code, attempt)
            header = header_of(tokens.id_token)
            key = await self._discovery.key(header.kid, header.alg)
            if key is None:
                raise DistrustError(f"the key {header.kid!r} is unknown")
            expected = Expected(self.known.issuer, self.known.client_id, attempt.nonce)
            token = verified(tokens.id_token, key, expected, self._clock())
            username = _username_in(token.claims, self.known.username_claim)
            if not username and metadata.userinfo_endpoint and tokens.access_token:
                told = await self._told_of(token, metadata.userinfo_endpoint, tokens.access_token)
                username = _username_in(told, self.known.username_claim)
            return Answered(token.subject, username, token.acr, token.amr)

    @property
    def _scope(self) -> str:
        """No more than is needed for the user name."""
        return "openid email" if self.known.username_claim == CLAIM_OF_EMAIL else "openid profile"

    async def _tokens(self, metadata: Metadata, code: str, attempt: Attempt) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.known.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        headers = dict(FORM)
        methods = metadata.token_endpoint_auth_methods_supported
        if POST in methods and BASIC not in methods:
            form |= {"client_id": self.known.client_id, "client_secret": self.known.client_secret}
        else:
            pair = f"{quote_plus(self.known.client_id)}:{quote_plus(self.known.client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        body = urlencode(form).encode()
        fetched = await self._courier.fetch("POST", metadata.token_endpoint, headers, body)
        if fetched.status == 401:
            raise ProviderWrongError("it does not take our OIDC_CLIENT_ID and OIDC_CLIENT_SECRET")
        if fetched.status == 400:
            raise DistrustError("the code is worth nothing")
        if fetched.status != 200:
            raise ProviderWrongError(f"it answered a code with {fetched.status}")
        return _decoded(fetched.content, _Tokens)

    async def _told_of(self, token: IdToken, url: str, access_token: str) -> dict[str, Any]:
        """The claims that are not in the token (OpenID Connect Core 1.0, section 5.3)."""
        fetched = await self._courier.fetch("GET", url, {"Authorization": f"Bearer {access_token}"})
        if fetched.status != 200:
            raise DistrustError(f"{url} answered {fetched.status}")
        told = _decoded(fetched.content, dict[str, Any])
        if told.get("sub") != token.subject:
            raise DistrustError(f"{url} tells of somebody else")
        return told

    @contextmanager
    def _told_by_name(self) -> Iterator[None]:
        """What went wrong as a refusal; the reasons are for the log alone."""
        name = self.known.name
        try:
            yield
        except ProviderAwayError as error:
            log.warning("the sign-in provider is away: %s", error)
            raise Refused("oidc_provider_away", name=name) from None
        except ProviderWrongError as error:
            log.warning("the sign-in provider cannot be used: %s", error)
            raise Refused("oidc_provider_wrong", name=name) from None
        except DistrustError as error:
            log.warning("the sign-in provider is not believed: %s", error)
            raise Refused("oidc_answer_invalid", name=name) from None

    async def aclose(self) -> None:
        """Close all connections."""
        await self._courier.aclose()


def load_provider(settings: Settings, clock: Callable[[], float]) -> Provider | None:
    """The provider that the settings name, None without one.

    In production no service starts with a fault in them; in development each is a warning.
    """
    for variable, finding, cure in sign_in_faults(settings):
        log.warning("nobody can sign in through the provider: %s: %s; %s", variable, finding, cure)
    known = provider_in(settings)
    return None if known is None else Provider(known, Courier(settings.ca_file), clock)


def _username_in(claims: dict[str, Any], claim: str) -> str:
    """The user name; an address that the provider has not verified is none.

    Neither is what cannot be shown, such as control characters and halves of surrogate pairs.
    """
    value = claims.get(claim, "")
    if claim == CLAIM_OF_EMAIL and claims.get("email_verified") is not True:
        return ""
    return value.strip() if isinstance(value, str) and value.strip().isprintable() else ""


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DistrustError(str(error)) from None
