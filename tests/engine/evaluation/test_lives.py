"""Whatever happens to an incident, its evaluation is made, and covers the whole ledger.

`ZHIBAN_EVALUATED_LIVES` asks for more lives than CI's 200.
"""

from __future__ import annotations

import os
import random
from itertools import cycle, islice

from engine.documents.document import values_of
from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.expected import VERDICTS
from engine.evaluation.records import Records
from engine.evaluation.report import evaluation_report
from engine.evaluation.view import evaluation_view
from engine.plan.companion_files import load_monitors, load_sheets
from engine.plan.evaluation_sheets import EvaluationSheet
from tests.engine.ledger_audit.lives import Life
from tests.engine.stories import real_plans
from tests.support.plan_files import PLANS

LIVES = int(os.environ.get("ZHIBAN_EVALUATED_LIVES", "200"))
STEPS = 9


def test_every_life_can_be_evaluated() -> None:
    plans, rules = real_plans(), load_monitors(PLANS)
    sheets = load_sheets(PLANS)
    for seed, plan in enumerate(islice(cycle(plans), LIVES)):
        life = Life(plans[plan], random.Random(seed).choice, exercise=seed % 2 == 0)  # noqa: S311
        for _ in range(STEPS):
            life.step()
        _check(life, rules[plan], sheets, over=seed % 3 == 0, paper=seed % 10 == 0)


def _check(
    life: Life, rules: object, sheets: dict[str, EvaluationSheet], *, over: bool, paper: bool
) -> None:
    events = [event for event in life.journal.log if event.incident == life.id]
    now = max(life.clock.now, events[-1].recorded_at)
    found = evaluate_incident(life.plan, events, now, over=over, rules=rules)  # type: ignore[arg-type]
    reports = {row.id for row in found.rows if row.kind == "report"}
    assert reports == {f"report:{slot.id}" for slot in life.rows}
    assert len({row.id for row in found.rows}) == len(found.rows)
    known = set(found.history.by_seq)
    for row in found.rows:
        assert row.verdict in VERDICTS
        assert known.issuperset((*row.entries, *row.proof))
        assert (row.actual_at is not None) == (row.verdict in ("met", "late"))
    assert all(known.issuperset(one.entries) for one in found.findings)
    language = "zh" if life.exercise else "en"
    view = evaluation_view(
        life.id,
        [found],
        sheets.values(),
        Records(),
        language,
        exercise=life.exercise,
        may_write=False,
    )
    assert len(view["incidents"][0]["rows"]) == len(found.rows)
    if paper:
        document = evaluation_report([found], sheets.values(), Records())
        cells = [value for part in document.parts for value in values_of(part)]
        assert all(known.issuperset(value.seqs) for value in cells)
