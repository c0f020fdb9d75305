"""The first administrator, without whom nobody could make any account."""

from __future__ import annotations

import logging

import sqlalchemy as sa

from backend.auth_node import accounts, audit, new_accounts, passwords
from backend.auth_node.actor import SYSTEM
from backend.auth_node.audit import Action
from backend.auth_node.new_accounts import NewAccount
from backend.auth_node.office import Office
from backend.auth_node.shapes import Person
from backend.common.errors import Refused
from backend.common.settings import (
    DEVELOPMENT_PASSWORD,
    DEVELOPMENT_USERNAME,
    Settings,
    SettingsError,
)
from backend.common.tokens import ADMIN
from backend.domain.people import username_fault

NAME = "Administrator"

log = logging.getLogger(__name__)


async def ensure_administrator(office: Office, settings: Settings) -> None:
    """Make the administrator that the settings name, if there is no administrator at all.

    Once there is one, the settings have no effect any more.

    Raises:
        SettingsError: they name none in production, or one that cannot be used.
    """
    if await office.database.read(accounts.administrators):
        return
    person, password = wanted_administrator(settings)
    password_hash = await office.passwords.hash(password)
    new = NewAccount(person, None, password_hash)
    try:
        await office.database.write(_create_if_none, new, office.clock())
    except Refused as refused:
        raise SettingsError(f"ADMIN_USERNAME: {refused.detail}") from None
    log.info("the administrator %s was created", person.username)


def _create_if_none(connection: sa.Connection, new: NewAccount, now: float) -> None:
    if not accounts.administrators(connection):
        made = new_accounts.create(connection, new, now)
        target, after = audit.user(made), audit.seen(made)
        audit.record(connection, SYSTEM, Action.USER_CREATED, now, target, after=after)


def wanted_administrator(settings: Settings) -> tuple[Person, str]:
    """The administrator and the password that the settings name.

    Raises:
        SettingsError: as `ensure_administrator`.
    """
    username, password = settings.admin_username, settings.admin_password
    if settings.development:
        username = username or DEVELOPMENT_USERNAME
        password = password or DEVELOPMENT_PASSWORD
    if not username or not password:
        raise SettingsError(
            "ADMIN_USERNAME and ADMIN_PASSWORD: not set; there is no administrator yet, and"
            " production needs both for its first start"
        )
    fault = username_fault(username)
    if fault:
        raise SettingsError(f"ADMIN_USERNAME: {fault.sentence}")
    weakness = None if settings.development else passwords.weakness(password, username)
    if weakness:
        raise SettingsError(f"ADMIN_PASSWORD: too weak: {weakness.sentence}")
    return Person(ADMIN, username, NAME, email=""), password
