"""What a new edition asks a report to say, in words: required fields and nil reports.

The file's `all` and a missing `nil` stand for something: the words say what.
"""

from __future__ import annotations

from engine.messages import text
from engine.plan.model import ReportObligation

_FIELDS = ("required", "nil")


def content_sentence(
    part: str, field: str, old: ReportObligation, new: ReportObligation, language: str
) -> str | None:
    """The change of one such field of the report called `part`; None for all other fields."""
    if field not in _FIELDS:
        return None
    read = _required if field == "required" else _nil
    before, after = read(old, language), read(new, language)
    key = f"diff.{field}" if before != after else f"diff.{field}_same"
    return text(key, language, part=part, before=before, after=after)


def _required(report: ReportObligation, language: str) -> str:
    names = text("word.comma", language).join(report.required_fields)
    if not names:
        return text("diff.required_nothing", language)
    everything = set(report.required_fields) == set(report.content)
    return text("diff.required_all", language, names=names) if everything else names


def _nil(report: ReportObligation, language: str) -> str:
    return text("diff.nil_allowed" if report.allows_nil else "diff.nil_refused", language)
