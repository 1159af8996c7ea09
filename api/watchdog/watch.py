"""The watch: what the audits have found, and whether anybody still audits.

The auditor reports here and nowhere else. Whether it has fallen silent is judged from the
age of its last round by whoever asks, at the moment of asking, so a task that died, hangs
or is starved cannot say that all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from api.watchdog.findings import Audited, Finding

log = structlog.get_logger("zhiban.watchdog")

ROUNDS_MISSED = 3
"""After so many intervals without a completed round the auditor counts as silent."""


class Watch:
    """The state of the audit. `elapsed` gives real seconds that only go forward.

    `found` is told the kind of each difference when it is first seen.
    """

    def __init__(
        self,
        interval_s: float,
        full_s: float,
        elapsed: Callable[[], float],
        found: Callable[[str], None] = lambda kind: None,
    ) -> None:
        self._patience = ROUNDS_MISSED * interval_s
        self._full_s = full_s
        self._elapsed = elapsed
        self._found = found
        self._completed = elapsed()
        self._wanted_since: float | None = None
        self._findings: dict[str, tuple[Finding, ...]] = {}

    # What the auditor reports ---------------------------------------------------------

    def take(self, audited: Audited) -> None:
        """One incident's audit: tell what is new, and what is over."""
        before = {one.subject: one for one in self._findings.get(audited.incident, ())}
        now = tuple(before.get(one.subject, one) for one in audited.findings)
        for one in now:
            if one.subject not in before:
                self._found(one.kind)
                log.error(
                    "ledger_differs",
                    incident=one.incident,
                    number=one.number,
                    slot=one.slot,
                    kind=one.kind,
                    **one.facts,
                    sentence=one.words["zh"],
                )
        if now:
            self._findings[audited.incident] = now
        elif self._findings.pop(audited.incident, None) is not None:
            log.info("ledger_agrees_again", incident=audited.incident)

    def completed(self, wanted_since: float | None) -> None:
        """A round is over; whoever still waits does so since then (by `elapsed`)."""
        self._completed = self._elapsed()
        self._wanted_since = wanted_since

    # What everybody else asks ------------------------------------------------------------

    @property
    def findings(self) -> list[Finding]:
        """Everything that is wrong, by incident and due instant."""
        return [one for found in self._findings.values() for one in found]

    @property
    def suspects(self) -> frozenset[str]:
        """The incidents with findings."""
        return frozenset(self._findings)

    @property
    def differences(self) -> int:
        """How much is wrong."""
        return sum(map(len, self._findings.values()))

    @property
    def age_s(self) -> float:
        """Real seconds since the last completed round, at first since the start."""
        return self._elapsed() - self._completed

    @property
    def silent(self) -> bool:
        """Whether the auditor has stopped, or cannot keep up with the open incidents."""
        if self.age_s > self._patience:
            return True
        waiting = 0.0 if self._wanted_since is None else self._elapsed() - self._wanted_since
        return waiting > self._full_s + self._patience

    @property
    def well(self) -> bool:
        """Whether somebody audits and nothing is wrong."""
        return not self.silent and not self._findings

    def part(self) -> Mapping[str, Any]:
        """The part `watchdog` of frames and of readiness; the same as long as nothing changes."""
        return {"well": self.well, "silent": self.silent, "differences": self.differences}
