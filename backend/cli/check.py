"""`course-cli check`: what is wrong or weak in the configuration of this machine."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

from backend.cli.output import Column, Form, emit_rows, examples, output_option, say
from backend.domain.refusals import Exit

if TYPE_CHECKING:
    from backend.cli.findings import Finding

COLUMNS = [
    Column("Severity", "severity"),
    Column("What", "subject"),
    Column("Finding", "finding"),
    Column("Cure", "cure"),
]


@click.command(epilog=examples("course-cli check", "course-cli check --deploy --json"))
@click.option("--deploy", is_flag=True, help="Judge it as a production installation.")
@output_option
def check(deploy: bool, form: Form) -> None:
    """Show what is wrong or weak in this configuration, and the cure.

    Looks at settings, secrets, folders, disk, databases, clock and limits of this machine, changes
    nothing and shows no secret. Exit code 1 if an error was found; warnings alone are 0.
    """
    found = _look(deploy)
    if found or form is not Form.TABLE:
        emit_rows(COLUMNS, [finding._asdict() for finding in found], form)
    errors = sum(finding.severity == "error" for finding in found)
    say(_summary(errors, len(found) - errors))
    click.get_current_context().exit(Exit.FAILED if errors else Exit.OK)


def _look(deploy: bool) -> list[Finding]:
    from backend.cli import check_machine, check_network, check_secrets  # noqa: PLC0415
    from backend.cli.findings import Finding, Situation  # noqa: PLC0415
    from backend.common.settings import CHECKOUT, SettingsError, get_settings  # noqa: PLC0415

    try:
        settings = get_settings()
    except SettingsError as error:
        parts = [reason.partition(": ") for reason in error.reasons]
        return [Finding("error", name, words, "see .env.example") for name, _, words in parts]
    seen = Situation(settings, deploy, os.environ, time.time(), CHECKOUT / ".env")
    modules = (check_network, check_secrets, check_machine)
    found = [finding for module in modules for one in module.CHECKS for finding in one(seen)]
    return sorted(found, key=lambda finding: finding.severity != "error")


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "Nothing is wrong."
    return f"{errors} error{_s(errors)}, {warnings} warning{_s(warnings)}."


def _s(count: int) -> str:
    return "" if count == 1 else "s"
