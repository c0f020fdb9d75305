"""What travels of many accounts in one call."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from backend.auth_node.models import Answer, Body, RecordRole

LARGEST_BULK = 500  # people a call


class BulkRow(Body):
    """One of many people; each row is judged by itself.

    Attributes:
        group: None leaves the group of an existing account as it is.
        password: for a new account; an existing one gets it only where it is to be updated.
        activation_code: made by the caller; the person chooses a password with it.
        initial: the password was generated, so an existing account never gets it.
        repeated: an earlier call, whose answer was lost, may have made the account; if it has
            this password or code, the row counts as created once more.
    """

    username: str = ""
    name: str = ""
    email: str = ""
    group: str | None = None
    password: str | None = None
    activation_code: str | None = None
    initial: bool = False
    repeated: bool = False


class Bulk(Body):
    """Many people at once; `generate_passwords` makes one for each row without.

    Attributes:
        on_conflict: what becomes of an account that exists: it is left alone, or gets the row's
            name, address, group and given password.
        dry_run: only tell what would become of each row.
    """

    role: RecordRole
    users: Annotated[list[BulkRow], msgspec.Meta(max_length=LARGEST_BULK)]
    generate_passwords: bool = False
    on_conflict: Literal["skip", "update"] = "skip"
    dry_run: bool = False


class WrongField(Answer):
    """A field that is wrong.

    Attributes:
        code: stable, for sentences in other languages, which `values` fill.
    """

    where: str
    code: str
    message: str
    values: dict[str, str | int] = msgspec.field(default_factory=dict)


class BulkResult(Answer):
    """What became of one row.

    Attributes:
        code: why it was refused; `detail` says it in English, `values` and `errors` are for
            sentences in other languages.
        id: of the person, also where the account existed already.
        password: shown once, and only if it was generated.
        changes: names of the fields that were updated.
    """

    username: str
    status: Literal["created", "updated", "exists", "refused"]
    code: str | None = None
    detail: str | None = None
    id: int | None = None
    password: str | None = None
    values: dict[str, str | int | float] = msgspec.field(default_factory=dict)
    errors: list[WrongField] = msgspec.field(default_factory=list)
    changes: list[str] = msgspec.field(default_factory=list)


class BulkResults(Answer):
    """One result a row, in the order of the rows."""

    results: list[BulkResult]
