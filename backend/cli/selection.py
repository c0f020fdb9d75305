"""`course-cli selection …`: the line of requests."""

from __future__ import annotations

import time
from typing import Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_one,
    examples,
    local_time,
    output_option,
    printable,
    say,
)
from backend.cli.progress import Progress
from backend.domain.refusals import Exit

STAFF = "teacher_node"
LOOK_AGAIN = 0.25  # seconds between two looks at the line
COLUMNS = [
    Column("Waiting", "pending", "{:,}".format),
    Column("Awaiting a draw", "awaiting_draw", "{:,}".format),
    Column("Decided a second", "drain_per_s", "{:,.0f}".format),
    Column("Last number", "last_number", "{:,}".format),
    Column("Trouble", "trouble"),
    Column("Paused by", "paused.by"),
    Column("Paused since", "paused.since", local_time),
    Column("Reason", "paused.reason"),
]


@click.group(epilog=examples("course-cli selection state", "course-cli selection pause"))
def selection() -> None:
    """Watch, pause and drain the line of requests."""


@selection.command(
    short_help="Show how many requests wait.",
    epilog=examples("course-cli selection state", "course-cli selection state --json"),
)
@output_option
def state(form: Form) -> None:
    """Show how many requests wait, how fast they are decided, and what is in the way."""
    with connect() as calls:
        emit_one(COLUMNS, _state(calls), form)


@selection.command(
    short_help="Let no request be decided until resumed.",
    epilog=examples("course-cli selection pause --reason 'Wrong capacity in PHYS-1100'"),
)
@click.option("--reason", default="", metavar="TEXT", help="Shown in status and health.")
@output_option
def pause(reason: str, form: Form) -> None:
    """Pause the line: requests are still accepted and keep their order, none is decided.

    The batch under way is still decided. A pause outlives a restart and ends with
    `course-cli selection resume`.
    """
    with connect() as calls:
        paused = calls.post(STAFF, "/selection/pause", {"reason": reason})
    say(f"The line is paused; {paused['pending']:,} requests wait.")
    emit_one(COLUMNS, paused, form)


@selection.command(epilog=examples("course-cli selection resume"))
@output_option
def resume(form: Form) -> None:
    """Let the line move again, in the recorded order."""
    with connect() as calls:
        resumed = calls.post(STAFF, "/selection/resume", {})
    say(f"The line moves; {resumed['pending']:,} requests wait.")
    emit_one(COLUMNS, resumed, form)


@selection.command(
    epilog=examples(
        "course-cli selection drain",
        "course-cli selection drain --timeout 60 && course-cli term close F24",
    )
)
@click.option("--timeout", type=float, metavar="SECONDS", help="Give up after so long.")
@output_option
def drain(timeout: float | None, form: Form) -> None:
    """Wait until nobody waits in line.

    Requests that come meanwhile are waited for too. Refused while the line is paused, since it
    would never end.
    """
    with connect() as calls:
        now = wait_until_empty(calls, timeout)
    say("Nobody waits in line.")
    emit_one(COLUMNS, now, form)


def wait_until_empty(calls: Calls, timeout: float | None) -> dict[str, Any]:
    """The state of the line when nobody waits in it any more.

    Args:
        timeout: seconds; None waits for ever.

    Raises:
        Failure: somebody still waits after that, or the line is paused.
    """
    now = _state(calls)
    give_up = time.monotonic() + timeout if timeout is not None else float("inf")
    with Progress("Draining", now["pending"] or None, "requests") as progress:
        while now["pending"]:
            _require_moving(now)
            if time.monotonic() >= give_up:
                hint = "course-cli selection state"
                raise Failure(f"{now['pending']:,} requests still wait", hint=hint)
            time.sleep(LOOK_AGAIN)
            before, now = now, _state(calls)
            progress.advance(max(0, before["pending"] - now["pending"]))
    return now


def _state(calls: Calls) -> dict[str, Any]:
    found: dict[str, Any] = calls.get(STAFF, "/selection")
    return found


def _require_moving(now: dict[str, Any]) -> None:
    if now["paused"]:
        raise Failure(
            f"the line is paused by {printable(now['paused']['by'])}, with"
            f" {now['pending']:,} requests in it",
            exit_code=Exit.REFUSED,
            hint="course-cli selection resume",
        )
