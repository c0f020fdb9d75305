"""Guessing is slowed down: after some failures in a row each further one costs a growing wait.

Failures are counted for an account (passwords and second factors
apart) and for the address they come from, and are forgiven one by one as time passes. A whole
campus shares one address, so an address may fail hundreds of times.

Strangers who guess do not keep an owner out: failures from where an account was in use before are
counted apart. From everywhere else a password is taken no longer after `MOST_IN_A_ROW` failures,
until it was right once or an administrator gave another (NIST SP 800-63B-4, 3.2.2).
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node.one_time import digest
from backend.auth_node.tables import attempts
from backend.common.bulk import fetch, listed, run_rows, upsert_rows
from backend.common.dialects import among
from backend.common.errors import Refused

MOST_IN_A_ROW = 100
KEPT = 365 * 86400.0  # seconds for which failures in a row are remembered
SWEEP_EVERY = 50  # failures; then what was forgiven is removed


@dataclass(frozen=True, slots=True)
class Policy:
    """How failures of one kind are counted.

    Attributes:
        free: failures without a wait; the waits after that are 1, 2, 4, … seconds.
        longest: seconds; no wait is longer.
        forgiven_every: seconds after which one failure is forgotten.
    """

    kind: str
    free: int
    longest: float
    forgiven_every: float

    @property
    def most(self) -> float:
        """The failures from which on the wait no longer grows; no more are counted."""
        return self.free + 1 + math.log2(self.longest)

    def wait(self, failures: float) -> float:
        """Seconds to wait after so many failures."""
        beyond = failures - self.free
        return min(self.longest, 2 ** (beyond - 1)) if beyond > 0 else 0.0


# A stranger who knows a user name must not be able to keep its owner out for long.
PASSWORD = Policy("password", free=5, longest=60.0, forgiven_every=900.0)
# The same for an account and an address that it was in use from before.
AT_HOME = Policy("password_at_home", free=5, longest=60.0, forgiven_every=900.0)
# Never forgiven, and not waited for: how many there were since the password was right.
IN_A_ROW = Policy("password_in_a_row", free=MOST_IN_A_ROW, longest=1.0, forgiven_every=math.inf)
# One code in 500,000 is right, and only who knows the password gets here.
SECOND_FACTOR = Policy("second_factor", free=5, longest=900.0, forgiven_every=900.0)
SOURCE = Policy("source", free=500, longest=30.0, forgiven_every=1.0)


# Made once: building a statement costs several times what running it does.
_FAILURES = sa.select(attempts.c.failures, attempts.c.counted_at).where(
    attempts.c.key == sa.bindparam("subject")
)
# A wait that is longer than any was begun by a clock that was ahead, and is over.
_BLOCKED = sa.select(sa.func.max(attempts.c.blocked_until)).where(
    among(attempts.c.key, "subjects"), attempts.c.blocked_until <= sa.bindparam("latest")
)
_COLUMNS = tuple(column.name for column in attempts.columns)
_CLEAR = sa.delete(attempts).where(attempts.c.key == sa.bindparam("subject"))
_CLEAR_ALL = sa.delete(attempts).where(among(attempts.c.key, "subjects"))


def wait_left(connection: sa.Connection, now: float, *who: tuple[Policy, str]) -> float:
    """Seconds until all subjects in `who` may try again, each by its policy; 0 for at once."""
    keys = [_key(policy, subject) for policy, subject in who]
    latest = now + max(policy.longest for policy, _ in who)
    values = (listed(keys), latest)
    ((blocked_until,),) = fetch(connection, _BLOCKED, ("subjects", "latest"), values)
    return max(0.0, (blocked_until or 0.0) - now)


def count_failure(connection: sa.Connection, policy: Policy, subject: str, now: float) -> None:
    """Count one failure of `subject` at Unix time `now`."""
    key = _key(policy, subject)
    before = 0.0
    for known, counted_at in fetch(connection, _FAILURES, ("subject",), (key,)):
        before = max(0.0, known - max(0.0, now - counted_at) / policy.forgiven_every)
    failures = min(before + 1, policy.most)
    if secrets.randbelow(SWEEP_EVERY) == 0:
        connection.execute(sa.delete(attempts).where(attempts.c.forgotten_at <= now))
    blocked_until = now + policy.wait(failures)
    forgotten_at = now + failures * policy.forgiven_every
    row = (key, failures, now, blocked_until, forgotten_at)
    upsert_rows(connection, attempts, _COLUMNS, [row])


def count_in_a_row(connection: sa.Connection, subject: str, now: float) -> int:
    """Count one more failure of `subject` that nothing but a right password makes up for."""
    key = _key(IN_A_ROW, subject)
    before = sum(known for known, _ in fetch(connection, _FAILURES, ("subject",), (key,)))
    upsert_rows(connection, attempts, _COLUMNS, [(key, before + 1, now, 0.0, now + KEPT)])
    return int(before) + 1


def clear(connection: sa.Connection, policy: Policy, subject: str) -> None:
    """Forget the failures of `subject`."""
    run_rows(connection, _CLEAR, ("subject",), [(_key(policy, subject),)])


def start_anew(connection: sa.Connection, names: Collection[str]) -> None:
    """Forget what was guessed for user names while nobody had them."""
    keys = [_key(policy, name) for policy in (PASSWORD, IN_A_ROW) for name in names]
    run_rows(connection, _CLEAR_ALL, ("subjects",), [(listed(keys),)])


def too_many(seconds: float) -> Refused:
    """The refusal of who has to wait `seconds`."""
    return Refused("too_many_attempts", retry_after=seconds, seconds=max(1, math.ceil(seconds)))


def _key(policy: Policy, subject: str) -> str:
    return digest(f"{policy.kind}\n{subject}")
