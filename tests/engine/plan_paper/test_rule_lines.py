"""Every rule of a plan is a sentence, and nothing that a rule says is left out of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from engine.plan import model as m
from engine.plan.loader import load_plan
from engine.plan.part import Part, Rule
from engine.plan_checks.plan_walk import parts
from engine.plan_paper.rule_lines import SECTIONS, SENTENCES, general_lines, rule_lines
from engine.plan_paper.sheet import sheet
from engine.plan_paper.words import Words
from tests.engine.drill.golden import ROOT

SHIPPED = ("coal_mine", "grain", "production_safety")
OTHERS = ("enterprise_fire", "five_levels", "flood", "natural_disaster_relief", "rainstorm")
CHINESE = "\u4e00", "\u9fff"


@cache
def plan_of(name: str) -> m.Plan:
    folder = ROOT / "plans" if name in SHIPPED else ROOT / "tests" / "plans" / "other"
    return load_plan(folder / name)


def kinds_of_rules(above: type[Rule] = Rule) -> Iterator[type[Rule]]:
    for kind in above.__subclasses__():
        yield kind
        yield from kinds_of_rules(kind)


def test_each_kind_of_rule_has_a_sentence() -> None:
    """A criterion is said with the place that it belongs to."""
    told = {kind for kind in kinds_of_rules() if kind.__module__.startswith("engine.plan.")}
    assert told == {*SENTENCES, m.Criterion}


def test_each_section_of_a_plan_with_rules_is_said() -> None:
    plain = {"clauses", "not_encoded", "assumptions", "laws", "answers", "content_fields"}
    single = {"document", "jurisdiction", "format", "id", "version", "title", "title_en"}
    single |= {"number_prefix", "zone", "digest"}
    assert {*m.Plan.model_fields} - plain - single == {*SECTIONS}


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_rule_stands_on_the_sheet_with_its_clauses(name: str, language: str) -> None:
    plan = plan_of(name)
    lines = {line.path: line for line in rule_lines(plan, language)}
    rows = {row.words: row for row in sheet(plan, language=language).rows}
    for path, part in parts(plan):
        if not isinstance(part, Rule | m.ScaleClass):
            continue
        line = lines[path]
        # A report of a series ends with the lines of the others, which only the sheet knows.
        row = next(row for words, row in rows.items() if words.startswith(line.words))
        assert all(clause.rpartition(":")[2] in row.small[0] for clause in line.clauses), path
        assert "{" not in line.words
        if isinstance(part, Rule):
            assert line.clauses == part.clause
            assert all(reading in "".join(row.small) for reading in part.assumption)
    bodies = "".join(sheet(plan, language=language).pages[-1].foot)
    for unit in plan.units:
        shown = unit.name_en if language == "en" and unit.name_en else unit.name
        members = any(shown in line.words for line in lines.values())
        assert members if unit.member else shown in bodies


def test_a_sentence_holds_no_id_of_a_plan_file() -> None:
    for name in SHIPPED:
        plan = plan_of(name)
        ids = {part.id for _, part in parts(plan) if "_" in getattr(part, "id", "")}
        asked = (ROOT / "plans" / name / "open_questions.md").read_text(encoding="utf-8")
        for row in sheet(plan, questions=asked).rows:
            words = "".join((row.words, *row.small))
            assert not [one for one in ids if one in words], words
            assert "`" not in words
            assert "open_questions" not in words


def test_english_sentences_are_english_but_for_names_that_have_none() -> None:
    plan = plan_of("coal_mine")
    given = {part for _, part in parts(plan)}
    chinese = {words for part in given for words in texts_of(part)}
    for row in sheet(plan, language="en").rows:
        rest = "".join((row.words, *row.small))
        for words in sorted(chinese, key=len, reverse=True):
            rest = rest.replace(words, "")
        assert not any(CHINESE[0] <= sign <= CHINESE[1] for sign in rest), rest


def texts_of(part: Part) -> Iterator[str]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        yield from (
            one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)
        )


SILENT = {
    *("id", "name_en", "text_en", "title_en", "why_en", "format", "digest", "sha256", "code"),
    *("parent", "scale_id"),
}
"""Fields that a Chinese sheet does not show: ids, English, and the codes of divisions."""

NOT_SAID = {
    *(("Clause", "number"), ("ContentField", "name")),
    # Said where there are several posts, or one that recommends: see the tests below.
    *(("Transition", "signatures"), ("Transition", "approvals")),
    ("Transition", "recommendation_required"),
}


@pytest.mark.parametrize("name", ["grain", "enterprise_fire"])
def test_no_field_of_a_plan_is_silent(name: str) -> None:
    """Whoever changes anything that a plan file says changes the sheet."""
    plan = plan_of(name)
    before = whole(plan)
    seen: set[tuple[str, str]] = set()
    silent: list[str] = []
    for path, part in [((), plan), *parts(plan)]:
        kind = type(part).__name__
        for field, about in type(part).model_fields.items():
            value = getattr(part, field)
            key = (kind, field)
            if field in SILENT or key in NOT_SAID or key in seen or value is None or value == ():
                continue
            other = altered(value, about.annotation)
            if other is None:
                continue
            seen.add(key)
            changed = put(plan, path, part.model_copy(update={field: other}))
            if whole(changed) == before:
                silent.append(f"{kind}.{field} at {path}: {value} → {other}")
    assert silent == []
    assert len(seen) > 60


def whole(plan: m.Plan) -> str:
    return str(sheet(plan).to_json())


def altered(value: Any, annotation: Any) -> Any:
    """Another value of the same kind; None for parts, which are walked into."""
    if isinstance(value, BaseModel):
        return None
    literals = [one for one in literals_of(annotation) if one != value]
    if isinstance(value, bool):
        return None if literals_of(annotation) else not value
    if isinstance(value, int | float):
        return None if literals and 24 not in literals else (literals or [value + 1])[0]
    if isinstance(value, str):
        return literals[0] if literals else f"{value}甲"
    if isinstance(value, tuple) and not isinstance(value[0], BaseModel):
        if len(value) > 1:
            return value[:-1]
        known = [one for one in literals_of(annotation) if one != value[0]]
        return (known[0],) if known else (value[0] + (1 if isinstance(value[0], int) else "甲"),)
    return None


def literals_of(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [one for inner in get_args(annotation) for one in literals_of(inner)]


def put(whole_part: Any, path: tuple[Any, ...], part: Any) -> Any:
    """The plan with another part at a path."""
    if not path:
        return part
    step, rest = path[0], path[1:]
    if isinstance(whole_part, tuple):
        made = put(whole_part[step], rest, part)
        return (*whole_part[:step], made, *whole_part[step + 1 :])
    fields = type(whole_part).model_fields
    name = next(key for key, about in fields.items() if (about.alias or key) == step)
    return whole_part.model_copy(update={name: put(getattr(whole_part, name), rest, part)})


def test_what_no_clause_says_is_said_too() -> None:
    plan = plan_of("coal_mine")
    words = "".join(line.words for line in general_lines(plan))
    assert plan.document.number in words
    assert all(division.name in words for division in plan.jurisdiction.divisions)
    assert all(law.name in words for law in plan.laws)
    assert all(answer.field in words for answer in plan.answers)


def step(**more: Any) -> str:
    """The sentence of a step of the coal plan's lifecycle, changed."""
    row = plan_of("coal_mine").lifecycle[3].model_copy(update=more)
    return SENTENCES[m.Transition](Words(plan_of("coal_mine"), "zh"), row)


