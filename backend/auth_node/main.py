"""Assembles the auth node."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import argon2
from fastapi import FastAPI

from backend.auth_node import (
    account_api,
    api,
    audit_api,
    codes_api,
    internal_api,
    oidc_api,
    passkeys_api,
    passkeys_own_api,
    recovery_api,
    rekeying,
    sessions_api,
    settings_api,
    storm,
    tags_api,
    users_api,
)
from backend.auth_node.deeds import DeedCollector
from backend.auth_node.feed import EndedSessions
from backend.auth_node.first_administrator import ensure_administrator
from backend.auth_node.keys import Vault, load_signer, load_vault
from backend.auth_node.office import Office
from backend.auth_node.oidc_provider import load_provider
from backend.auth_node.passkeys_check import site_of
from backend.auth_node.passwords import Passwords
from backend.auth_node.sessions import IdleEnds
from backend.common import backups
from backend.common.background import background
from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.guarded import MIB
from backend.common.run import run_service
from backend.common.service import Frame, Lifespan, create_service
from backend.common.services import AUTH
from backend.common.settings import Settings, get_settings
from backend.common.signing import Signer

MIGRATIONS = Path(__file__).parent / "migrations"
LARGEST_BULK = 4 * MIB


def _lifespan(signer: Signer, vault: Vault, hasher: argon2.PasswordHasher | None) -> Lifespan:
    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        frame: Frame = app.state.frame
        frame.verifier.trust(signer.public)
        database = Database(frame.settings.database_url("auth"), MIGRATIONS)
        await database.start()
        passwords = Passwords(hasher)
        ended = EndedSessions(database, frame.verifier)
        provider = load_provider(frame.settings, frame.clock)
        site = site_of(frame.settings)
        tools = (database, frame.client, frame.clock, passwords, signer, vault, ended)
        minutes = frame.settings.student_idle_minutes, frame.settings.staff_idle_minutes
        idle = IdleEnds(*(each * 60.0 for each in minutes))
        office = Office(*tools, provider, site, idle)
        try:
            await database.write(rekeying.prepare, vault, frame.clock())
            await ensure_administrator(office, frame.settings)
            await ended.announce()
            app.state.office = office
            app.state.database = database
            frame.stores_in(database)
            collector = DeedCollector(database, frame.client)
            async with background("bringing in what staff did", collector.run):
                yield
        finally:
            passwords.close()
            if provider is not None:
                await provider.aclose()
            await database.stop()

    return run


def create_app(
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
    hasher: argon2.PasswordHasher | None = None,
) -> FastAPI:
    """The auth node's application.

    Args:
        hasher: how passwords are hashed; None is Argon2id at its full cost.
    """
    settings = settings or get_settings()
    app = create_service(
        AUTH,
        "Knows people: accounts, passwords, second factors, codes, sessions and tokens.",
        _lifespan(load_signer(settings), load_vault(settings), hasher),
        settings=settings,
        client=client,
        clock=clock,
        large_bodies={"/users/bulk": LARGEST_BULK},
    )
    storm.serve_storm(app)
    app.include_router(api.router)
    app.include_router(sessions_api.router)
    app.include_router(users_api.router)
    app.include_router(tags_api.router)
    app.include_router(account_api.router)
    app.include_router(codes_api.router)
    app.include_router(recovery_api.router)
    app.include_router(passkeys_api.router)
    app.include_router(passkeys_own_api.router)
    app.include_router(settings_api.router)
    app.include_router(oidc_api.router)
    app.include_router(audit_api.router)
    app.include_router(internal_api.router)
    app.include_router(backups.router)
    return app


if __name__ == "__main__":
    run_service(AUTH, create_app)
