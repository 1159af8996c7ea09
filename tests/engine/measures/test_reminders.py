"""Which reminders of a measure are sent, and which are left out."""

from __future__ import annotations

import pytest

from engine.messages import CATALOGUES
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of

LADDER = "reminders: {due_soon_minutes: [30, 120, 10], overdue_again_minutes: [60], clause: '1'}"


@pytest.mark.parametrize(
    ("minutes", "sent"),
    [
        (180, [(60, -120), (150, -30), (170, -10), (180, 0)]),
        (121, [(1, -120), (91, -30), (111, -10), (121, 0)]),
        # of those that would be past at the beginning, only the last
        (90, [(0, -120), (60, -30), (80, -10), (90, 0)]),
        (25, [(0, -30), (15, -10), (25, 0)]),
        (5, [(0, -10), (5, 0)]),
    ],
)
def test_the_ladder_of_a_measure(tell: Tell, minutes: int, sent: list[tuple[int, int]]) -> None:
    plan = plan_of(
        reminders=LADDER,
        measures=f"""
            measures:
              - id: it
                text: 办事
                text_en: Do it
                unit: office
                modality: required
                at: low
                within: {{minutes: {minutes}}}
                clause: "1"
        """,
    )
    story = tell(plan)
    story.desk.opens()
    story.commander.activates("low")
    begun = story.clock.now
    story.clock.passes(days=1)
    entries = [e for e in story.events if e.type in ("measure_due_soon", "measure_overdue")]
    told = [(int((e.occurred_at - begun).total_seconds() / 60), e.data["minutes"]) for e in entries]
    assert told == sent
    assert [e.data["stage"] for e in entries] == sorted({e.data["stage"] for e in entries})
    assert {(e.clause, e.actor) for e in entries} == {("1", "clock")}
    for language in CATALOGUES:
        words = "办事" if language == "zh" else "Do it"
        assert all(words in sentence(plan, entry, language) for entry in entries)
