"""Every "no" of the system, in one table: code, sentence, HTTP status, exit code, next command.

A code is stable: programs and translations rely on it. A sentence may hold `{names}`, which the
place that refuses fills in. `retry` marks refusals that a client may simply try again later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.domain.exits import Exit as Exit  # noqa: PLC0414 - part of a refusal


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to say no.

    Attributes:
        code: stable name, `snake_case`.
        sentence: what the person reads.
        status: HTTP status of the answer.
        exit: exit code of the command line.
        hint: the next command to try on the command line, if there is one.
        retry: whether trying the same again later can succeed without any other change.
    """

    code: str
    sentence: str
    status: int = 409
    exit: Exit = Exit.REFUSED
    hint: str = ""
    retry: bool = False


_SEATS = (
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

_REQUESTS = (
    Refusal("bad_request", "The request could not be read.", 400, Exit.USAGE),
    Refusal("invalid_fields", "Some fields are missing or have the wrong form.", 422, Exit.USAGE),
    Refusal("body_too_large", "The request is larger than {limit} bytes.", 413, Exit.USAGE),
    Refusal("not_found", "There is nothing at this address.", 404, Exit.NOT_FOUND),
    Refusal("method_not_allowed", "This address does not take this method.", 405, Exit.USAGE),
    Refusal(
        "caller_not_internal",
        "This address answers only to the services of this installation.",
        403,
        Exit.FAILED,
    ),
    Refusal(
        "login_required",
        "Please log in first.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "token_expired",
        "Your session has expired; please log in again.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "token_invalid",
        "This session is not valid; please log in again.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal("other_site", "This is open to the pages of this site only.", 403),
    Refusal("role_not_allowed", "This is not open to the role {role}.", 403),
    Refusal(
        "not_leading", "Another copy of the queue node hands the line on (leadership {leader})."
    ),
    Refusal(
        "service_away",
        "{service} does not answer at the moment; please try again shortly.",
        503,
        Exit.AWAY,
        "course-cli status",
        retry=True,
    ),
    Refusal(
        "not_ready",
        "The service has just started and is still loading; please try again shortly.",
        503,
        Exit.AWAY,
        "course-cli status",
        retry=True,
    ),
    Refusal(
        "backup_failed",
        "The copy could not be written: {reason}.",
        500,
        Exit.FAILED,
    ),
    Refusal(
        "feed_gap",
        "The changes after number {after} are no longer kept; load the whole state again.",
        410,
        Exit.FAILED,
    ),
)

_TICKETS = (
    Refusal(
        "too_many_requests",
        "You are sending requests faster than we take them; wait a moment and try again.",
        429,
        retry=True,
    ),
    Refusal(
        "key_reused",
        "This Idempotency-Key was used before with another request.",
        422,
    ),
    Refusal(
        "no_such_calendar",
        "There is no calendar at this address; it may have been replaced or switched off.",
        404,
        Exit.NOT_FOUND,
    ),
    Refusal(
        "term_without_days",
        "Nobody has said yet when this term is taught, so its classes have no dates.",
    ),
    Refusal("no_such_ticket", "There is no such ticket.", 404, Exit.NOT_FOUND),
    Refusal(
        "no_receipt",
        "There is no receipt of this request: it is not decided yet, or is none of yours.",
        404,
        Exit.NOT_FOUND,
    ),
    Refusal("cancelled", "You cancelled this request before it was decided."),
)

_PEOPLE = (
    Refusal(
        "wrong_credentials",
        "User name or password is wrong.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "wrong_totp_code",
        "This code is wrong, expired or used already; wait for the next one.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "challenge_expired",
        "The login took too long; please start again.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal("totp_already_set_up", "Two-factor authentication is already set up."),
    Refusal("totp_not_set_up", "Two-factor authentication is not set up; please do that first."),
    Refusal("no_such_session", "This session has ended already.", 404, Exit.NOT_FOUND),
    Refusal(
        "sign_up_closed",
        "People cannot sign up as a {role} at the moment; please ask the registrar.",
        403,
        hint="course-cli settings show",
    ),
    Refusal(
        "too_many_attempts",
        "Too many attempts; please try again in {seconds} seconds.",
        429,
        retry=True,
    ),
    Refusal("weak_password", "The password is too weak: {reason}.", 422),
    Refusal(
        "username_taken",
        "The user name {username} is already taken.",
        409,
        Exit.REFUSED,
        "course-cli user list --user-type student",
    ),
    Refusal("email_taken", "The address {email} already belongs to an account.", 409),
    Refusal(
        "code_invalid",
        "This code is unknown, used up or expired.",
        422,
        Exit.REFUSED,
        "course-cli code generate --user-type student",
    ),
    Refusal(
        "no_such_user",
        "There is no {role} with the ID or name {user}.",
        404,
        Exit.NOT_FOUND,
        "course-cli user list --user-type student",
    ),
    Refusal("account_disabled", "This account is disabled; please ask the registrar.", 403),
    Refusal("cannot_disable_self", "You cannot disable the account you are logged in with."),
    Refusal("cannot_delete_self", "You cannot delete the account you are logged in with.", 409),
    Refusal("username_twice", "The user name {username} stands here twice."),
    Refusal("too_many_tags", "{count} students would have more than {limit} tags."),
    Refusal(
        "unknown_people",
        "{count} of these belong to no student: {names}; nothing was changed.",
        422,
        Exit.NOT_FOUND,
        "course-cli user list --user-type student",
    ),
    Refusal("last_administrator", "This is the last administrator; make another one first."),
    Refusal(
        "no_such_code",
        "There is no registration code with the ID {id}.",
        404,
        Exit.NOT_FOUND,
    ),
    Refusal(
        "busy",
        "Very many people are logging in; you would be number {place} in line. Please try again in"
        " {seconds} seconds.",
        503,
        Exit.AWAY,
        retry=True,
    ),
)

_CATALOGUE = (
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

REFUSALS: dict[str, Refusal] = {
    refusal.code: refusal for refusal in (*_SEATS, *_REQUESTS, *_TICKETS, *_PEOPLE, *_CATALOGUE)
}


class _Blanks(dict[str, object]):
    """Sentence values; a name nobody filled in stays readable."""

    def __missing__(self, key: str) -> str:
        return f"({key})"


def sentence_of(code: str, values: Mapping[str, object]) -> str:
    """What the person reads for `code`, with `values` filled in.

    Raises:
        KeyError: no such code.
    """
    return REFUSALS[code].sentence.format_map(_Blanks(values))


@dataclass(frozen=True, slots=True)
class No:
    """One refusal: its code and what fills its sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What the person reads."""
        return sentence_of(self.code, self.values)
