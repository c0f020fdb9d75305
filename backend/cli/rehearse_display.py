"""What a rehearsal shows: how far it is, on a terminal, and its report in the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, Protocol

import click

from backend.cli.output import Column, Form, emit, emit_one, may_colour, on_terminal, printable
from backend.cli.rehearse_figures import Result
from backend.domain.audit import Audit
from backend.domain.refusals import REFUSALS

SHOWN_FINDINGS = 10
LABEL = 22  # characters
NUMBER = 9  # characters
KEYS = (
    *("term", "kept", "passed", "seed", "students", "sections", "seats", "concurrency"),
    *("submitted", "accepted", "decided", "enrolled", "refused"),
    *(field.name for field in fields(Audit)),
    *("accepted_per_s", "decided_per_s", "accept_ms.p50", "accept_ms.p99"),
    *("decision_ms.p50", "decision_ms.p99", "refusals", "not_accepted", "repeats"),
)
COLUMNS = [Column(key, key) for key in KEYS]


class Display(Protocol):
    """Where progress goes."""

    def step(self, text: str) -> None:
        """Say what is being done now."""
        ...

    def tell(self, stage: str) -> None:
        """One more ticket got to `stage`, "accepted" or "decided"."""
        ...


class NoDisplay:
    """Nobody looks."""

    def step(self, text: str) -> None:
        """Say nothing."""

    def tell(self, stage: str) -> None:
        """Say nothing."""


@contextmanager
def display(total: int, *, quiet: bool) -> Iterator[Display]:
    """The display for `total` selections: bars on a terminal, nothing elsewhere."""
    if quiet or not on_terminal(sys.stderr):
        yield NoDisplay()
        return
    from rich.console import Console  # noqa: PLC0415 - quick start
    from rich.progress import (  # noqa: PLC0415 - quick start
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415 - quick start

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, no_color=not may_colour(sys.stderr))
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bars(progress, total)


class _Bars:
    def __init__(self, progress: Any, total: int) -> None:  # noqa: ANN401 - rich loads late
        self._progress = progress
        self._step = progress.add_task("", total=None)
        self._stages = {
            stage: progress.add_task(stage, total=total) for stage in ("accepted", "decided")
        }

    def step(self, text: str) -> None:
        self._progress.update(self._step, description=text)

    def tell(self, stage: str) -> None:
        self._progress.advance(self._stages[stage])


def print_result(result: Result, form: Form) -> None:
    """The report for people, or the figures; as CSV and TSV they are one row."""
    if form is Form.TABLE:
        _print_report(result)
    else:
        emit_one(COLUMNS, result.figures(), form)


def _print_report(result: Result) -> None:
    figures = result.figures()
    _heading(result, figures)
    _counts(figures)
    if "demand" in figures:
        _comparison(figures["demand"])
    _audit(result)
    verdict = "passed" if result.passed else "FAILED"
    emit("")
    emit(click.style(f"The rehearsal {verdict}.", fg="green" if result.passed else "red"))
    if result.kept:
        emit(f"{result.term} is still there; course-cli rehearse --remove {result.term}")


def _heading(result: Result, figures: dict[str, Any]) -> None:
    seats = f"{result.plan.seats:,}" if result.plan.seats is not None else "unlimited"
    emit(
        f"Rehearsal {result.term}: {figures['students']:,} students, {figures['sections']:,}"
        f" sections, {seats} seats, {figures['concurrency']} requests in flight"
    )
    emit(f"Seed {figures['seed']} draws the same requests again.")
    emit("")


def _counts(figures: dict[str, Any]) -> None:
    _line("submitted", figures["submitted"])
    _line("accepted", figures["accepted"], _speed(figures, "accepted_per_s", "accept_ms"))
    _line("decided", figures["decided"], _speed(figures, "decided_per_s", "decision_ms"))
    _line("enrolled", figures["enrolled"])
    _line("refused", figures["refused"])
    for code, count in figures["refusals"].items():
        _line(f"  {code}", count, _sentence(code))
    _part("never accepted", figures["not_accepted"])
    _part("repeated after", figures["repeats"])


def _sentence(code: str) -> str:
    """What students were told, where it is the same for all."""
    sentence = REFUSALS[code].sentence if code in REFUSALS else ""
    return "" if "{" in sentence else sentence


def _part(label: str, counts: dict[str, int]) -> None:
    if counts:
        causes = ", ".join(f"{cause}: {count:,}" for cause, count in counts.items())
        _line(label, sum(counts.values()), causes)


def _speed(figures: dict[str, Any], rate: str, times: str) -> str:
    half, most = figures[times]["p50"], figures[times]["p99"]
    if half is None:
        return ""
    return f"{figures[rate]:,.0f}/s, half within {half:,.0f} ms, 99 % within {most:,.0f} ms"


def _comparison(demand: dict[str, Any]) -> None:
    emit("")
    emit(f"Beside the report's round {demand['round']}".rstrip())
    _line("seats filled", demand["seats_filled"], f"of {demand['requests']:,} requests")
    reported = demand["quota_exceeded"]
    beside = "the report does not say" if reported is None else f"the report: {reported:,}"
    _line("refused: no seat left", demand["section_full"], beside)
    emit(f"  {demand['note']}")


def _audit(result: Result) -> None:
    emit("")
    emit("Audit, from the rosters and the ticket log")
    for name, findings in result.audit.findings().items():
        _line(name.replace("_", " "), len(findings), good=not findings)
        for finding in findings[:SHOWN_FINDINGS]:
            emit(f"      {printable(finding)}")
        if len(findings) > SHOWN_FINDINGS:
            emit(f"      and {len(findings) - SHOWN_FINDINGS:,} more")


def _line(label: str, count: int, remark: str = "", *, good: bool | None = None) -> None:
    mark = {True: click.style("✓ ", fg="green"), False: click.style("✗ ", fg="red"), None: ""}[good]
    emit(f"  {mark}{label:<{LABEL}}{count:>{NUMBER},}  {remark}".rstrip())
