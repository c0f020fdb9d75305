"""Logging: one line an event, with the request's id; JSON in production."""

from __future__ import annotations

import itertools
import logging
import re
import secrets
import sys
import time
from contextvars import ContextVar

import msgspec

from backend.common.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="-")
traceparent: ContextVar[str] = ContextVar("traceparent", default="")
"""The span that is worked on, as W3C's header line has it; "" where nobody collects traces."""


SECRET_IN_PATH = re.compile(r"(/calendar/)[^/\s\"']+")  # an address that opens without a login

_process = secrets.token_hex(4)
_ids = (f"{_process}{number:08x}" for number in itertools.count())


def new_request_id() -> str:
    """An id for a request that has none: the process's own beginning, then a number."""
    return next(_ids)


def without_secrets(line: str) -> str:
    """A line with the secrets of addresses left out, wherever they were written from."""
    return SECRET_IN_PATH.sub(r"\1…", line)


class PlainFormatter(logging.Formatter):
    """`12:00:01 data_node WARNING text [request]` for people."""

    def __init__(self, service: str) -> None:
        super().__init__(f"%(asctime)s {service} %(levelname)s %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The line of one event."""
        line = without_secrets(super().format(record))
        current = request_id.get()
        return line if current == "-" else f"{line} [{current}]"


class JsonFormatter(logging.Formatter):
    """One JSON object a line for machines."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def format(self, record: logging.LogRecord) -> str:
        """The line of one event."""
        entry = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "service": self.service,
            "request": request_id.get(),
            "message": record.getMessage(),
        }
        if traceparent.get():
            entry["trace"] = traceparent.get().split("-")[1]
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return without_secrets(msgspec.json.encode(entry).decode())


def configure_logging(service: str, settings: Settings) -> None:
    """Log lines of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = PlainFormatter if settings.development else JsonFormatter
    handler.setFormatter(formatter(service))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
