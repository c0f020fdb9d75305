"""Refusals as exceptions and as RFC 9457 problem details."""

from __future__ import annotations

from typing import Any

import msgspec

from backend.domain.refusals import REFUSALS, Refusal, sentence_of

PROBLEM_TYPE = "application/problem+json"
DEFAULT_RETRY_SECONDS = 1
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "values": {"type": "object"},
    },
}
"""What `Refused.problem` gives."""


class Refused(Exception):
    """The system says no.

    Args:
        code: a code of `REFUSALS`.
        retry_after: seconds after which trying again makes sense.
        detail: replaces the table's sentence where a place knows a better one.
        errors: the places that are wrong, each `{"where": …, "message": …}`.
        values: fill the `{names}` of the sentence; clients get them for sentences of their own.
    """

    def __init__(
        self,
        code: str,
        *,
        retry_after: float | None = None,
        detail: str = "",
        errors: list[dict[str, Any]] | None = None,
        **values: object,
    ) -> None:
        self.refusal: Refusal = REFUSALS[code]
        self.detail = detail or sentence_of(code, values)
        self.errors = errors or []
        self.values = {name: it for name, it in values.items() if isinstance(it, (str, int, float))}
        self.retry_after = retry_after
        if retry_after is None and self.refusal.retry:
            self.retry_after = DEFAULT_RETRY_SECONDS
        super().__init__(f"{code}: {self.detail}")

    @property
    def code(self) -> str:
        """The stable code."""
        return self.refusal.code

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to the answer: `Retry-After` in whole seconds, at least 1."""
        if self.retry_after is None:
            return {}
        return {"Retry-After": str(max(1, round(self.retry_after + 0.499)))}

    def problem(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": self.code.replace("_", " ").capitalize(),
            "status": self.refusal.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        if self.values:
            body["values"] = self.values
        return body

    def body(self) -> bytes:
        """The body of the answer, encoded."""
        return msgspec.json.encode(self.problem())


def refusal_from_problem(body: object, status: int, service: str, retry_after: str = "") -> Refused:
    """The refusal that another service answered with, to be raised on.

    Args:
        retry_after: its header of that name.
    """
    if isinstance(body, dict) and body.get("code") in REFUSALS:
        errors, values = body.get("errors"), body.get("values")
        refused = Refused(
            str(body["code"]),
            retry_after=float(retry_after) if retry_after.isdecimal() else None,
            detail=str(body.get("detail", "")),
            errors=errors if isinstance(errors, list) else None,
        )
        refused.values = values if isinstance(values, dict) else {}
        return refused
    if status >= 500:
        return Refused("service_away", service=service)
    return Refused("bad_request", detail=f"{service} answered {status}")
