"""Documents: what a person writes into them, who signs, and what signing sends."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import InvalidInput, NotAllowed, StateRefuses, ZhibanError
from engine.incident.document_commands import SignedVersion
from engine.presentation.journal_text import sentence
from engine.service import Outcome
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Person, Story
from tests.support.report_content import full
from tests.support.signed_documents import SIGNED


@pytest.fixture
def mine(tell: Tell) -> Story:
    story = tell("coal_mine", "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:50", division=QUWO)
    return story


def signs(story: Story, person: Person, **changes: Any) -> Outcome:
    """Sign a version that a server has rendered."""
    command = SignedVersion(**SIGNED | changes)
    return story.service.execute(story.journal, story.incident_id, command, person.actor)


def refused(story: Story, person: Person, **changes: Any) -> ZhibanError:
    before, log = story.incident, len(story.journal.log)
    with pytest.raises(ZhibanError) as refusal:
        signs(story, person, **changes)
    assert (story.incident, len(story.journal.log)) == (before, log)
    return refusal.value


def owed(story: Story, obligation: str) -> str:
    return next(s.id for s in story.incident.slots.values() if s.obligation == obligation)


def test_what_is_written_is_an_entry_by_its_author(mine: Story) -> None:
    fields = {"救援进展": "已打通巷道", "missing": "not_yet_known", "document.free.next": ""}
    (event,) = mine.desk.does("edit_document", document="follow_up", fields=fields).events
    assert (event.type, event.actor, event.role) == ("document_edited", "值班员", "duty_officer")
    assert event.data["fields"] == fields | {"missing": "待核实"}
    words = sentence(mine.plan, event)
    assert words == "编写突发事件信息续报：救援进展、失联人数、后续工作"


def test_a_field_that_no_document_has_and_a_figure_as_prose_are_refused(mine: Story) -> None:
    wrong = {"document": "follow_up", "fields": {"救援进度": "x"}}
    refusal = mine.desk.is_refused("unknown_document_field", "edit_document", **wrong)
    assert isinstance(refusal, InvalidInput)
    assert "救援进展" in refusal.sentence()
    typed = {"document": "follow_up", "fields": {"missing": "3 人"}}
    mine.desk.is_refused("figure_is_no_prose", "edit_document", **typed)
    mine.person("看客", "viewer").is_refused("read_only", "edit_document", **typed)


def test_signing_a_report_sends_it_and_settles_its_slot(mine: Story) -> None:
    slot = owed(mine, "province_written")
    content = full(mine.plan, "province_written")
    report, signed = signs(
        mine, mine.commander, document="first_report", slot=slot, content=content, sends=True
    ).events
    assert (report.type, report.data["slot"]) == ("report_submitted", slot)
    assert (signed.type, signed.data["report_seq"]) == ("document_signed", report.seq)
    assert report.data["content"] == content
    assert mine.incident.slots[slot].state == "submitted"
    again = refused(mine, mine.commander, document="first_report", slot=slot, sends=True)
    assert again.code == "slot_settled"


def test_what_is_no_report_is_only_signed(mine: Story) -> None:
    (signed,) = signs(mine, mine.commander).events
    assert signed.data["report_seq"] is None
    assert sentence(mine.plan, signed) == "签发情况简报（简报.pdf，sha256 000000000000）"


def test_posts_sign_and_the_desk_records_whose_signature_it_is(mine: Story) -> None:
    assert isinstance(refused(mine, mine.desk), NotAllowed)
    assert refused(mine, mine.person("看客", "viewer")).code == "read_only"
    order = {"on_behalf_of": "commander", "by_means": "phone"}
    (signed,) = signs(mine, mine.desk, **order).events
    assert signed.data["signed"] is False
    assert mine.incident.unsigned[signed.seq].role == "commander"
    mine.commander.does("confirm_recorded_order", seq=signed.seq)
    assert signed.seq not in mine.incident.unsigned


def test_only_a_version_that_was_rendered_is_signed(mine: Story) -> None:
    asked = {"document": "briefing", "sha256": "0" * 64}
    refusal = mine.commander.is_refused("document_not_rendered", "sign_document", **asked)
    assert isinstance(refusal, StateRefuses)


def test_a_signature_that_is_refused_sends_no_report(mine: Story) -> None:
    slot = owed(mine, "province_written")
    refusal = refused(mine, mine.desk, document="first_report", slot=slot, content={}, sends=True)
    assert isinstance(refusal, NotAllowed)
    missing = refused(
        mine, mine.commander, document="first_report", slot=slot, content={}, sends=True
    )
    assert missing.code == "content_missing"
