"""What staff type about a section, read field by field into columns of the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from backend.common.errors import Refused
from backend.common.models import MeetingView
from backend.common.sections import NewSection, SectionChange
from backend.data_node.section_rows import Values, meeting_values
from backend.domain.catalogue_fields import (
    check_capacity,
    check_credits,
    check_tags,
    mask_of_weeks,
    read_component,
    read_days,
    read_text,
)
from backend.domain.catalogue_sections import ListedMeeting
from backend.domain.eligibility import SECTION_STATES
from backend.domain.flaws import EMPTY, Flaw, Flawed, flaw, flaw_of
from backend.domain.timetable import EVERY_WEEK, Meeting, parse_time
from backend.domain.waitlist import check_limit

MOST_MEETINGS = 50  # a section

Reader = Callable[[Any], Any]
"""Takes a field as the wire has it, gives it as the tables have it; `ValueError` if it is wrong."""


def _text(kind: str) -> Reader:
    return lambda text: read_text(text, kind)


def _name(kind: str) -> Reader:
    def read(text: str) -> str:
        if not text.strip():
            raise Flawed(EMPTY)
        return read_text(text, kind)

    return read


def _state(text: str) -> str:
    if text not in SECTION_STATES:
        raise Flawed(flaw("section_state", "a section is open, closed or cancelled"))
    return text


def _optional(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


FIELDS: Mapping[str, Reader] = {
    "term": _name("code"),
    "course": _name("code"),
    "title": _text("title"),
    "number": _name("crn"),
    "credits": check_credits,
    "credits_max": _optional(check_credits),
    "capacity": check_capacity,
    "teacher": _optional(_name("instructor")),
    "instructor": _text("instructor"),
    "location": _text("location"),
    "state": _state,
    "co_teachers": lambda names: [_name("instructor")(name) for name in names],
    "tags": lambda tags: list(check_tags(tags)),
    "component": read_component,
    "link_label": _text("link"),
    "waitlist_limit": _optional(check_limit),
}
MEETING_FIELDS: Mapping[str, Reader] = {
    "days": read_days,
    "start": parse_time,
    "end": parse_time,
    "weeks": lambda weeks: EVERY_WEEK if weeks is None else mask_of_weeks(weeks),
    "kind": _text("type"),
    "location": _text("location"),
    "instructor": _text("instructor"),
}


def read_form(form: NewSection | SectionChange) -> Values:
    """The fields that are there, as the tables have them; `meetings` as a list of rows.

    Raises:
        Refused: `invalid_fields`, with every field that is wrong.
    """
    places: list[dict[str, Any]] = []
    values = _read(form, FIELDS, "body", places)
    meetings: Sequence[MeetingView] | msgspec.UnsetType = form.meetings
    if meetings is not UNSET:
        values["meetings"] = _meetings(meetings, places)
    if places:
        raise Refused("invalid_fields", errors=places)
    return values


def wrong_field(field: str, wrong: Flaw) -> Refused:
    """The refusal of one field."""
    return Refused("invalid_fields", errors=[wrong.at(f"body.{field}")])


def _read(
    form: msgspec.Struct,
    readers: Mapping[str, Reader],
    path: str,
    places: list[dict[str, Any]],
) -> Values:
    values: Values = {}
    for field, reader in readers.items():
        given = getattr(form, field, UNSET)
        if given is UNSET:
            continue
        try:
            values[field] = reader(given)
        except ValueError as error:
            places.append(flaw_of(error).at(f"{path}.{field}"))
    return values


def _meetings(given: Sequence[MeetingView], places: list[dict[str, Any]]) -> list[Values]:
    if len(given) > MOST_MEETINGS:
        wrong = flaw("meetings_most", "{most} are the most", most=MOST_MEETINGS)
        places.append(wrong.at("body.meetings"))
        return []
    listed = [_meeting(view, f"body.meetings.{i}", places) for i, view in enumerate(given)]
    return [meeting_values(meeting) for meeting in listed if meeting is not None]


def _meeting(view: MeetingView, path: str, places: list[dict[str, Any]]) -> ListedMeeting | None:
    before = len(places)
    values = _read(view, MEETING_FIELDS, path, places)
    if len(places) > before:
        return None
    try:
        time = Meeting(values["days"], values["start"], values["end"], values["weeks"])
    except ValueError as error:
        places.append(flaw_of(error).at(path))
        return None
    return ListedMeeting(time, values["kind"], values["location"], values["instructor"])
