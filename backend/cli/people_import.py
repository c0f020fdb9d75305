"""Creating many people: planned on disk, sent in batches, several under way at once.

An interrupted run is taken up by the same command: what it had planned or heard is in the
unfinished results file, and the auth node says of each account whether it was made with the
planned password or code.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backend.cli.output import Failure, say
from backend.cli.passwords import generate_password
from backend.cli.people_csv import PersonRow
from backend.cli.progress import Progress
from backend.cli.results_file import CREATED, EXISTS, REFUSED, UNKNOWN, UPDATED, Outcome
from backend.cli.wire import Wire
from backend.common.errors import Refused
from backend.common.one_time import new_code
from backend.domain.people import comparable
from backend.domain.refusals import Exit

BATCH = 50  # people a call where passwords are hashed
LARGE_BATCH = 500  # people a call where none are
IN_FLIGHT = 3  # calls under way, so that the node's password threads never wait for the next one
BATCH_PATIENCE = 180.0  # seconds; passwords are hashed one after the other
UNDER_WAY = 60.0  # seconds one waits for a call whose answer was lost to be over
UNDER_WAY_PAUSE = 2.0  # seconds
PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds before a batch is sent again
KEPT_EVERY = 2.0  # seconds between two writings of what is known
KEEPING_SHARE = 20  # a writing is followed by so many times its own duration without one
MOST_PLACES = 20  # conflicts named one by one

SKIP, UPDATE, FAIL = "skip", "update", "fail"
FIELD_WORDS = {"email": "e-mail"}  # others are called as they are


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done.

    Attributes:
        on_conflict: skip, update or fail; what happens where an account exists.
        codes: people get activation codes and no passwords.
    """

    role: str
    on_conflict: str = SKIP
    codes: bool = False
    dry_run: bool = False


def plan(
    people: Sequence[PersonRow], wanted: Wanted, earlier: dict[str, dict[str, str]]
) -> list[Outcome]:
    """The rows with their new passwords or codes, which an interrupted run may have made already.

    Raises:
        Failure: that run was about other people, or handed out the other kind of secret.
    """
    outcomes = [Outcome(person) for person in people]
    left = dict(earlier)
    for outcome in outcomes:
        row = left.pop(comparable(outcome.person.username), {})
        if not outcome.person.password:
            _give_secret(outcome, row, wanted)
    lost = [row["username"] for row in left.values() if row["password"] or row["activation_code"]]
    if lost:
        raise Failure(
            f"the unfinished results hold passwords or codes of {len(lost)} people who are not in"
            f" this file, such as {lost[0]}; move it away or choose another --output",
            exit_code=Exit.USAGE,
        )
    return outcomes


def _give_secret(outcome: Outcome, row: dict[str, str], wanted: Wanted) -> None:
    kept, other = (
        ("activation_code", "password") if wanted.codes else ("password", "activation_code")
    )
    if row.get(other):
        raise Failure(
            f"the unfinished results hold {'passwords' if wanted.codes else 'activation codes'};"
            " go on with the flag of the interrupted run, or choose another --output",
            exit_code=Exit.USAGE,
        )
    secret = row.get(kept, "")
    if secret:
        outcome.status = CREATED if row["status"] == CREATED else UNKNOWN
        outcome.repeated = outcome.status == UNKNOWN
    if wanted.codes:
        outcome.activation_code = secret or new_code()
    else:
        outcome.password = secret or generate_password()


