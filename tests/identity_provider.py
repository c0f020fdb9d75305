"""A small identity provider (OpenID Connect) as a real HTTP server, with keys of its own.

It does what a provider must: it knows its client and the one address that it sends browsers back
to, asks for PKCE with S256, gives a code for one use, and signs. `lies` is how a test lets it, or
somebody in between, do what an honest one never does.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa_key

CLIENT, SECRET = "courses", "a secret:with signs & blanks"
CODE_LIFETIME = 60.0  # seconds
TOKEN_LIFETIME = 300  # seconds
JSON = "application/json"
Claims = Mapping[str, Any]

_NEW_KEYS: dict[str, Callable[[], Any]] = {
    "RS256": lambda: new_rsa_key(public_exponent=65537, key_size=2048),
    "ES256": lambda: new_ec_key(SECP256R1()),
    "EdDSA": Ed25519PrivateKey.generate,
}
_ALGORITHMS = jwt.algorithms.get_default_algorithms()


@dataclass(frozen=True)
class Person:
    """Somebody who has an account at the provider."""

    subject: str
    claims: dict[str, Any]


@dataclass
class _Code:
    """A code and what it was given for."""

    query: dict[str, str]
    person: Person
    until: float


@dataclass
class Key:
    """A key that signs; `published` says whether the provider tells of it."""

    id: str
    algorithm: str
    private: Any
    published: bool = True

    def jwk(self) -> dict[str, Any]:
        public = _ALGORITHMS[self.algorithm].to_jwk(self.private.public_key())
        described = {"kid": self.id, "alg": self.algorithm, "use": "sig"}
        return {**json.loads(public), **described}


@dataclass
class Lies:
    """What a test lets the provider do wrong.

    Attributes:
        claims: in place of those of the token; None takes one out.
        described: in place of what the description says.
        token: makes the whole token of its claims.
        userinfo: in place of what is told of somebody.
        redirect: goes back in place of the parameters, or beside them.
        down: answers our node nothing but 503.
        huge: answers without end.
        token_status: the answer for any code, if not 0.
    """

    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    token: Callable[[dict[str, Any]], str] | None = None
    userinfo: dict[str, Any] = field(default_factory=dict)
    redirect: dict[str, str] = field(default_factory=dict)
    down: bool = False
    huge: bool = False
    token_status: int = 0


class IdentityProvider:
    """The provider; `close` ends it.

    Attributes:
        calls: how often each path was asked for.
        tells: claims that are in the token; the rest is at the user info endpoint.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.calls: Counter[str] = Counter()
        self.people: dict[str, Person] = {}
        self.lies = Lies()
        self.keys = [Key("first", "ES256", _NEW_KEYS["ES256"]())]
        self.redirect_uri = ""
        self.announces_issuer = True
        self.in_token = True
        self._codes: dict[str, _Code] = {}
        self._access: dict[str, Person] = {}
        provider = self

        class Handler(_Handler):
            serves = provider

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/university"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def settings(self, pages: str) -> dict[str, str]:
        """The settings of an installation whose pages are there; it is registered with them."""
        self.redirect_uri = f"{pages}/login/provider"
        return {
            "public_url": pages,
            "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_name": "Example University",
        }

    def add(self, username: str, claims: Claims | None = None, *, subject: str = "") -> Person:
        """Somebody who can sign in; an earlier one of this name has it no longer."""
        person = Person(
            subject or f"sub-{username}", {"preferred_username": username, **(claims or {})}
        )
        self.people[username] = person
        return person

    def rotate(self, algorithm: str, key_id: str = "") -> Key:
        """Sign with another key from now on, and publish no other."""
        for key in self.keys:
            key.published = False
        self.keys.append(Key(key_id or secrets.token_hex(4), algorithm, _NEW_KEYS[algorithm]()))
        return self.keys[-1]

    def authorize(self, query: dict[str, str], username: str) -> str:
        """Where the browser goes after somebody has signed in; the parameters must be right."""
        wanted = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        assert {name: query.get(name) for name in wanted} == wanted, query
        assert query["redirect_uri"] == self.redirect_uri, "only the registered address"
        assert "openid" in query["scope"].split(), query
        assert query["state"], query
        code = secrets.token_urlsafe(24)
        until = self.clock() + CODE_LIFETIME
        self._codes[code] = _Code(query, self.people[username], until)
        back = {"code": code, "state": query["state"]}
        if self.announces_issuer:
            back["iss"] = self.issuer
        return f"{self.redirect_uri}?{urlencode(back | self.lies.redirect)}"

    def tokens(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer for a code (RFC 6749, section 4.1.3; RFC 7636, section 4.6)."""
        kind, _, pair = authorization.partition(" ")
        name, _, secret = base64.b64decode(pair or "").decode().partition(":")
        if (kind, unquote_plus(name), unquote_plus(secret)) != ("Basic", CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        code = self._codes.pop(form.get("code", ""), None)  # once, whatever comes of it
        if code is None or code.until < self.clock():
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (code.query["code_challenge"], code.query["redirect_uri"])
        if (shown, form.get("redirect_uri")) != right or len(form["code_verifier"]) < 43:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(24)
        self._access[access] = code.person
        token = self._id_token(code)
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": token}

    def _id_token(self, code: _Code) -> str:
        now = int(self.clock())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": code.person.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + TOKEN_LIFETIME,
            "nonce": code.query["nonce"],
            **{name: value for name, value in code.person.claims.items() if self._tells(name)},
            **self.lies.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.lies.token is not None:
            return self.lies.token(claims)
        key = self.keys[-1]
        headers = {"kid": key.id} if key.id else {}
        return jwt.encode(claims, key.private, key.algorithm, headers)

    def _tells(self, name: str) -> bool:
        return self.in_token or name in {"acr", "amr"}

    def description(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0, section 3."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [key.algorithm for key in self.keys],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": self.announces_issuer,
            **self.lies.described,
        }

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """Status and JSON of what no browser asks for."""
        if path == "/.well-known/openid-configuration":
            return 200, self.description()
        if path == "/keys":
            published = [key.jwk() for key in self.keys if key.published]
            return 200, {"keys": [{"kty": "oct", "kid": "other", "k": "AA"}, *published]}
        if path == "/token" and self.lies.token_status:
            return self.lies.token_status, {"error": "invalid_grant"}
        if path == "/token":
            return self.tokens(form, authorization)
        if path == "/userinfo":
            person = self._access.get(authorization.removeprefix("Bearer "))
            if person is None:
                return 401, {"error": "invalid_token"}
            return 200, {"sub": person.subject, **person.claims, **self.lies.userinfo}
        return 404, {"error": "not_found"}


class _Server(ThreadingHTTPServer):
    """One thread a connection; who hangs up early is no trouble."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    serves: IdentityProvider
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, form: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/university")
        self.serves.calls[path] += 1
        if self.serves.lies.down and path != "/authorize":
            self._send(503, b"{}")
        elif self.serves.lies.huge:
            self._send(200, b'{"keys":"' + b"x" * 1_000_000)
        elif path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._sign_in(query, form)
        else:
            status, body = self.serves.answer(path, form, self.headers.get("Authorization", ""))
            self._send(status, json.dumps(body).encode())

    def _sign_in(self, query: dict[str, str], form: dict[str, str]) -> None:
        """The provider's own login page, and where it leads."""
        if form.get("username", "") in self.serves.people:
            self._send(302, b"", location=self.serves.authorize(query, form["username"]))
            return
        page = (
            "<!doctype html><html lang=en><title>Provider</title><link rel=icon href=data:,>"
            "<h1>Example University</h1>"
            f"<form method=post action='{escape(self.path)}'><label>Account <input name=username"
            " autofocus></label><button>Sign in</button></form>"
        )
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _send(self, status: int, body: bytes, kind: str = JSON, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # who asked has heard enough
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@contextmanager
def identity_provider(clock: Callable[[], float] = time.time) -> Iterator[IdentityProvider]:
    """A provider until the block ends."""
    provider = IdentityProvider(clock)
    try:
        yield provider
    finally:
        provider.close()
