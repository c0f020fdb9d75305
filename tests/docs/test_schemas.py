"""The schemas of what commands print are those of what services say."""

from __future__ import annotations

import pytest

from tests.docs.printed import PRINTED
from tests.docs.schemas import exact, file_of, schema


@pytest.mark.parametrize("path", PRINTED)
def test_a_schema_is_up_to_date(path: str) -> None:
    assert file_of(path).read_text() == schema(path), "python -m tests.docs.schemas writes it anew"


def test_fields_that_may_be_unset_are_the_only_ones_not_required() -> None:
    field = {"title": "A", "type": "integer"}
    given = {
        "properties": {"a": field, "b": {**field, "default": 0}, "c": field},
        "required": ["a"],
    }
    made = exact({"type": "object", "description": "x", **given})
    assert made == {
        "type": "object",
        "properties": {name: {"type": "integer"} for name in "abc"},
        "required": ["a", "b"],
        "additionalProperties": False,
    }
