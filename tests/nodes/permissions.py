"""Who may ask for what: every route of every node, and what each kind of caller is told.

A new route needs its line in `TABLE`. What follows from the line is a rule, `expected`.
"""

from __future__ import annotations

from enum import Enum, auto


class Access(Enum):
    """Who is let in; a node's callers need the internal token before any of it counts."""

    OPEN = auto()
    """Everybody, the gateway's visitors too: a secret in the address or nothing at all."""
    SHOWN = auto()
    """Who shows a password, a code or a token in the body; an access token is not looked at."""
    NODE = auto()
    """Other nodes: the matter has no user, or each entry of the body carries its own token."""
    USER = auto()
    STUDENT = auto()
    OWN = auto()
    """The student whose it is; to others it is not there."""
    STAFF = auto()
    OWN_SECTION = auto()
    """The teachers of the section, and administrators."""
    ADMIN = auto()


class Caller(Enum):
    """Kinds of callers; each but the first is known to the node as another node."""

    STRANGER = auto()
    """Without the internal token, though with an administrator's access token."""
    NOBODY = auto()
    """A node that names no user."""
    STUDENT = auto()
    OTHER_STUDENT = auto()
    TEACHER = auto()
    """Of the section that is asked for."""
    OTHER_TEACHER = auto()
    ADMIN = auto()
    DISABLED = auto()
    """An administrator whose account was disabled after the login."""
    EXPIRED = auto()
    """An administrator whose token is too old."""


LET_IN = ""
_OPEN_TO_NODES = {Access.OPEN, Access.SHOWN, Access.NODE}
_ROLES = {
    Access.USER: set(Caller),
    Access.STUDENT: {Caller.STUDENT, Caller.OTHER_STUDENT},
    Access.OWN: {Caller.STUDENT, Caller.OTHER_STUDENT},
    Access.STAFF: {Caller.TEACHER, Caller.OTHER_TEACHER, Caller.ADMIN},
    Access.OWN_SECTION: {Caller.TEACHER, Caller.OTHER_TEACHER, Caller.ADMIN},
    Access.ADMIN: {Caller.ADMIN},
}
_REFUSED_WHOEVER_IT_IS = {
    Caller.NOBODY: "login_required",
    Caller.DISABLED: "token_invalid",
    Caller.EXPIRED: "token_expired",
}


def expected(node: str, route: str, access: Access, caller: Caller) -> str:
    """The code with which `caller` is refused, or `LET_IN`."""
    if caller is Caller.STRANGER:
        return _told_to_strangers(node, route, access)
    if access in _OPEN_TO_NODES:
        return LET_IN
    if caller in _REFUSED_WHOEVER_IT_IS:
        return _REFUSED_WHOEVER_IT_IS[caller]
    if caller not in _ROLES[access]:
        return "role_not_allowed"
    if access is Access.OWN_SECTION and caller is Caller.OTHER_TEACHER:
        return "not_your_section"
    if access is Access.OWN and caller is Caller.OTHER_STUDENT:
        return NOT_THERE[route]
    return LET_IN


def _told_to_strangers(node: str, route: str, access: Access) -> str:
    if node == "gateway":
        return LET_IN if access is Access.OPEN else "not_found"
    return LET_IN if route in PROBES else "caller_not_internal"


NOT_THERE = {
    "GET /selections/{ticket_id}": "no_such_ticket",
    "DELETE /selections/{ticket_id}": "no_such_ticket",
    "GET /tickets/{ticket_id}": "no_such_ticket",
    "DELETE /tickets/{ticket_id}": "no_such_ticket",
    "GET /tickets/{ticket_id}/receipt": "no_receipt",
    "PUT /students/{student_id}/calendar-feed": "no_such_student",
    "DELETE /students/{student_id}/calendar-feed": "no_such_student",
    "POST /students/{student_id}/notices/read": "no_such_student",
    "GET /students/{student_id}/history": "no_such_student",
}
"""What others are told of what is a student's own."""

PROBES = ["GET /health", "GET /livez", "GET /readyz"]
"""What watches a service has no token to show."""

