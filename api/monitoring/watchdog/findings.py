"""The findings of one incident's audit: one a difference, in sentences for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import TypedDict

from engine.instants import to_text
from engine.ledger_audit import Difference, SlotKey
from engine.messages import CATALOGUES, MessageKey, text
from engine.plan.model import Plan

UNREADABLE = "unreadable"
"""The kind of a finding about a whole incident: it could not be audited."""


class FindingView(TypedDict):
    """One difference between a ledger and what it should be."""

    incident: str
    number: str
    """Of the incident, such as `CM-2026-0001`."""
    kind: str
    obligation: str | None
    """Null, as `reporter` and `due_at`, where the whole incident cannot be audited."""
    reporter: str | None
    due_at: str | None
    found_at: str
    """The watchdog saw it first."""
    sentence: str


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """One difference between a ledger and what it should be.

    `number` is the incident's, such as `CM-2026-0001`; `key` names the report, None when
    the whole incident cannot be audited; `words` is the sentence by language, `facts` what
    is in it, such as `expected` and `found`.
    """

    incident: str
    number: str
    kind: str
    key: SlotKey | None
    words: Mapping[str, str]
    found_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> tuple[str, str, SlotKey | None]:
        """What it is about."""
        return self.incident, self.kind, self.key

    @property
    def slot(self) -> str | None:
        """The report in short: obligation, reporter and due instant."""
        if self.key is None:
            return None
        return f"{self.key.obligation}/{self.key.reporter}/{to_text(self.key.due_at)}"

    def to_json(self, language: str) -> FindingView:
        """The finding as `GET /api/watchdog` returns it."""
        key = self.key
        return {
            "incident": self.incident,
            "number": self.number,
            "kind": self.kind,
            "obligation": key.obligation if key else None,
            "reporter": key.reporter if key else None,
            "due_at": to_text(key.due_at) if key else None,
            "found_at": to_text(self.found_at),
            "sentence": self.words[language],
        }


@dataclass(frozen=True, slots=True)
class Audited:
    """One incident's audit; `again_at` is when time alone will have changed its ledger."""

    incident: str
    findings: tuple[LedgerFinding, ...]
    again_at: datetime | None = None


def of_difference(
    incident: str, number: str, plan: Plan, difference: Difference, now: datetime
) -> LedgerFinding:
    """The finding for a difference."""
    words = {language: difference.sentence(plan, language) for language in CATALOGUES}
    facts = {name: _short(value) for name, value in difference.facts.items()}
    return LedgerFinding(incident, number, difference.kind, difference.key, words, now, facts)


def _short(fact: object) -> str:
    """A fact for logs; of a catalogue key its last part, such as `owed`."""
    return fact.rpartition(".")[2] if isinstance(fact, MessageKey) else str(fact)


def unreadable(incident: str, number: str, why: str, now: datetime) -> LedgerFinding:
    """The finding for an incident that could not be audited."""
    words = {language: text("audit.unreadable", language, why=why) for language in CATALOGUES}
    return LedgerFinding(incident, number, UNREADABLE, None, words, now)
