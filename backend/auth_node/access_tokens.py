"""Access tokens: what the other nodes believe without asking."""

from __future__ import annotations

from backend.auth_node.sessions import Opened
from backend.common.signing import Signer
from backend.common.tokens import AUDIENCE, STUDENT

SYNTHETIC_LIFETIME = 2 * 3600  # seconds
NO_ACCOUNT = 0


def access_token(signer: Signer, opened: Opened) -> str:
    """The access token of a session."""
    account = opened.account
    return signer.sign(
        {
            "aud": AUDIENCE,
            "sub": str(account.id),
            "role": account.role,
            "pid": account.person_id,
            "name": account.username,
            "sid": opened.session,
            "exp": opened.access_until,
        }
    )


def synthetic_token(
    signer: Signer, student_id: int, username: str, term_id: int, now: float
) -> str:
    """The access token of a synthetic student of the scratch term `term_id`."""
    return signer.sign(
        {
            "aud": AUDIENCE,
            "sub": str(NO_ACCOUNT),
            "role": STUDENT,
            "pid": student_id,
            "name": username,
            "sid": f"scratch-{term_id}",
            "exp": int(now) + SYNTHETIC_LIFETIME,
            "scratch": term_id,
        }
    )
