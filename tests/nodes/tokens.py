"""An auth node that only publishes a key, and access tokens signed with it.

await house.start("auth_node", tokens.create_auth)
headers = tokens.bearer("teacher", person=7)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from backend.common.client import SocketClient
from backend.common.settings import Settings
from backend.common.signing import ALGORITHM
from backend.common.tokens import AUDIENCE

KEY_ID = "test-key"
PRIVATE_KEY = Ed25519PrivateKey.generate()
TEST_NOW = 1_900_000_000  # where the clock of the tests stands at first
LIFETIME = 10 * 365 * 24 * 3600  # seconds; tests move clocks


def create_auth(_settings: Settings, _client: SocketClient, _clock: Callable[[], float]) -> FastAPI:
    """An auth node with one key and an empty feed."""
    app = FastAPI()
    public = jwt.algorithms.OKPAlgorithm.to_jwk(PRIVATE_KEY.public_key(), as_dict=True)

    @app.get("/internal/keys")
    async def keys() -> dict[str, object]:
        return {"keys": [{**public, "kid": KEY_ID, "alg": ALGORITHM, "use": "sig"}]}

    @app.get("/internal/feed")
    async def feed(after: int, wait: float = 0) -> dict[str, object]:
        await asyncio.sleep(wait)
        return {"events": [], "last": after}

    return app


def token(
    role: str,
    *,
    person: int = 1,
    username: str = "",
    scratch: int | None = None,
    account: int = 1,
    session: str = "test-session",
    expires: float | None = None,
) -> str:
    """An access token that every node of the test believes.

    Args:
        person: id of the student's or teacher's record.
        scratch: the scratch term's id, for a rehearsal's synthetic student.
        expires: Unix time; far in the future unless said.
    """
    claims: dict[str, object] = {
        "aud": AUDIENCE,
        "sub": str(account),
        "role": role,
        "pid": person,
        "name": username or f"{role}-{person}",
        "sid": session,
        "exp": int(expires if expires is not None else TEST_NOW + LIFETIME),
    }
    if scratch is not None:
        claims["scratch"] = scratch
    return jwt.encode(claims, PRIVATE_KEY, algorithm=ALGORITHM, headers={"kid": KEY_ID})


def bearer(
    role: str, *, person: int = 1, username: str = "", scratch: int | None = None
) -> dict[str, str]:
    """The headers that show `token(role, …)`."""
    shown = token(role, person=person, username=username, scratch=scratch)
    return {"Authorization": f"Bearer {shown}"}
