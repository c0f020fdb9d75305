"""What the guide says one sees is what the programs say."""

from __future__ import annotations

import re

import pytest

from tests.docs.documents import CHECKOUT, GUIDE, blocks

BACKEND = "".join(path.read_text() for path in sorted((CHECKOUT / "backend").rglob("*.py")))
SAID_BY_THE_SYSTEM = {"No such file or directory", "Connection refused", "Permission denied"}
SOCKET_HALF = GUIDE.read_text().partition("## Symptoms and cures")[2].partition("\nAsking")[0]
ROWS = [line.split(" | ")[0] for line in SOCKET_HALF.splitlines() if line.startswith("| ")]
SEEN = [words for row in ROWS for words in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("words", sorted({*SEEN} - SAID_BY_THE_SYSTEM))
def test_a_symptom_is_in_the_words_of_the_code(words: str) -> None:
    if words.startswith("curl"):
        return
    joined = re.sub(r'"\s*\n\s*f?"', "", BACKEND)
    pattern = ".{1,60}".join(re.escape(part.strip()) for part in words.split("…"))
    generic = pattern.replace("data_node", r"(data_node|\{[^}]+\})")
    assert re.search(generic, joined), words


def test_there_are_symptoms() -> None:
    assert len(SEEN) > 15


@pytest.mark.parametrize(("language", "file"), [("nginx", "nginx.conf"), ("", "Caddyfile")])
def test_the_web_servers_settings_are_the_files_in_deploy(language: str, file: str) -> None:
    text = (CHECKOUT / "deploy" / file).read_text()
    assert text in {block.text for block in blocks(GUIDE, language)}
