"""What is wrong with something that people gave, in a form that every language can say."""

from __future__ import annotations

from typing import Any, NamedTuple


class Flaw(NamedTuple):
    """Something that is wrong.

    Attributes:
        code: stable, for programs and translations.
        sentence: in English, for people.
        values: what a sentence in another language needs.
    """

    code: str
    sentence: str
    values: dict[str, str | int]

    def at(self, where: str) -> dict[str, Any]:
        """The same as one of the places that a refusal names."""
        place = {"where": where, "code": self.code, "message": self.sentence}
        return {**place, "values": self.values} if self.values else place


def flaw(code: str, sentence: str, **values: str | int) -> Flaw:
    """Something that is wrong; `values` fill the `{names}` of the sentence."""
    return Flaw(code, sentence.format(**values), values)
