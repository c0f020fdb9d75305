"""A passkey as the second step of a login."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import accounts, attempts, audit, challenges, passkeys, passkeys_options
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.attempts import SECOND_FACTOR
from backend.auth_node.audit import Action
from backend.auth_node.challenges import Challenge
from backend.auth_node.entry import Pending, enter
from backend.auth_node.office import Office
from backend.auth_node.passkeys import Deed
from backend.auth_node.passkeys_check import Known, NotProvenError, Reason, Site, signed
from backend.auth_node.passkeys_models import RequestOptions, ShownPasskey
from backend.auth_node.passkeys_options import require_site
from backend.auth_node.sessions import Opened
from backend.common.errors import Refused


async def begin(office: Office, challenge: str) -> RequestOptions:
    """What the passkeys of a half-finished login are asked for; what was asked before is void.

    Raises:
        Refused: `passkeys_off`, `challenge_expired`, `no_passkeys`.
    """
    site = require_site(office.site)
    return await office.database.write(_begin, challenge, site, office.clock())


def _begin(connection: sa.Connection, token: str, site: Site, now: float) -> RequestOptions:
    challenge = challenges.find(connection, token, now, challenges.LOGIN)
    account = accounts.active(connection, challenge.account_id)
    if not account.passkeys:
        raise Refused("no_passkeys")
    return passkeys_options.request(connection, account, token, site)


@dataclass(frozen=True, slots=True)
class Showing:
    """What a passkey of `site` has signed, as somebody shows it at a Unix time."""

    shown: ShownPasskey
    site: Site
    actor: Actor
    at: float


async def complete(office: Office, shown: ShownPasskey, actor: Actor) -> Opened | Pending:
    """Where a login stands whose passkey has signed. Failures are counted.

    Raises:
        Refused: `passkeys_off`, `challenge_expired`, `wrong_passkey`, `passkey_copied`,
            `too_many_attempts`.
    """
    showing = Showing(shown, require_site(office.site), actor, office.clock())
    result = await office.database.write(_complete, showing)
    if isinstance(result, Refused):
        raise result
    return result


def _complete(connection: sa.Connection, showing: Showing) -> Opened | Pending | Refused:
    token = showing.shown.challenge
    challenge = challenges.find(connection, token, showing.at, challenges.LOGIN)
    account = accounts.active(connection, challenge.account_id)
    refused = prove(connection, account, challenge, showing)
    if refused is not None:
        return refused
    challenges.remove(connection, challenge)
    return enter(connection, account, showing.actor.vouched_for(challenge.vouched), showing.at)


def prove(
    connection: sa.Connection, account: Account, challenge: Challenge, showing: Showing
) -> Refused | None:
    """Why a passkey does not show that `account` is there. A refusal leaves traces to be committed.

    What it had to sign is used up in any case.
    """
    subject = str(account.id)
    wait = attempts.wait_left(connection, showing.at, (SECOND_FACTOR, subject))
    if wait > 0:
        return attempts.too_many(wait)
    asked = challenges.take_from_passkey(connection, challenge)
    if asked is None:
        return Refused("challenge_expired")
    deed = Deed(account, showing.actor, showing.at)
    passkey = passkeys.by_credential(connection, account.id, showing.shown.credential_id)
    if passkey is None:
        return _failed(connection, deed, Reason.CREDENTIAL, "")
    known = Known(
        passkey.public_key, passkey.sign_count, passkeys.handle_of(connection, account.id)
    )
    try:
        count = signed(showing.shown, asked, known, showing.site)
    except NotProvenError as error:
        return _failed(connection, deed, error.reason, passkey.name)
    attempts.clear(connection, SECOND_FACTOR, subject)
    passkeys.use(connection, deed, passkey, count)
    return None


def _failed(connection: sa.Connection, deed: Deed, reason: Reason, name: str) -> Refused:
    """Count and record it; the visitor is not known to be the owner."""
    attempts.count_failure(connection, SECOND_FACTOR, str(deed.account.id), deed.at)
    copied = reason is Reason.COPIED
    action = Action.PASSKEY_COPIED if copied else Action.SECOND_FACTOR_FAILED
    target, after = audit.user(deed.account), {"passkey": name, "reason": reason.value}
    audit.record(connection, deed.actor, action, deed.at, target, after=after)
    return Refused("passkey_copied") if copied else Refused("wrong_passkey")
