"""`course-cli import oneroster`: people, catalogues and seats from a OneRoster 1.2 bundle."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.importing import (
    Rows,
    check_flags,
    import_options,
    print_rows,
    require_faultless,
    rows_of,
    run_import,
)
from backend.cli.oneroster import read_bundle
from backend.cli.oneroster_bundle import open_bundle
from backend.cli.oneroster_mapping import Meaning, Seat, catalogue_file, meaning_of
from backend.cli.output import Form, emit_json, examples, format_option, say
from backend.cli.people_import import Wanted
from backend.cli.progress import Progress
from backend.cli.results_file import EXISTS, REFUSED, Outcome, ResultsFile
from backend.common.tickets import LONGEST_KEY
from backend.domain.refusals import Exit
from backend.domain.selection import SELECT

STAFF = "teacher_node"
PATIENCE = 300.0  # seconds a catalogue may take
ROLES = ("teacher", "student")  # those first whom catalogues name
REASON = "OneRoster import"
ALREADY_HELD = "already_held"  # the refusal of a seat that the student has
MOST_PLACES = 20


@dataclass(slots=True)
class Report:
    """What was done, as JSON prints it."""

    people: Rows = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    seats: list[dict[str, Any]] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether anything was."""
        return any(row["status"] == REFUSED for row in (*self.people, *self.seats))


@click.command(
    "oneroster",
    epilog=examples(
        "course-cli import oneroster roster.zip --dry-run",
        "course-cli import oneroster roster.zip --activation-codes --output codes.csv",
        "course-cli import oneroster roster/ --generate-passwords --seats",
    ),
)
@click.argument(
    "bundle",
    type=click.Path(exists=True, path_type=Path),
    help="A ZIP archive, or the folder it was unpacked into.",
)
@import_options
@click.option(
    "--seats", is_flag=True, help="Also give students their seats, by hand and under the rules."
)
@format_option
def import_oneroster(
    *,
    bundle: Path,
    generate_passwords: bool,
    activation_codes: bool,
    on_conflict: str,
    dry_run: bool,
    output: Path | None,
    seats: bool,
    form: Form,
) -> None:
    """Import a OneRoster 1.2 CSV bundle.

    Users become students and teachers, classes become sections of the terms they are in. Nothing
    is sent unless the whole bundle is right, and nothing is ever deleted. With --output
    results.csv the results are in results-teachers.csv and results-students.csv. Run the same
    command again if it is interrupted. Exit code 5 if anything was refused.
    """
    check_flags(generate_passwords=generate_passwords, activation_codes=activation_codes)
    if not (generate_passwords or activation_codes or dry_run):
        raise click.UsageError("choose --generate-passwords or --activation-codes")
    read = read_bundle(open_bundle(bundle))
    meaning = meaning_of(read) if not read.errors else Meaning()
    require_faultless(read.errors, read.notes)
    wanted = [
        Wanted(role, on_conflict, codes=activation_codes, dry_run=dry_run)
        for role in ROLES
        if meaning.people[role]
    ]
    report = Report()
    with connect() as calls:
        calls.get("auth_node", "/users", {"limit": 1})
        try:
            files = _files(output, bundle, dry_run=dry_run)
            _import_all(calls, meaning, wanted, files, report, dry_run=dry_run)
            if seats and not dry_run:
                _give_seats(calls, meaning.seats, report)
        finally:
            _print(report, form, in_files=output is not None and not dry_run)
    click.get_current_context().exit(Exit.REFUSED if report.refused else Exit.OK)


def _files(output: Path | None, bundle: Path, *, dry_run: bool) -> dict[str, ResultsFile]:
    if output is None or dry_run:
        return {}
    return {role: ResultsFile(output.with_stem(f"{output.stem}-{role}s"), bundle) for role in ROLES}


def _import_all(
    calls: Calls,
    meaning: Meaning,
    wanted: Sequence[Wanted],
    files: dict[str, ResultsFile],
    report: Report,
    *,
    dry_run: bool,
) -> None:
    """People and catalogues; the catalogues are tried first, so that a bad one stops everything."""
    tried = [_import_catalogue(calls, code, meaning, dry_run=True) for code in meaning.catalogues]

    def show(outcomes: list[Outcome]) -> None:
        report.people += rows_of(outcomes)

    for each in wanted:
        run_import(calls, each, meaning.people[each.role], files.get(each.role), show)
    if dry_run:
        report.terms += tried
        return
    for code in meaning.catalogues:
        report.terms.append(_import_catalogue(calls, code, meaning, dry_run=False))


def _import_catalogue(
    calls: Calls, code: str, meaning: Meaning, *, dry_run: bool
) -> dict[str, Any]:
    name, rows = meaning.catalogues[code]
    report: dict[str, Any] = calls.call(
        "POST",
        STAFF,
        "/catalogue/import",
        params={"term": code, "name": name[:200], "dry_run": dry_run or None},
        content=catalogue_file(rows),
        headers={"Content-Type": "text/csv"},
        timeout=PATIENCE,
    )
    return report


def _give_seats(calls: Calls, seats: Sequence[Seat], report: Report) -> None:
    """Give the seats one after the other; the same enrolment twice is decided once."""
    ids = {
        (term, str(section["number"])): section["id"]
        for term in sorted({seat.term for seat in seats})
        for section in calls.every(STAFF, "/sections", {"term": term})
    }
    with Progress("Seating", len(seats), "students") as progress:
        for seat in seats:
            decided = calls.post(
                STAFF,
                f"/sections/{ids[seat.term, seat.number]}/roster",
                {
                    "student": seat.username,
                    "action": SELECT,
                    "reason": REASON,
                    "key": _key(seat),
                },
            )
            outcome = decided["outcome"]
            there = outcome["code"] == ALREADY_HELD
            report.seats.append(
                {
                    "username": seat.username,
                    "term": seat.term,
                    "section": seat.number,
                    "status": EXISTS if there else outcome["outcome"],
                    "reason": "" if there else outcome["detail"] or "",
                }
            )
            progress.advance()


def _key(seat: Seat) -> str:
    """The same for the same enrolment, whoever imports it."""
    key = f"oneroster-{seat.term}-{seat.key}"
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _print(report: Report, form: Form, *, in_files: bool) -> None:
    if form is Form.JSON:
        emit_json({"people": report.people, "terms": report.terms, "seats": report.seats})
        return
    if report.people and not (in_files and form is Form.TABLE):
        print_rows(report.people, form)
    for term in report.terms:
        counts = ", ".join(
            f"{count:,} {what} {state}"
            for what in ("courses", "sections")
            for state, count in term[what].items()
            if count
        )
        say(f"Term {term['term']}: {counts or 'nothing to do'}.")
    lost = [seat for seat in report.seats if seat["status"] == REFUSED]
    if report.seats:
        held = sum(seat["status"] == EXISTS for seat in report.seats)
        given = len(report.seats) - len(lost) - held
        say(f"Seats: {given:,} given, {held:,} held already, {len(lost):,} refused.")
    for seat in lost[:MOST_PLACES]:
        say(f"  {seat['username']}, {seat['section']}: {seat['reason']}")
