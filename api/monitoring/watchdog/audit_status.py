"""What the audits found, and whether the auditor still works.

Only the auditor writes here. Readers judge its silence by the age of its last round at the
moment they ask, so an auditor that died, hangs or starves cannot look healthy.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from typing_extensions import TypedDict

from api.monitoring.watchdog.findings import Audited, LedgerFinding

log = structlog.get_logger("zhiban.watchdog")

PAUSE_S = 3.0
"""After so long without a sign of life the whole process stood still, and not the auditor."""

ROUNDS_MISSED = 3
"""After this many intervals without a completed round the auditor counts as silent."""


class WatchdogStatus(TypedDict):
    """Whether the report ledgers are audited, and agree with plan and journal."""

    well: bool
    silent: bool
    """Nobody audits any more, or the audit cannot keep up."""
    differences: int
    """Between the ledgers and what plan and journal ask for, known at this moment."""


class AuditStatus:
    """The state of the audit. `elapsed` gives monotonic real seconds.

    `found` is called with the kind of each difference when it is first seen.
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
        self._alive_at: float | None = None
        self._findings: dict[str, tuple[LedgerFinding, ...]] = {}

    # What the auditor reports ---------------------------------------------------------

    def take(self, audited: Audited) -> None:
        """Store one incident's audit; log new findings and those that are over."""
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
        """Record the end of a round; the longest waiting incident waits since then."""
        self._completed = self._elapsed()
        self._wanted_since = wanted_since

    def alive(self) -> None:
        """The event loop runs; called every second or so, once that has begun."""
        now = self._elapsed()
        if self._alive_at is not None and now - self._alive_at > PAUSE_S:
            self._set_forward(now - self._alive_at)
        self._alive_at = now

    def _set_forward(self, seconds: float) -> None:
        """Nobody could audit for so long: the process or the machine was stopped."""
        log.warning("process_stood_still", seconds=round(seconds, 1))
        self._completed += seconds
        if self._wanted_since is not None:
            self._wanted_since += seconds

    def is_new(self, audited: Audited) -> bool:
        """Whether an audit has findings that are not known yet."""
        known = {one.subject for one in self._findings.get(audited.incident, ())}
        return any(one.subject not in known for one in audited.findings)

    # What everybody else asks ------------------------------------------------------------

    @property
    def findings(self) -> list[LedgerFinding]:
        """All findings, by incident and due instant."""
        return [one for found in self._findings.values() for one in found]

    @property
    def suspects(self) -> frozenset[str]:
        """The incidents with findings."""
        return frozenset(self._findings)

    @property
    def differences(self) -> int:
        """The number of findings."""
        return sum(map(len, self._findings.values()))

    @property
    def age_s(self) -> float:
        """Real seconds since the last completed round, at first since the start."""
        return self._elapsed() - self._completed

    @property
    def silent(self) -> bool:
        """Whether the auditor has stopped, or cannot keep up with the open incidents.

        Asked first after a pause of the process, it takes that pause into account.
        """
        if self._alive_at is not None:
            self.alive()
        if self.age_s > self._patience:
            return True
        waiting = 0.0 if self._wanted_since is None else self._elapsed() - self._wanted_since
        return waiting > self._full_s + self._patience

    @property
    def well(self) -> bool:
        """Whether the auditor works and there are no findings."""
        return not self.silent and not self._findings

    def part(self) -> WatchdogStatus:
        """The part `watchdog` of frames and of readiness; the same as long as nothing changes."""
        return {"well": self.well, "silent": self.silent, "differences": self.differences}
