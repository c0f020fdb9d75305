"""Linked sections: a course whose parts are had together, such as a lecture with one of its labs.

A section of such a course belongs to one component. A student holds one section of each component
that the course offers, or none of it. Sections with different labels do not go together; one
without a label goes with all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from backend.domain.refusals import No

if TYPE_CHECKING:
    from backend.domain.eligibility import Section

COMPONENTS: Final = ("lecture", "seminar", "tutorial", "lab", "recitation", "studio", "project")
ABBREVIATIONS: Final = {"lec": "lecture", "sem": "seminar", "tut": "tutorial", "rec": "recitation"}
"""What catalogues call some of them."""
PLAIN: Final = ""
"""The component of a section that stands alone."""


@dataclass(frozen=True, slots=True)
class Link:
    """How a section belongs to the others of its course.

    Attributes:
        component: which part of the course it is.
        label: of those it goes with; "" goes with all.
        needed: the components that the course offers, each of which is to be had.
    """

    component: str
    label: str
    needed: frozenset[str]


def are_parts(one: Section, other: Section) -> bool:
    """Whether two sections of one course are different components of it."""
    if one.link is None or other.link is None:
        return False
    return one.link.component != other.link.component


def not_a_whole_set(section: Section, link: Link, others: Iterable[Section]) -> No | None:
    """Why a linked section and others of its course are not one whole set; None if they are.

    Of several that do not go with it the one with the lowest id is told.
    """
    parts = [(other, other.link) for other in sorted(others, key=_id) if other.link is not None]
    missing = link.needed - {link.component} - {part.component for _, part in parts}
    if missing:
        first = min(missing, key=COMPONENTS.index)
        return No("set_incomplete", {"section": section.name, "component": first})
    for other, part in parts:
        if link.label and part.label and link.label != part.label:
            return No("sections_not_linked", {"section": section.name, "other": other.name})
    return None


def set_of(section: Section, held: Iterable[Section]) -> tuple[int, ...]:
    """The ids of what is held with a section: itself, which is held, and the rest of its set."""
    ids = [section.id]
    for each in held:
        if each.course_id == section.course_id and each.id != section.id:
            ids += [each.id] if (each.link or section.link) is not None else []
    return _in_order(ids)


def sets_of(ids: Iterable[int], held: Mapping[int, Section]) -> tuple[int, ...]:
    """The ids of those of `ids` that are held, each with the rest of its set."""
    return _in_order({each for i in ids if i in held for each in set_of(held[i], held.values())})


def given_for(old: Section, new: Section, held: Iterable[Section]) -> tuple[int, ...]:
    """The ids of what a swap gives back: within a course the part that is replaced, else a set."""
    if old.link is None or old.course_id != new.course_id:
        return set_of(old, held)
    return _in_order(
        each.id
        for each in held
        if each.course_id == old.course_id and (each.id == old.id or not are_parts(each, new))
    )


def _id(section: Section) -> int:
    return section.id


def _in_order(ids: Iterable[int]) -> tuple[int, ...]:
    """In which order seats were taken depends on how tickets were batched; answers must not."""
    return tuple(sorted(ids))
