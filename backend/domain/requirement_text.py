"""Needs as people write them: `CS-1010>=C and (MATH-1010 or MATH-1020)`, read and written.

`and` binds closer than `or`. Instead of the words `&`, `|`, 且 and 或 stand as well. A code with
spaces or with one of these signs is written in quotes.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from backend.domain.catalogue_fields import shown
from backend.domain.flaws import Flawed, flaw, text_too_long
from backend.domain.grades import read_grade
from backend.domain.history import read_course
from backend.domain.requirements import Course, Either, Every, Need

LONGEST_TEXT: Final = 2000  # characters
MOST_COURSES: Final = 60
DEEPEST: Final = 10  # parentheses within parentheses

_AND: Final = frozenset({"and", "&", "&&", "且"})
_OR: Final = frozenset({"or", "|", "||", "或"})
_SAME: Final = str.maketrans("\uff08\uff09\uff1e\uff1d\u201c\u201d\uff02", '()>="""')
_TOKEN: Final = re.compile(r'\s*(?:"([^"]*)"|(>=|≥|[()且或]|&&?|\|\|?)|([^\s()"<>=≥&|且或]+)|(\S))')
_PLAIN: Final = re.compile(r'[^\s()"<>=≥&|且或]+')


class _Token(NamedTuple):
    """A word, a sign or a quoted code, and where it begins, from 1."""

    text: str
    place: int
    quoted: bool = False

    def among(self, words: frozenset[str]) -> bool:
        return not self.quoted and self.text.lower() in words


def read_need(text: str) -> Need | None:
    """What a text asks for; None for a blank one.

    Raises:
        ValueError: it cannot be read; the place is named.
    """
    if len(text) > LONGEST_TEXT:
        raise Flawed(text_too_long(len(text), LONGEST_TEXT))
    tokens = _tokens(text)
    if not tokens:
        return None
    reader = _Reader(tokens, len(text) + 1)
    need = reader.whole()
    if reader.count > MOST_COURSES:
        raise Flawed(flaw("need_courses", "names more than {most} courses", most=MOST_COURSES))
    return need


def write_need(need: Need | None) -> str:
    """The text of a need; reading it gives the same need again."""
    if need is None:
        return ""
    if isinstance(need, Course):
        return f"{_code(need.key)}>={need.grade}" if need.grade else _code(need.key)
    if isinstance(need, Every):
        return " and ".join(
            f"({write_need(part)})" if isinstance(part, Either) else write_need(part)
            for part in need.parts
        )
    return " or ".join(write_need(part) for part in need.parts)


def _code(key: str) -> str:
    plain = _PLAIN.fullmatch(key) and key.lower() not in _AND | _OR
    return key if plain else f'"{key}"'


def _tokens(text: str) -> list[_Token]:
    """The parts of a text.

    Raises:
        ValueError: a sign that means nothing here, or a quotation mark alone.
    """
    found = []
    for match in _TOKEN.finditer(text.translate(_SAME)):
        quoted, sign, word, other = match.groups()
        place = match.start(match.lastindex or 0) + 1
        if other is not None:
            raise Flawed(
                flaw(
                    "need_sign",
                    "character {place}: {sign} means nothing here",
                    place=place,
                    sign=shown(other),
                )
            )
        found.append(_Token(quoted or sign or word or "", place, quoted is not None))
    return found


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = [*tokens, _Token("", end)]
        self._at = 0
        self._depth = 0
        self.count = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def whole(self) -> Need:
        need = self._either()
        token = self._next
        if token.text == ")" and not token.quoted:
            raise Flawed(
                flaw("need_open", "character {place}: no ( belongs to this )", place=token.place)
            )
        if self._at < len(self._tokens) - 1:
            raise Flawed(
                flaw(
                    "need_word",
                    "character {place}: and or or is missing before {text}; a code with spaces"
                    " stands in quotes",
                    place=token.place,
                    text=shown(token.text),
                )
            )
        return need

    def _either(self) -> Need:
        parts = [self._every()]
        while self._next.among(_OR):
            self._take()
            parts.append(self._every())
        flat: list[Course | Every] = []
        for part in parts:
            flat += part.parts if isinstance(part, Either) else (part,)
        return Either(tuple(flat)) if len(flat) > 1 else flat[0]

    def _every(self) -> Need:
        parts = [self._part()]
        while self._next.among(_AND):
            self._take()
            parts.append(self._part())
        if len(parts) == 1:
            return parts[0]
        flat: list[Course | Either] = []
        for part in parts:
            flat += part.parts if isinstance(part, Every) else (part,)
        return Every(tuple(flat))

    def _part(self) -> Need:
        token = self._take()
        if token.text == "(" and not token.quoted:
            return self._within(token)
        if not _is_code(token):
            self._at -= 1
            raise Flawed(
                flaw("need_course", "character {place}: a course is missing", place=token.place)
            )
        self.count += 1
        return Course(_key(token), self._grade())

    def _within(self, opening: _Token) -> Need:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Flawed(
                flaw("need_deep", "has more than {most} parentheses in each other", most=DEEPEST)
            )
        need = self._either()
        closing = self._take()
        if closing.text != ")" or closing.quoted:
            raise Flawed(
                flaw(
                    "need_close",
                    "character {place}: the ( here is not closed",
                    place=opening.place,
                )
            )
        self._depth -= 1
        return need

    def _grade(self) -> str:
        if self._next.quoted or self._next.text not in (">=", "≥"):
            return ""
        self._take()
        token = self._take()
        try:
            return read_grade(token.text)
        except ValueError:
            raise Flawed(
                flaw(
                    "need_grade",
                    "character {place}: a grade such as C or 60 is missing",
                    place=token.place,
                )
            ) from None


def _is_code(token: _Token) -> bool:
    if token.quoted:
        return bool(token.text.strip())
    return _PLAIN.fullmatch(token.text) is not None and not token.among(_AND | _OR)


def _key(token: _Token) -> str:
    try:
        return read_course(token.text)
    except ValueError:
        raise Flawed(
            flaw(
                "need_code",
                "character {place}: {text} is no course's code",
                place=token.place,
                text=shown(token.text),
            )
        ) from None
