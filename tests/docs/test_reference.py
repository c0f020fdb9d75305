"""Tables of the documents are what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.common.settings import VARIABLES, load_settings
from tests.docs.documents import CHECKOUT, GUIDE, README
from tests.docs.refusals_page import page


def test_every_refusal_is_listed() -> None:
    assert (CHECKOUT / "docs/refusals.md").read_text() == page(), "run: make docs"


def test_the_example_settings_are_all_there_are() -> None:
    text = (CHECKOUT / ".env.example").read_text()
    assert sorted(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.M)) == sorted(VARIABLES)
    assert not re.search(r"^[A-Z_]+_NODE_URL=", text, re.M)


def test_the_example_settings_change_nothing() -> None:
    example = load_settings({}, CHECKOUT / ".env.example")
    default = load_settings({})
    assert example.sockets_on == default.sockets_on
    for name in set(default.__struct_fields__) - {"use_sockets"}:
        assert getattr(example, name) == getattr(default, name), name


def test_the_guide_lists_every_setting() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", GUIDE.read_text(), re.M)
    assert sorted(rows) == sorted(VARIABLES)


@pytest.mark.parametrize(
    "document",
    [README, GUIDE, *sorted((CHECKOUT / "docs").rglob("*.md"))],
    ids=lambda path: path.name,
)
def test_links_lead_somewhere(document: Path) -> None:
    # What is in docs/performance becomes part of a page in docs.
    folder = document.parent.parent if document.parent.name == "performance" else document.parent
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text()):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = (folder / name) if name else document
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.M)
            assert anchor in {slug(heading) for heading in headings}, target


def slug(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