def test_who_signs_together_and_who_in_whose_place_is_said() -> None:
    by = ("commander", "chief_commander")
    assert "市指挥部指挥长或市应急救援总指挥部总指挥决定" in step(by=by)
    assert "市指挥部指挥长、市应急救援总指挥部总指挥共同签署" in step(by=by, signatures="all")
    words = step(by=by, signatures="succession")
    assert "市指挥部指挥长 → 市应急救援总指挥部总指挥（前一位不在并已记录，才轮到后一位）" in words


def test_whether_a_word_has_to_come_before_is_said() -> None:
    assert "没有建议也可以决定" in step()
    assert "没有建议不能决定" in step(recommendation_required=True)
    by = ("commander", "chief_commander")
    told = {how: step(approved_by=by, approvals=how) for how in ("any", "all", "in_order")}
    assert "任何一位批准" in told["any"]
    assert "全部批准，先后不限" in told["all"]
    assert "依次经" in told["in_order"]
    assert step(approved_by=by[:1]) == step(approved_by=by[:1], approvals="all")


def lines_of(name: str, language: str = "zh") -> list[str]:
    return [line.words for line in rule_lines(plan_of(name), language)]


def test_a_post_that_proposes_and_declares_does_not_wait_for_itself() -> None:
    words = [one for one in lines_of("production_safety") if "启动二级响应或一级响应" in one]
    assert words == [
        "处于研判、预警、响应结束、办结时，启动二级响应或一级响应："
        "由市指挥部指挥长向市应急救援总指挥部总指挥报告并提出建议，市应急救援总指挥部总指挥批准，"
        "批准后由市指挥部指挥长宣布。未经批准不能启动二级响应或一级响应。"
    ]
    assert not any("没有建议不能决定" in one for one in lines_of("production_safety"))


