"""Requests that nobody sends by mistake, made of what a node says of its routes."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.nodes.permissions import TABLE, Access, Caller

NOT_ASKED = {
    "GET /events",  # which never end
    "DELETE /sessions",
    "DELETE /sessions/{id}",
    "POST /logout",  # after which nobody would be let in
    "POST /pause",
    "POST /selection/pause",
    "POST /internal/backup",  # which writes wherever it is told to
    "POST /internal/selections",  # which is MessagePack
}
STUDENTS = (Access.STUDENT, Access.OWN)

TEXTS = [
    "",
    "0",
    "-1",
    "1e400",
    "NaN",
    "9" * 25,
    "\0",
    "'; DROP TABLE sections; --",
    "..%2f..%2fetc%2fpasswd",
    "\ufffe\U0001f4a3\u202e",
    "A" * 5000,
    "%s%n{0}${x}",
]
VALUES: list[object] = [
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    10**30,
    1e308,
    0.1,
    [],
    {},
    [None],
    [10**30],
    ["\0"],
    [[[[1]]]],
    {"": {"a": []}},
    *TEXTS,
]
BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'""',
    b"\xff\xfe\x00",
    b'{"a": NaN}',
    b'{"\\ud800": "\\udfff"}',
    b"[" * 5000,
    b'{"a":' * 5000,
    b"\xef\xbb\xbf{}",
    b"a,b\n\0,=1+1\n",
]


class Odd(NamedTuple):
    """A request: where it goes and what it brings."""

    path: str
    body: bytes | None

    def __str__(self) -> str:
        return f"{self.path[:120]} {(self.body or b'')[:200]!r}"


def caller_of(node: str, route: str) -> Caller:
    """Somebody whom the door lets in, so that more is asked than the door."""
    return Caller.STUDENT if TABLE[node][route] in STUDENTS else Caller.ADMIN


def odd_requests(
    description: Mapping[str, Any],
    path: str,
    method: str,
    known: Mapping[str, str],
    draw: random.Random,
    few: int,
) -> Iterator[Odd]:
    """Odd requests for a route: each of its parameters and fields with `few` odd values.

    Args:
        description: the whole of the node's.
        known: values of parameters of the address that lead to something.
    """
    operation: Mapping[str, Any] = description["paths"][path][method]
    usual = filled(path, known)
    body = usual_body(operation)
    for parameter in operation.get("parameters", []):
        for value in draw.sample(TEXTS, few):
            if parameter["in"] == "path":
                yield Odd(filled(path, {**known, parameter["name"]: _in_address(value)}), body)
            elif parameter["in"] == "query":
                yield Odd(f"{usual}?{urlencode({parameter['name']: value})}", body)
    if body is None:
        return
    for raw in draw.sample(BODIES, few):
        yield Odd(usual, raw)
    for wrong in _wrong_fields(json_of(body), _fields(description, operation), draw, few):
        yield Odd(usual, json.dumps(wrong).encode())


def filled(path: str, values: Mapping[str, str]) -> str:
    """An address with its parameters in their places."""
    return re.sub(r"\{([^}]+)\}", lambda found: values.get(found.group(1), "1"), path)


def _in_address(value: str) -> str:
    return value.replace("/", "").replace("?", "").replace("#", "")


def usual_body(operation: Mapping[str, Any]) -> bytes | None:
    """The body that the description gives as an example."""
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        example = content.get("example")
        return json.dumps(example).encode() if "json" in kind else str(example).encode()
    return None


def json_of(body: bytes) -> object:
    """What a body says, None where it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _fields(description: Mapping[str, Any], operation: Mapping[str, Any]) -> list[str]:
    """The names of all fields that the body may have."""
    [schema] = [
        content.get("schema", {}) for content in operation["requestBody"]["content"].values()
    ]
    while "$ref" in schema or "anyOf" in schema:
        schema = schema["anyOf"][0] if "anyOf" in schema else _referred(description, schema["$ref"])
    return list(schema.get("properties", {}))


def _referred(node: Any, reference: str) -> Any:  # noqa: ANN401 - JSON
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node


def _wrong_fields(
    body: object, fields: list[str], draw: random.Random, few: int
) -> Iterator[object]:
    """`body` with a field left out, one too many, and each with odd values, one at a time."""
    if not isinstance(body, dict):
        return
    yield {**body, "surplus": 1}
    present = list(_places(body))
    for place in present:
        yield _with(body, place, remove=True)
    for place in present + [(name,) for name in fields if name not in body]:
        for value in draw.sample(VALUES, few):
            yield _with(body, place, value)


def _places(node: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts: Any = node.items() if isinstance(node, dict) else ()
    if isinstance(node, list):
        parts = list(enumerate(node))[:1]
    for name, part in parts:
        yield (*above, name)
        yield from _places(part, (*above, name))


def _with(
    body: object, place: tuple[Any, ...], value: object = None, *, remove: bool = False
) -> object:
    changed: Any = copy.deepcopy(body)
    node = changed
    for name in place[:-1]:
        node = node[name]
    if remove:
        del node[place[-1]]
    else:
        node[place[-1]] = value
    return changed
