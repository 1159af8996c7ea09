"""What the one who takes over reads first: the differences between two sheets."""

from __future__ import annotations

from engine.frozen import replace
from engine.handover.changes import changes
from engine.handover.shapes import Sheet
from engine.handover.sheet import handover_sheet
from engine.handover.sheet_view import changes_view, sheet_view
from engine.memory import FixedPlans
from tests.engine.calling.books import book, shipped
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


def sheet(*stories: Story) -> Sheet:
    now = stories[0].virtual.now if stories else None
    assert now is not None
    return handover_sheet([(one.plan, one.incident) for one in stories], now)


def kinds(before: Sheet | None, after: Sheet) -> list[tuple[str, int]]:
    return [(one["kind"], one["count"]) for one in changes(before, after)]


def test_levels_decisions_reports_and_entries_are_told(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(division=QUWO, deaths=3)
    first = sheet(story)
    assert changes(None, first) == []
    assert changes(first, first) == []
    story.director.recommends("III")
    asked = sheet(story)
    assert kinds(first, asked)[0] == ("to_decide", 1)
    story.commander.activates("III")
    opened = sheet(story)
    found = changes(asked, opened)
    assert [one["kind"] for one in found][:2] == ["moved", "decided"]
    assert (found[0]["before"], found[0]["after"]) == ("assessing", "III")
    story.clock.passes(hours=30)
    late = dict(kinds(opened, sheet(story)))
    assert late["overdue"] > 0
    assert late["written"] > 0


def test_a_call_that_nobody_answers_is_the_next_step_until_somebody_does() -> None:
    story = Story("production_safety", "2021-11-08 09:00", calling=book(shipped()))
    story.desk.opens(division=QUWO, deaths=3)
    called = sheet(story)
    assert called["incidents"][0]["calls"][0]["state"] == "queued"
    story.clock.passes(hours=2)
    nobody = sheet(story)
    assert nobody["incidents"][0]["next"]["kind"] == "call"
    assert dict(kinds(called, nobody))["unanswered"] > 0
    plans = FixedPlans({story.plan.id: story.plan})
    view = sheet_view(nobody, plans)["incidents"][0]["calls"][0]
    assert view["state"] == "exhausted"
    assert view["words"]
    for one in nobody["incidents"][0]["calls"]:
        story.desk.does("answer_call", call=one["id"], means="phone")
    answered = sheet(story)
    assert answered["incidents"][0]["calls"] == []
    assert "answered" in dict(kinds(nobody, answered))


def test_new_incidents_come_in_their_order_and_closed_ones_last(tell: Tell) -> None:
    one = tell("production_safety", "2021-11-08 09:00")
    one.desk.opens(division=QUWO)
    other = tell("coal_mine", "2021-11-08 09:00")
    other.desk.opens(division=QUWO)
    now = one.virtual.now
    opened = handover_sheet([(other.plan, replace(other.incident, id="other"))], now)
    assert kinds(sheet(one), opened) == [("opened", 1), ("closed", 1)]


def test_a_sheet_reads_in_both_languages(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(division=QUWO, price_rise_percent=35)
    before = sheet(story)
    story.director.recommends("III", "tense")
    story.chief.activates("III", "tense")
    after = sheet(story)
    plans = FixedPlans({story.plan.id: story.plan})
    (row,) = sheet_view(after, plans)["incidents"]
    assert row["level"] == "III"
    assert "紧张" in row["place_name"]
    assert row["reports"][0]["name"]
    assert row["reports"][0]["reporter_names"] != row["reports"][0]["reporters"]
    (english,) = sheet_view(after, plans, "en")["incidents"]
    assert english["plan_title"].isascii()
    told = changes_view(changes(before, after), (before, after), plans, "zh")
    assert (told[0]["before_name"], told[0]["after_name"]) == ("研判", row["place_name"])
