"""What travels of the accounts of others, as administrators see and change them."""

from __future__ import annotations

from backend.auth_node.models import Answer, Body, Line, Role, Secret, TotpView, UserView


class UserRow(Answer):
    """An account as administrators see it.

    Attributes:
        active: whether one can log in with it.
        totp: none, pending (shown, never used) or confirmed.
        passkeys: how many it has.
        linked: whether it belongs to somebody at the sign-in provider.
        must_change_password: the password lets in only to choose another.
        created_at: Unix time.
    """

    id: int
    role: str
    username: str
    name: str
    email: str
    group: str
    active: bool
    totp: str
    passkeys: int
    linked: bool
    must_change_password: bool
    created_at: float


class UserPage(Answer):
    """A page of accounts."""

    items: list[UserRow]
    total: int
    limit: int
    offset: int


class GroupUse(Answer):
    """A group and how many people are in it."""

    name: str
    people: int


class GroupUses(Answer):
    """The groups that people are in, by name."""

    items: list[GroupUse]


class NewUser(Body):
    """An account that an administrator makes; without a password one is generated.

    Attributes:
        must_change_password: the password lets in only to choose another.
    """

    role: Role
    username: Line
    name: Line
    email: Line
    group: Line = ""
    password: Secret | None = None
    must_change_password: bool = False


class CreatedUser(Answer):
    """An account that an administrator made.

    Attributes:
        password: shown once, and only if it was generated.
        registration_code: the code that a student's account was made with, used up.
    """

    user: UserView
    password: str | None
    registration_code: str | None
    totp: TotpView | None


class UserChanges(Body):
    """What is to be different about an account; what is left out stays."""

    name: Line | None = None
    email: Line | None = None
    group: Line | None = None

    def given(self) -> dict[str, str]:
        """The fields that are to change."""
        fields = {"name": self.name, "email": self.email, "group": self.group}
        return {field: text for field, text in fields.items() if text is not None}


class InitialPassword(Answer):
    """A generated password, shown once, that has to be changed at the next login."""

    password: str


class ResetCode(Answer):
    """A one-time code to set the second factor up anew, shown once."""

    reset_code: str
    expires_at: float
