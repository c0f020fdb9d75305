"""Every "no" of the system, in one table: code, sentence, HTTP status, exit code, next command.

A code is stable: programs and translations rely on it. A sentence may hold `{names}`, which the
place that refuses fills in. `retry` marks refusals that a client may simply try again later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.domain.exits import Exit as Exit  # noqa: PLC0414 - part of a refusal
from backend.domain.refusal import Refusal as Refusal  # noqa: PLC0414 - what the table lists
from backend.domain.refusals_of_catalogue import CATALOGUE
from backend.domain.refusals_of_passkeys import PASSKEYS
from backend.domain.refusals_of_people import PEOPLE
from backend.domain.refusals_of_requests import REQUESTS, TICKETS
from backend.domain.refusals_of_seats import SEATS
from backend.domain.refusals_of_sign_in import SIGN_IN

REFUSALS: dict[str, Refusal] = {
    refusal.code: refusal
    for refusal in (*SEATS, *REQUESTS, *TICKETS, *PEOPLE, *SIGN_IN, *PASSKEYS, *CATALOGUE)
}


class _Blanks(dict[str, object]):
    """Sentence values; a name nobody filled in stays readable."""

    def __missing__(self, key: str) -> str:
        return f"({key})"


def sentence_of(code: str, values: Mapping[str, object]) -> str:
    """What the person reads for `code`, with `values` filled in.

    Raises:
        KeyError: no such code.
    """
    return REFUSALS[code].sentence.format_map(_Blanks(values))


@dataclass(frozen=True, slots=True)
class No:
    """One refusal: its code and what fills its sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What the person reads."""
        return sentence_of(self.code, self.values)