def test_what_the_desk_may_do_alone_is_a_reading_to_confirm() -> None:
    (line,) = [one.words for one in general_lines(plan_of("coal_mine")) if "【读法】" in one.words]
    assert "处于研判时发布预警" in line
    assert "确认结束条件" in line
    issue = next(one for one in lines_of("coal_mine") if "可以发布预警" in one)
    assert "可以直接办理是读法，条文没有写" in issue
    grain = [one.words for one in general_lines(plan_of("grain")) if "【读法】" in one.words]
    assert "发布预警" not in "".join(grain)


def test_conditions_read_as_an_official_writes_them() -> None:
    safety, grain = lines_of("production_safety"), lines_of("grain")
    assert any("确认道路交通或火灾事故的，为 7 天" in one for one in safety)
    assert any("直接经济损失 1 亿元以上" in one for one in safety)
    assert any("直接经济损失 1000 万元以上、不足 5000 万元" in one for one in safety)
    assert any("同时具备：销量明显上升、" in one and "（3 项都有）" in one for one in grain)
    assert any("事故分级目前不属较大事故、重大事故或" in one for one in safety)
    assert not any("（（" in one or "：是的" in one for one in (*safety, *grain))
    assert any("代录的命令 12 小时没有签认" in one for one in safety)
    assert any("北京时间" in one.words for one in general_lines(plan_of("grain")))


def test_a_limit_that_starts_with_a_later_figure_says_so() -> None:
    later = "从接到使它达到的数字或消息起算"
    safety = lines_of("production_safety")
    assert all(later in one for one in safety if "“书面报告省应急厅”" in one)
    assert not any(later in one for one in safety if "“首报市政府”" in one)


def test_a_sentence_names_its_subject_once() -> None:
    assert any("事发企业应当立即：启动本单位响应" in one for one in lines_of("production_safety"))
    assert any("应当立即：进入应急工作状态" in one for one in lines_of("grain"))
    assert not any("立即：立即" in one for name in SHIPPED for one in lines_of(name))
    assert any("须经市政府批准后办理" in one for one in lines_of("grain"))
    assert not any("下令" in one for one in lines_of("grain"))


def test_measures_of_the_warning_are_said_as_the_clause_says_them() -> None:
    """The bureau orders the teams to stand by: they do not order themselves."""
    coal, safety = lines_of("coal_mine"), lines_of("production_safety")
    assert any("市应急管理局应当：指令矿山救护队和有关单位进入待命" in one for one in coal)
    assert any("市应急局应当：指令应急救援队伍和有关单位进入待命" in one for one in safety)
    for told in (coal, safety):
        assert any("责令撤出作业人员，暂时停产或停用有关设施" in one for one in told)
        assert any("制定救援方案、技术措施和安全保障措施" in one for one in told)
        assert any("立即赶赴现场" in one for one in told)


def test_a_list_of_which_one_is_enough_has_one_or() -> None:
    told = [*lines_of("coal_mine"), *lines_of("grain")]
    assert any("市指挥部办公室主任、市指挥部指挥长或市现场指挥部指挥长" in one for one in told)
    assert not any("一般事故或较大事故或" in one for one in told)


def test_nothing_is_asked_of_a_report_that_it_cannot_be() -> None:
    """A first report always has something new; a post that is its own holder says nothing."""
    told = lines_of("coal_mine")
    for one in told:
        if "不能只报“无变化”" in one:
            assert "是续报）" in one
            assert "每天" in one
    assert any("设岗位“市应急救援总指挥部总指挥”；由谁担任，规则文件没有写" in one for one in told)
    assert any("“涉险分类”只有一级：较大涉险事故。" in one for one in told)
    assert any("“死亡人数”：整数" in one and one.endswith("不算零。") for one in told)
    assert any("“超出市级处置能力”" in one and one.endswith("不算否。") for one in told)


def test_a_word_of_the_text_that_is_wider_than_a_unit_is_no_other_name_of_it() -> None:
    told = "".join(lines_of("coal_mine"))
    assert "山西煤监局临汾监察分局（条文里的“煤矿安全监察部门”，这里指它）" in told
    assert "又称煤矿安全监察部门" not in told
    assert "必要时：风险和隐患排除以前" not in told
