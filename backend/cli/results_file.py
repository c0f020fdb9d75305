"""The results of an import in a file, so written that no generated password is ever lost.

`FILE.part` holds all passwords, on disk, before the first account exists; in the end it becomes
`FILE`. What is left after a crash is taken up by the next run.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from backend.cli.output import Failure, printable
from backend.cli.people_csv import PersonRow
from backend.common.secrets import PRIVATE_FILE
from backend.domain.people import comparable
from backend.domain.refusals import Exit
from backend.domain.spreadsheets import as_written, formula_safe

COLUMNS = ("username", "name", "email", "status", "reason", "password", "activation_code")

PLANNED = "planned"
CREATED = "created"
UPDATED = "updated"
EXISTS = "exists"
REFUSED = "refused"
UNKNOWN = "unknown"


@dataclass(slots=True)
class Outcome:
    """What became of one row.

    Attributes:
        status: planned, created, updated, exists, refused; unknown if no answer came.
        code: the stable code of a refusal.
        password: only if it was generated.
        repeated: an earlier call, whose answer was lost, may have created the account.
    """

    person: PersonRow
    status: str = PLANNED
    reason: str = ""
    password: str = ""
    code: str = ""
    activation_code: str = ""
    repeated: bool = False

    def cells(self) -> dict[str, str]:
        """The row of the results."""
        person = self.person
        values = (person.username, person.name, person.email)
        secrets = (self.password, self.activation_code)
        return dict(zip(COLUMNS, (*values, self.status, self.reason, *secrets), strict=True))


class ResultsFile:
    """The file `path` and its unfinished form `path.part`.

    Raises:
        Failure: `path` is no regular file, or the very file that is imported.
    """

    def __init__(self, path: Path, source: Path) -> None:
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        if path.exists() and (not path.is_file() or path.samefile(source)):
            raise Failure(f"--output {path}: choose another file", exit_code=Exit.USAGE)

    def earlier(self) -> dict[str, dict[str, str]]:
        """What an interrupted run left, by comparable user name."""
        return {comparable(as_written(row["username"])): row for row in _read(self.part)}

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Have `outcomes` on disk as the unfinished form."""
        draft = self.part.with_name(f".{self.part.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(as_csv(outcomes))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.part)
        finally:
            draft.unlink(missing_ok=True)
        self._sync_folder()

    def finish(self, outcomes: Iterable[Outcome]) -> Path | None:
        """Have `outcomes` on disk under the final name.

        Returns:
            Where an earlier file went, if there was one with passwords in it.
        """
        self.keep(outcomes)
        moved = self._set_aside() if any(map(_holds_secrets, _read(self.path))) else None
        self.part.replace(self.path)
        self._sync_folder()
        return moved

    def _set_aside(self) -> Path:
        for number in count(1):
            other = self.path.with_name(f"{self.path.name}.{number}")
            try:
                os.link(self.path, other)
            except FileExistsError:
                continue
            return other
        raise AssertionError("numbers do not end")

    def _sync_folder(self) -> None:
        descriptor = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def as_csv(outcomes: Iterable[Outcome]) -> str:
    """The results as CSV that no spreadsheet takes for formulas."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for outcome in outcomes:
        writer.writerow(
            {name: formula_safe(printable(cell)) for name, cell in outcome.cells().items()}
        )
    return text.getvalue()


def _holds_secrets(row: dict[str, str]) -> bool:
    return bool(row["password"] or row["activation_code"])


def _read(path: Path) -> list[dict[str, str]]:
    """The rows of a results file; none where it does not exist or is something else."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, restval="", restkey="rest")
            return list(rows) if tuple(rows.fieldnames or ()) == COLUMNS else []
    except (FileNotFoundError, UnicodeDecodeError, csv.Error):
        return []
