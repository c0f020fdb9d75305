"""All pages there are, read from the router, so that none can be forgotten."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.system.installation import CHECKOUT

ROUTER = CHECKOUT / "frontend" / "src" / "app" / "router.ts"
ROUTE = re.compile(r"path: '([^']+)'.*?(?=path: '|\n\]\n)", re.DOTALL)
WHO = re.compile(r"for: '(\w+)'")
UNKNOWN = "/no-such-page"


class PageRoute(NamedTuple):
    """An address with its parameter open, and for whom it is."""

    path: str
    who: str


def page_routes() -> list[PageRoute]:
    """Every page, also those that are shown inside another."""
    found: list[PageRoute] = []
    for match in ROUTE.finditer(ROUTER.read_text()):
        path, who = match[1], WHO.search(match[0])
        if not path.startswith("/"):  # a child, for whom its parent is
            path = f"{found[-1].path}/{path}"
        place = UNKNOWN if "rest" in path else re.sub(r":(\w+)(\([^)]*\))?", r"{\1}", path)
        found.append(PageRoute(place, who[1] if who else found[-1].who))
    return found
