"""Fields of reports that are filled in from what is known."""

from __future__ import annotations

from engine.presentation.prefill_view import prefill_view
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story, real_plans

CASUALTIES = "伤亡、失联人数和初估损失"


def known(story: Story, language: str = "zh") -> dict[str, tuple[str, list[str]]]:
    rows = prefill_view(story.plan, story.incident, language)
    return {row["field"]: (row["text"], row["facts"]) for row in rows}


def test_known_figures_answer_with_their_source_and_unknown_ones_are_left_out(tell: Tell) -> None:
    story = tell("coal_mine", "2021-11-08 09:00")
    story.desk.opens(title="某矿透水", division=QUWO)
    assert CASUALTIES not in known(story)
    story.desk.records(source="县应急局", deaths=3)
    story.clock.to("09:20")
    story.desk.records(source="矿方", missing=0)
    text, facts = known(story)[CASUALTIES]
    assert facts == ["deaths", "missing"]
    assert "3 人（县应急局，2021-11-08 09:00）" in text
    assert "0 人（矿方，2021-11-08 09:20）" in text
    assert "损失" not in text


def test_a_figure_that_was_withdrawn_is_not_filled_in(tell: Tell) -> None:
    story = tell("coal_mine", "2021-11-08 09:00")
    story.desk.opens(division=QUWO, deaths=3)
    assert CASUALTIES in known(story)
    story.desk.records(deaths=None)
    assert CASUALTIES not in known(story)


def test_time_and_place_come_from_the_opening(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(division=QUWO, occurred="08:30")
    text, facts = known(story)["事故时间和地点"]
    assert "08:30" in text
    assert "曲沃县" in text
    assert facts == []
    assert "Quwo" in known(story, "en")["事故时间和地点"][0]


def test_every_plan_names_fields_of_its_own_reports() -> None:
    for plan in real_plans().values():
        fields = {field for report in plan.reports for field in report.content}
        assert plan.answers
        assert {answer.field for answer in plan.answers} <= fields
