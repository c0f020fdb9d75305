"""Refusals about requests as such, and about what is looked up of them."""

from __future__ import annotations

from backend.domain.exits import Exit
from backend.domain.refusal import Refusal

REQUESTS = (
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
        "very_busy",
        "Very many people are here at once, and requests for seats come first; please try again in"
        " {seconds} seconds.",
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

TICKETS = (
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
