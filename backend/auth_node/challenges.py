"""Half-finished logins: what somebody with the right password gets until the second step."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node.one_time import digest, new_token
from backend.auth_node.tables import challenges
from backend.auth_node.vouched import Vouched, vouched_in
from backend.common.errors import Refused

LIFETIME = 300.0  # seconds
LOGIN = "login"  # a code of the secret one has
SETUP = "setup"  # a first secret
PASSWORD = "password"  # noqa: S105 - a password of one's own in place of one that was handed out
RESET = "reset"  # another secret in place of the one that counts until then
ADD = "add"  # one more second factor, for who is logged in and has shown the password again


@dataclass(frozen=True, slots=True)
class Challenge:
    """One half-finished login.

    Attributes:
        totp_secret: the new secret, encrypted, for `SETUP`, `RESET` and `ADD`.
        vouched: for whom a provider has vouched in place of a password.
        passkey_challenge: what a passkey has to sign, in base64url.
    """

    digest: str
    account_id: int
    purpose: str
    totp_secret: str | None
    vouched: Vouched | None = None
    passkey_challenge: str | None = None


def create(
    connection: sa.Connection,
    account_id: int,
    purpose: str,
    now: float,
    totp_secret: str | None = None,
    *,
    vouched: Vouched | None = None,
) -> str:
    """A new challenge for one purpose; the text that stands for it is known to nobody else."""
    connection.execute(sa.delete(challenges).where(challenges.c.expires_at <= now))
    token = new_token()
    connection.execute(
        sa.insert(challenges).values(
            digest=digest(token),
            account_id=account_id,
            purpose=purpose,
            totp_secret=totp_secret,
            expires_at=now + LIFETIME,
            vouched=vouched.stored() if vouched else "",
        )
    )
    return token


def find(connection: sa.Connection, token: str, now: float, *purposes: str) -> Challenge:
    """The challenge that `token` stands for.

    Raises:
        Refused: `challenge_expired`, also when it is unknown or for another purpose.
    """
    query = sa.select(
        challenges.c.digest,
        challenges.c.account_id,
        challenges.c.purpose,
        challenges.c.totp_secret,
        challenges.c.vouched,
        challenges.c.passkey_challenge,
    ).where(
        challenges.c.digest == digest(token),
        challenges.c.expires_at > now,
        challenges.c.purpose.in_(purposes),
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Refused("challenge_expired")
    known = (row.digest, row.account_id, row.purpose, row.totp_secret)
    return Challenge(*known, vouched_in(row.vouched), row.passkey_challenge)


def offer_secret(connection: sa.Connection, challenge: Challenge, encrypted: str) -> str:
    """The encrypted secret of `challenge`: its own, or `encrypted` if it has none yet."""
    if challenge.totp_secret is not None:
        return challenge.totp_secret
    connection.execute(
        sa.update(challenges)
        .where(challenges.c.digest == challenge.digest)
        .values(totp_secret=encrypted)
    )
    return encrypted


def offer_to_passkey(connection: sa.Connection, token: str, passkey_challenge: str) -> None:
    """Let a passkey sign `passkey_challenge` for the challenge of `token`, and no earlier one."""
    connection.execute(
        sa.update(challenges)
        .where(challenges.c.digest == digest(token))
        .values(passkey_challenge=passkey_challenge)
    )


def take_from_passkey(connection: sa.Connection, challenge: Challenge) -> str | None:
    """What a passkey has to have signed; of many who ask one gets it, and nobody later."""
    taken = connection.execute(
        sa.update(challenges)
        .where(
            challenges.c.digest == challenge.digest,
            challenges.c.passkey_challenge.is_not(None),
            challenges.c.passkey_challenge == challenge.passkey_challenge,
        )
        .values(passkey_challenge=None)
    )
    return challenge.passkey_challenge if taken.rowcount else None


def remove_of(connection: sa.Connection, account_id: int) -> None:
    """End all half-finished logins of an account."""
    connection.execute(sa.delete(challenges).where(challenges.c.account_id == account_id))


def remove(connection: sa.Connection, challenge: Challenge) -> None:
    """End one half-finished login."""
    connection.execute(sa.delete(challenges).where(challenges.c.digest == challenge.digest))
