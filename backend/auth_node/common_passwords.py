"""The most common passwords of eight characters and more, case folded.

The 5,000 most frequent ones of the list that zxcvbn ships (https://github.com/dwolfhub/zxcvbn-python,
MIT licence), and those that are common at universities.
"""

from __future__ import annotations

from pathlib import Path

COMMON = frozenset(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split())
