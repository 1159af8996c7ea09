"""What an audit of one incident found: one finding a difference, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.audit import Difference, SlotKey
from engine.instants import to_text
from engine.messages import CATALOGUES, MessageKey, text
from engine.plan.model import Plan

UNREADABLE = "unreadable"
"""The kind of a finding that is about a whole incident: it could not be audited."""


@dataclass(frozen=True, slots=True)
class Finding:
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

    def to_json(self, language: str) -> dict[str, Any]:
        """As `GET /api/watchdog` tells it."""
        key = self.key
        return {
            "incident": self.incident,
            "number": self.number,
            "kind": self.kind,
            "obligation": key and key.obligation,
            "reporter": key and key.reporter,
            "due_at": key and to_text(key.due_at),
            "found_at": to_text(self.found_at),
            "sentence": self.words[language],
        }


@dataclass(frozen=True, slots=True)
class Audited:
    """One incident's audit; `again_at` is when time will have changed its ledger next."""

    incident: str
    findings: tuple[Finding, ...]
    again_at: datetime | None = None


def of_difference(
    incident: str, number: str, plan: Plan, difference: Difference, now: datetime
) -> Finding:
    """The finding of a difference."""
    words = {language: difference.sentence(plan, language) for language in CATALOGUES}
    facts = {name: _short(value) for name, value in difference.facts.items()}
    return Finding(incident, number, difference.kind, difference.key, words, now, facts)


def _short(fact: object) -> str:
    """A fact for logs: of a word in the catalogues its last name, such as `owed`."""
    return fact.rpartition(".")[2] if isinstance(fact, MessageKey) else str(fact)


def unreadable(incident: str, number: str, why: str, now: datetime) -> Finding:
    """The finding that an incident could not be audited at all."""
    words = {language: text("watchdog.unreadable", language, why=why) for language in CATALOGUES}
    return Finding(incident, number, UNREADABLE, None, words, now)
