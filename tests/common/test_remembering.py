"""What is asked again and again is worked out once, unless it is long."""

from __future__ import annotations

from backend.common.remembering import LONGEST, remember


def test_a_long_question_is_answered_and_forgotten() -> None:
    worked: list[str] = []

    @remember(10)
    def length(words: str) -> int:
        worked.append(words)
        return len(words)

    for words in ("x" * LONGEST, "x" * (LONGEST + 1)):
        assert [length(words), length(words)] == [len(words)] * 2
    assert [len(words) for words in worked] == [LONGEST, LONGEST + 1, LONGEST + 1]
