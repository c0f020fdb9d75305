"""Sections as people name them on the command line, and as they read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.cli.calls import Calls
from backend.cli.output import Column, Failure, local_time, printable
from backend.domain.refusals import Exit

STAFF = "teacher_node"
SECTION_HELP = "ID as lists show it, or TERM/NUMBER such as F24/69774."
Section = dict[str, Any]


def find_section(calls: Calls, name: str) -> Section:
    """The section that `name` stands for: an id, or term and number with a slash between.

    Raises:
        Failure: there is no such section, or `name` has another form.
    """
    term, number = _term_and_number(name)
    if not term:
        found: Section = calls.get(STAFF, f"/sections/{int(number)}")
        return found
    near = calls.every(STAFF, "/sections", {"term": term, "search": number})
    return _numbered({section["number"]: section for section in near}, term, number)


def section_ids(calls: Calls, names: Sequence[str]) -> list[int]:
    """The ids of the sections that `names` stand for, each once.

    Each term that is named is read once; whether there is an id is left to the service.

    Raises:
        Failure: as `find_section`.
    """
    asked = [_term_and_number(name) for name in names]
    known = {
        term: {
            section["number"]: section
            for section in calls.every(STAFF, "/sections", {"term": term})
        }
        for term in dict.fromkeys(term for term, _ in asked if term)
    }
    ids = [
        _numbered(known[term], term, number)["id"] if term else int(number)
        for term, number in asked
    ]
    return list(dict.fromkeys(ids))


def _term_and_number(name: str) -> tuple[str, str]:
    """Term and number; of an id the term is ""."""
    term, slash, number = name.rpartition("/")
    if not slash and name.isascii() and name.isdecimal():
        return "", name
    if not (term and number):
        raise Failure(
            f"{printable(name)!r} is no section; give its ID or TERM/NUMBER",
            exit_code=Exit.USAGE,
            hint="course-cli section list --search TEXT",
        )
    return term, number


def _numbered(known: Mapping[str, Section], term: str, number: str) -> Section:
    if number not in known:
        raise Failure(
            f"the term {printable(term)} has no section {printable(number)}",
            exit_code=Exit.NOT_FOUND,
            hint=f"course-cli section list --term {printable(term)}",
        )
    return known[number]


def title_of(section: Section) -> str:
    """What people call a section."""
    return printable(f"{section['course']} ({section['number']}), {section['title']}")


def seats(capacity: int | None) -> str:
    """A number of seats; None is unlimited."""
    return "unlimited" if capacity is None else f"{capacity:,}"


def shares(listing: dict[str, Any]) -> str:
    """With what a section shares how many seats."""
    names = ", ".join(f"{each['course']} ({each['number']})" for each in listing["sections"])
    return f"{listing['capacity']:,} for {names}"


def keeps(kept: list[dict[str, Any]]) -> str:
    """For whom seats of a section are kept."""
    return "; ".join(
        f"{each['seats']:,} for {each['name']} until {local_time(each['until'])}"
        f" ({each['taken']:,} taken)"
        for each in kept
    )


def times(meetings: list[dict[str, Any]]) -> str:
    """When and where a section meets."""
    return "; ".join(_time(meeting) for meeting in meetings)


def _time(meeting: dict[str, Any]) -> str:
    weeks = meeting["weeks"]
    parts = [
        meeting["days"],
        f"{meeting['start']}-{meeting['end']}",
        f"weeks {', '.join(map(str, weeks))}" if weeks else "",
        meeting["location"],
    ]
    return " ".join(part for part in parts if part)


def _names(people: list[dict[str, Any]]) -> str:
    return ", ".join(f"{each['name']} ({each['username']})" for each in people)


LISTED = [
    Column("ID", "id"),
    Column("Term", "term"),
    Column("Course", "course"),
    Column("Number", "number"),
    Column("Title", "title"),
    Column("Teacher", "teacher"),
    Column("Taken", "taken"),
    Column("Seats", "capacity"),
    Column("State", "state"),
    Column("Username", "teacher_username", wide=True),
    Column("Instructor", "instructor", wide=True),
    Column("Location", "location", wide=True),
]
SHOWN = [
    *LISTED[:6],
    Column("Username", "teacher_username"),
    Column("Shared with", "co_teachers", _names),
    Column("Instructor", "instructor"),
    Column("Credits", "credits"),
    Column("Taken", "taken"),
    Column("Seats", "capacity"),
    Column("Ceiling", "ceiling", wide=True),
    Column("Waitlist", "waitlist_limit"),
    Column("Waiting", "waiting"),
    Column("State", "state"),
    Column("Location", "location"),
    Column("Meets", "meetings", times),
    Column("Tags", "tags", ", ".join),
    Column("Part", "component"),
    Column("Label", "link_label"),
    Column("Taken with", "components", ", ".join),
    Column("Shares seats", "cross_listed", shares),
    Column("Keeps seats", "kept", keeps),
]
