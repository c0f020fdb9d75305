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


def flaw(code: str, sentence: str, /, **values: str | int) -> Flaw:
    """Something that is wrong; `values` fill the `{names}` of the sentence."""
    return Flaw(code, sentence.format(**values), values)


EMPTY = flaw("empty", "is empty")


class Flawed(ValueError):
    """What was given cannot be used."""

    def __init__(self, wrong: Flaw) -> None:
        self.flaw = wrong
        super().__init__(wrong.sentence)


def text_too_long(length: int, longest: int) -> Flaw:
    """A text has more characters than it may have."""
    sentence = "is {length:,} characters long; {longest:,} are the most"
    return flaw("text_long", sentence, length=length, longest=longest)


def flaw_of(error: ValueError) -> Flaw:
    """What is wrong; of an error without a code only the sentence is known."""
    return error.flaw if isinstance(error, Flawed) else Flaw("", str(error), {})
