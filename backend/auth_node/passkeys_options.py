"""What browsers are asked for, and the challenge that a passkey has to sign for it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from backend.auth_node import challenges, passkeys
from backend.auth_node.accounts import Account
from backend.auth_node.passkeys import Passkey
from backend.auth_node.passkeys_check import ALGORITHMS, CHALLENGE_BYTES, Site, to_text
from backend.auth_node.passkeys_models import (
    CreationOptions,
    Credential,
    Kind,
    Owner,
    Party,
    RequestOptions,
    Selection,
)
from backend.auth_node.totp import ISSUER
from backend.common.errors import Refused

TIMEOUT = int(challenges.LIFETIME * 1000)  # milliseconds


def creation(
    connection: sa.Connection, account: Account, token: str, site: Site, there: Sequence[Passkey]
) -> CreationOptions:
    """How a browser makes a passkey, which is brought back with the challenge `token`.

    Args:
        there: those it must not make again.
    """
    return CreationOptions(
        rp=Party(id=site.name, name=ISSUER),
        user=Owner(
            id=passkeys.handle_of(connection, account.id),
            name=account.username,
            display_name=account.name,
        ),
        challenge=_to_sign(connection, token),
        pub_key_cred_params=[Kind(alg=algorithm) for algorithm in ALGORITHMS],
        timeout=TIMEOUT,
        exclude_credentials=_credentials(there),
        authenticator_selection=Selection(),
    )


def request(connection: sa.Connection, account: Account, token: str, site: Site) -> RequestOptions:
    """How a browser has one of the account's passkeys sign, for the challenge `token`."""
    return RequestOptions(
        challenge=_to_sign(connection, token),
        timeout=TIMEOUT,
        rp_id=site.name,
        allow_credentials=_credentials(passkeys.of(connection, account.id)),
    )


def require_site(site: Site | None) -> Site:
    """Whose passkeys count here.

    Raises:
        Refused: `passkeys_off`.
    """
    if site is None:
        raise Refused("passkeys_off")
    return site


def _to_sign(connection: sa.Connection, token: str) -> str:
    fresh = to_text(secrets.token_bytes(CHALLENGE_BYTES))
    challenges.offer_to_passkey(connection, token, fresh)
    return fresh


def _credentials(there: Sequence[Passkey]) -> list[Credential]:
    return [Credential(id=each.credential_id, transports=each.transports) for each in there]
