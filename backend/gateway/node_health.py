"""What the nodes say about themselves at this moment."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.services import NODES, Service

PATIENCE = 1.0  # seconds a page waits for one node


class NodeHealth(NamedTuple):
    """How one node is.

    Attributes:
        word: online, degraded or offline.
        trouble: in words what is wrong, or "".
    """

    node: Service
    word: str
    trouble: str = ""


async def ask_nodes(client: SocketClient) -> list[NodeHealth]:
    """The health of all five nodes, asked at the same time, within `PATIENCE` seconds."""
    return list(await asyncio.gather(*(_ask(client, node) for node in NODES)))


async def _ask(client: SocketClient, node: Service) -> NodeHealth:
    try:
        answer = await client.get(node.name, "/health", timeout=PATIENCE)
        health = answer.raise_for_status().json()
        trouble = ", ".join(str(reason) for reason in health["trouble"].values())
    except Refused as refused:
        return NodeHealth(node, "offline", refused.detail)
    except (ValueError, KeyError, AttributeError):
        return NodeHealth(node, "degraded", "its answer cannot be read")
    return NodeHealth(node, "online" if health.get("status") == "ok" else "degraded", trouble)
