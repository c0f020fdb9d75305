"""What user names, names, addresses and passwords look like."""

from __future__ import annotations

import pytest

from backend.auth_node import passwords, shapes
from backend.auth_node.common_passwords import COMMON
from backend.common.errors import Refused
from backend.domain import people

GOOD = {"username": "alice", "name": "Alice", "email": "a@u.example", "group": "CS-1"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "a"),
        ("username", "x" * 65),
        ("username", "with space"),
        ("username", "../etc"),
        ("username", "-rf"),
        ("username", "nul\x00"),
        ("username", "scratch-k3x9ab-00001"),
        ("name", ""),
        ("name", "  "),
        ("name", "n" * 201),
        ("name", "two\nlines"),
        ("name", "\u202eecila"),
        ("group", "g\tg"),
        ("email", "nobody"),
        ("email", "two@@u.example"),
        ("email", "a b@u.example"),
        ("email", f"{'x' * 65}@u.example"),
        ("email", "a@-u.example"),
    ],
)
def test_a_field_of_the_wrong_form_is_named(field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        shapes.person("student", **{**GOOD, field: value})
    assert refusal.value.code == "invalid_fields"
    assert [place["where"] for place in refusal.value.errors] == [f"body.{field}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "a.b_c-d@e9"),
        ("username", "李雷"),
        ("username", "देवी"),
        ("username", "x" * 64),
        ("name", "N\u0303" * 100),
        ("name", "O'Neill, Ó. (2)"),
        ("email", "first.last+tag@sub.university.example"),
        ("email", "李@大学.example"),
        ("email", "a@localhost"),
        ("group", ""),
    ],
)
def test_what_people_are_called_is_welcome(field: str, value: str) -> None:
    assert shapes.person("student", **{**GOOD, field: value}).role == "student"


def test_an_address_that_takes_its_time_to_be_refused_takes_little() -> None:
    assert people.email_fault("a@" + "a-" * 126 + "!")
    assert people.email_fault("a@" + "a." * 120 + "-")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 129,
        "passw0rd",
        "Password1",
        "12345678",
        "my-Alice-2026",
        "aaaaaaaaa",
        "tab\tand\x00",
    ],
)
def test_a_weak_password_is_refused_with_a_reason(password: str) -> None:
    assert passwords.weakness(password, "alice")


@pytest.mark.parametrize("password", ["correct horse", "пароль-длинный", "a  b  c  d", "x1" * 64])
def test_a_long_enough_password_is_good_whatever_it_is_made_of(password: str) -> None:
    assert passwords.weakness(password, "alice") is None


def test_the_list_of_common_passwords_holds_none_that_is_refused_anyway() -> None:
    assert len(COMMON) > 3000, "as OWASP ASVS 5.0 has it, 6.2.4"
    assert all(len(password) >= passwords.SHORTEST for password in COMMON)
    assert all(password == people.comparable(password) for password in COMMON)


def test_a_generated_password_is_good_and_new() -> None:
    made = {passwords.generate() for _ in range(100)}
    assert len(made) == 100
    assert not any(passwords.weakness(password, "alice") for password in made)
