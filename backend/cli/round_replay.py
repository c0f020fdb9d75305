"""`course-cli round verify`: a draw made again from the decision log, and compared seat by seat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend.cli.calls import Calls
from backend.cli.progress import Progress
from backend.cli.verify_log import entries, fetched
from backend.common.rounds import DrawnRequest, RoundView
from backend.domain.proof import Replay
from backend.domain.proof_chain import Entry
from backend.domain.waitlist import PROMOTED


def wrong_results(
    calls: Calls, view: RoundView, requests: Sequence[DrawnRequest]
) -> list[str] | None:
    """What is not as it follows from the log, in words; None if the log tells of no such draw."""
    return differences(view, requests, entries(fetched(calls, view.term)))


def differences(
    view: RoundView, requests: Sequence[DrawnRequest], log: Iterable[Entry]
) -> list[str] | None:
    """The same, of a log that is there."""
    replay: Replay | None = None
    with Progress("Deciding again", None, "requests") as progress:
        for entry in log:
            replay = replay or Replay(entry.term)
            before, found = replay.tickets, replay.found
            replay.take(entry)
            progress.advance(replay.tickets - before)
            if view.id in replay.draws:
                place = f"entry {entry.sequence} of the log"
                told = [f"{place}: {each.message}" for each in replay.findings[found:]]
                return told + _compared(replay, view.id, requests)
    return None


def _compared(replay: Replay, round_id: int, requests: Sequence[DrawnRequest]) -> list[str]:
    """Where the answers that students were given are not those that follow."""
    follows = dict(replay.draws[round_id])
    found = []
    for each in requests:
        answer = follows.pop(each.ticket_id, None)
        told = (each.outcome, each.code, tuple((p.took, p.left) for p in each.parts))
        if answer is None:
            found.append(f"ticket {each.number} is not in the draw of the log")
        elif told != (
            answer.outcome,
            answer.code,
            tuple((part.took, part.left) for part in answer.parts),
        ):
            found.append(f"ticket {each.number}: {answer} follows, {told[0]} {told[1] or ''} told")
    left = (name for name in follows if PROMOTED not in name)
    return found + [f"ticket {name} was drawn and is not listed" for name in left]
