"""What travels of registration codes."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.auth_node.codes import NewCode, RegistrationCode
from backend.auth_node.models import MOST_TAGS, Answer, Body, RecordRole, Tag

MOST_USES = 100_000
MOST_CODES = 1000  # a call
LONGEST_CODE_HOURS = 24 * 366


class CodeRequest(Body):
    """A registration code to be made."""

    role: RecordRole
    max_uses: Annotated[int, msgspec.Meta(ge=1, le=MOST_USES)] = 1
    expires_in_hours: Annotated[float, msgspec.Meta(gt=0, le=LONGEST_CODE_HOURS)] = 168
    tags: Annotated[list[Tag], msgspec.Meta(max_length=MOST_TAGS)] = msgspec.field(
        default_factory=list
    )

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
