"""What commands that are about people and codes print as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.auth_node.code_models import CodeRow, CreatedCode
from backend.auth_node.models import RecordRole, Role, TotpView, UserView
from backend.auth_node.own_models import Profile
from backend.auth_node.tag_models import TagResult
from backend.auth_node.user_models import CreatedUser, ResetCode, UserRow

ID = Annotated[int, Meta(ge=1)]
Count = Annotated[int, Meta(ge=0)]
Moment = Annotated[float, Meta(gt=0, description="Unix seconds")]
Amount = Annotated[float, Meta(ge=0)]
Email = Annotated[str, Meta(pattern=r"^$|^[^@\s]+@[^@\s]+$")]  # the first administrator has none
Server = Annotated[str, Meta(pattern="^https?://[^/]+")]
Code = Annotated[str, Meta(pattern="^[0-9A-Z]{5}(-[0-9A-Z]{1,5})+$")]
Secret = Annotated[str, Meta(pattern="^[A-Z2-7]+$")]
Password = Annotated[str, Meta(min_length=8)]
SecondFactor = Literal["none", "pending", "confirmed"]


class LoggedInPerson(UserView):
    """Who logged in."""

    id: ID
    role: Role


class Login(msgspec.Struct):
    """What `user login` prints."""

    user: LoggedInPerson
    server: Server | None
    until: Moment


class Me(Profile):
    """What `user whoami` prints."""

    id: ID
    role: Role
    email: Email
    totp: SecondFactor
    recovery_codes_left: Count
    server: Server | None
    until: Moment


class Person(UserRow):
    """An account."""

    id: ID
    role: Role
    email: Email
    totp: SecondFactor
    created_at: Moment


class Tagged(TagResult):
    """What `user tag` prints of each of them."""

    id: ID | None


class Deleted(msgspec.Struct):
    """What `user delete` prints."""

    deleted: Person


class NewSecret(TotpView):
    """A second factor, shown once."""

    secret: Secret
    otpauth_uri: Annotated[str, Meta(pattern="^otpauth://totp/")]
    qr_svg: Annotated[str, Meta(pattern="^<svg ")]


class NewStudentView(UserView):
    """A student that was made."""

    id: ID
    role: Literal["student"]


class NewStudent(CreatedUser):
    """What `user add-student` prints."""

    user: NewStudentView
    password: Password | None
    registration_code: Code
    totp: NewSecret


class NewStaffView(UserView):
    """A teacher or an administrator that was made."""

    id: ID
    role: Literal["teacher", "admin"]


class NewStaff(CreatedUser):
    """What `user add-teacher` and `user add-admin` print."""

    user: NewStaffView
    password: Password | None
    registration_code: None
    totp: None


class NewResetCode(ResetCode):
    """What `user reset-2fa` prints."""

    reset_code: Code
    expires_at: Moment


class NewPassword(msgspec.Struct):
    """What `user reset-password` prints."""

    username: str
    password: Password


class NewCode(CreatedCode):
    """A registration code, shown once."""

    id: ID
    code: Code
    role: RecordRole
    max_uses: ID
    expires_at: Moment


class ListedCode(CodeRow):
    """A registration code without the code itself."""

    id: ID
    role: RecordRole
    max_uses: ID
    uses: Count
    created_at: Moment
    expires_at: Moment
    state: Literal["usable", "used up", "expired"]
