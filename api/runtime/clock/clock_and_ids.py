"""Where a server takes its time and its ids from."""

from __future__ import annotations

import hmac
import secrets
import socket
from collections.abc import Iterator
from datetime import timedelta

from api.runtime.clock.time_sources import sources
from api.runtime.clock.trusted_clock import TrustedClock
from api.settings import Settings
from engine.clock import Clock, VirtualClock, wall_now
from engine.trusted_time import Limits


class RandomIds:
    """`engine.ports.IdSource` with 60 random bits: nobody can guess the next one."""

    LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"

    def incident_id(self) -> str:
        """Twelve letters of Crockford's base 32, lower case."""
        return "".join(secrets.choice(self.LETTERS) for _ in range(12))


IDS_AT_ONCE = 512
"""Request ids for which the system is asked together: asking costs more than the rest."""


def request_ids() -> Iterator[str]:
    """A fresh id for each request: 16 hexadecimal digits. For one thread."""
    while True:
        drawn = secrets.token_hex(8 * IDS_AT_ONCE)
        yield from (drawn[at : at + 16] for at in range(0, len(drawn), 16))


def setup_code(key: str) -> str:
    """The code of a new installation, easy to type: the same for all nodes that know the key.

    It opens the first setup alone, which is closed once there is an account.
    """
    words = hmac.new(key.encode(), b"zhiban first setup", "sha256").hexdigest()[:12]
    return f"{words[:4]}-{words[4:8]}-{words[8:]}"


def some_ms() -> float:
    """Seconds to hold back, 5 to 25 ms: so that several nodes do not all do one thing at once."""
    return 0.005 + secrets.randbelow(20_001) / 1e6


def node_name(settings: Settings) -> str:
    """What this server is called among the nodes of a database: host and port by default."""
    return settings.node or f"{socket.gethostname()}:{settings.port}"


def open_wall(settings: Settings) -> TrustedClock:
    """The machine's clock as far as it can be right; the start has not been judged yet."""
    limits = Limits(forward=timedelta(hours=settings.clock_jump_hours))
    read, _ = sources(settings.clock_shift)
    return TrustedClock(read, limits)


def open_clock(settings: Settings) -> Clock:
    """The server's clock: the machine's, or a virtual one if a setting asks for it."""
    if not settings.virtual_clock:
        return open_wall(settings)
    return VirtualClock(settings.clock_start or wall_now(), settings.clock_speed)
