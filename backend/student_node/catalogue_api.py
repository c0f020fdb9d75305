"""The catalogue at the student door: searched, whole, and what changed."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import parse_qs, parse_qsl

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import backend
from backend.common.bodies import JSON, answer, documented
from backend.common.deps import ServiceFrame, User
from backend.common.errors import Refused
from backend.common.guarded import GuardedApp
from backend.common.models import SECTION_EXAMPLE, SectionView
from backend.common.parameters import SectionId
from backend.common.remembering import remember
from backend.common.service import errors
from backend.common.terms import OWN_TERMS_EXAMPLE, OwnTerms
from backend.common.whole_request import WholeRequest
from backend.student_node.asking import NOT_LOGGED_IN, TheDesk, feed_number, is_known, user_of
from backend.student_node.catalogue import Wish
from backend.student_node.desk import Desk

router = APIRouter()


class Filters(BaseModel):
    """What `/catalogue` can be narrowed down by."""

    model_config = ConfigDict(extra="forbid")

    term: str | None = Field(None, max_length=50, description="A term's code.")
    q: str = Field("", max_length=200, description="Words in code, title, number, people, tags.")
    subject: str = Field("", max_length=20, description="The course code's first part, `CSCI`.")
    credits: float | None = Field(None, ge=0, le=100)
    days: str = Field("", pattern="^[MTWRFSU]*$", description="Meets on no other days.")
    open: bool = Field(default=False, description="Only with a free seat.")
    tag: str = Field("", max_length=100, description="With this tag, `online`.")
    limit: int = Field(50, ge=1, le=1000, description="How many at most.")
    offset: int = Field(0, ge=0, le=2**31 - 1, description="How many to pass over.")

    def wish(self) -> Wish:
        """What to search for."""
        return Wish(
            self.term,
            tuple(self.q.casefold().split()),
            self.subject.casefold(),
            self.credits,
            self.days,
            self.open,
            self.tag,
        )


@remember(4096)
def _asked(query: bytes) -> dict[str, list[str]]:
    """The values of each name in a query; thousands ask in the same words."""
    return parse_qs(query.decode("latin-1"))


def _query_text(request: Request, name: str) -> str:
    value = _asked(request.scope["query_string"]).get(name, [""])[-1]
    if not value:
        places = [{"where": f"query.{name}", "message": "is missing"}]
        raise Refused("invalid_fields", errors=places)
    return value


def _described(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}


@lru_cache(maxsize=16)
def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers=_described(tag))


@lru_cache(maxsize=256)
def _seats(body: bytes) -> Response:
    return Response(body, media_type=JSON, headers={"Cache-Control": "no-store"})


@router.get(
    "/terms",
    summary="The terms there are, the newest first",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "not_ready", "no_such_student"),
    openapi_extra=documented(gives=OwnTerms, example=OWN_TERMS_EXAMPLE),
)
async def terms(desk: TheDesk, user: User, frame: ServiceFrame) -> Response:
    """Those whose catalogue one can look at, and the rounds for whoever asks; no rehearsals."""
    rounds = await desk.rounds_of(user)
    return answer(
        OwnTerms(
            items=desk.catalogue.terms(),
            time_zone=frame.settings.campus_time_zone,
            now=frame.clock(),
            rounds=rounds,
            in_rounds=sorted({each.term for each in desk.catalogue.rounds()}),
        )
    )


@router.get(
    "/catalogue",
    summary="Search the sections",
    tags=["catalogue"],
    response_model=None,
    responses={
        304: {"description": "Nothing changed."},
        **errors(*NOT_LOGGED_IN, "no_such_term", "invalid_fields", "not_ready"),
    },
    openapi_extra=documented(
        gives=dict[str, Any],
        example={"items": [SECTION_EXAMPLE], "total": 1, "limit": 50, "offset": 0, "number": 5120},
    ),
)
async def search(
    desk: TheDesk, _user: User, request: Request, asked: Annotated[Filters, Query()]
) -> Response:
    """From memory, with the seats as they are now; `number` is the change that it knows of."""
    return _found(desk, request, asked)


async def _search(request: Request) -> Response:
    await user_of(request)
    return _found(request.app.state.desk, request, filters_in(request.scope["query_string"]))


def _search_at_once(request: WholeRequest) -> Response | None:
    if not is_known(request):
        return None
    return _found(request.app.state.desk, request, filters_in(request.scope["query_string"]))


@remember(4096)
def filters_in(query: bytes) -> Filters:
    """What a query asks for, as FastAPI would read it; thousands ask in the same words."""
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    try:
        return Filters.model_validate(given)
    except ValidationError as error:
        places = [
            {"where": ".".join(["query", *map(str, item["loc"])]), "message": item["msg"]}
            for item in error.errors()
        ]
        raise Refused("invalid_fields", errors=places) from None


def _found(desk: Desk, request: Request, asked: Filters) -> Response:
    desk.catalogue.require_loaded()
    tag = f'"{backend.__version__}-{desk.catalogue.number}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    found = desk.catalogue.search(asked.wish())
    page = {
        "items": [shelf.view for shelf in found[asked.offset : asked.offset + asked.limit]],
        "total": len(found),
        "limit": asked.limit,
        "offset": asked.offset,
        "number": desk.catalogue.number,
    }
    return answer(page, headers=headers)


@router.get(
    "/catalogue/whole",
    summary="All sections of a term at once",
    tags=["catalogue"],
    response_model=None,
    responses={
        304: {"description": "No description changed."},
        **errors(*NOT_LOGGED_IN, "no_such_term", "invalid_fields", "not_ready"),
    },
    openapi_extra={
        **documented(gives=dict[str, Any], example={"number": 5120, "items": [SECTION_EXAMPLE]}),
        "parameters": [
            {
                "name": "term",
                "in": "query",
                "required": True,
                "schema": {"type": "string", "maxLength": 64},
                "description": "A term's code.",
            }
        ],
    },
)
async def whole(request: Request) -> Response:
    """The tag changes with the descriptions only; ask for the seats since `number` then."""
    desk: Desk = request.app.state.desk
    await user_of(request)
    term = _query_text(request, "term")
    tag = desk.whole.tag_of(term)
    if request.headers.get("if-none-match") == tag:
        return _unchanged(tag)
    encoded = await desk.whole.of(term)
    headers = _described(encoded.tag)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(encoded.zipped, headers=headers, media_type=JSON)
    return Response(encoded.plain, headers=headers, media_type=JSON)


def _whole_unchanged(request: WholeRequest) -> Response | None:
    if not is_known(request):
        return None
    desk: Desk = request.app.state.desk
    tag = desk.whole.tag_of(_query_text(request, "term"))
    return _unchanged(tag) if request.headers.get("if-none-match") == tag else None


@router.get(
    "/catalogue/changes",
    summary="Seats that changed since a number",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "invalid_fields", "not_ready", "feed_gap"),
    openapi_extra={
        **documented(
            gives=dict[str, Any], example={"number": 5121, "seats": [[17, 30, 30], [18, 2, None]]}
        ),
        "parameters": [
            {
                "name": "after",
                "in": "query",
                "required": True,
                "schema": {"type": "integer", "minimum": 0},
                "description": "The number one has.",
            }
        ],
    },
)
async def seat_changes(request: Request) -> Response:
    """Section, seats taken, ceiling (null is unlimited); ask again after `number`."""
    desk: Desk = request.app.state.desk
    await user_of(request)
    return _changes(request, desk)


def _changes_at_once(request: WholeRequest) -> Response | None:
    return _changes(request, request.app.state.desk) if is_known(request) else None


def _changes(request: Request, desk: Desk) -> Response:
    after = _query_text(request, "after")
    return _seats(desk.recent.since(feed_number(after, "query.after")))


@router.get(
    "/sections/{section_id}",
    summary="One section",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "no_such_section", "invalid_fields", "not_ready"),
    openapi_extra=documented(gives=SectionView, example=SECTION_EXAMPLE),
)
async def section(section_id: SectionId, desk: TheDesk, _user: User) -> Response:
    """With its seats as they are now."""
    return answer(desk.catalogue[section_id].view)


def add_routes(app: GuardedApp) -> None:
    """Put the routes on `app`, the busiest ones ahead of the framework."""
    app.include_router(router)
    app.serve_fast("GET", "/catalogue", _search, _search_at_once)
    app.serve_fast("GET", "/catalogue/whole", whole, _whole_unchanged)
    app.serve_fast("GET", "/catalogue/changes", seat_changes, _changes_at_once)
