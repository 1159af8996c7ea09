"""The report on paper and the view for screens, of a shipped drill.

`python -m tests.engine.evaluation.test_report` writes the golden report anew; read the
difference line by line.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.documents.document import Document, Paragraph
from engine.evaluation.comparison import compare
from engine.evaluation.evaluation import IncidentEvaluation, evaluate_incident
from engine.evaluation.records import GradeGiven, Improvement, Records, Remark, Score
from engine.evaluation.report import evaluation_report
from engine.evaluation.view import evaluation_view, incident_part
from engine.plan.companion_files import load_monitors, load_sheets
from tests.engine.drill.golden import play
from tests.support.plan_files import PLANS

GOLDEN = Path(__file__).parent / "golden" / "coal_roof_fall.report.txt"
AT = datetime(2026, 11, 3, 2, 10, tzinfo=UTC)
RECORDS = Records(
    (Remark("remark-1", AT, "指挥长到场后先问通风", "4", 9, "李评估", AT),),
    {("aqt9009_a2", "3"): Score("aqt9009_a2", "3", 3, "研判略慢", "李评估", AT)},
    GradeGiven("good", "报告及时，启动合规", "王组长", AT),
    (
        Improvement(
            key="improve-1",
            subject="x",
            plan="coal_mine",
            about="decision:II",
            finding="二级建议 25 分钟才有决定",
            action="明确总指挥不在时的代理",
            owner="市应急管理局",
            due=date(2026, 12, 31),
            done=False,
            by="李评估",
            written_at=AT,
        ),
    ),
    (
        Improvement(
            key="improve-0",
            subject="y",
            plan="coal_mine",
            about="report:province_phone",
            finding="去年电话快报迟了",
            action="值班台贴上号码",
            owner="市应急管理局",
            due=date(2025, 12, 31),
            done=True,
            by="李评估",
            written_at=AT,
        ),
    ),
)


@pytest.fixture(scope="module")
def evaluation() -> IncidentEvaluation:
    return judged()


def judged(seed: int | None = None, scenario: str = "coal_roof_fall") -> IncidentEvaluation:
    run = play(scenario, seed)
    rules = load_monitors(PLANS)[run.plan.id]
    return evaluate_incident(run.plan, run.events, run.ended_at, over=True, rules=rules)


def lines(document: Document) -> list[str]:
    found = [document.office, document.name, document.number.text, document.title.text]
    for part in document.parts:
        if isinstance(part, Paragraph):
            found.append(f"【{part.label}】{''.join(value.text for value in part.values)}")
        else:
            found += [f"【{part.heading}】", "\t".join(part.columns)]
            found += ["\t".join(cell.text for cell in row) for row in part.rows]
    return [*found, document.day.text]


def report(evaluation: IncidentEvaluation) -> Document:
    return evaluation_report([evaluation], load_sheets(PLANS).values(), RECORDS)


def test_the_report_is_the_golden_one(evaluation: IncidentEvaluation) -> None:
    assert lines(report(evaluation)) == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_report_is_one_of_an_exercise_and_names_its_entries(
    evaluation: IncidentEvaluation,
) -> None:
    made = report(evaluation)
    assert made.exercise
    assert made.kind == "evaluation"
    assert set(made.seqs) <= set(evaluation.history.by_seq)
    assert "score.2.6" in made.blanks
    heads = [part.label if isinstance(part, Paragraph) else part.heading for part in made.parts]
    assert heads[-2:] == ["以前的改进清单，这次怎么样", "附表：应做和实做"]


def test_the_english_view_holds_chinese_only_where_there_is_no_english(
    evaluation: IncidentEvaluation,
) -> None:
    view = evaluation_view(
        "x",
        [evaluation],
        load_sheets(PLANS).values(),
        Records(),
        "en",
        exercise=True,
        may_write=True,
    )
    (one,) = view["incidents"]
    said = [row[key] for row in one["rows"] for key in ("kind_name", "name", "verdict_name")]
    said += [row["why"] or "" for row in one["rows"]]
    said += [found["sentence"] for found in one["findings"]]
    said += [link["name"] for chain in one["chains"] for link in chain["links"]]
    said += [head["name"] or "" for sheet in view["sheets"] for head in sheet["headings"]]
    assert [words for words in said if re.search("[\u3400-\u9fff]", words)] == []
    assert json.loads(json.dumps(view)) == view


def test_what_was_missed_again_and_again_is_one_row_and_each_stands_in_the_annex() -> None:
    silent = judged(scenario="grain_silent_county")
    made = evaluation_report([silent], (), Records())
    missed, annex = (
        [[cell.text for cell in row] for row in part.rows]
        for part in made.parts
        if not isinstance(part, Paragraph)
        and part.heading in ("没有做到的事项", "附表：应做和实做")
    )
    daily = "县（市、区）粮食市场供应日报告"
    (nothing,) = [row for row in missed if row[0] == f"{daily}（永和县）"]
    (late,) = [row for row in missed if row[0] == f"{daily}（大宁县）"]
    of_one = [row for row in annex if row[0] == nothing[0] and row[2] == nothing[2]]
    assert nothing[1].startswith(f"{len(of_one)} 次：")
    # What came late says by how much, not how long ago the time before it was.
    delays = {row.late_by for row in silent.rows if row.late_by is not None}
    said = [row[1] for row in annex if row[2] == "迟了"]
    assert {int(n) for words in said for n in re.findall(r"做，迟 (\d+) 分钟$", words)} >= delays
    assert "最多迟" in late[1]
    times = [int(n) for row in missed for n in re.findall(r"^(\d+) 次：", row[1])]
    unmet = [row for row in silent.rows if row.verdict in ("late", "missing")]
    assert len(missed) - len(times) + sum(times) == len(unmet)


def test_earlier_improvements_are_compared_with_this_run(evaluation: IncidentEvaluation) -> None:
    view = evaluation_view("x", [evaluation], (), RECORDS, "zh", exercise=True, may_write=False)
    assert [(one["key"], one["state"]) for one in view["earlier"]] == [("improve-0", "mended")]


def test_two_runs_differ_where_something_came_out_otherwise(
    evaluation: IncidentEvaluation,
) -> None:
    first = incident_part(evaluation, "zh")
    assert compare(first, first).differences == ()
    other = json.loads(json.dumps(first))
    row = next(one for one in other["rows"] if one["kind"] == "report" and one["verdict"] == "met")
    row["verdict"] = "late"
    other["rows"] = [one for one in other["rows"] if one["kind"] != "group"]
    other["chains"][0]["links"][0]["minutes"] = 7
    found = compare(first, other)
    (changed,) = [one for one in found.differences if one.verdicts[1]]
    assert (changed.kind, changed.name) == ("报告", row["name"])
    assert changed.verdicts[0] != changed.verdicts[1]
    gone = [one for one in found.differences if not one.verdicts[1]]
    assert len(gone) == 9
    assert [one.minutes for one in found.times if one.minutes[0] != one.minutes[1]] == [(0, 7)]


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(lines(report(judged()))) + "\n", encoding="utf-8")
