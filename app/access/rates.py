"""How much one address may ask, and how long it waits after wrong passwords."""

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

_BURST = 10  # seconds' worth that may come at once
_FREE = 5  # wrong passwords, before waiting begins
_LONGEST = 900  # seconds
_MOST = 10_000  # addresses that are remembered


def address_of(client: str) -> str:
    """What is counted as one address: of IPv6 the 64 bits that one connection to the net is given."""
    try:
        known = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False).network_address)
    return str(known)


class Buckets:
    """A token bucket an address: ``rate`` requests a second, and ten seconds' worth at once."""

    def __init__(self, rate: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._most = max(1.0, rate * _BURST)
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, address: str) -> int:
        """Take one; 0 where there was one, else in how many whole seconds there will be."""
        now = self._now()
        left, since = self._left.pop(address, (self._most, now))
        left = min(self._most, left + (now - since) * self._rate)
        taken = left >= 1
        self._left[address] = (left - 1 if taken else left, now)
        while len(self._left) > _MOST:  # those that asked longest ago go first
            del self._left[next(iter(self._left))]
        return 0 if taken else math.ceil((1 - left) / self._rate)


class Failures:
    """Wrong passwords an address: after five, each doubles the wait, from one second to a quarter of an hour."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._of: dict[str, tuple[int, float]] = {}

    def wait(self, address: str) -> int:
        """How many whole seconds before another password may be tried."""
        count, last = self._of.get(address, (0, 0.0))
        return max(0, math.ceil(last + _pause(count) - self._now()))

    def count(self, address: str) -> None:
        """Another wrong one; what came before is forgotten after half an hour without."""
        now = self._now()
        count, last = self._of.pop(address, (0, now))
        self._of[address] = (1 if now - last > 2 * _LONGEST else count + 1, now)
        while len(self._of) > _MOST:
            del self._of[next(iter(self._of))]

    def forget(self, address: str) -> None:
        self._of.pop(address, None)


def _pause(count: int) -> int:
    return 0 if count < _FREE else min(_LONGEST, 2 ** min(count - _FREE, 20))
