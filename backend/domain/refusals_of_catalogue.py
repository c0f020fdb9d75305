"""Refusals about what staff look after: terms, sections, rounds, permits and holds."""

from __future__ import annotations

from backend.domain.exits import Exit
from backend.domain.refusal import Refusal

CATALOGUE = (
    Refusal("catalogue_invalid", "The file has {count} errors; nothing was changed.", 422),
    Refusal("file_invalid", "The file has {count} errors; nothing was changed.", 422),
    Refusal(
        "no_such_term",
        "There is no term {term}.",
        404,
        Exit.NOT_FOUND,
        "course-cli term list",
    ),
    Refusal(
        "no_such_course",
        "There is no such course.",
        404,
        Exit.NOT_FOUND,
        "course-cli course list --search TEXT",
    ),
    Refusal(
        "no_such_teacher",
        "There is no teacher {teacher}.",
        404,
        Exit.NOT_FOUND,
        "course-cli user list --user-type teacher",
    ),
    Refusal("section_exists", "The term already has a section with the number {number}."),
    Refusal(
        "course_change_with_students",
        "{taken} students hold a seat in this section, so it stays in its course.",
    ),
    Refusal(
        "component_held",
        "{count} students hold another section of this component, and nobody can hold two.",
    ),
    Refusal(
        "cross_listed_elsewhere",
        "{section} shares seats with other sections already.",
        hint="course-cli section crosslist SECTION --none",
    ),
    Refusal(
        "cross_listed_and_kept",
        "A section that shares seats keeps none for some students, and the other way round.",
    ),
    Refusal(
        "cross_listed_holders",
        "{count} students hold seats in two of these sections; one class can be had once.",
        hint="course-cli roster show SECTION",
    ),
    Refusal("not_your_section", "This section is not one of yours.", 403),
    Refusal(
        "no_such_round",
        "There is no round {round}.",
        404,
        Exit.NOT_FOUND,
        "course-cli round list CODE",
    ),
    Refusal(
        "no_such_permit",
        "There is no permit {permit}.",
        404,
        Exit.NOT_FOUND,
        "course-cli permit list SECTION",
    ),
    Refusal(
        "permit_exists",
        "{student} has a permit for this section already, with the ID {permit}.",
        409,
        Exit.REFUSED,
        "course-cli permit revoke ID",
    ),
    Refusal("permit_not_needed", "{student} has a seat in this section already."),
    Refusal(
        "permit_used",
        "This permit has been used; the seat of {student} can be taken away by hand.",
        409,
        Exit.REFUSED,
        "course-cli roster remove SECTION STUDENT",
    ),
    Refusal(
        "round_order_fixed",
        "Requests wait for the draw of the round {round}, so its order stands.",
        hint="course-cli round show ID",
    ),
    Refusal(
        "round_drawn",
        "The round {round} is drawn, so its order and its times stand.",
        hint="course-cli round show ID",
    ),
    Refusal(
        "round_has_waiting",
        "Requests wait for the draw of the round {round} ({count}); let it be drawn first.",
        hint="course-cli round close ID",
    ),
    Refusal(
        "round_not_begun",
        "The round {round} opens at {opens_at}, so there is nothing to close.",
        hint="course-cli round show ID",
    ),
    Refusal(
        "round_without_draw",
        "The round {round} decides each request at once, so there is nothing to draw.",
        hint="course-cli round show ID",
    ),
    Refusal(
        "round_still_open",
        "The round {round} collects requests until {draws_at}.",
        hint="course-cli round close ID",
    ),
    Refusal(
        "report_not_published",
        "There is no such report, or it is not published.",
        404,
        Exit.NOT_FOUND,
        "course-cli round report TERM --publish",
    ),
    Refusal("too_many_rounds", "A term has {limit} rounds at most; {term} has as many."),
    Refusal(
        "no_such_hold",
        "There is no hold {hold}.",
        404,
        Exit.NOT_FOUND,
        "course-cli hold list",
    ),
    Refusal("term_exists", "There is already a term {term}."),
    Refusal(
        "term_has_enrolments",
        "Students hold seats in the term {term} ({count}); they would be lost with it.",
        409,
        Exit.REFUSED,
        "course-cli term delete CODE --force",
    ),
    Refusal(
        "term_is_scratch",
        "The term {term} belongs to a rehearsal; its sections are made and removed with it.",
    ),
    Refusal("not_a_scratch_term", "The term {term} is a real one; a rehearsal leaves it alone."),
)
