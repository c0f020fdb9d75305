"""Secrets: missing, short, default, readable by others, or of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backend.cli.findings import Finding, Situation, open_to_others
from backend.common import production
from backend.common.secrets import INTERNAL_TOKEN, SECRETS_KEY, SIGNING_KEY
from backend.common.sign_in_provider import sign_in_faults

SHORTEST_PASSWORD = 12  # characters of the first administrator's


def internal_token(seen: Situation) -> Iterator[Finding]:
    """INTERNAL_TOKEN."""
    if seen.deploy or seen.settings.internal_token:
        for fault in production.internal_token(seen.settings):
            yield Finding(seen.grave, *fault)


def first_administrator(seen: Situation) -> Iterator[Finding]:
    """ADMIN_PASSWORD."""
    password = seen.settings.admin_password
    known = [*production.first_administrator(seen.settings)]
    for fault in known:
        yield Finding(seen.grave, *fault)
    if not known and password and len(password) < SHORTEST_PASSWORD:
        words = f"has {len(password)} characters"
        cure = f"choose one with at least {SHORTEST_PASSWORD}"
        yield Finding(seen.grave, "ADMIN_PASSWORD", words, cure)


def key_files(seen: Situation) -> Iterator[Finding]:
    """TOKEN_SIGNING_KEY_FILE and SECRETS_KEY_FILE."""
    settings = seen.settings
    named = {
        "TOKEN_SIGNING_KEY_FILE": settings.token_signing_key_file,
        "SECRETS_KEY_FILE": settings.secrets_key_file,
    }
    for fault in production.key_files(settings):
        if seen.deploy or named[fault.subject]:
            yield Finding("error", *fault)
    for variable, configured in named.items():
        path = Path(configured).expanduser()
        if configured and open_to_others(path):
            yield Finding("error", variable, f"{path} is open to others", f"chmod 600 {path}")


def sign_in_provider(seen: Situation) -> Iterator[Finding]:
    """The variables that begin with OIDC_."""
    for fault in sign_in_faults(seen.settings):
        yield Finding("error", *fault)
    path = Path(seen.settings.oidc_client_secret_file).expanduser()
    if seen.settings.oidc_client_secret_file and open_to_others(path):
        words = f"{path} is open to others"
        yield Finding("error", "OIDC_CLIENT_SECRET_FILE", words, f"chmod 600 {path}")


def generated_secrets(seen: Situation) -> Iterator[Finding]:
    """What was generated into DATA_DIR."""
    for name in (INTERNAL_TOKEN, SECRETS_KEY, SIGNING_KEY):
        path = seen.settings.data_path / name
        if open_to_others(path):
            yield Finding("error", str(path), "is open to others", f"chmod 600 {path}")


def dotenv(seen: Situation) -> Iterator[Finding]:
    """The checkout's `.env`, which holds secrets."""
    if open_to_others(seen.dotenv):
        cure = f"chmod 600 {seen.dotenv}"
        yield Finding(seen.grave, str(seen.dotenv), "is open to others and may hold secrets", cure)


CHECKS = (
    internal_token,
    first_administrator,
    key_files,
    sign_in_provider,
    generated_secrets,
    dotenv,
)
