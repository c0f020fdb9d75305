"""Health of every copy of every service, asked side by side and for a bounded time."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.services import GATEWAY, Service

PATIENCE = 1.0  # seconds one waits for all of them
INTERNAL_HEALTH = "/internal/health"  # with the process, for the nodes alone
OPEN_HEALTH = "/health"
STATM = Path("/proc/self/statm")
_begun = time.monotonic()

Word = Literal["online", "degraded", "offline", "unknown"]


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """What a process says of itself to others of its installation.

    Attributes:
        memory: bytes in main memory.
        uptime_s: seconds since it began.
    """

    memory: int
    uptime_s: int


class NodeCopy(msgspec.Struct, frozen=True, kw_only=True):
    """How one copy of a service is.

    Attributes:
        address: where it was asked.
        word: unknown is a gateway that is not where this machine would have it; whoever asks
            through it knows better.
        trouble: part to what is wrong with it, in words.
        process: None from a copy that gave none, as the gateway does.
    """

    service: str
    address: str
    word: Word
    trouble: dict[str, str]
    process: Process | None = None


class NodeCopies(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, in the order of the house."""

    items: list[NodeCopy]


def own_process() -> Process:
    """This process, now."""
    return Process(memory=_memory(), uptime_s=int(time.monotonic() - _begun))


async def ask_copies(client: SocketClient, services: Iterable[Service]) -> list[NodeCopy]:
    """The health of each copy of `services`, within `PATIENCE` seconds."""
    addresses = [
        (service, address)
        for service in services
        for address in client.transport.addresses(service.name)
    ]
    return list(await asyncio.gather(*(_ask(client, *place) for place in addresses)))


async def _ask(client: SocketClient, service: Service, address: str) -> NodeCopy:
    # Anybody may listen where a gateway is only supposed to be: it is not told the nodes' secret.
    path = OPEN_HEALTH if service is GATEWAY else INTERNAL_HEALTH
    headers = {} if service is GATEWAY else client.request_headers()
    try:
        answer = await client.transport.request(
            "GET",
            address + path,
            headers=headers,
            timeout=PATIENCE,
            service=service.name,
        )
        return _judged(service, address, answer.raise_for_status().json())
    except Refused:
        word: Word = "unknown" if service is GATEWAY else "offline"
        trouble = {"silent": "it gives no answer"}
    except (ValueError, KeyError, AttributeError, TypeError):
        word, trouble = "degraded", {"unreadable": "its answer cannot be read"}
    return NodeCopy(service=service.name, address=address, word=word, trouble=trouble)


def _judged(service: Service, address: str, told: Mapping[str, Any]) -> NodeCopy:
    trouble = {str(part): str(words) for part, words in told["trouble"].items()}
    if told["service"] != service.name:
        word: Word = "offline"
        trouble = {"stranger": f"something else answers: {told['service']}"}
    else:
        word = "online" if told["status"] == "ok" else "degraded"
    process = msgspec.convert(told.get("process"), Process | None)
    return NodeCopy(
        service=service.name, address=address, word=word, trouble=trouble, process=process
    )


def _memory() -> int:
    """Bytes in main memory; at most so many were, where the system does not say how many are."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
