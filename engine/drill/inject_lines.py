"""The injects of a run as lines: when each was given, from whom to whom, and what was not given."""

from __future__ import annotations

from collections.abc import Iterator

from engine.drill.outcome import Run
from engine.messages import MessageKey, post_words, text
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
            sender=_called(run, inject.from_),
            to=_called(run, inject.to),
            means=MessageKey(f"drill.means.{inject.means}"),
            words=words,
        )
    had = {entry.id for entry in given}
    left = [one.id for one in run.scenario.injects if one.id not in had]
    if left:
        yield text("drill.injects_left", language, ids="、".join(left))


def _called(run: Run, name: str) -> str:
    """A person of the scenario by the first post that it holds; anybody else as written."""
    person = run.scenario.people.get(name)
    if person is None:
        return name
    role = person.roles[0]
    plan_id, colon, post = role.partition(":")
    if not colon:
        return post_words(role)[0]
    for one in run.every:
        if one.plan.id == plan_id:
            return one.plan.name_of(post)
    return name
