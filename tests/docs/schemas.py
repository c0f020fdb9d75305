"""Writes what commands print as JSON, where services say it: `python -m tests.docs.schemas`.

Other commands' schemas are written by hand; all of them are checked against what is printed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import msgspec

from backend.cli.backup_set import Manifest, StoredFile
from backend.cli.export import ENROLMENTS, ROSTERS
from backend.cli.findings import Severity
from backend.cli.main import __file__ as main_file
from backend.cli.main import cli
from backend.common.bodies import schema_of_type
from backend.common.models import CourseView, RosterEntry, SectionView, TermView
from backend.common.selection import LineState
from backend.common.terms import DecidedByHand, DecisionRow, EnrolmentRow, TermDetail

FOLDER = Path(main_file).with_name("schemas")
NOTES = frozenset({"title", "description", "default", "properties", "required"})
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class CourseWithSections(msgspec.Struct):
    """What `course show` prints."""

    id: int
    term: str
    code: str
    title: str
    sections: list[SectionView]


class CopiedFile(StoredFile, frozen=True, kw_only=True):
    """A database in what `backup` prints, with its newest number."""

    newest: int


class Backup(Manifest, frozen=True, kw_only=True):
    """What `backup` prints."""

    folder: str
    databases: list[CopiedFile]  # type: ignore[assignment]


class Restored(msgspec.Struct):
    """What `restore` prints."""

    folder: str
    made_at: float
    data_dir: str
    kept: str


class Invented(msgspec.Struct):
    """An account of the invented university, with what was shown once."""

    role: str
    username: str
    name: str
    password: str | None
    totp_secret: str | None


class Found(msgspec.Struct):
    """A finding of `check`."""

    severity: Severity
    subject: str
    finding: str
    cure: str


def part_of(kind: type[msgspec.Struct], names: tuple[str, ...]) -> type[msgspec.Struct]:
    """`kind` with the fields `names` alone."""
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    return msgspec.defstruct("Part", [(name, types[name]) for name in names])


PRINTED: dict[str, Any] = {
    "term list": list[TermView],
    **dict.fromkeys([f"term {verb}" for verb in ("show", "create", "open", "close")], TermDetail),
    "term delete": TermDetail,
    "section list": list[SectionView],
    **dict.fromkeys([f"section {verb}" for verb in ("show", "create", "update")], SectionView),
    "section cancel": SectionView,
    "course list": list[CourseView],
    "course show": CourseWithSections,
    "roster show": list[RosterEntry],
    "roster add": DecidedByHand,
    "roster remove": DecidedByHand,
    **dict.fromkeys([f"selection {verb}" for verb in ("state", "pause", "resume")], LineState),
    "selection drain": LineState,
    "export rosters": list[part_of(EnrolmentRow, ROSTERS)],  # type: ignore[misc]
    "export enrolments": list[part_of(EnrolmentRow, ENROLMENTS)],  # type: ignore[misc]
    "export decisions": list[DecisionRow],
    "backup": Backup,
    "restore": Restored,
    "check": list[Found],
    "demo load": list[Invented],
    "demo remove": list[Invented],
}


def file_of(path: str) -> Path:
    """Where the schema of a command is."""
    return FOLDER / f"{path.replace(' ', '-')}.json"


def schema(path: str) -> str:
    """The schema of what the command `path` prints, as its file holds it."""
    described = {
        "$schema": DIALECT,
        "title": f"course-cli {path} --json",
        "description": _first_sentence(path),
    }
    shape = _as_printed(schema_of_type(PRINTED[path]))
    return json.dumps({**described, **shape}, ensure_ascii=False, indent=2) + "\n"


def _as_printed(node: Any) -> Any:  # noqa: ANN401 - JSON
    """A schema without notes for programmers, whose every field is there: none is left out."""
    if isinstance(node, list):
        return [_as_printed(item) for item in node]
    if not isinstance(node, dict):
        return node
    shape = {name: _as_printed(part) for name, part in node.items() if name not in NOTES}
    if isinstance(node.get("properties"), dict):
        properties = {name: _as_printed(part) for name, part in node["properties"].items()}
        shape |= {"properties": properties, "required": list(properties)}
    return shape


def _first_sentence(path: str) -> str:
    command: click.Command = cli
    for word in path.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, path
        command = found
    return (command.help or "").split("\n\n")[0].replace("\n", " ").strip()


if __name__ == "__main__":
    for name in PRINTED:
        file_of(name).write_text(schema(name))
