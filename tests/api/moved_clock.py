"""A real server whose machine's clock a test may set, while time itself goes on as it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.api.town import Town, eventually, found_town
from tests.support.server import start_zhiban

TEN_YEARS_S = 3653 * 86_400.0


@dataclass
class MovedClock:
    """The file that the server reads its clock by, and the server."""

    folder: Path
    town: Town = field(init=False)
    told: dict[str, Any] = field(default_factory=dict)
    name: str = "clock"

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.json"

    @property
    def env(self) -> dict[str, str]:
        return {
            "ZHIBAN_CLOCK_SHIFT": str(self.file),
            "ZHIBAN_HEARTBEAT_S": "0.5",
            # A test may let a month pass.
            "ZHIBAN_SESSION_HOURS": "8784",
        }

    def tell(self, **told: Any) -> None:
        """`wall_s`, `passed_s`, `synchronised`: what the machine says from now on."""
        self.told |= told
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self.told))
        fresh.replace(self.file)

    def pass_by(self, **span: float) -> None:
        """So much time goes by at once, on both clocks of the machine."""
        passed = self.told.get("passed_s", 0.0) + timedelta(**span).total_seconds()
        self.tell(passed_s=passed)

    def state(self) -> dict[str, Any]:
        """The clock's part of readiness."""
        clock: dict[str, Any] = self.town.get("/api/health/ready", None).json()["clock"]
        return clock

    def becomes(self, state: str) -> dict[str, Any]:
        """The clock's part, once it says so."""
        return eventually(lambda: (now := self.state())["state"] == state and now)

    def restart(self, *, kill: bool = True) -> None:
        """End the server as a power cut would, and start it again on its database."""
        if kill:
            self.town.server.kill()
        self.town.server = start_zhiban(
            self.folder, env={**self.env, "ZHIBAN_PORT": str(self.town.server.port)}
        )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@contextmanager
def moved_clock(folder: Path, *names: str, **env: str) -> Iterator[MovedClock]:
    """A server with these accounts, on a clock that is right."""
    clock = MovedClock(folder)
    clock.tell(synchronised=False)
    clock.town = found_town(folder, env={**clock.env, **env}, names=names or ("duty", "viewer"))
    yield clock
    assert clock.town.server.stop() == 0, clock.town.server.log_tail()
