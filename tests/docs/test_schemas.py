"""The schemas of what commands print are those of what services say."""

from __future__ import annotations

import pytest

from tests.docs.schemas import PRINTED, file_of, schema


@pytest.mark.parametrize("path", PRINTED)
def test_a_schema_is_up_to_date(path: str) -> None:
    assert file_of(path).read_text() == schema(path), "python -m tests.docs.schemas writes it anew"
