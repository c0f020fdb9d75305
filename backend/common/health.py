"""What services say about themselves at this moment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.services import Service

PATIENCE = 1.0  # seconds one waits for one service


class Health(NamedTuple):
    """How one service is.

    Attributes:
        word: online, degraded or offline.
        trouble: in words what is wrong, or "".
    """

    service: Service
    word: str
    trouble: str = ""


async def ask_health(client: SocketClient, services: Iterable[Service]) -> list[Health]:
    """The health of each of `services`, asked at the same time, within `PATIENCE` seconds."""
    return list(await asyncio.gather(*(_ask(client, service) for service in services)))


async def _ask(client: SocketClient, service: Service) -> Health:
    try:
        answer = await client.get(service.name, "/health", timeout=PATIENCE)
        health = answer.raise_for_status().json()
        trouble = ", ".join(str(reason) for reason in health["trouble"].values())
    except Refused:
        return Health(service, "offline", "it gives no answer")
    except (ValueError, KeyError, AttributeError, TypeError):
        return Health(service, "degraded", "its answer cannot be read")
    return Health(service, "online" if health.get("status") == "ok" else "degraded", trouble)
