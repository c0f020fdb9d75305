"""What `check` finds, and what it looks at. Checks are pure but for the files they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from backend.common import production
from backend.common.settings import Settings

Severity = Literal["error", "warning"]


class Finding(NamedTuple):
    """Something wrong or weak.

    Attributes:
        subject: a variable, a path, or a part of the machine.
        cure: what to do about it.
    """

    severity: Severity
    subject: str
    finding: str
    cure: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What is looked at.

    Attributes:
        deploy: whether it is judged as a production installation.
        now: Unix seconds.
        dotenv: the checkout's `.env`.
    """

    settings: Settings
    deploy: bool
    environ: Mapping[str, str]
    now: float
    dotenv: Path

    @property
    def grave(self) -> Severity:
        """How bad it is what production must not have and development may."""
        return "error" if self.deploy else "warning"


Check = Callable[[Situation], Iterator[Finding]]


def open_to_others(path: Path) -> bool:
    """Whether anybody but the owner may do anything with `path`; False if it is not there."""
    return production.open_to(production.OTHERS, path)
