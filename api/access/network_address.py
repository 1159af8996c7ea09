"""Which connections come from one place, as far as their addresses tell.

A household or an office has one IPv4 address, and of IPv6 at least a network of 64 bits:
counting single IPv6 addresses would count nothing.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

IPV6_NETWORK_BITS = 64
LONGEST_NAME = 64
PLACES_KEPT = 4096
"""Behind a proxy every request is looked at, and most come from a few places."""


@lru_cache(PLACES_KEPT)
def place_of(address: str) -> str:
    """The IPv4 address, or the /64 of an IPv6 address; what is no address stands for itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:LONGEST_NAME]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, IPV6_NETWORK_BITS), strict=False))
    return str(found)
