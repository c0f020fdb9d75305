"""A gateway that turns nobody away, however late it is: what shedding is compared with."""

from __future__ import annotations

from math import inf

from backend.common import lateness
from backend.common.run import run_service
from backend.common.services import GATEWAY
from backend.gateway.main import create_app

if __name__ == "__main__":
    lateness.LATE = (inf, inf, inf)  # type: ignore[misc]
    run_service(GATEWAY, create_app)
