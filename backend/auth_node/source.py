"""Where a request comes from, as far as failures are counted for it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

LOCAL = "local"  # called by a node or the command line on this machine
UNKNOWN = "unknown"  # through the gateway, from an address that nobody told
HOME_NETWORK = 64  # bits: whoever has an IPv6 address has all of its /64


def source_of(forwarded_for: str) -> str:
    """The address that the gateway saw, an IPv6 address as its network.

    `LOCAL` is only who comes past the gateway: it is trusted more than others.
    """
    if not forwarded_for:
        return LOCAL
    try:
        address = ip_address(forwarded_for.rpartition(",")[2].strip())
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), HOME_NETWORK), strict=False))
    return str(address)