_EVERY_NODE = {
    Access.OPEN: PROBES,
    Access.NODE: ["GET /openapi.json", "GET /internal/health", "GET /metrics"],
}
_STAFF_MATTERS = {
    Access.STAFF: [
        "GET /terms/{code}",
        "GET /terms/{code}/requirements",
        "GET /courses/{course_id}/requirements",
    ],
    Access.OWN_SECTION: [
        "POST /sections",  # of which the body says whose it is to be
        "PATCH /sections/{section_id}",
        "POST /sections/{section_id}/effects",
        "GET /sections/{section_id}/roster",
        "POST /sections/{section_id}/roster",
        "GET /sections/{section_id}/fill",
        "GET /sections/{section_id}/permits",
        "POST /sections/{section_id}/permits",
        "DELETE /permits/{permit_id}",
        "PUT /sections/{section_id}/cross-listing",
        "DELETE /sections/{section_id}/cross-listing",
        "PUT /sections/{section_id}/kept",
    ],
    Access.ADMIN: [
        "POST /terms",
        "PATCH /terms/{code}",
        "DELETE /terms/{code}",
        "POST /catalogue/import",
        "POST /sections/assignment",
        "GET /enrolments",
        "GET /outcomes",
        "GET /outcomes/counts",
        "GET /terms/{code}/rounds",
        "POST /terms/{code}/rounds",
        "GET /rounds/{round_id}",
        "PATCH /rounds/{round_id}",
        "DELETE /rounds/{round_id}",
        "GET /rounds/{round_id}/students",
        "GET /rounds/{round_id}/draw",
        "POST /rounds/{round_id}/close",
        "POST /rounds/{round_id}/decide",
        "GET /holds",
        "POST /holds",
        "DELETE /holds/{hold_id}",
        "PUT /courses/{course_id}/requirements",
        "GET /history",
        "DELETE /history",
        "POST /history/import",
        "GET /students/{student}/credits",
        "PATCH /students/{student}/credits",
        "GET /terms/{code}/below-minimum",
        "GET /terms/{code}/log",
        "GET /terms/{code}/log/head",
        "GET /terms/{code}/report",
        "PUT /terms/{code}/report",
        "DELETE /terms/{code}/report",
    ],
}
"""What the staff door hands on to the data node, which asks once more who it is."""

