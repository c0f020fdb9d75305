"""Header lines that keep a browser from doing with our pages what they were not made for."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = "Content-Security-Policy"
OWN_CONTENT_ONLY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " object-src 'none'"
)
WITH_DATA_IMAGES = f"{OWN_CONTENT_ONLY}; img-src 'self' data:"
WITH_INLINE_STYLES = f"{OWN_CONTENT_ONLY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
ON_EVERY_PAGE = {
    CSP: OWN_CONTENT_ONLY,
    # Browsers pass it over where the page came over plain HTTP (RFC 6797, section 8.1).
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class PageHeaders:
    """Adds `ON_EVERY_PAGE` where the page does not say otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ON_EVERY_PAGE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
