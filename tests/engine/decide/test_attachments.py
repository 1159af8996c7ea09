"""Attachments: what may be attached, and destroying one by order with its entry standing."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import InvalidInput, NotAllowed, NotFound, StateRefuses, ZhibanError
from engine.incident.attachment_commands import AddAttachment
from engine.incident.attachments import Attached
from engine.incident.events import Event
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Person, Story

SHA = "ab" * 32
FILE: dict[str, Any] = {
    "name": "北门.jpg",
    "media": "image/jpeg",
    "size": 2_400_000,
    "sha256": SHA,
    "position": "removed",
}
ORDER = {"order_number": "临应急〔2026〕8号", "reason": "误传伤者照片"}


@pytest.fixture
def mine(tell: Tell) -> Story:
    story = tell("coal_mine", "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:50", division=QUWO)
    return story


def attach(story: Story, person: Person | None = None, **changes: Any) -> Event:
    command = AddAttachment(**FILE | changes)
    actor = (person or story.desk).actor
    return story.service.execute(story.journal, story.incident_id, command, actor).events[0]


def refused(story: Story, code: str, **changes: Any) -> ZhibanError:
    before, log = story.incident, len(story.journal.log)
    with pytest.raises(ZhibanError) as refusal:
        attach(story, **changes)
    assert refusal.value.code == code
    assert (story.incident, len(story.journal.log)) == (before, log)
    return refusal.value


def test_the_entry_says_what_was_attached_and_by_whom(mine: Story) -> None:
    event = attach(mine, note="塌方处", belongs_to=1)
    assert (event.type, event.actor, event.data["sha256"]) == ("attachment_added", "值班员", SHA)
    assert mine.incident.attachments == {SHA: Attached((event.seq,), 2_400_000)}
    words = sentence(mine.plan, event)
    assert words == "附件：北门.jpg（图片，2.3 MB），附于第 1 条，拍摄位置已去除，塌方处"
    english = sentence(mine.plan, event, "en")
    assert "(picture, 2.3 MB), to entry 1, position taken out" in english


def test_the_same_file_is_attached_once_to_one_entry(mine: Story) -> None:
    first = attach(mine, belongs_to=1)
    refusal = refused(mine, "attached_already", belongs_to=1)
    assert f"第 {first.seq} 条" in refusal.sentence()
    other = attach(mine)
    assert mine.incident.attachments[SHA].seqs == (first.seq, other.seq)
    mine.desk.does("strike_entry", seq=first.seq, reason="贴错")
    assert attach(mine, belongs_to=1).data["belongs_to"] == 1


def test_an_entry_that_is_not_there_and_a_reader_are_refused(mine: Story) -> None:
    assert isinstance(refused(mine, "entry_not_found", belongs_to=99), NotFound)
    refusal = refused(mine, "read_only", person=mine.person("看客", "viewer"))
    assert isinstance(refusal, NotAllowed)
    assert mine.incident.attachments == {}


def test_a_post_destroys_a_file_and_the_entry_stands(mine: Story) -> None:
    one, two = attach(mine), attach(mine, belongs_to=1)
    assert mine.allowed("destroy_attachment")
    (event,) = mine.commander.does("destroy_attachment", attachment=one.seq, **ORDER).events
    assert (event.type, event.data["sha256"]) == ("attachment_destroyed", SHA)
    assert mine.incident.attachments == {SHA: Attached((one.seq, two.seq), 2_400_000, event.seq)}
    assert mine.journal.read(mine.incident_id)[one.seq - 1] == one
    assert "按 临应急〔2026〕8号 号文销毁" in sentence(mine.plan, event)
    assert not mine.allowed("destroy_attachment")
    again = refused(mine, "attachment_was_destroyed")
    assert f"第 {event.seq} 条" in again.sentence()
    mine.commander.is_refused(
        "destroyed_already", "destroy_attachment", attachment=two.seq, **ORDER
    )


def test_the_desk_destroys_nothing_by_itself_and_records_only_a_written_order(mine: Story) -> None:
    seq = attach(mine).seq
    asked = {"attachment": seq, **ORDER}
    refusal = mine.desk.is_refused("role_required", "destroy_attachment", **asked)
    assert isinstance(refusal, NotAllowed)
    told = {**asked, "on_behalf_of": "commander", "by_means": "phone"}
    spoken = mine.desk.is_refused("destruction_not_written", "destroy_attachment", **told)
    assert isinstance(spoken, InvalidInput)
    assert "书面" in spoken.sentence()
    written = told | {"by_means": "written"}
    (event,) = mine.desk.does("destroy_attachment", **written).events
    assert (event.data["on_behalf_of"], event.data["signed"]) == ("commander", False)


def test_what_is_no_attachment_is_not_destroyed(mine: Story) -> None:
    attach(mine)
    refusal = mine.commander.is_refused(
        "no_attachment", "destroy_attachment", attachment=1, **ORDER
    )
    assert isinstance(refusal, StateRefuses)
    mine.commander.is_refused("entry_not_found", "destroy_attachment", attachment=99, **ORDER)
