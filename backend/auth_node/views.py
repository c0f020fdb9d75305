"""Turns what the subjects return into what is answered."""

from __future__ import annotations

from backend.auth_node import totp
from backend.auth_node.access_tokens import access_token
from backend.auth_node.accounts import Account
from backend.auth_node.challenges import PASSWORD, SETUP
from backend.auth_node.entry import Pending
from backend.auth_node.login_models import (
    LoggedIn,
    NewTotp,
    PasskeyRequired,
    PasswordChangeRequired,
    Tokens,
    TotpRequired,
    TotpSetupRequired,
)
from backend.auth_node.models import TotpView, UserView
from backend.auth_node.office import Office
from backend.auth_node.own_models import Profile
from backend.auth_node.second_factor import Confirmed, NewSecret
from backend.auth_node.sessions import Opened
from backend.auth_node.user_models import UserRow


def user_view(account: Account) -> UserView:
    """Who `account` is for."""
    return UserView(
        id=account.person_id, role=account.role, username=account.username, name=account.name
    )


def logged_in(office: Office, opened: Opened) -> LoggedIn:
    """A new session."""
    return LoggedIn(
        access_token=access_token(office.signer, opened),
        expires_in=opened.access_until - int(office.clock()),
        refresh_token=opened.refresh_token,
        user=user_view(opened.account),
    )


def login_answer(
    office: Office, result: Opened | Pending
) -> LoggedIn | TotpRequired | PasskeyRequired | TotpSetupRequired | PasswordChangeRequired:
    """Where a login stands."""
    if isinstance(result, Opened):
        return logged_in(office, result)
    if result.purpose == PASSWORD:
        return PasswordChangeRequired(challenge=result.challenge)
    if result.purpose == SETUP:
        return TotpSetupRequired(challenge=result.challenge, passkey=office.site is not None)
    if result.account.totp_secret is None:
        return PasskeyRequired(challenge=result.challenge)
    passkey = office.site is not None and result.account.passkeys > 0
    return TotpRequired(challenge=result.challenge, passkey=passkey)


def confirmed(
    office: Office, result: Confirmed
) -> LoggedIn | TotpRequired | PasskeyRequired | TotpSetupRequired | PasswordChangeRequired:
    """Where a login stands whose second factor was confirmed, with the recovery codes for it."""
    body = login_answer(office, result.login)
    if isinstance(body, (LoggedIn, PasswordChangeRequired)):
        body.recovery_codes = result.recovery_codes
    return body


def tokens(office: Office, opened: Opened) -> Tokens:
    """A session that goes on."""
    return Tokens(
        access_token=access_token(office.signer, opened),
        expires_in=opened.access_until - int(office.clock()),
        refresh_token=opened.refresh_token,
    )


def totp_view(secret: str, username: str) -> TotpView:
    """A second-factor secret in the three forms in which people take it."""
    address = totp.uri(secret, username)
    return TotpView(secret=secret, otpauth_uri=address, qr_svg=totp.qr_svg(address))


def new_totp(new: NewSecret) -> NewTotp:
    """A secret that waits to be confirmed."""
    shown = totp_view(new.secret, new.username)
    return NewTotp(
        challenge=new.challenge,
        secret=shown.secret,
        otpauth_uri=shown.otpauth_uri,
        qr_svg=shown.qr_svg,
    )


def profile(account: Account, recovery_codes_left: int) -> Profile:
    """An account as its owner sees it."""
    return Profile(
        id=account.person_id,
        role=account.role,
        username=account.username,
        name=account.name,
        email=account.email,
        group=account.group,
        totp=account.totp_state,
        must_change_password=account.must_change_password,
        recovery_codes_left=recovery_codes_left,
        passkeys=account.passkeys,
    )


def user_row(account: Account) -> UserRow:
    """An account as administrators see it."""
    return UserRow(
        id=account.person_id,
        role=account.role,
        username=account.username,
        name=account.name,
        email=account.email,
        group=account.group,
        active=account.active,
        totp=account.totp_state,
        passkeys=account.passkeys,
        linked=account.linked,
        must_change_password=account.must_change_password,
        created_at=account.created_at,
    )
