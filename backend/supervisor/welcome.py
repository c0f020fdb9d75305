"""What the supervisor says when everything is ready."""

from __future__ import annotations

from backend.common.services import GATEWAY
from backend.common.settings import DEVELOPMENT_PASSWORD, DEVELOPMENT_USERNAME, Settings


def welcome(settings: Settings) -> str:
    """Where to click, how to log in, how to stop."""
    name = settings.admin_username or DEVELOPMENT_USERNAME
    lines = [
        "",
        "Course selection is ready.",
        "",
        f"  Start page   {settings.urls(GATEWAY.name)[0]}/",
        f"  Log in       .venv/bin/course-cli user login --username {name}",
        f"               {_password_words(settings)}",
        "  Stop         Ctrl-C here, or ./start_backend.sh stop in another terminal",
        "",
    ]
    return "\n".join(lines)


def _password_words(settings: Settings) -> str:
    if settings.development and not settings.admin_password:
        return f"(the first password of a development installation is {DEVELOPMENT_PASSWORD})"
    return "(the first password is the one in ADMIN_PASSWORD)"
