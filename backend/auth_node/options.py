"""What administrators settle for everybody while the system runs: whether people may sign up."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from backend.auth_node import audit
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action, Target
from backend.auth_node.models import Answer, Body
from backend.auth_node.tables import options
from backend.common.errors import Refused
from backend.common.tokens import STUDENT


class SignUp(Answer):
    """Who may make an account.

    Attributes:
        student_sign_up: whether students may make accounts with registration codes.
        teacher_sign_up: whether teachers may.
    """

    student_sign_up: bool = True
    teacher_sign_up: bool = True


class Options(SignUp):
    """What is settled.

    Attributes:
        staff_second_factor: whether teachers and administrators, too, must have a second factor.
    """

    staff_second_factor: bool = False


class OptionChanges(Body):
    """What is to be different; what is left out stays."""

    student_sign_up: bool | msgspec.UnsetType = msgspec.UNSET
    teacher_sign_up: bool | msgspec.UnsetType = msgspec.UNSET
    staff_second_factor: bool | msgspec.UnsetType = msgspec.UNSET


def current(connection: sa.Connection) -> Options:
    """What is settled now."""
    rows = connection.execute(sa.select(options.c.name, options.c.value))
    kept = {name: value for name, value in rows if name in Options.__struct_fields__}
    return msgspec.convert(kept, Options)


def change(connection: sa.Connection, changes: OptionChanges, by: Actor, now: float) -> Options:
    """Settle something else; what is settled then."""
    before = msgspec.to_builtins(current(connection))
    given = msgspec.to_builtins(changes)
    different = {name: value for name, value in given.items() if before[name] != value}
    for name, value in different.items():
        connection.execute(sa.delete(options).where(options.c.name == name))
        connection.execute(sa.insert(options).values(name=name, value=value))
    if different:
        audit.record(
            connection,
            by,
            Action.SETTINGS_CHANGED,
            now,
            Target(audit.SETTINGS, None, ", ".join(different)),
            before={name: before[name] for name in different},
            after=different,
        )
    return current(connection)


def needs_second_factor(connection: sa.Connection, role: str) -> bool:
    """Whether people of this role must have a second factor."""
    return role == STUDENT or current(connection).staff_second_factor


def require_sign_up(connection: sa.Connection, role: str) -> None:
    """Do nothing if people of this role may make accounts.

    Raises:
        Refused: `sign_up_closed`.
    """
    settled = current(connection)
    open_for = settled.student_sign_up if role == STUDENT else settled.teacher_sign_up
    if not open_for:
        raise Refused("sign_up_closed", role=role)
