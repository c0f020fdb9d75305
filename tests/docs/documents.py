"""The documents, taken apart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[2]
README = CHECKOUT / "README.md"
GUIDE = CHECKOUT / "CLI_SOCKET_GUIDE.md"
FENCE = re.compile(
    r"(?:<!-- (?P<mark>[^>]+) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```", re.M | re.S
)
HEADING = re.compile(r"^##+ (.+)$", re.M)


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        mark: what the comment line before it says.
    """

    document: str
    language: str
    mark: str
    text: str


def blocks(document: Path, language: str) -> list[Block]:
    return [
        Block(document.name, language, found["mark"] or "", found["text"])
        for found in FENCE.finditer(document.read_text())
        if found["language"] == language
    ]


def sections(document: Path) -> dict[str, list[Block]]:
    """Heading to the shell blocks under it, up to the next heading of any level."""
    text = document.read_text()
    headings = [(found.start(), found[1]) for found in HEADING.finditer(FENCE.sub(_blank, text))]
    found: dict[str, list[Block]] = {heading: [] for _, heading in headings}
    for block in FENCE.finditer(text):
        if block["language"] == "sh":
            above = [heading for start, heading in headings if start < block.start()]
            found[above[-1]].append(Block(document.name, "sh", block["mark"] or "", block["text"]))
    return found


def _blank(block: re.Match[str]) -> str:
    return " " * len(block[0])


def commands(document: Path) -> list[str]:
    """Every `course-cli …` line of the document's shell blocks and running text."""
    found: list[str] = []
    for block in blocks(document, "sh"):
        text = block.text.replace("\\\n", " ")
        found += [line.strip() for line in text.splitlines() if line.startswith("course-cli")]
    prose = FENCE.sub("", document.read_text())
    found += re.findall(r"`(course-cli [^`]+)`", prose)
    return found
