"""An HTTP request as bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

WITH_A_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
LITERAL_IN_A_TARGET: Final = "/:@!$&'()*+,;=~?%[]"  # RFC 3986 with what is encoded already
NOT_IN_A_TARGET: Final = re.compile(r"[^!-~]|#")


def request_bytes(
    method: str, host: str, path: str, headers: Mapping[str, str], body: bytes | None
) -> bytes:
    """The request, head and body.

    Args:
        path: path and query; what may not stand there is percent-encoded.

    Raises:
        ValueError: a header line holds a line break.
    """
    if NOT_IN_A_TARGET.search(path):
        path = quote(path, safe=LITERAL_IN_A_TARGET)
    lines = [f"{method} {path} HTTP/1.1\r\nHost: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None or method in WITH_A_BODY:
        lines.append(f"Content-Length: {len(body or b'')}")
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) or head.count("\r") != len(lines):
        raise ValueError("a header line holds a line break")
    encoded = _encoded(head)
    return b"%b\r\n\r\n%b" % (encoded, body) if body else encoded + b"\r\n\r\n"


def _encoded(head: str) -> bytes:
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:
        return head.encode()
