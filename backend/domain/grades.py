"""What a grade is worth, so that letters, numbers and words can be compared.

Letters stand for the lowest percentage of their band on the plus/minus scale that is usual in the
United States (Wikipedia, "Academic grading in the United States"); the Chinese words for the
lowest of theirs on the five-step scale from 优秀 to 不及格. On both, 60 is the least that passes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from backend.domain.catalogue_fields import shown
from backend.domain.flaws import Flawed, flaw

SCALE: Final = {
    "A+": 9700,
    "A": 9300,
    "A-": 9000,
    "B+": 8700,
    "B": 8300,
    "B-": 8000,
    "C+": 7700,
    "C": 7300,
    "C-": 7000,
    "D+": 6700,
    "D": 6300,
    "D-": 6000,
    "F": 0,
    "P": 6000,  # passed, without a grade
    "W": 0,  # withdrawn
    "优秀": 9000,
    "优": 9000,
    "良好": 8000,
    "良": 8000,
    "中等": 7000,
    "中": 7000,
    "及格": 6000,
    "合格": 6000,
    "通过": 6000,
    "不及格": 0,
    "不合格": 0,
    "不通过": 0,
}
"""Hundredths of a point of 100 for each grade that is no number."""
PASSING: Final = 6000  # hundredths of a point
MOST: Final = 10_000  # hundredths of a point

_NUMBER = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")
_MINUS = str.maketrans("\u2212\u2013\u2014", "---")  # as spreadsheets and people write it


def read_grade(text: str) -> str:
    """A grade in its one form: `a-` is `A-`, `87.50` is `87.5`.

    Raises:
        ValueError: no grade.
    """
    grade = unicodedata.normalize("NFKC", text).translate(_MINUS).strip().upper()
    if grade in SCALE:
        return grade
    match = _NUMBER.fullmatch(grade)
    if match is None or _hundredths(match) > MOST:
        raise Flawed(
            flaw(
                "grade_form",
                "{text} is no grade; use A+ to F, P, W or a number from 0 to 100",
                text=shown(text),
            )
        )
    whole, rest = str(int(match[1])), (match[2] or "").rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def points_of(grade: str) -> int:
    """Hundredths of a point of 100 that a grade in its one form is worth.

    Raises:
        ValueError: no grade in that form.
    """
    known = SCALE.get(grade)
    if known is not None:
        return known
    match = _NUMBER.fullmatch(grade)
    if match is None:
        raise ValueError(grade)
    return _hundredths(match)


def _hundredths(match: re.Match[str]) -> int:
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
