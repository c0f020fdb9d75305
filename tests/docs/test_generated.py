"""Generated parts of the documents say what the programs say now; `make docs` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.documents import GUIDE, README
from tests.docs.generated import part_of, reference, transcript
from tests.system.installation import Installation

VOLATILE = (
    (r"[A-Z2-7]{32}", "SECRET"),
    (r"[0-9A-Z]{5}(-[0-9A-Z]{1,5}){5}", "CODE"),
    (r"[0-9a-zA-Z]{4}(-[0-9a-zA-Z]{4}){3}", "PASSWORD"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", "TIME"),
    (r"\d+", "N"),
    (r"─+", "─"),
    (r" +", " "),
)


def structure(text: str) -> str:
    """`text` without what differs from run to run."""
    for pattern, name in VOLATILE:
        text = re.sub(pattern, name, text)
    return text


def test_the_reference_in_the_guide_is_what_the_commands_say() -> None:
    assert part_of(GUIDE, "reference") == reference()


def test_the_transcript_in_the_readme_is_what_a_terminal_shows(
    installation: Installation, tmp_path: Path
) -> None:
    fresh = transcript(installation.environment, tmp_path)
    assert structure(part_of(README, "transcript")) == structure(fresh)


def test_the_comparison_itself_can_fail() -> None:
    assert structure("Code: 7Q2ZK-M4X9T-B8H3W-6RJ0P-VDC5N-A") == "Code: CODE"
    assert structure("  ● Data Node: online") != structure("  ● Data Node: offline")
