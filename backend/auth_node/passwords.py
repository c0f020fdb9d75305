"""Passwords: which are good enough, and Argon2id without ever holding up the event loop."""

from __future__ import annotations

import asyncio
import os
import secrets
import unicodedata
from contextlib import AbstractContextManager

import argon2

from backend.auth_node.common_passwords import COMMON
from backend.auth_node.large_pages import LargePages
from backend.auth_node.workers import Workers
from backend.common.errors import Refused
from backend.domain.flaws import Flaw, flaw
from backend.domain.people import comparable

SHORTEST = 8  # characters
LONGEST = 128
TELLING_NAME = 3  # a user name shorter than this is in too many words to be refused in a password
MEMORY_KIB = 19_456  # with 2 passes and 1 lane: OWASP's Argon2id figures
PASSES = 2
LANES = 1
MOST_THREADS = 4
GROUPS = 4
GROUP_LENGTH = 4
PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another


def normal(password: str) -> str:
    """`password` in one of the forms that different keyboards give the same text (RFC 8265)."""
    return unicodedata.normalize("NFC", password)


def weakness(password: str, username: str) -> Flaw | None:
    """Why `password` is too weak for `username`, if it is."""
    text = normal(password)
    if len(text) < SHORTEST:
        return flaw("password_short", "it has fewer than {least} characters", least=SHORTEST)
    if len(text) > LONGEST:
        return flaw("password_long", "it has more than {most} characters", most=LONGEST)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        return flaw("password_signs", "it holds control characters")
    folded, name = comparable(text), comparable(username)
    if len(name) >= TELLING_NAME and name in folded:
        return flaw("password_name", "it contains the user name")
    if folded in COMMON or len(set(folded)) == 1:
        return flaw("password_common", "it is one of the most common passwords")
    return None


def require_strong(password: str, username: str) -> None:
    """Do nothing if `password` is good enough for `username`.

    Raises:
        Refused: `weak_password`.
    """
    if weak := weakness(password, username):
        raise too_weak(weak)


def too_weak(weak: Flaw) -> Refused:
    """The refusal of a password; `why` lets other languages say the reason."""
    refused = Refused("weak_password", reason=weak.sentence, why=weak.code)
    refused.values |= weak.values
    return refused


OLD = flaw("password_old", "it is the old one")
NONE = flaw("password_none", "there is none")


def generate() -> str:
    """A new password of 79 random bits, easy to read out."""
    groups = [
        "".join(secrets.choice(PLAIN_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    ]
    return "-".join(groups)


def usual_hasher() -> argon2.PasswordHasher:
    """Argon2id as this system uses it."""
    return argon2.PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class Passwords:
    """Hashes and checks passwords in a few threads.

    Args:
        hasher: the function and its cost; None is the usual one.
        threads: how many passwords are worked on at once; None is a number for this machine.
    """

    def __init__(
        self, hasher: argon2.PasswordHasher | None = None, threads: int | None = None
    ) -> None:
        self.threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        self._hasher = hasher or usual_hasher()
        self._workers = Workers(self.threads)
        self._pages = LargePages(MEMORY_KIB)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._in_bulk = asyncio.Semaphore(self.threads)

    async def hash(self, password: str) -> str:
        """What is stored for `password`.

        Raises:
            Refused: `busy`.
        """
        return await self._workers.do(lambda: self._hasher.hash(normal(password)))

    async def hash_many(self, passwords: list[str]) -> list[str]:
        """What is stored for each; many of them leave room for logins in between.

        Raises:
            Refused: `busy`.
        """

        async def one(password: str) -> str:
            async with self._in_bulk:
                return await self.hash(password)

        return await asyncio.gather(*(one(password) for password in passwords))

    def place(self) -> AbstractContextManager[None]:
        """A place in line for `matches_in_place`; who gets none has not tried yet.

        Raises:
            Refused: `busy`.
        """
        return self._workers.place()

    async def matches_in_place(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one behind `stored`; None takes as long and is False."""
        return await self._workers.do_in_place(lambda: self._verify(stored, normal(password)))

    async def matches(self, stored: str | None, password: str) -> bool:
        """The same for a caller without a `place`.

        Raises:
            Refused: `busy`.
        """
        with self.place():
            return await self.matches_in_place(stored, password)

    def outdated(self, stored: str) -> bool:
        """Whether `stored` was made with another cost than is used now."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Stop the threads."""
        self._workers.close()

    def _verify(self, stored: str | None, password: str) -> bool:
        try:
            return self._is_of(stored or self._nobody, password) and stored is not None
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    def _is_of(self, stored: str, password: str) -> bool:
        if self._pages.takes(argon2.extract_parameters(stored)):
            return self._pages.verify(stored, password)
        return self._hasher.verify(stored, password)
