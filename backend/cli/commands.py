"""Which commands there are: imported when they are called, so that help costs nothing."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A command that is imported when it is called.

    Attributes:
        address: `module:attribute`.
        summary: its line in the list of commands.
    """

    address: str
    summary: str


COMMANDS = {
    "user": Entry("backend.cli.user:user", "Log in and out; create, list and delete people."),
    "code": Entry("backend.cli.code:code", "Registration codes."),
    "settings": Entry("backend.cli.settings:settings", "Let people sign up, or not."),
    "audit": Entry("backend.cli.audit:audit", "Show who did what, when and from where."),
    "import": Entry(
        "backend.cli.csv_import:import_", "Create many accounts, or a catalogue, from files."
    ),
    "course": Entry("backend.cli.course:course", "Import and list the catalogue; requirements."),
    "section": Entry("backend.cli.section:section", "List, make and change sections."),
    "term": Entry("backend.cli.term:term", "Make, open, close and remove terms."),
    "round": Entry("backend.cli.round_draw:round_", "Say when and for whom a term takes requests."),
    "hold": Entry("backend.cli.hold:hold", "Keep students from taking seats for a while."),
    "history": Entry("backend.cli.history:history", "What students took before."),
    "roster": Entry("backend.cli.roster:roster", "Show who holds seats; seat students by hand."),
    "permit": Entry("backend.cli.permit:permit", "Grant one student an exception."),
    "selection": Entry("backend.cli.selection:selection", "Watch, pause and drain the line."),
    "export": Entry("backend.cli.export:export", "Write users, rosters, enrolments, decisions."),
    "verify": Entry("backend.cli.verify:verify", "Check every decision of a term afterwards."),
    "backup": Entry("backend.cli.backup:backup", "Copy everything while the system runs."),
    "migrate": Entry("backend.cli.migrate:migrate", "Move from SQLite files to PostgreSQL."),
    "restore": Entry("backend.cli.restore:restore", "Put a backup in the place of what is there."),
    "demo": Entry("backend.cli.demo:demo", "Load an invented university to click around in."),
    "check": Entry("backend.cli.check:check", "Show what is wrong or weak in the configuration."),
    "rehearse": Entry("backend.cli.rehearse:rehearse", "Rehearse a registration day and audit it."),
    "context": Entry("backend.cli.context:context", "The installations you are logged in to."),
    "completion": Entry("backend.cli.completion:completion", "Let your shell complete commands."),
    "status": Entry("backend.cli.status:status", "Show which nodes are up."),
}
