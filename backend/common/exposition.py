"""Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, Literal

from backend.common.tallies import BOUNDS

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})

Kind = Literal["counter", "gauge", "histogram"]
Labels = Mapping[str, str]


@dataclass(slots=True)
class Family:
    """Values of one name.

    Attributes:
        samples: what is appended to the name, labels and value, one a line.
    """

    name: str
    kind: Kind
    help: str
    samples: list[tuple[str, Labels, float]] = field(default_factory=list)

    def add(self, value: float, **labels: str) -> Family:
        """This family, with one value more."""
        self.samples.append(("", labels, value))
        return self

    def add_steps(self, steps: Iterable[int], seconds: float, **labels: str) -> None:
        """One histogram more, of counts by the steps of `BOUNDS`."""
        ends = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
        count = 0
        for end, count in zip(ends, accumulate(steps), strict=True):
            self.samples.append(("_bucket", {**labels, "le": end}, count))
        self.samples += [("_sum", labels, seconds), ("_count", labels, count)]


Collector = Callable[[], Iterable[Family]]
"""Gives what is so now; asked at every scrape."""


def exposition(families: Iterable[Family]) -> str:
    """The families as a scrape gets them."""
    return "".join(_family(family) for family in families)


def _family(family: Family) -> str:
    head = f"# HELP {family.name} {family.help}\n# TYPE {family.name} {family.kind}\n"
    return head + "".join(
        f"{family.name}{suffix}{_labels(labels)} {_number(value)}\n"
        for suffix, labels, value in family.samples
    )


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    pairs = (f'{name}="{value.translate(ESCAPES)}"' for name, value in labels.items())
    return "{" + ",".join(pairs) + "}"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else repr(value)
