"""Documents of incidents: every kind, every number traced to its entry, changes and corrections."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache

import pytest

from engine.documents.document import Document, Table, Value
from engine.documents.figures import figures_at
from engine.documents.making import KINDS, make, slots_of
from engine.drill.runner import Run
from engine.errors import NotFound, StateRefuses
from engine.incident.events import Event
from engine.instants import from_text, minute_text
from engine.plan.model import Plan
from engine.presentation.journal_text import sentence
from tests.engine.calling.books import book, shipped
from tests.engine.drill.golden import play
from tests.engine.stories import Story

DRILLS = ("chemical_explosion", "coal_roof_fall", "grain_run")
NUMBER = re.compile(r"\d+")

played = cache(play)


def made(run: Run, kind: str, upto: int | None = None, slot: str | None = None) -> Document:
    """The document after so many entries (None: all)."""
    events = run.events[:upto]
    slots = [one for one in run.slots if (one.report_seq or 0) <= len(events)]
    found: Document = make(kind, run.plan, events, slots, slot)  # type: ignore[arg-type]
    return found


def cells(document: Document, heading: str) -> list[list[str]]:
    """The rows of the table with this heading."""
    table = next(p for p in document.parts if isinstance(p, Table) and p.heading == heading)
    return [[cell.text for cell in row] for row in table.rows]


def numbers_of(plan: Plan, events: Sequence[Event]) -> set[str]:
    """Every number that these entries hold: in their data, and of their instants."""
    words = []
    for event in events:
        shape = event.to_json()
        words.append(json.dumps(shape, ensure_ascii=False))
        instants = [event.occurred_at, event.recorded_at]
        for text in re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)", words[-1]):
            instants.append(from_text(text))
        words += [minute_text(one, plan.zone) for one in instants]
        words.append(sentence(plan, event))
    return {str(int(one)) for one in NUMBER.findall(" ".join(words))}


def untraced(run: Run, document: Document) -> list[Value]:
    """Values with a number that stands in none of the entries that they name."""
    by_seq = {event.seq: event for event in run.events}
    own_words = {measure.text for measure in run.plan.measures}
    found = []
    for one in document.values:
        numbers = {str(int(number)) for number in NUMBER.findall(one.text)}
        if not one.seqs:
            found += [one] if numbers and one.text not in own_words else []
            continue
        known = numbers_of(run.plan, [by_seq[seq] for seq in one.seqs])
        # A count of entries is as many as it names; the next one in a series one more.
        known |= {str(len(one.seqs)), *map(str, one.seqs)}
        found += [] if numbers <= known else [one]
    return found


@pytest.mark.parametrize("drill", DRILLS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_number_stands_in_the_entries_that_it_names(drill: str, kind: str) -> None:
    run = played(drill)
    for upto in (3, 20, len(run.events)):
        try:
            document = made(run, kind, upto)
        except StateRefuses as refusal:
            assert refusal.code == "document_not_yet"
            continue
        assert untraced(run, document) == []
        assert document.exercise
        assert document.day.seqs
        assert document.digest == made(run, kind, upto).digest


@pytest.mark.parametrize("drill", DRILLS)
def test_each_owed_report_of_each_plan_is_made(drill: str) -> None:
    run = played(drill)
    count = 0
    for kind in KINDS[:5]:
        for slot in slots_of(kind, run.plan, run.slots):
            document = made(run, kind, slot=slot.id)
            assert document.slot == slot.id
            fields = run.plan.report_by_id[slot.obligation].content
            assert set(fields) <= document.report_content.keys()
            count += 1
    assert count > 10


@pytest.mark.parametrize("drill", DRILLS)
def test_figures_folded_from_entries_are_those_of_the_state(drill: str) -> None:
    run = played(drill)
    found = {fact: known.value for fact, known in figures_at(run.events).items()}
    assert found == run.incident.known()


def test_a_follow_up_says_what_changed_since_the_last_report() -> None:
    run = played("coal_roof_fall")
    told = next(e.seq for e in run.events if e.data.get("facts", {}).get("deaths") == 3)
    document = made(run, "follow_up", told)
    rows = cells(document, "数字变化")
    assert rows[0][0] == "死亡人数"
    assert rows[0][1] == "未知"
    assert rows[0][2].startswith("3 人（现场指挥部")
    assert [row[0] for row in rows] == ["死亡人数", "被困人数"]
    assert "2 人" in rows[1][1] or "5 人" in rows[1][1]


def test_an_unknown_figure_is_blank_and_never_zero() -> None:
    run = played("coal_roof_fall")
    document = made(run, "final_report", 3)
    text = "".join(value.text for value in document.values)
    assert "死亡人数【待填】" in text
    assert "死亡人数 0" not in text


def test_a_report_that_was_sent_is_made_as_it_was_then() -> None:
    run = played("coal_roof_fall")
    slot = next(s for s in run.slots if s.obligation == "province_written")
    assert slot.report_seq is not None
    then = made(run, "first_report", slot.report_seq - 1, None)
    later = made(run, "first_report", slot=slot.id)
    figures = [v.text for v in later.values if v.text.startswith("死亡人数")]
    assert figures[0].startswith("死亡人数 3 人")
    assert then.title == later.title


def test_a_digest_lists_all_and_names_who_is_missing() -> None:
    run = played("grain_run")
    base = [e for e in run.events if e.type == "report_submitted" and e.seq < 40]
    document = make("digest", run.plan, run.events[: base[-1].seq], run.slots)
    (table,) = [p for p in document.parts if isinstance(p, Table)]
    assert len(table.rows) == 17
    missing = [row[0].text for row in table.rows if row[1].text == "未报"]
    text = "".join(v.text for v in document.values)
    assert all(name in text.partition("未报：")[2] for name in missing)
    assert not [row for row in table.rows if row[0].text == "合计"]


def test_a_record_of_calls_says_who_answered_and_who_did_not() -> None:
    story = Story("coal_mine", "2021-11-08 09:00", calling=book(shipped()))
    story.desk.opens(deaths=3, received="08:55", division="141021")
    (call,) = story.incident.calls
    document = make("call_record", story.plan, story.events, ())
    (row,) = cells(document, "叫应")
    assert "带班领导" in row[0]
    assert row[-1] == "尚未应答"
    story.desk.does("answer_call", call=call, means="phone", note="已赶来")
    document = make("call_record", story.plan, story.events, ())
    rows = cells(document, "叫应")
    assert rows[0][-1].startswith("11月8日09:00应答（")
    assert len(cells(document, "处置经过")) >= 2
    text = "".join(one.text for one in document.values)
    assert not re.search(r"1\d{10}", text), "a number stands in no entry"


def test_the_log_names_calling_and_time_where_nobody_wrote_the_entry() -> None:
    story = Story("coal_mine", "2021-11-08 09:00", calling=book(shipped()))
    story.desk.opens(deaths=3, received="08:55", division="141021")
    story.clock.passes(minutes=90)
    rows = cells(make("incident_log", story.plan, story.events, ()), "记录")
    by_type = {event.type: row[-1] for event, row in zip(story.events, rows, strict=True)}
    assert by_type["call_started"] == "系统叫应"
    assert by_type["report_overdue"] == "系统计时"
    assert "值班员" in by_type["incident_opened"]


def test_a_slot_of_another_kind_is_none() -> None:
    run = played("coal_roof_fall")
    slot = next(s for s in run.slots if s.obligation == "province_written")
    with pytest.raises(NotFound):
        made(run, "follow_up", slot=slot.id)