_Rows = dict[Access, list[str]]
_AUTH: _Rows = {
    Access.OPEN: ["GET /sign-up", "GET /oidc"],
    Access.SHOWN: [
        "POST /oidc/start",
        "POST /oidc/finish",
        "POST /login",
        "POST /activate",
        "POST /login/totp",
        "POST /login/password",
        "POST /totp/setup",
        "POST /totp/confirm",
        "POST /totp/reset",
        "POST /login/passkey/options",
        "POST /login/passkey",
        "POST /passkeys/setup",
        "POST /passkeys/confirm",
        "POST /register",
        "POST /refresh",
    ],
    Access.NODE: ["GET /internal/keys", "GET /internal/feed"],
    Access.USER: [
        "GET /me",
        "POST /me/password",
        "POST /me/totp",
        "POST /me/recovery-codes",
        "GET /me/passkeys",
        "POST /me/passkeys/options",
        "POST /me/passkeys",
        "PATCH /me/passkeys/{id}",
        "POST /me/passkeys/{id}/remove",
        "GET /sessions",
        "DELETE /sessions",
        "DELETE /sessions/{id}",
        "POST /logout",
    ],
    Access.ADMIN: [
        "GET /users",
        "POST /users",
        "POST /users/bulk",
        "POST /rehearsals/{term_code}/tokens",
        "GET /tags",
        "GET /groups",
        "GET /users/student/{id}/tags",
        "POST /users/tags",
        "GET /users/{role}/{id}",
        "DELETE /users/{role}/{id}",
        "PATCH /users/{role}/{id}",
        "POST /users/{username}/reset-2fa",
        "POST /users/{username}/link-provider",
        "POST /users/{username}/unlink-provider",
        "POST /users/{role}/{id}/disable",
        "POST /users/{role}/{id}/enable",
        "POST /users/{role}/{id}/reset-password",
        "POST /codes",
        "GET /codes",
        "POST /codes/bulk",
        "DELETE /codes/{id}",
        "GET /settings",
        "PATCH /settings",
        "GET /audit",
        "POST /internal/backup",
    ],
}
_DATA: _Rows = {
    Access.NODE: [
        # The line's tickets: the queue node has checked the token of each.
        "POST /decisions",
        "POST /decisions/cancel",
        # Somebody who registers is no user yet.
        "PUT /students",
        "PUT /teachers",
        # What the doors keep in memory or show to the one they have recognized.
        "GET /students/{student_id}/standing",
        "GET /students/{student_id}/calendar",
        "GET /students/{student_id}/calendar-feed",
        "GET /students/{student_id}/notices",
        "POST /students/{student_id}/promotions",
        "GET /calendar-feeds/{digest}",
        "GET /receipts/{ticket_id}",
        "GET /receipts/keys",
        "GET /reports",
        "GET /reports/{code}",
        "GET /snapshot",
        "GET /internal/feed",
        "GET /internal/deeds",
        "GET /terms",
        "GET /courses",
        "GET /sections",
        "GET /sections/{section_id}",
        "GET /scratch-terms/{code}/students",
        "GET /tags",
        "GET /tags/students",
    ],
    Access.OWN: [
        "PUT /students/{student_id}/calendar-feed",
        "DELETE /students/{student_id}/calendar-feed",
        "POST /students/{student_id}/notices/read",
        "GET /students/{student_id}/history",
    ],
    Access.ADMIN: [
        "DELETE /students/{student_id}",
        "DELETE /teachers/{teacher_id}",
        "POST /tags/changes",
        "POST /scratch-terms",
        "GET /scratch-terms/{code}/rosters",
        "GET /scratch-terms/{code}/outcomes",
        "DELETE /scratch-terms/{code}",
        "POST /internal/backup",
    ],
}
_QUEUE: _Rows = {
    Access.NODE: [
        "POST /tickets",
        "POST /tokens",
        "GET /state",
        "GET /line/through",
        "GET /figures",
    ],
    Access.STUDENT: ["GET /tickets"],
    Access.OWN: ["GET /tickets/{ticket_id}", "DELETE /tickets/{ticket_id}"],
    Access.ADMIN: [
        "GET /tickets/log",
        "DELETE /tickets/log",
        "POST /pause",
        "POST /resume",
        "POST /internal/backup",
    ],
}
_STUDENT: _Rows = {
    Access.OPEN: [
        "GET /calendar/{secret}.ics",
        "GET /receipts/keys",
        "GET /reports",
        "GET /reports/{code}",
    ],
    Access.NODE: ["POST /internal/selections"],
    Access.USER: [
        "GET /terms",
        "GET /catalogue",
        "GET /catalogue/whole",
        "GET /catalogue/changes",
        "GET /sections/{section_id}",
    ],
    Access.STUDENT: [
        "GET /sections/{section_id}/preview",
        "GET /sections/{section_id}/requirements",
        "POST /selections",
        "GET /selections",
        "GET /timetable",
        "GET /timetable.ics",
        "GET /timetable/feed",
        "POST /timetable/feed",
        "DELETE /timetable/feed",
        "GET /permits",
        "GET /events",
        "GET /notices",
        "POST /notices/read",
        "GET /history",
        "GET /holds",
        "POST /plans/preview",
        "GET /browser-key",
    ],
    Access.OWN: [
        "GET /selections/{ticket_id}",
        "DELETE /selections/{ticket_id}",
        "GET /tickets/{ticket_id}/receipt",
    ],
}
_TEACHER: _Rows = {
    Access.STAFF: ["GET /terms", "GET /courses", "GET /sections"],
    Access.OWN_SECTION: ["GET /sections/{section_id}"],
    Access.ADMIN: [
        "GET /selection",
        "GET /selection/figures",
        "POST /selection/pause",
        "POST /selection/resume",
        "POST /rehearsals",
        "GET /rehearsals/{code}/rosters",
        "GET /rehearsals/{code}/outcomes",
        "GET /rehearsals/{code}/tickets",
        "POST /rehearsals/{code}/audit",
        "DELETE /rehearsals/{code}",
        "GET /nodes",
    ],
}
_GATEWAY: _Rows = {
    Access.OPEN: [
        *PROBES,
        "GET /status",
        "GET /docs/{node}",
        "GET /docs/{node}/openapi.json",
        "GET /openapi.json",
    ],
    Access.NODE: ["GET /metrics"],
}


def _flat(*parts: _Rows) -> dict[str, Access]:
    return {route: access for part in parts for access, routes in part.items() for route in routes}


TABLE: dict[str, dict[str, Access]] = {
    "data_node": _flat(_EVERY_NODE, _STAFF_MATTERS, _DATA),
    "queue_node": _flat(_EVERY_NODE, _QUEUE),
    "student_node": _flat(_EVERY_NODE, _STUDENT),
    "teacher_node": _flat(_EVERY_NODE, _STAFF_MATTERS, _TEACHER),
    "gateway": _flat(_GATEWAY),
    "auth_node": _flat(_EVERY_NODE, _AUTH),  # last: here sessions end
}
