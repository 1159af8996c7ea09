"""Every document of incidents that went any way: each is made and rendered, whatever happened.

In CI a few lives, each time the same; `ZHIBAN_DOCUMENT_LIVES` sets another number of seeds.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from api.documents.files import file_of
from api.documents.media import MEDIA
from engine.conditions.fact_values import checked
from engine.documents.document import Document
from engine.documents.figures import figures_at
from engine.documents.making import KINDS, make, slots_of
from engine.errors import StateRefuses, ZhibanError
from engine.incident.commands import AddLogEntry, RecordFacts
from engine.incident.document_commands import EditDocument
from engine.plan.model import Fact
from tests.model.test_allowed import PLANS, Walk

SEEDS = int(os.environ.get("ZHIBAN_DOCUMENT_LIVES", "1"))
STEPS = 30
FOLDER = Path(__file__).parents[3] / "plans"
WORDS = ("<w:t>&{{ x }}", "#let x = 1 $", "说明\n第二行", "名" * 300, "not_yet_known")


def some(walk: Walk, fact: Fact) -> Any:
    """A value of any kind, of which the plan may refuse some."""
    values: dict[str, list[Any]] = {
        "flag": [True, False, None],
        "text": [*WORDS[:3], None],
        "divisions": [[*walk.plan.division_by_code][:3], []],
        "choices": [[choice.id for choice in fact.choices][:2]],
        "choice": [choice.id for choice in fact.choices],
    }
    return walk.chance.choice(values.get(fact.kind, [0, 1, 3, 12, 35, 10_000_000, None]))


def live(plan_id: str, seed: int) -> Walk:
    """A walk through the plan, on which figures, words and reports of all kinds come in."""
    walk = Walk(PLANS[plan_id], seed)
    fields = [name for report in walk.plan.reports for name in report.content] or [""]
    for _ in range(STEPS):
        walk.step()
        fact = walk.chance.choice(walk.plan.facts)
        facts = {fact.id: some(walk, fact)}
        written = {walk.chance.choice(fields): walk.chance.choice(WORDS)}
        kind = walk.chance.choice(KINDS[:5])
        slot = walk.chance.choice([None, *sorted(walk.incident.slots)])
        commands = (
            RecordFacts(facts=facts, source=walk.chance.choice(WORDS), correction=None),
            RecordFacts(facts=facts, correction=walk.chance.random() < 0.5),
            EditDocument.model_construct(document=kind, slot=slot, fields=written),
            AddLogEntry(text=walk.chance.choice(WORDS)),
        )
        for command in walk.chance.sample(commands, 2):
            try:
                checked(walk.plan, facts)
                walk.service.execute(walk.journal, walk.ids[0], command, walk.actor())
            except ZhibanError:
                continue
    return walk


def documents(walk: Walk) -> list[Document]:
    """Every document that there is, for every report that it may settle."""
    events = walk.journal.read(walk.ids[0])
    slots = [slot for slot in walk.journal.slots.values() if slot.incident == walk.ids[0]]
    found = []
    for kind in KINDS:
        wanted = slots_of(kind, walk.plan, slots)[:6] if kind in KINDS[:5] else []
        for slot in (None, *(one.id for one in wanted)):
            try:
                found.append(make(kind, walk.plan, events, slots, slot))
            except StateRefuses as refusal:
                assert refusal.code == "document_not_yet"
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("plan_id", sorted(PLANS))
def test_whatever_happened_every_document_is_made_and_rendered(plan_id: str, seed: int) -> None:
    walk = live(plan_id, seed)
    events = walk.journal.read(walk.ids[0])
    known = {fact: one.value for fact, one in figures_at(events).items()}
    assert known == walk.incident.known()
    made = documents(walk)
    assert len(made) > 4
    for document in made:
        assert document.seqs
        assert all(0 < seq <= len(events) for seq in document.seqs)
    # One of each kind is enough to be rendered.
    for document in {one.kind: one for one in made}.values():
        for form in MEDIA:
            assert file_of(document, form, FOLDER, plan_id).content  # type: ignore[arg-type]
