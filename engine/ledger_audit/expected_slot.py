"""One report in an account: from when to when it was awaited, and what settled it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.ledger_audit.journal_reading import SlotKey, Submission

JUST_AFTER = timedelta(microseconds=1)
"""A report is on time at its due instant, overdue the shortest time after it (A10)."""


@dataclass(slots=True)
class Awaited:
    """A span in which the report was awaited: when it began, from when it could be given,
    and, if it is over, when it ended."""

    begins: datetime
    opens_at: datetime
    ends: datetime | None = None


@dataclass(slots=True)
class Entry:
    """One report. `state` is `owed` as long as nothing has settled it; that what is owed
    has become overdue is told by the clock when the account is closed."""

    key: SlotKey
    opens_at: datetime
    immediately: bool = False
    state: str = "owed"
    reason: str | None = None
    submission: Submission | None = None
    awaited: list[Awaited] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        """Whether it is still awaited."""
        return self.state == "owed"

    def owe(self, at: datetime, opens_at: datetime) -> None:
        """It is owed from `at`, for the first time or again; what is owed goes on."""
        if self.awaited and self.awaited[-1].ends is None:
            return
        self.state, self.reason, self.submission = "owed", None, None
        self.opens_at = opens_at
        self.awaited.append(Awaited(at, opens_at))

    def settle(self, at: datetime, state: str, reason: str | None = None) -> None:
        """It is awaited no longer."""
        self.state, self.reason = state, reason
        if self.awaited and self.awaited[-1].ends is None:
            self.awaited[-1].ends = at

    def come_in(self, submission: Submission) -> None:
        """Its report has come in; on time at or before the due instant (A10)."""
        late = not self.immediately and submission.submitted_at > self.key.due_at
        self.settle(submission.at, "submitted_late" if late else "submitted")
        self.submission = submission

    def is_due(self, at: datetime) -> bool:
        """Whether its due instant has come; that of 立即 never does."""
        return not self.immediately and self.key.due_at <= at

    def is_awaited(self, at: datetime) -> bool:
        """Whether it is pending and not overdue yet."""
        return self.pending and (self.immediately or self.key.due_at >= at)
