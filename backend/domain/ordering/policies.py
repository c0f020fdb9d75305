"""All policies by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backend.domain.ordering import early, first_come, groups, lottery, ranked, serial
from backend.domain.ordering.priority import PolicyName
from backend.domain.ordering.settling import Settle

POLICIES: Final[Mapping[PolicyName, Settle]] = MappingProxyType(
    {
        "first_come": first_come.settle,
        "lottery": lottery.settle,
        "groups": groups.settle_first_come,
        "groups_lottery": groups.settle_lottery,
        "ranked": ranked.settle,
        "serial": serial.settle,
        "early_lottery": early.settle,
    }
)
