"""What travels between people and this node. `where` of a wrong field is named by its name here."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from backend.auth_node.codes import NewCode, RegistrationCode

LONGEST_LINE = 300  # characters; whatever is longer is refused before it is looked at
LONGEST_SECRET = 512
LARGEST_BULK = 500  # people a call
MOST_TAGS = 20
LONGEST_TAG = 50
MOST_USES = 100_000
MOST_CODES = 1000  # a call
LONGEST_CODE_HOURS = 24 * 366
LARGEST_ID = 2**63 - 1

Line = Annotated[str, msgspec.Meta(max_length=LONGEST_LINE)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_SECRET)]
Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TAG, pattern=r"^[^\x00-\x1f]*$")]
Role = Literal["student", "teacher", "admin"]
RecordRole = Literal["student", "teacher"]


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody sends."""


class Answer(msgspec.Struct):
    """What this node answers."""


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


class RefreshRequest(Body):
    """A refresh token; of a web page nothing is read, since its cookie holds it."""

    refresh_token: Secret


class PasswordChange(Body):
    """The old password and the new one."""

    old: Secret
    new: Secret


class PasswordProof(Body):
    """The password, asked for once more before something that matters."""

    password: Secret


class UserView(Answer):
    """Who is logged in.

    Attributes:
        id: of the student or teacher record; an administrator's account id.
    """

    id: int
    role: str
    username: str
    name: str


class TotpView(Answer):
    """A second-factor secret, shown once.

    Attributes:
        secret: base 32, to be typed.
        otpauth_uri: the same as an address for authenticator apps.
        qr_svg: that address as a QR code, an SVG element.
    """

    secret: str
    otpauth_uri: str
    qr_svg: str


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
    """The password is right; the code of the second factor comes next."""

    challenge: str


class TotpSetupRequired(Answer, tag_field="status", tag="totp_setup_required"):
    """The password is right; a second factor has to be set up first."""

    challenge: str


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


class Registered(Answer):
    """An account that was made; `totp` is its second factor, where it has to have one."""

    user: UserView
    totp: TotpView | None


class Profile(Answer):
    """The account one is logged in with.

    Attributes:
        recovery_codes_left: how many were not used yet.
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


class UserRow(Answer):
    """An account as administrators see it.

    Attributes:
        active: whether one can log in with it.
        totp: none, pending (shown, never used) or confirmed.
        must_change_password: the password lets in only to choose another.
    """

    id: int
    role: str
    username: str
    name: str
    email: str
    group: str
    active: bool
    totp: str
    must_change_password: bool


class UserPage(Answer):
    """A page of accounts."""

    items: list[UserRow]
    total: int
    limit: int
    offset: int


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


class BulkRow(Body):
    """One of many people; each row is judged by itself.

    Attributes:
        group: None leaves the group of an existing account as it is.
        password: for a new account; an existing one gets it only where it is to be updated.
        activation_code: made by the caller; the person chooses a password with it.
        initial: the password was generated, so an existing account never gets it.
        repeated: an earlier call, whose answer was lost, may have made the account; if it has
            this password or code, the row counts as created once more.
    """

    username: str = ""
    name: str = ""
    email: str = ""
    group: str | None = None
    password: str | None = None
    activation_code: str | None = None
    initial: bool = False
    repeated: bool = False


class Bulk(Body):
    """Many people at once; `generate_passwords` makes one for each row without.

    Attributes:
        on_conflict: what becomes of an account that exists: it is left alone, or gets the row's
            name, address, group and given password.
        dry_run: only tell what would become of each row.
    """

    role: RecordRole
    users: Annotated[list[BulkRow], msgspec.Meta(max_length=LARGEST_BULK)]
    generate_passwords: bool = False
    on_conflict: Literal["skip", "update"] = "skip"
    dry_run: bool = False


class BulkResult(Answer):
    """What became of one row.

    Attributes:
        code: why it was refused.
        id: of the person, also where the account existed already.
        password: shown once, and only if it was generated.
        changes: names of the fields that were updated.
    """

    username: str
    status: Literal["created", "updated", "exists", "refused"]
    code: str | None = None
    detail: str | None = None
    id: int | None = None
    password: str | None = None
    changes: list[str] = []


class BulkResults(Answer):
    """One result a row, in the order of the rows."""

    results: list[BulkResult]


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


class CodeRequest(Body):
    """A registration code to be made."""

    role: RecordRole
    max_uses: Annotated[int, msgspec.Meta(ge=1, le=MOST_USES)] = 1
    expires_in_hours: Annotated[float, msgspec.Meta(gt=0, le=LONGEST_CODE_HOURS)] = 168
    tags: Annotated[list[Tag], msgspec.Meta(max_length=MOST_TAGS)] = []

    def with_text(self, text: str) -> NewCode:
        """The code to be stored, as `text`."""
        lifetime = self.expires_in_hours * 3600
        return NewCode(text, self.role, self.max_uses, lifetime, self.tags)


class ManyCodes(CodeRequest):
    """Registration codes of the same kind."""

    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_CODES)] = 1


class CreatedCode(Answer):
    """A registration code, shown once."""

    id: int
    code: str
    role: str
    max_uses: int
    expires_at: float
    tags: list[str]

    @classmethod
    def of(cls, code: RegistrationCode, text: str) -> CreatedCode:
        """What is shown of `code` when it was made as `text`."""
        return cls(
            id=code.id,
            code=text,
            role=code.role,
            max_uses=code.max_uses,
            expires_at=code.expires_at,
            tags=code.tags,
        )


class CreatedCodes(Answer):
    """Registration codes, shown once."""

    codes: list[CreatedCode]


class CodeRow(Answer):
    """A registration code without the code itself."""

    id: int
    role: str
    max_uses: int
    uses: int
    created_at: float
    expires_at: float
    tags: list[str]

    @classmethod
    def of(cls, code: RegistrationCode) -> CodeRow:
        """What administrators see of `code`."""
        return cls(**{field: getattr(code, field) for field in cls.__struct_fields__})


class CodePage(Answer):
    """A page of registration codes."""

    items: list[CodeRow]
    total: int
    limit: int
    offset: int


class SyntheticToken(Answer):
    """The access token of a synthetic student."""

    student_id: int
    token: str


class SyntheticTokens(Answer):
    """A page of tokens; `total` students are in the scratch term."""

    tokens: list[SyntheticToken]
    total: int
