"""What a check found: one row for a person, with the way to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.errors import ZhibanError
from engine.messages import text

State = Literal["ok", "warn", "fail"]
"""All is well; it works, but not as it should; something does not work."""
CheckName = Literal[
    "settings",
    "files",
    "clock",
    "disk",
    "database",
    "proxy",
    "channels",
    "plans",
    "heads",
    "backups",
    "fonts",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One finding. `code` names its sentence, and the one that says what to do.

    A fact may be an error of the program, which is told in the reader's language.
    """

    check: CheckName
    state: State
    code: str
    facts: Mapping[str, Any]

    def sentence(self, language: str) -> str:
        """What was found."""
        return text(f"doctor.{self.code}", language, **_told(self.facts, language))

    def remedy(self, language: str) -> str | None:
        """What to do; None where nothing has to be done."""
        if self.state == "ok":
            return None
        return text(f"doctor.remedy.{self.code}", language, **_told(self.facts, language))

    def to_json(self, language: str) -> dict[str, str | None]:
        """The row for machines."""
        return {
            "check": self.check,
            "state": self.state,
            "code": self.code,
            "message": self.sentence(language),
            "remedy": self.remedy(language),
        }


def ok(check: CheckName, code: str, **facts: Any) -> Row:
    """A row about something that is well."""
    return Row(check, "ok", code, facts)


def warn(check: CheckName, code: str, **facts: Any) -> Row:
    """A row about something that works, but not as it should."""
    return Row(check, "warn", code, facts)


def fail(check: CheckName, code: str, **facts: Any) -> Row:
    """A row about something that does not work."""
    return Row(check, "fail", code, facts)


def _told(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        name: value.sentence(language) if isinstance(value, ZhibanError) else value
        for name, value in facts.items()
    }
