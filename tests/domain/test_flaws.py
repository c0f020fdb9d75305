"""Whatever can be wrong with a field has a sentence in every language of the pages."""

from __future__ import annotations

import json
import re

import pytest

from tests.system.installation import CHECKOUT

FLAW = re.compile(r'\bflaw\(\s*"(\w+)"')
SOURCES = ("backend/domain", "backend/auth_node")


def codes() -> set[str]:
    files = [file for folder in SOURCES for file in (CHECKOUT / folder).glob("*.py")]
    return {code for file in files for code in FLAW.findall(file.read_text())}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_flaw_can_be_said(language: str) -> None:
    file = CHECKOUT / "frontend" / "src" / "locales" / language / "fault.json"
    said = json.loads(file.read_text())
    assert len(codes()) > 15
    assert codes() - said.keys() == set()
