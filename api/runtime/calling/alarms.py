"""Calling somebody for what a server notices of itself: its clock, its ledgers, its journal's end.

A sign on a screen wakes nobody. An alarm calls once by the rules of `watchdog_alarm`, and again
only after it has been gone; several nodes that see the same alarm start one call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from api.live.protocol.message_shapes import ServerHealth
from api.monitoring.repetition import FaultLog, keep_looking
from api.store.call_work.call_starts import CallStarts
from engine.messages import text

log = structlog.get_logger("zhiban.calls")

SECONDS_BETWEEN_LOOKS = 15.0


def alarms_in(health: ServerHealth, language: str = "zh") -> Mapping[str, str]:
    """What a server has to say against itself: subject → sentence. Empty if all is well."""
    found: dict[str, str] = {}
    state, watchdog, lost = health["clock"]["state"], health["watchdog"], health["continuation"]
    if state in ("jumped", "distrusted", "waiting"):
        found["clock"] = text(f"cli.watch_clock_{state}", language)
    if watchdog["silent"]:
        found["watchdog"] = text("cli.watch_silent", language)
    if watchdog["differences"]:
        count = watchdog["differences"]
        found["ledgers"] = text("cli.watch_differences", language, count=count)
    if lost is not None:
        facts = {"position": lost["position"], "kept": lost["kept"], "at": lost["at"]}
        found["journal"] = text("cli.watch_chain_lost", language, **facts)
    return found


class AlarmCalls:
    """Starts and ends the calls for a server's alarms."""

    def __init__(
        self,
        health: Callable[[], ServerHealth],
        starts: CallStarts,
        nudge: Callable[[], None],
        language: str = "zh",
    ) -> None:
        self._health, self._starts, self._nudge = health, starts, nudge
        self._language = language
        self._told: set[str] = set()

    async def run(self) -> None:
        """Look again and again, for ever. What could not be entered is tried at the next look."""
        await keep_looking(self.look, SECONDS_BETWEEN_LOOKS, FaultLog(log, "alarm_calls_nobody"))

    async def look(self) -> None:
        """Call for alarms that are new, and end the calls for those that are gone."""
        alarms = alarms_in(self._health(), self._language)
        for subject in sorted(alarms.keys() - self._told):
            values = {"alarm": alarms[subject]}
            if await self._starts.notice("watchdog_alarm", subject, values):
                self._nudge()
            self._told.add(subject)
        for subject in sorted(self._told - alarms.keys()):
            if await self._starts.over("watchdog_alarm", subject):
                self._nudge()
            self._told.discard(subject)
