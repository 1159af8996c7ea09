"""The one redaction: passwords and tokens become `***` wherever text leaves the program.

Log lines pass through here as a whole, tracebacks included. What anonymous readers get has
no details at all (`api.problems`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "***"

_NAMES = r"(?:ssl|pg)?pass(?:word|wd|phrase|file)?|pwd|secret|token|api[_-]?key|credentials?"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # scheme://user:password@host; a password that nobody encoded may hold anything but blanks.
    (re.compile(r"(://[^\s:/@?#\"']*):[^\s\"']*@"), rf"\1:{HIDDEN}@"),
    # ?password=…&, password=… as libpq writes it, "password": "…" as JSON does, also escaped.
    (
        re.compile(
            rf"(?i)((?<![a-z])(?:[a-z]+[_-])?(?:{_NAMES})\\?[\"']?\s*[=:]\s*)"
            r"(\\?\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\s\"'&,;}\])]+)"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
)
_HINTS = ("://", "pass", "pwd", "secret", "token", "key", "credential", "bearer", "basic")
"""None of these, in lower case, and there is nothing to hide; most lines end here."""

PLAIN_PARAMETERS = frozenset({"host", "hostaddr", "port", "dbname", "sslmode", "uri", "mode"})
"""Parameters of a database's address that hold no secret."""


def redacted(text: str) -> str:
    """The text without passwords and tokens, as far as their places tell them."""
    low = text.lower()
    if not any(hint in low for hint in _HINTS):
        return text
    for pattern, hidden in _PATTERNS:
        text = pattern.sub(hidden, text)
    return text


def secret_parameters(names: Iterable[str]) -> list[str]:
    """Of an address's parameters those that may hold a secret."""
    return [name for name in names if name not in PLAIN_PARAMETERS]
