"""One way to say no: what `refusals` lists by noun."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.exits import Exit


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to say no.

    Attributes:
        code: stable name, `snake_case`.
        sentence: what the person reads.
        status: HTTP status of the answer.
        exit: exit code of the command line.
        hint: the next command to try on the command line, if there is one.
        retry: whether trying the same again later can succeed without any other change.
    """

    code: str
    sentence: str
    status: int = 409
    exit: Exit = Exit.REFUSED
    hint: str = ""
    retry: bool = False
