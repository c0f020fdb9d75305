"""`course-cli verify`: decide everything again, and see that it was decided so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.export import target
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_json,
    emit_one,
    emit_rows,
    examples,
    output_option,
    say,
)
from backend.cli.progress import Progress
from backend.domain.exits import Exit

if TYPE_CHECKING:
    from backend.cli.verify_log import Ledger, Row
    from backend.domain.proof import Replay

HEAD = [Column("Term", "code"), Column("Entries", "sequence"), Column("Hash", "hash")]
RESULT = [
    Column("Entries", "entries"),
    Column("Tickets", "tickets"),
    Column("Seats moved", "moves"),
    Column("Differences", "found"),
    Column("Head", "head"),
]
FINDINGS = [
    Column("Entry", "sequence"),
    Column("Place", "place"),
    Column("What", "code"),
    Column("Difference", "message"),
]


@click.command(
    epilog=examples(
        "course-cli verify F24",
        "course-cli verify F24 --head",
        "course-cli verify F24 --export f24.log",
        "course-cli verify --file f24.log --json",
        "course-cli verify --receipt receipt.json",
    )
)
@click.argument("term", required=False, help="Code of the term.")
@click.option("--head", is_flag=True, help="Only show the hash that seals the log, to publish it.")
@click.option("--expect", metavar="HASH", help="A hash published before, which must be in the log.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A log that was exported; no system is needed.",
)
@click.option(
    "--receipt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A student's receipt to check; with --file also that the log has what it says.",
)
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public keys of receipts, kept before; else the system is asked.",
)
@click.option(
    "--export",
    "kept",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the log in this new file (0600).",
)
@output_option
def verify(
    *,
    term: str | None,
    head: bool,
    expect: str | None,
    file: Path | None,
    receipt: Path | None,
    key: Path | None,
    kept: Path | None,
    form: Form,
) -> None:
    """Check every decision of a term afterwards.

    Reads the decision log, checks that nothing in it was changed, removed or moved, decides every
    request again by the rules on what they looked at, and compares outcomes, reasons, order, seats
    and who holds them, the database of now included. Exit code 1 if anything differs.
    """
    if receipt is not None and term is None:
        from backend.cli.verify_receipt import report_receipt  # noqa: PLC0415 - quick start

        report_receipt(receipt, key, file, form)
        return
    if (term is None) == (file is None) or receipt or key:
        raise click.UsageError("Name a term, a log by --file, or a receipt by --receipt.")
    if file is not None and (head or kept):
        raise click.UsageError("--head and --export need a term and the system.")
    if file is not None:
        from backend.cli.verify_log import read_file  # noqa: PLC0415 - quick start

        _report(*_replayed(read_file(file), expect), form)
        return
    with connect() as calls:
        if head:
            emit_one(HEAD, _head(calls, str(term)), form)
        else:
            _report(*_of_system(calls, str(term), expect, kept), form)


def _head(calls: Calls, term: str) -> dict[str, Any]:
    from backend.cli.verify_log import STAFF, path_of  # noqa: PLC0415 - quick start

    found: dict[str, Any] = calls.get(STAFF, f"{path_of(term)}/head")
    return found


def _of_system(
    calls: Calls, term: str, expect: str | None, kept: Path | None
) -> tuple[Replay, set[tuple[int, int]]]:
    from backend.cli.verify_log import fetched, ledger  # noqa: PLC0415 - quick start

    now = ledger(calls, term)
    rows = fetched(calls, term)
    if kept is None:
        return _compared(*_replayed(rows, expect, now), now)
    if kept.exists():
        raise Failure(f"{kept} exists; name a new file", exit_code=Exit.USAGE)
    with target(kept) as write:
        result = _replayed(_kept(rows, write), expect, now)
    say(f"The log is in {kept}.")
    return _compared(*result, now)


def _kept(rows: Iterable[Row], write: Any) -> Iterator[Row]:  # noqa: ANN401 - of `target`
    for row in rows:
        write(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        yield row


def _replayed(
    rows: Iterable[Row], expect: str | None, now: Ledger | None = None
) -> tuple[Replay, set[tuple[int, int]]]:
    """The log decided again, and which seats changed hands after `now` was read."""
    from backend.cli.verify_log import entries  # noqa: PLC0415 - quick start
    from backend.domain.proof import Replay  # noqa: PLC0415 - quick start

    replay: Replay | None = None
    seen: set[str] = set()
    moved: set[tuple[int, int]] = set()
    with Progress("Deciding again", None, "requests") as progress:
        for entry in entries(rows):
            if replay is None:
                replay = Replay(entry.term)
            before = replay.tickets
            replay.take(entry)
            progress.advance(replay.tickets - before)
            seen.add(entry.hash)
            if now is not None and entry.sequence > now.sequence:
                moved |= replay.moved
    replay = replay or Replay(0)
    if expect is not None:
        replay.expect_head(expect.strip().lower(), seen)
    return replay, moved


def _compared(
    replay: Replay, moved: set[tuple[int, int]], now: Ledger | None
) -> tuple[Replay, set[tuple[int, int]]]:
    if now is not None and replay.head is not None:
        replay.compare(now.taken, now.held, moved)
    return replay, moved


def _report(replay: Replay, _moved: object, form: Form) -> None:
    entries = 0 if replay.head is None else replay.head.sequence
    result = {
        "entries": entries,
        "tickets": replay.tickets,
        "moves": replay.moves,
        "outcomes": dict(sorted(replay.outcomes.items())),
        "other_rules": replay.other_rules,
        "head": replay.hash,
        "found": replay.found,
        "findings": [asdict(finding) for finding in replay.findings],
    }
    if form is Form.JSON:
        emit_json(result)
    else:
        emit_one(RESULT, result, form)
        if replay.findings:
            emit_rows(FINDINGS, result["findings"], form)  # type: ignore[arg-type]
    _tell(replay)
    click.get_current_context().exit(Exit.FAILED if replay.found else Exit.OK)


def _tell(replay: Replay) -> None:
    if replay.other_rules:
        say(f"From entry {replay.other_rules[0]} on it was decided by rules of another version.")
    if replay.found:
        say(f"{replay.found} differences: this log and these rules do not agree.")
    elif replay.head is None:
        say("Nothing has been decided in this term yet.")
    else:
        say("Every decision follows from the rules, in the order in which it was made.")