class PeopleImport:
    """Sends the rows of one import.

    Args:
        keep: brings what is known to the disk; called now and then.
    """

    def __init__(
        self, wire: Wire, wanted: Wanted, keep: Callable[[Sequence[Outcome]], None] | None = None
    ) -> None:
        self._wire = wire
        self._wanted = wanted
        self._keep = keep
        self._keep_next = time.monotonic() + KEPT_EVERY

    async def preview(self, outcomes: Sequence[Outcome]) -> None:
        """Fill in what would become of each row; nothing is changed."""
        await self._all(outcomes, dry_run=True)

    async def run(self, outcomes: Sequence[Outcome]) -> None:
        """Have the auth node do it. It goes by user name, so repeating it is harmless.

        Raises:
            Refused, Failure: it could not be finished; what is known is in `outcomes`.
        """
        await self._all(outcomes, dry_run=False)

    async def _all(self, outcomes: Sequence[Outcome], *, dry_run: bool) -> None:
        with Progress("Checking" if dry_run else "Importing", len(outcomes), "people") as progress:
            batches = _batches(outcomes, cheap=dry_run or self._wanted.codes)

            async def work() -> None:
                for batch in batches:
                    await self._settle_batch(batch, dry_run=dry_run)
                    progress.advance(len(batch))
                    if not dry_run:
                        self._keep_now_and_then(outcomes)

            await _together([work() for _ in range(IN_FLIGHT)])

    def _keep_now_and_then(self, outcomes: Sequence[Outcome]) -> None:
        begun = time.monotonic()
        if self._keep is None or begun < self._keep_next:
            return
        self._keep(outcomes)
        ended = time.monotonic()
        self._keep_next = ended + max(KEPT_EVERY, KEEPING_SHARE * (ended - begun))

    async def _settle_batch(self, batch: Sequence[Outcome], *, dry_run: bool) -> None:
        waiting = list(batch)
        give_up = time.monotonic() + UNDER_WAY
        while waiting:
            answers = await self._insist(waiting, dry_run=dry_run)
            for outcome, answer in zip(waiting, answers, strict=True):
                _settle(outcome, answer)
            waiting = [outcome for outcome in waiting if _may_be_under_way(outcome)]
            if not waiting or time.monotonic() > give_up:
                return
            say(f"Waiting for {len(waiting)} accounts that an earlier call may still be creating.")
            await asyncio.sleep(UNDER_WAY_PAUSE)

    async def _insist(self, batch: Sequence[Outcome], *, dry_run: bool) -> list[dict[str, Any]]:
        """The node's results, asked for again while it is away."""
        for pause in (*PAUSES, None):
            try:
                return await self._send(batch, dry_run=dry_run)
            except Refused as refused:
                if pause is None or not refused.refusal.retry:
                    raise
                _note_lost_answer(refused, batch)
                say(f"{refused.detail} Trying again in {pause:.0f} s.")
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _send(self, batch: Sequence[Outcome], *, dry_run: bool) -> list[dict[str, Any]]:
        body = {
            "role": self._wanted.role,
            "users": [_row(outcome) for outcome in batch],
            "on_conflict": UPDATE if self._wanted.on_conflict == UPDATE else SKIP,
            "dry_run": dry_run,
        }
        if not dry_run:
            for outcome in batch:
                outcome.status = CREATED if outcome.status == CREATED else UNKNOWN
        answer = await self._wire.call(
            "POST", "auth_node", "/users/bulk", json_data=body, timeout=BATCH_PATIENCE
        )
        results: list[dict[str, Any]] = answer.json()["results"]
        return results


def refuse_conflicts(outcomes: Sequence[Outcome]) -> None:
    """Do nothing if no account of a previewed import exists, but those of an interrupted run.

    Raises:
        Failure: some exist.
    """
    conflicts = [each for each in outcomes if each.status == EXISTS and not each.repeated]
    if not conflicts:
        return
    places = [
        f"line {each.person.line}: {each.person.username} exists already"
        for each in conflicts[:MOST_PLACES]
    ]
    hidden = len(conflicts) - len(places)
    raise Failure(
        f"{len(conflicts):,} of the accounts exist already; nothing was changed",
        exit_code=Exit.REFUSED,
        hint="--on-conflict skip leaves them as they are, --on-conflict update brings them up"
        " to date",
        places=places + ([f"and {hidden:,} more"] if hidden else []),
    )


def counted(outcomes: Sequence[Outcome]) -> str:
    """How many rows ended how, in words."""
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(f"{count:,} {status}" for status, count in counts.items())


def any_refused(outcomes: Sequence[Outcome]) -> bool:
    """Whether a row was refused."""
    return any(outcome.status == REFUSED for outcome in outcomes)


def _batches(outcomes: Sequence[Outcome], *, cheap: bool) -> Iterator[Sequence[Outcome]]:
    size = LARGE_BATCH if cheap else BATCH
    for start in range(0, len(outcomes), size):
        yield outcomes[start : start + size]


async def _together(work: Sequence[Coroutine[None, None, None]]) -> None:
    """Do all of `work` at once; the first failure ends the rest and is raised."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _may_be_under_way(outcome: Outcome) -> bool:
    """Whether an earlier call, whose answer was lost, may be creating the account right now."""
    return outcome.repeated and outcome.status == REFUSED and outcome.code == "username_taken"


def _row(outcome: Outcome) -> dict[str, object]:
    person = outcome.person
    row: dict[str, object] = {
        "username": person.username,
        "name": person.name,
        "email": person.email,
        "group": person.group or None,
        "repeated": outcome.repeated,
    }
    if person.password:
        row["password"] = person.password
    elif outcome.activation_code:
        row["activation_code"] = outcome.activation_code
    else:
        row |= {"password": outcome.password, "initial": True}
    return row


def _note_lost_answer(refused: Refused, batch: Sequence[Outcome]) -> None:
    """Remember that `batch` may have been created, unless the node answered or was not reached."""
    if refused.code == "service_away" and getattr(refused, "sent", True):
        for outcome in batch:
            outcome.repeated = True


def _settle(outcome: Outcome, answer: dict[str, Any]) -> None:
    """Note the node's answer; only the secret of an account that was created with it is kept."""
    was_created = outcome.status == CREATED
    outcome.status = str(answer["status"])
    outcome.code = str(answer.get("code") or "")
    outcome.reason = str(answer.get("detail") or outcome.code)
    if outcome.status == UPDATED:
        words = [FIELD_WORDS.get(field, field) for field in answer["changes"]]
        outcome.reason = f"changed: {', '.join(words)}"
    if outcome.status in (EXISTS, UPDATED) and was_created:
        outcome.status, outcome.reason = CREATED, ""
    elif outcome.status != CREATED and not _may_be_under_way(outcome):
        outcome.password = outcome.activation_code = ""
