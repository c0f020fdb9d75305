"""What travels of one's own account: how it is made, its password, sessions and recovery codes."""

from __future__ import annotations

from backend.auth_node.models import Answer, Body, Line, Secret, TotpView, UserView


class Registration(Body):
    """An account that somebody makes with a registration code."""

    code: Secret
    username: Line
    name: Line
    email: Line
    password: Secret


class Activation(Body):
    """The password that somebody chooses for an account that was made with an activation code."""

    username: Line
    code: Secret
    password: Secret


class PasswordChange(Body):
    """The old password and the new one."""

    old: Secret
    new: Secret


class Registered(Answer):
    """An account that was made; `totp` is its second factor, where it has to have one."""

    user: UserView
    totp: TotpView | None


class Profile(Answer):
    """The account one is logged in with.

    Attributes:
        recovery_codes_left: how many were not used yet.
        passkeys: how many there are.
    """

    id: int
    role: str
    username: str
    name: str
    email: str
    group: str
    totp: str
    must_change_password: bool
    recovery_codes_left: int
    passkeys: int


class SessionRow(Answer):
    """One of one's own sessions.

    Attributes:
        last_used_at: when its tokens were renewed last, which a page in use does every few minutes.
        program: browser or program that it was opened with, "" where that is not known.
        source: the address it was opened from.
        provider: through whom one signed in, "" for a password.
        current: whether it is the one that asks.
    """

    id: str
    created_at: float
    last_used_at: float
    expires_at: float
    program: str
    system: str
    source: str
    provider: str
    current: bool


class SessionList(Answer):
    """One's own sessions, the newest first."""

    items: list[SessionRow]


class Ended(Answer):
    """How many sessions ended."""

    ended: int


class BothFactors(Body):
    """Password and a code of the second factor, asked for once more before something that matters.

    Attributes:
        code: of the app; a recovery code does not do.
    """

    password: Secret
    code: Secret


class RecoveryCodes(Answer):
    """Codes in place of the second factor, each for one login, shown once."""

    recovery_codes: list[str]
