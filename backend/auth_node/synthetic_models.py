"""What travels of rehearsals: tokens of students that exist in a scratch term alone."""

from __future__ import annotations

from backend.auth_node.models import Answer


class SyntheticToken(Answer):
    """The access token of a synthetic student."""

    student_id: int
    token: str


class SyntheticTokens(Answer):
    """A page of tokens; `total` students are in the scratch term."""

    tokens: list[SyntheticToken]
    total: int
