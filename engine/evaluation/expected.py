"""An expected action: what the plan asked for, of whom, until when, and what became of it.

The words of a verdict:

- `met`: done in time, or done where there is no time; `late`: done after it;
- `missing`: not done, and the time is over (or the response, where there was none);
- `open`: not done, and there is still time;
- `released`: nobody owes it any more: superseded, waived, cancelled;
- `unjudged`: the journal cannot tell, because the plan leaves it to a judgement.

A deadline that no clause gives is marked as `ours`; where the plan says 立即 there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from engine.evaluation.history import minutes_between

Kind = Literal["report", "measure", "level", "decision", "group", "call", "notice", "planned"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Verdict = Literal["met", "late", "missing", "open", "released", "unjudged"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Modality = Literal["required", "as_needed", "when_necessary"]
Why = Literal[
    "superseded",
    "not_owed",
    "ended",
    "waived",
    "cancelled",
    "voided",
    "changed",
    "replaced",
    "dropped",
    "judgement",
    "unknown_figure",
    "level_left",
    "elsewhere",
    "no_command",
    "response_over",
    "corrected",
    "handed_up",
    "refused",
    "exempted",
]
"""Why something is released, unjudged or missing: `evaluation.why.*` of the catalogues."""

JUDGED: frozenset[Verdict] = frozenset({"met", "late", "missing"})


@dataclass(frozen=True, slots=True)
class ExpectedAction:
    """One row of the table expected / actual.

    `what` is the id of the obligation, measure, place, group, call or inject. `owner` are ids of
    posts, units or divisions, or words. `entries` make it expected, `proof` show what was done.
    Instants are aware; `due_at` is None where no text gives one.
    """

    id: str
    kind: Kind
    what: str
    owner: tuple[str, ...]
    arose_at: datetime
    due_at: datetime | None
    clause: str | None
    verdict: Verdict
    entries: tuple[int, ...] = ()
    ours: bool = False
    immediately: bool = False
    modality: Modality = "required"
    actual_at: datetime | None = None
    by: str | None = None
    proof: tuple[int, ...] = ()
    why: Why | None = None
    words: str | None = None

    @property
    def minutes(self) -> int | None:
        """Whole minutes from when it arose until it was done."""
        return None if self.actual_at is None else minutes_between(self.arose_at, self.actual_at)

    @property
    def late_by(self) -> int | None:
        """Minutes after the deadline, at least 1; None where it was not late."""
        if self.verdict != "late" or self.due_at is None or self.actual_at is None:
            return None
        return max(1, minutes_between(self.due_at, self.actual_at))


@dataclass(frozen=True, slots=True)
class Shares:
    """How much could be judged, and how much of that was met.

    `counted` leaves out what is released or still open.
    """

    total: int
    counted: int
    judged: int
    met: int

    @property
    def judged_percent(self) -> int | None:
        """Of what counts, in whole percent rounded down; None where nothing counts."""
        return 100 * self.judged // self.counted if self.counted else None

    @property
    def met_percent(self) -> int | None:
        """Of what could be judged, in whole percent rounded down; None where nothing could."""
        return 100 * self.met // self.judged if self.judged else None


def shares(rows: Iterable[ExpectedAction]) -> Shares:
    """The shares of these rows."""
    verdicts = [row.verdict for row in rows]
    counted = [one for one in verdicts if one not in ("released", "open")]
    judged = [one for one in counted if one in JUDGED]
    return Shares(len(verdicts), len(counted), len(judged), judged.count("met"))


def timed(done_at: datetime, due_at: datetime | None) -> Verdict:
    """The verdict of something that was done."""
    return "late" if due_at is not None and done_at > due_at else "met"


def awaited(due_at: datetime | None, until: datetime, over: bool) -> Verdict:
    """The verdict of something required that was not done by `until`.

    `over`: nothing more comes. Without a deadline it is missing only then.
    """
    if due_at is not None:
        return "missing" if due_at < until else "open"
    return "missing" if over else "open"
