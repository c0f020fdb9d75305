"""The student door's calendars: the file to download, and the address to subscribe to."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from backend.common.bodies import answer, documented
from backend.common.calendars import ADDRESS_EXAMPLE, STATE_EXAMPLE, FeedAddress, FeedState
from backend.common.deps import ServiceFrame, Student, Token
from backend.common.errors import Refused
from backend.common.parameters import TermCode
from backend.common.service import errors
from backend.student_node.asking import NOT_LOGGED_IN, TheDesk
from backend.student_node.calendars import CalendarFile, Calendars
from backend.student_node.desk import Desk

router = APIRouter(tags=["timetable"])
CALENDAR = "text/calendar"
CALENDAR_EXAMPLE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…"
THE_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {CALENDAR: {"example": CALENDAR_EXAMPLE}}},
    304: {"description": "Nothing changed."},
}
Secret = Annotated[str, Path(max_length=64, description="The secret of the address.")]


async def _calendars(request: Request) -> Calendars:
    calendars: Calendars = request.app.state.calendars
    return calendars


TheCalendars = Annotated[Calendars, Depends(_calendars)]


@router.get(
    "/timetable.ics",
    summary="What I hold, as a file for calendars",
    response_class=Response,
    responses={
        **THE_FILE,
        **errors(
            *NOT_LOGGED_IN,
            "role_not_allowed",
            "no_such_term",
            "term_without_days",
            "invalid_fields",
            "not_ready",
            "service_away",
        ),
    },
)
async def download(
    request: Request,
    *,
    calendars: TheCalendars,
    desk: TheDesk,
    student: Student,
    frame: ServiceFrame,
    term: TermCode = None,
) -> Response:
    """As RFC 5545 has it, a weekly event a meeting; without a term, of all whose days are known.

    Downloading it again changes the same events.
    """
    if term is not None:
        _require_days(desk, term)
    file = await calendars.own(student.person, term, frame.clock())
    return _served(request, file, f"{term or 'timetable'}.ics")


@router.get(
    "/timetable/feed",
    summary="Whether my calendar has an address",
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "service_away"),
    openapi_extra=documented(gives=FeedState, example=STATE_EXAMPLE),
)
async def feed_state(calendars: TheCalendars, student: Student) -> Response:
    """Since when; the address itself is told once, when it is made."""
    return answer(await calendars.state(student.person), headers={"Cache-Control": "no-store"})


@router.post(
    "/timetable/feed",
    summary="Give my calendar a new secret address",
    status_code=201,
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "no_such_student", "service_away"),
    openapi_extra=documented(gives=FeedAddress, status=201, example=ADDRESS_EXAMPLE),
)
async def make_feed(calendars: TheCalendars, student: Student, token: Token) -> Response:
    """Whoever knows it can read the calendar and nothing else; the address before it ends."""
    made = await calendars.new_address(student.person, token)
    return answer(made, status=201, headers={"Cache-Control": "no-store"})


@router.delete(
    "/timetable/feed",
    summary="End the address of my calendar",
    status_code=204,
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "service_away"),
)
async def end_feed(calendars: TheCalendars, student: Student, token: Token) -> Response:
    """Calendars that subscribed to it get nothing any more."""
    await calendars.revoke(student.person, token)
    return Response(status_code=204)


@router.get(
    "/calendar/{secret}.ics",
    summary="The calendar at a secret address",
    response_class=Response,
    responses={
        **THE_FILE,
        **errors("no_such_calendar", "too_many_requests", "invalid_fields", "service_away"),
    },
)
async def subscribed(
    request: Request, calendars: TheCalendars, frame: ServiceFrame, secret: Secret
) -> Response:
    """Without logging in: the address is the secret."""
    return _served(request, await calendars.at_address(secret, frame.clock()), "timetable.ics")


def _require_days(desk: Desk, code: str) -> None:
    desk.catalogue.require_loaded()
    found = next((term for term in desk.catalogue.terms() if term.code == code), None)
    if found is None:
        raise Refused("no_such_term", term=code)
    if found.first_day is None:
        raise Refused("term_without_days", term=code)


def _served(request: Request, file: CalendarFile, name: str) -> Response:
    headers = {"ETag": file.tag, "Cache-Control": "private, no-cache"}
    known = request.headers.get("if-none-match", "")
    if file.tag in (tag.strip() for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(file.text, media_type=CALENDAR, headers=headers)
