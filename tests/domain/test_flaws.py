"""Whatever can be wrong with a field has a sentence in every language of the pages."""

from __future__ import annotations

import json
import re

import pytest

from backend.domain.catalogue_notes import Remark
from tests.system.installation import CHECKOUT

FLAW = re.compile(r'\bflaw\(\s*"(\w+)"')
SOURCES = ("backend/domain", "backend/auth_node", "backend/data_node")


def codes() -> set[str]:
    files = [file for folder in SOURCES for file in (CHECKOUT / folder).glob("*.py")]
    return {code for file in files for code in FLAW.findall(file.read_text())}


def texts(language: str, subject: str) -> dict[str, str]:
    file = CHECKOUT / "frontend" / "src" / "locales" / language / f"{subject}.json"
    said: dict[str, str] = json.loads(file.read_text())
    return said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_flaw_can_be_said(language: str) -> None:
    said = texts(language, "fault")
    assert len(codes()) > 15
    assert codes() - said.keys() == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_noted_of_a_catalogue_can_be_said(language: str) -> None:
    assert texts(language, "staff/remark").keys() == {remark.name.lower() for remark in Remark}
