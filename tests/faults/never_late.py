"""A gateway that turns nobody away, however late it is: what shedding is compared with."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from fastapi import FastAPI

from backend.common import lateness
from backend.common.run import run_service
from backend.common.services import GATEWAY, Service
from backend.gateway.main import create_app


def run_never_late(service: Service, create: Callable[[], FastAPI]) -> None:
    """Run a service that does not think itself late."""
    lateness.LATE = (inf, inf, inf)  # type: ignore[misc]
    run_service(service, create)


if __name__ == "__main__":
    run_never_late(GATEWAY, create_app)
