"""A person of the right form, by the rules of `backend.domain.people`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backend.common.errors import Refused
from backend.domain.people import CHECKS, comparable, normal


@dataclass(frozen=True, slots=True)
class Person:
    """Who an account is for, in checked and normal form."""

    role: str
    username: str
    name: str
    email: str
    group: str = ""

    @property
    def username_key(self) -> str:
        """The user name as it is compared."""
        return comparable(self.username)

    @property
    def email_key(self) -> str | None:
        """The address as it is compared; None is without an address."""
        return comparable(self.email) or None

    @property
    def search_text(self) -> str:
        """What a search looks into."""
        return comparable(f"{self.username}\n{self.name}\n{self.email}")


def person(role: str, username: str, name: str, email: str, group: str = "") -> Person:
    """A person with each field trimmed, in NFC, and of the right form.

    Raises:
        Refused: `invalid_fields`, naming every field that is wrong.
    """
    given = {"username": username, "name": name, "email": email, "group": group}
    return Person(role, **_checked(given))


def changed(before: Person, changes: Mapping[str, str]) -> Person:
    """`before` with other fields, of which only these are looked at.

    Raises:
        Refused: `invalid_fields`.
    """
    return replace(before, **_checked(changes))


def _checked(given: Mapping[str, str]) -> dict[str, str]:
    fields = {field: normal(text) for field, text in given.items()}
    wrong = {field: CHECKS[field](text) for field, text in fields.items()}
    places = [flaw.at(f"body.{field}") for field, flaw in wrong.items() if flaw]
    if places:
        raise Refused("invalid_fields", errors=places)
    return fields
