"""What travels of logging in: passwords, second factors, half-finished logins, tokens."""

from __future__ import annotations

import msgspec

from backend.auth_node.models import Answer, Body, Line, Secret, UserView


class Credentials(Body):
    """User name and password, and the second factor where one has it at hand."""

    username: Line
    password: Secret
    totp_code: Secret | None = None


class ChallengeOnly(Body):
    """A half-finished login."""

    challenge: Secret


class ChallengeAnswer(Body):
    """A half-finished login and the code for it."""

    challenge: Secret
    code: Secret


class ChosenPassword(Body):
    """A half-finished login and the password that its owner chooses."""

    challenge: Secret
    new_password: Secret


class ResetRequest(Body):
    """What is needed to set the second factor up anew."""

    username: Line
    password: Secret
    reset_code: Secret


class RefreshRequest(Body):
    """A refresh token; of a web page nothing is read, since its cookie holds it."""

    refresh_token: Secret


class PasswordProof(Body):
    """The password, asked for once more before something that matters."""

    password: Secret


class LoggedIn(Answer, tag_field="status", tag="ok"):
    """Logged in.

    Attributes:
        expires_in: seconds that the access token counts.
        refresh_token: not there for a web page, which has it in a cookie.
        recovery_codes: shown once, when a second factor was confirmed.
    """

    access_token: str
    expires_in: int
    user: UserView
    refresh_token: str | msgspec.UnsetType = msgspec.UNSET
    recovery_codes: list[str] | msgspec.UnsetType = msgspec.UNSET


class TotpRequired(Answer, tag_field="status", tag="totp_required"):
    """The password is right; the code of the second factor comes next.

    Attributes:
        passkey: whether a passkey does as well.
    """

    challenge: str
    passkey: bool


class PasskeyRequired(Answer, tag_field="status", tag="passkey_required"):
    """The password is right; a passkey comes next, or a recovery code."""

    challenge: str


class TotpSetupRequired(Answer, tag_field="status", tag="totp_setup_required"):
    """The password is right; a second factor has to be set up first.

    Attributes:
        passkey: whether it may be a passkey.
    """

    challenge: str
    passkey: bool


class PasswordChangeRequired(Answer, tag_field="status", tag="password_change_required"):
    """Everything is right, but the password was handed out; one of one's own comes next."""

    challenge: str
    recovery_codes: list[str] | msgspec.UnsetType = msgspec.UNSET


class Tokens(Answer):
    """A session's new tokens; the refresh token takes the place of the one shown.

    Attributes:
        expires_in: seconds that the access token counts.
        refresh_token: not there for a web page, which has it in a cookie.
    """

    access_token: str
    expires_in: int
    refresh_token: str | msgspec.UnsetType = msgspec.UNSET


class NewTotp(Answer):
    """A new second-factor secret and the challenge with which a code confirms it."""

    challenge: str
    secret: str
    otpauth_uri: str
    qr_svg: str
