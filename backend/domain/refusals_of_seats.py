"""Refusals about seats: why one is not given, swapped or given back."""

from __future__ import annotations

from backend.domain.exits import Exit
from backend.domain.refusal import Refusal

SEATS = (
    Refusal("student_inactive", "Your student record is not active; please ask the registrar."),
    Refusal(
        "on_hold",
        "A hold on your record keeps you from taking seats: {reason}. Please ask {contact}.",
        hint="course-cli hold list --student USERNAME",
    ),
    Refusal("not_your_term", "This section belongs to a term that is not open to you."),
    Refusal("term_closed", "Course selection for this term is closed."),
    Refusal(
        "not_your_round",
        "No round of this term is for you: the round {round} is for {whom}.",
        hint="course-cli round list TERM",
    ),
    Refusal(
        "round_needs_credits",
        "The round {round} is for students who have earned {least} credits or more; you have"
        " {earned}.",
        hint="course-cli history list --student USERNAME",
    ),
    Refusal(
        "round_up_to_credits",
        "The round {round} is for students who have earned at most {most} credits; you have"
        " {earned}.",
        hint="course-cli history list --student USERNAME",
    ),
    Refusal(
        "round_by_name",
        "The round {round} is for students whom the registrar has named; you are not one of them.",
        hint="course-cli round students ID",
    ),
    Refusal("round_not_open", "You can do this from {opens_at} on, when the round {round} opens."),
    Refusal("round_over", "The round {round} was over at {closes_at}."),
    Refusal("round_without_select", "In the round {round} nobody can take seats."),
    Refusal("round_without_drop", "In the round {round} nobody can give seats back."),
    Refusal("round_without_swap", "In the round {round} nobody can swap seats."),
    Refusal(
        "round_section_limit",
        "You would have {sections} sections; the round {round} allows {limit}.",
    ),
    Refusal(
        "round_credit_limit",
        "You would have {credits} credits; the round {round} allows {limit}.",
    ),
    Refusal("section_closed", "This section is closed to course selection."),
    Refusal("section_cancelled", "This section has been cancelled."),
    Refusal("already_held", "You already have a seat in this section."),
    Refusal("course_already_held", "You already have a seat in another section of this course."),
    Refusal("course_of_groups", "This course is for students of the groups {groups}."),
    Refusal("course_of_tags", "This course is for students with one of the tags {tags}."),
    Refusal("course_passed", "You passed this course before, and it cannot be repeated."),
    Refusal("prerequisite_missing", "You need to have passed before: {needed}."),
    Refusal(
        "corequisite_missing",
        "You need to take in the same term, or to have passed before: {needed}.",
    ),
    Refusal(
        "corequisite_held",
        "{other}, which you hold, needs {given} in the same term; give both back at once, or"
        " {other} first.",
        hint="course-cli roster remove SECTION STUDENT --with OTHER",
    ),
    Refusal("excluded_held", "This course cannot be taken together with {other}, which you hold."),
    Refusal("excluded_passed", "This course cannot be taken after {other}, which you passed."),
    Refusal(
        "set_incomplete",
        "The parts of this course go together: with {section} you need a {component} as well.",
    ),
    Refusal("sections_not_linked", "{section} and {other} do not go together."),
    Refusal("time_clash", "This section meets at the same time as {other}, which you hold."),
    Refusal(
        "credits_not_offered",
        "This section is offered for {least} to {most} credits, not for {credits}.",
    ),
    Refusal(
        "credit_limit",
        "With this section you would have {credits} credits; your limit is {limit}.",
    ),
    Refusal(
        "credit_minimum",
        "You would have {credits} credits left; you have to keep at least {minimum}.",
        hint="course-cli user credits USERNAME --minimum CREDITS",
    ),
    Refusal("section_full", "All seats of this section are taken."),
    Refusal(
        "plan_not_whole",
        "You would have got this, but not all of your plan, and you asked for all or nothing.",
    ),
    Refusal(
        "plan_too_complex",
        "Your plan has too many combinations to try them all; please give fewer alternatives.",
    ),
    Refusal("already_waiting", "You already wait for a seat in this section."),
    Refusal("waitlist_full", "All seats of this section are taken, and its waitlist is full."),
    Refusal(
        "part_full",
        "All seats of {other} are taken, and you want both or neither.",
    ),
    Refusal("waitlist_left", "You have left the waitlist."),
    Refusal(
        "no_such_history",
        "The history of {student} has no {course} in {term}.",
        404,
        Exit.NOT_FOUND,
        "course-cli history list --student WHO",
    ),
    Refusal("waitlist_ended", "The section was cancelled, so nobody waits for it any more."),
    Refusal(
        "seats_kept",
        "The seats left are kept for {whom} until {until_at}; then they are for everybody.",
    ),
    Refusal(
        "cross_listed_held",
        "You already have a seat in {other}, which is the same class under another name.",
    ),
    Refusal("not_held", "You have no seat in the section that you want to give back."),
    Refusal("same_section", "A swap needs two sections; this one is both.", 422),
    Refusal(
        "no_such_section",
        "There is no such section.",
        404,
        Exit.NOT_FOUND,
        "course-cli section list --search TEXT",
    ),
    Refusal(
        "no_such_student",
        "There is no such student.",
        404,
        Exit.NOT_FOUND,
        "course-cli user list --user-type student --search TEXT",
    ),
    Refusal(
        "internal_error",
        "Something went wrong on our side; the request has been recorded for the operators.",
        500,
        Exit.FAILED,
    ),
)
