"""Checking a password in large pages is the same function."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest

from backend.auth_node.large_pages import POSSIBLE, LargePages
from backend.auth_node.passwords import MEMORY_KIB, Passwords, usual_hasher

SMALL_KIB = 64
WORDS = ["", "a", "correct horse battery staple", "密码 ✓", "x" * 1000]


def hasher(kind: argon2.Type = argon2.Type.ID, lanes: int = 1) -> argon2.PasswordHasher:
    return argon2.PasswordHasher(2, SMALL_KIB, lanes, hash_len=24, salt_len=13, type=kind)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("kind", [argon2.Type.ID, argon2.Type.I, argon2.Type.D])
def test_it_says_what_the_library_says(word: str, kind: argon2.Type) -> None:
    pages, stored = LargePages(SMALL_KIB), hasher(kind).hash(word)
    assert pages.takes(argon2.extract_parameters(stored)) is POSSIBLE
    assert pages.verify(stored, word)
    assert not pages.verify(stored, f"{word}x")
    assert not pages.verify(hasher(kind).hash("another"), word)
    assert pages.verify(stored, word)


def test_threads_have_memory_of_their_own() -> None:
    pages = LargePages(SMALL_KIB)
    stored = [(hasher(lanes=2).hash(str(number)), str(number)) for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        right = pool.map(lambda pair: pages.verify(*pair), stored * 10)
        wrong = pool.map(lambda pair: pages.verify(pair[0], "no"), stored)
        assert all(right)
        assert not any(wrong)


def test_a_hash_that_needs_more_memory_is_not_taken_and_touches_nothing() -> None:
    pages, larger = LargePages(SMALL_KIB // 2), hasher().hash("word")
    assert not pages.takes(argon2.extract_parameters(larger))
    with pytest.raises(argon2.exceptions.VerificationError):
        pages.verify(larger, "word")


async def test_passwords_are_checked_at_the_usual_cost_and_at_others() -> None:
    passwords = Passwords(threads=1)
    usual, other = usual_hasher().hash("a right one"), hasher().hash("a right one")
    assert argon2.extract_parameters(usual).memory_cost == MEMORY_KIB
    assert await passwords.matches(usual, "a right one")
    assert not await passwords.matches(usual, "a wrong one")
    assert await passwords.matches(other, "a right one")
    assert not await passwords.matches(other, "a wrong one")
    assert not await passwords.matches(None, "a right one")
    assert not await passwords.matches("", "a right one")
    assert not await passwords.matches("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$!", "a right one")
    passwords.close()
