"""The refresh token of a browser: in a cookie that no script reads and no other site can use.

A page says with each such call that it is one of ours, in a header line that forms, images and
links cannot send and that other sites may not send; the browser says where the page comes from.
Without that line the cookie is not looked at, so a cookie alone is never enough for anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, TypeVar
from urllib.parse import urlsplit

import msgspec
from fastapi import Depends, Header, Request, Response

from backend.auth_node.actor import WEB
from backend.auth_node.login_models import LoggedIn, Tokens
from backend.auth_node.models import Answer
from backend.auth_node.sessions import LIFETIME
from backend.common.bodies import answer
from backend.common.errors import Refused

A = TypeVar("A", bound=Answer)
PLAIN_NAME: Final = "course-selection-refresh"
SECURE_NAME: Final = f"__Secure-{PLAIN_NAME}"  # browsers take it over https alone
PATH: Final = "/api/auth"  # as browsers see this node
SAME_ORIGIN: Final = "same-origin"
SECURE: Final = "https"


@dataclass(frozen=True, slots=True)
class Visit:
    """How somebody calls: a browser on one of our pages, or any other program.

    Attributes:
        web: whether it is such a browser, which the rest is for.
        secure: whether the page was loaded over https.
        refresh_token: what its cookie holds, "" without one.
    """

    web: bool = False
    secure: bool = False
    refresh_token: str = ""

    def remember(self, refresh_token: str) -> str:
        """The header line that puts a token into the cookie."""
        return self._set_cookie(refresh_token, int(LIFETIME))

    def forget(self) -> str:
        """The header line that removes the cookie."""
        return self._set_cookie("", 0)

    def _set_cookie(self, value: str, seconds: int) -> str:
        name = _name(self.secure)
        line = f"{name}={value}; Max-Age={seconds}; Path={PATH}; HttpOnly; SameSite=Strict"
        return f"{line}; Secure" if self.secure else line


async def _visit(
    request: Request,
    x_course_selection: Annotated[
        str,
        Header(description=f"`{WEB}` from a web page: the refresh token travels in a cookie."),
    ] = "",
) -> Visit:
    return visit_of(request, x_course_selection)


def visit_of(request: Request, kind: str) -> Visit:
    """How somebody calls who says so by `kind`, the value of the line `actor.MARK`.

    Raises:
        Refused: `other_site`, for a page that is not one of ours.
    """
    if kind != WEB:
        return Visit()
    origin = urlsplit(request.headers.get("origin", ""))
    if not _same_origin(request, origin.netloc):
        raise Refused("other_site")
    secure = origin.scheme == SECURE
    return Visit(web=True, secure=secure, refresh_token=cookie_in(request, _name(secure)))


Browser = Annotated[Visit, Depends(_visit)]


def handed_over(visit: Visit, body: Answer) -> Response:
    """The answer `body`; a browser gets the refresh token in its cookie and not in the body."""
    kept, line = parted(visit, body)
    return answer(kept, headers={"Set-Cookie": line} if line else None)


def parted(visit: Visit, body: A) -> tuple[A, str]:
    """What of `body` goes on to a browser, and the header line with the rest; "" for none."""
    if not visit.web or not isinstance(body, (LoggedIn, Tokens)):
        return body, ""
    line = visit.remember(str(body.refresh_token))
    return msgspec.structs.replace(body, refresh_token=msgspec.UNSET), line


def _same_origin(request: Request, netloc: str) -> bool:
    """What the browser says itself, which no page can change; older ones only name the page."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == SAME_ORIGIN
    host = request.headers.get("x-forwarded-host") or request.headers.get("host", "")
    return bool(netloc) and netloc.lower() == host.lower()


def cookie_in(request: Request, wanted: str) -> str:
    """What the cookie of this name holds, "" where there is none."""
    pairs = (pair.partition("=") for pair in request.headers.get("cookie", "").split(";"))
    return next((value.strip() for name, _, value in pairs if name.strip() == wanted), "")


def _name(secure: bool) -> str:
    return SECURE_NAME if secure else PLAIN_NAME
