"""Signing in through the provider: its word, the account, and what still is asked for here."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import accounts, attempts, audit, oidc_links
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.attempts import SOURCE
from backend.auth_node.audit import Action
from backend.auth_node.entry import Pending, enter, next_step, pending
from backend.auth_node.office import Office
from backend.auth_node.oidc_attempt import Attempt, new_attempt
from backend.auth_node.oidc_models import ProviderAnswer
from backend.auth_node.oidc_provider import Answered, Provider
from backend.auth_node.one_time import digest
from backend.auth_node.sessions import Opened
from backend.auth_node.tables import oidc_used
from backend.auth_node.vouched import Vouched
from backend.common.errors import Refused
from backend.common.tokens import ADMIN
from backend.domain.sign_in import is_local_path, is_strong_enough, shows_second_factor

AWAY = "oidc_provider_away"
GUESSED = frozenset({"oidc_state_invalid", "oidc_answer_invalid"})  # a campus shares one address


def provider_of(office: Office) -> Provider:
    """The provider of this installation.

    Raises:
        Refused: `oidc_not_set_up`.
    """
    if office.provider is None:
        raise Refused("oidc_not_set_up")
    return office.provider


async def begin(office: Office, next_page: str) -> tuple[Attempt, str]:
    """A sign-in, and where the browser goes for it.

    Raises:
        Refused: `oidc_not_set_up`, `oidc_provider_away`, `oidc_provider_wrong`; `invalid_fields`
            for a page that is not one of ours.
    """
    provider = provider_of(office)
    if not is_local_path(next_page):
        place = {"where": "body.next", "message": "it is no path of these pages"}
        raise Refused("invalid_fields", errors=[place])
    attempt = new_attempt(next_page, office.clock())
    return attempt, await provider.address_for(attempt)


@dataclass(frozen=True, slots=True)
class _Returned:
    """An answer of the provider that belongs to a sign-in."""

    vouched: Vouched
    answered: Answered
    second_factor: bool


async def finish(
    office: Office, attempt: Attempt | None, given: ProviderAnswer, actor: Actor
) -> Opened | Pending:
    """Where the sign-in stands that a browser comes back from; refusals are audited.

    Raises:
        Refused: any that begins with `oidc_` and is no administrator's, `account_disabled`,
            `too_many_attempts`.
    """
    provider = provider_of(office)
    await office.database.read(_require_patience, actor, office.clock())
    answered: Answered | None = None
    try:
        kept = _matching(attempt, given, office.clock())
        await office.database.write(_use, kept, office.clock())
        await provider.require_issuer(given.iss)
        answered = await provider.exchange(_code_in(given, provider), kept)
        returned = _judged(provider, answered)
        return await office.database.write_together(_enter, returned, actor, office.clock())
    except Refused as refused:
        if refused.code != AWAY:
            facts = {"reason": refused.code, "issuer": provider.known.issuer}
            await office.database.write_together(_fail, facts, answered, actor, office.clock())
        raise


def _require_patience(connection: sa.Connection, actor: Actor, now: float) -> None:
    wait = attempts.wait_left(connection, now, (SOURCE, actor.source))
    if wait > 0:
        raise attempts.too_many(wait)


def _matching(attempt: Attempt | None, given: ProviderAnswer, now: float) -> Attempt:
    if attempt is None or not attempt.is_of(given.state, now):
        raise Refused("oidc_state_invalid")
    return attempt


def _use(connection: sa.Connection, attempt: Attempt, now: float) -> None:
    """Use a sign-in up; all writes are one after the other, so only one of many gets through."""
    connection.execute(sa.delete(oidc_used).where(oidc_used.c.expires_at < now))
    used = digest(attempt.state)
    query = sa.select(oidc_used.c.digest).where(oidc_used.c.digest == used)
    if connection.execute(query).first() is not None:
        raise Refused("oidc_state_invalid")
    connection.execute(sa.insert(oidc_used).values(digest=used, expires_at=attempt.until))


def _code_in(given: ProviderAnswer, provider: Provider) -> str:
    if given.error or not given.code:
        raise Refused("oidc_denied", name=provider.known.name)
    return given.code


def _judged(provider: Provider, answered: Answered) -> _Returned:
    known = provider.known
    acr, amr = answered.acr, answered.amr
    if not is_strong_enough(acr, amr, known.required_acr, known.required_amr):
        raise Refused("oidc_too_weak", name=known.name)
    vouched = Vouched(known.name, known.issuer, answered.subject)
    return _Returned(vouched, answered, shows_second_factor(acr, amr, known.required_acr))


def _enter(
    connection: sa.Connection, returned: _Returned, actor: Actor, now: float
) -> Opened | Pending:
    vouched = returned.vouched
    account = oidc_links.linked(connection, vouched) or _by_name(connection, returned)
    if account.state != accounts.ACTIVE:
        raise _unknown(returned)
    if account.disabled:
        raise Refused("account_disabled")
    step = None if returned.second_factor else next_step(connection, account)
    if step is not None:
        return pending(connection, account, step, now, vouched)
    return enter(connection, account, actor.vouched_for(vouched), now)


def _by_name(connection: sa.Connection, returned: _Returned) -> Account:
    """The account with the user name of somebody who signs in for the first time."""
    vouched, username = returned.vouched, returned.answered.username
    account = accounts.by_username(connection, username) if username else None
    if account is None:
        raise _unknown(returned)
    if oidc_links.subject_of(connection, account.id, vouched.issuer) is not None:
        raise Refused("oidc_other_subject", name=vouched.provider, username=account.username)
    if account.role == ADMIN:
        raise Refused("oidc_administrator_unlinked", name=vouched.provider)
    return account


def _unknown(returned: _Returned) -> Refused:
    name = returned.vouched.provider
    return Refused("oidc_unknown_user", name=name, username=returned.answered.username)


def _fail(
    connection: sa.Connection,
    facts: dict[str, str],
    answered: Answered | None,
    actor: Actor,
    now: float,
) -> None:
    if facts["reason"] in GUESSED:
        attempts.count_failure(connection, SOURCE, actor.source, now)
    account = accounts.by_username(connection, answered.username) if answered else None
    if answered is not None:
        facts |= {"username": answered.username, "subject": answered.subject}
    target = audit.user(account) if account else None
    audit.record(connection, actor, Action.PROVIDER_REFUSED, now, target, after=facts)
