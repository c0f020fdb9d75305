"""Who goes before others, and what policies are called."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, NamedTuple

PolicyName = Literal[
    "first_come", "lottery", "groups", "groups_lottery", "ranked", "serial", "early_lottery"
]
FIRST_COME: Final = "first_come"
EARLY_LOTTERY: Final = "early_lottery"
NEED_PRIORITIES: Final = frozenset({"groups", "groups_lottery"})
TAKE_PRIORITIES: Final = NEED_PRIORITIES | {"ranked", "serial"}
DRAWN: Final = frozenset({"lottery", "groups_lottery", "ranked", "serial", EARLY_LOTTERY})
"""Those that need a seed."""

Kind = Literal["group", "tag"]
GROUP: Final = "group"


class Priority(NamedTuple):
    """Students who go before others: those of a group, or those with a tag."""

    kind: Kind
    name: str

    def is_for(self, group: str, tags: Collection[str]) -> bool:
        """Whether a student of `group` with `tags` is meant."""
        return self.name == group if self.kind == GROUP else self.name in tags
