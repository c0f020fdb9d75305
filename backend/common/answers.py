"""Answers encoded by msgspec, and documented in OpenAPI from the same structs."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec
from fastapi import Response

JSON = "application/json"
REFERENCE = "#/$defs/"

Schema = dict[str, Any]


def json_answer(value: object, status: int = 200) -> Response:
    """`value`, a struct or what is made of them, as the answer to a request."""
    return Response(msgspec.json.encode(value), status_code=status, media_type=JSON)


def answers(example: object, status: int = 200, description: str = "") -> dict[int | str, Any]:
    """The `responses` of a route that answers with a struct like `example`.

    The schema is that of the example's type, so neither can drift from what the route returns:

        @router.get("/terms", responses={**answers(TermList(items=[…])), **errors(…)})
    """
    kind = type(example)
    text = description or _first_line(kind)
    content = {"schema": schema_of(kind), "example": msgspec.to_builtins(example)}
    return {status: {"description": text, "content": {JSON: content}}}


def schema_of(kind: type) -> Schema:
    """The JSON schema of a type that does not contain itself, complete at its place."""
    schema = msgspec.json.schema(kind)
    definitions: dict[str, Schema] = schema.pop("$defs", {})
    whole: Schema = _resolved(schema, definitions)
    return whole


def _resolved(part: Any, definitions: dict[str, Schema]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(part, list):
        return [_resolved(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolved(definitions[part["$ref"].removeprefix(REFERENCE)], definitions)
    if isinstance(part.get("description"), str):
        part = {**part, "description": cleandoc(part["description"])}
    return {name: _resolved(value, definitions) for name, value in part.items()}


def _first_line(kind: type) -> str:
    return (kind.__doc__ or kind.__name__).partition("\n")[0]
