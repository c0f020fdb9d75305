"""How well each node is, and how it was reached."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from backend.cli.output import printable
from backend.cli.wire import DOORS, Wire
from backend.common.address import LONGEST_SOCKET_PATH
from backend.common.errors import Refused
from backend.common.services import NODES, Service
from backend.common.transport import Response, ServiceAway, SocketTransport

PATIENCE = 3.0  # seconds a node may take to say how it is


class NodeHealth(NamedTuple):
    """One node's state.

    Attributes:
        status: online, degraded or offline.
        address: where it answered, or where it was looked for last.
        reason: why it is not online; "" if it is.
        visible: whether it could be asked at all.
    """

    name: str
    title: str
    status: str
    address: str
    reason: str
    visible: bool = True


async def look_at_nodes(wire: Wire) -> list[NodeHealth]:
    """The health of all nodes, in the order of the house."""
    look = _look_remotely if wire.server else _look
    return list(await asyncio.gather(*(look(wire, node) for node in NODES)))


async def _look(wire: Wire, node: Service) -> NodeHealth:
    """Ask `node` at its socket if sockets are on, then at its URLs."""
    transport = wire.transport
    addresses = _addresses(transport, node)
    cause = ""
    for address in addresses:
        try:
            answer = await transport.request(
                "GET", f"{address}/health", timeout=PATIENCE, service=node.name
            )
        except ServiceAway as away:
            cause = cause or away.cause
            continue
        over_http = transport.use_sockets and not address.startswith("unix:")
        return _judged(node, address, answer, over_http)
    return NodeHealth(node.name, node.title, "offline", addresses[0], f"{addresses[0]}: {cause}")


def _addresses(transport: SocketTransport, node: Service) -> list[str]:
    urls = [*transport.settings.urls(node.name)]
    path = str(transport.settings.socket_path(node.name))
    if transport.use_sockets and len(path.encode()) <= LONGEST_SOCKET_PATH:
        return [f"unix://{path}", *urls]
    return urls


def _judged(node: Service, address: str, answer: Response, over_http: bool) -> NodeHealth:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or body.get("service") != node.name:
        reason = f"something else answers at {address}"
        return NodeHealth(node.name, node.title, "offline", address, reason)
    reasons = [f"{part}: {words}" for part, words in dict(body.get("trouble", {})).items()]
    if body.get("status") != "ok" and not reasons:
        reasons = [f"it says {body.get('status')}"]
    if over_http:
        reasons.append(f"reached over HTTP at {address} although sockets are on")
    state = "degraded" if reasons else "online"
    return NodeHealth(node.name, node.title, state, address, printable("; ".join(reasons)))


async def _look_remotely(wire: Wire, node: Service) -> NodeHealth:
    """Ask a door of a remote server; nobody outside sees the nodes behind the doors."""
    if node.name not in DOORS:
        reason = "cannot be seen from outside; ask on the server's own machine"
        return NodeHealth(node.name, node.title, "degraded", wire.server, reason, visible=False)
    address = wire.transport.get_service_url(node.name)
    try:
        answer = await wire.transport.request(
            "GET", f"{address}/health", timeout=PATIENCE, service=node.name
        )
    except Refused as away:
        return NodeHealth(node.name, node.title, "offline", address, str(away))
    return _judged(node, address, answer, over_http=False)
