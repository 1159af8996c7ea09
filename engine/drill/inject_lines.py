"""The injects of a run as lines: when each was given, from whom to whom, and what was not given."""

from __future__ import annotations

from collections.abc import Iterator

from engine.drill.outcome import Run
from engine.messages import MessageKey, text
from engine.presentation.journal_text import local_time


def inject_lines(run: Run, language: str = "zh") -> Iterator[str]:
    """One line for each inject that was given, in order of time; then those that were not."""
    by_id = {one.id: one for one in run.scenario.injects}
    given = [entry for entry in run.injects if entry.action == "given"]
    for entry in given:
        inject = by_id[entry.id]
        words = inject.text if language == "zh" else inject.text_en or inject.text
        yield text(
            "drill.inject_given",
            language,
            at=local_time(run.plan, entry.at),
            id=entry.id,
            sender=inject.from_,
            to=inject.to,
            means=MessageKey(f"drill.means.{inject.means}"),
            words=words,
        )
    had = {entry.id for entry in given}
    left = [one.id for one in run.scenario.injects if one.id not in had]
    if left:
        yield text("drill.injects_left", language, ids="、".join(left))
