"""Differences between editions: no leaf of a plan changes in silence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from engine.messages import CATALOGUES
from engine.plan.loader import load_plan, read_plan
from engine.plan.model import Plan, parts_of
from engine.plan.part import Part
from engine.plan_review.change_text import lines, sentence, shape
from engine.plan_review.changes import CONSEQUENCES, difference
from engine.presentation.plan_text import VALUES, fields_of
from tests.engine.drill.golden import ROOT
from tests.engine.stories import real_plans

PLANS = real_plans()
Path_ = tuple[str | int, ...]


def amended(tmp_path: Path, plan: str, *passages: tuple[str, str]) -> Plan:
    """The shipped plan with passages of its file, or of its jurisdiction's, replaced."""
    shutil.copytree(ROOT / "plans" / "jurisdictions", tmp_path / "jurisdictions")
    shutil.copytree(ROOT / "plans" / plan, tmp_path / plan)
    files = [tmp_path / plan / "plan.yaml", tmp_path / "jurisdictions" / "linfen.yaml"]
    for old, new in passages:
        file = next(f for f in files if old in f.read_text(encoding="utf-8"))
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return load_plan(tmp_path / plan)


def leaves(part: Any, path: Path_ = (), form: Any = None) -> Iterator[tuple[Path_, Any, Any]]:
    """Every value of the model that holds no others: its path, the value, its annotation.

    What a file left out is a leaf as well, of which the annotation says what could stand there.
    """
    if isinstance(part, Part):
        for key, attribute in fields_of(part).items():
            form = type(part).model_fields[attribute].annotation
            yield from leaves(getattr(part, attribute), (*path, key), form)
    elif isinstance(part, tuple) and part:
        for index, one in enumerate(part):
            yield from leaves(one, (*path, index), form)
    else:
        yield path, part, form


def lists(part: Any, path: Path_ = ()) -> Iterator[tuple[Path_, tuple[Any, ...]]]:
    """Every list of the model with something in it."""
    if isinstance(part, Part):
        for key, attribute in fields_of(part).items():
            yield from lists(getattr(part, attribute), (*path, key))
    elif isinstance(part, tuple) and part:
        yield path, part
        for index, one in enumerate(part):
            yield from lists(one, (*path, index))


def replaced(part: Any, path: Path_, value: Any) -> Any:
    """The same part with another value at `path`."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        changed = replaced(part[step], tuple(rest), value)
        return (*part[:step], changed, *part[step + 1 :])
    attribute = fields_of(part)[step]
    changed = replaced(getattr(part, attribute), tuple(rest), value)
    return part.model_copy(update={attribute: changed})


def another(value: Any, form: Any) -> Any:
    """Another value of the same kind; where nothing is set, something that could stand there.

    None where only a part could: parts come and go in the test over lists.
    """
    words = [word for word in _listed_words(form) if word not in (value, True)]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if words and value != ():
        return words[0]
    if isinstance(value, str):
        return f"{value}x"
    kinds = _kinds(form)
    if any(issubclass(kind, Part) for kind in kinds):
        return None
    new: int | str = 77 if int in kinds else "x"
    return (new,) if value == () or tuple in kinds else new


def _listed_words(form: Any) -> Iterator[Any]:
    """The values that an annotation lists."""
    if get_origin(form) is Literal:
        yield from get_args(form)
    else:
        for arg in get_args(form):
            yield from _listed_words(arg)


def _kinds(form: Any) -> set[type]:
    """The types that an annotation is made of."""
    if isinstance(form, type) and not get_args(form):
        return {form}
    found = {get_origin(form)} if isinstance(get_origin(form), type) else set()
    return found.union(*(_kinds(arg) for arg in get_args(form)), set())


def said(old: Plan, new: Plan) -> None:
    """The difference is not empty, and its sentences are whole and tell two things apart."""
    found = difference(old, new)
    assert found
    for change in found:
        for language in ("zh", "en"):
            words = sentence(old, new, change, language)
            assert not re.search(r"\{\w+\}", words)
            before_after = re.findall(r"“([^“”]*)”(?:改为| to )“([^“”]*)”$", words)
            assert all(before != after for before, after in before_after), words


@pytest.mark.parametrize("plan", PLANS)
def test_no_leaf_of_a_shipped_plan_changes_in_silence(plan: str) -> None:
    """Every leaf is tried, the jurisdiction's among them: the numbers are below."""
    old, tried = PLANS[plan], 0
    for path, value, form in leaves(old):
        changed = another(value, form)
        if changed is not None:
            said(old, replaced(old, path, changed))
            tried += 1
    assert tried >= len(set(_written(read_plan(ROOT / "plans" / plan).tree)))


@pytest.mark.parametrize("plan", PLANS)
def test_no_list_of_a_shipped_plan_loses_an_entry_or_its_order_in_silence(plan: str) -> None:
    old = PLANS[plan]
    for path, entries in lists(old):
        for index in range(len(entries)):
            said(old, replaced(old, path, (*entries[:index], *entries[index + 1 :])))
        if len(entries) > 1 and entries[0] != entries[1]:
            said(old, replaced(old, path, (entries[1], entries[0], *entries[2:])))


@pytest.mark.parametrize("plan", PLANS)
def test_every_leaf_of_the_files_is_a_leaf_of_the_model(plan: str) -> None:
    """What the test over leaves tries is all that plan and jurisdiction files say."""
    tried = {path for path, _, _ in leaves(PLANS[plan])}
    tree = read_plan(ROOT / "plans" / plan).tree
    written = set(_written(tree))
    missing = {path for path in written if path not in tried and (*path, 0) not in tried}
    assert missing == set()
    assert len(written) > 1_500
    assert any(path[:2] == ("jurisdiction", "divisions") for path in written)


def _written(node: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _written(value, (*path, key))
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _written(value, (*path, index))
    else:
        yield path


@pytest.mark.parametrize("plan", PLANS)
def test_an_edition_does_not_differ_from_itself(plan: str, tmp_path: Path) -> None:
    assert difference(PLANS[plan], PLANS[plan]) == []
    assert difference(PLANS[plan], amended(tmp_path, plan)) == []


def test_a_moved_deadline_is_the_only_difference(tmp_path: Path) -> None:
    passage = ('cadence: {daily: ["15:00"]}', 'cadence: {daily: ["14:00"]}')
    new = amended(tmp_path, "grain", passage)
    changes = difference(PLANS["grain"], new)
    assert [(c.consequence, c.path, c.kind) for c in changes] == [
        ("duty", ("reports", "county_daily", "cadence"), "changed")
    ]
    assert shape(PLANS["grain"], new, changes[0])["after"] == {"daily": ["14:00"]}
    words = sentence(PLANS["grain"], new, changes[0])
    assert words.endswith("时限由“每天 15:00 前”改为“每天 14:00 前”")


def test_a_measures_condition_and_time_are_told(tmp_path: Path) -> None:
    new = amended(
        tmp_path,
        "grain",
        ("    within: {months: 12}\n", "    within: {months: 6}\n"),
        (
            "    modality: required\n",
            "    modality: required\n    when: {fact: beyond_city_capacity, is: true}\n",
        ),
    )
    old = PLANS["grain"]
    words = "\n".join(lines(old, new, difference(old, new)))
    assert "办理时限由“开始适用后 12 个月内（到最后一日24时，起算当日不计）”改为“" in words
    assert "[措施]" in words
    assert "条件原来没有，现为“确认超过市政府处置能力" in words


def test_what_was_missed_is_told_by_clause_and_gravest_first(tmp_path: Path) -> None:
    """Seven changes of substance that the former comparison called none."""
    new = amended(
        tmp_path,
        "coal_mine",
        ("  days: 30\n", "  days: 3\n"),
        ("sum_of: [at_risk, trapped, missing]", "sum_of: [at_risk, trapped]"),
        ("  blocked_while_superior_holds: [activate_response, adjust_response]\n", ""),
        ("due_soon_minutes: [30]", "due_soon_minutes: [5]"),
        (", immediately: true", ""),
        ("责令撤出作业人员", "不必撤出作业人员"),
        ('  - {code: "141033", name: 蒲县, name_en: Pu County}\n', ""),
        ('  - {code: "141034", name: 汾西县, name_en: Fenxi County}\n', ""),
    )
    old = PLANS["coal_mine"]
    changes = difference(old, new)
    assert [change.consequence for change in changes] == [
        *("duty", "duty", "duty", "level", "authority", "measure", "measure", "reminder")
    ]
    words = "\n".join(lines(old, new, changes))
    for line in (
        "[应报] 伤亡补报期：天数由“30”改为“3”",
        "[应报] 删去：适用区域“临汾市”（141000） › 行政区划“蒲县”（141033）",
        "（people_in_danger）：合计各项去掉 失联人数",
        "[权限] 指挥权：不再有上级指挥期间不能进行的动作，原为“启动响应、调整响应”",
        "内容由“风险和隐患排除以前或排除当中不能保证安全的，责令撤出作业人员，暂时停产或停用有关设施”",
        "改为“风险和隐患排除以前或排除当中不能保证安全的，不必撤出作业人员，暂时停产或停用有关设施”",
        "（mine_response）：立即由“是”改为“否”",
        "[提醒] 提醒：到期前提醒（分钟）增加 5；去掉 30",
        "\n4.2 预警\n",
        "《生产安全事故报告和调查处理条例（国务院令第493号）》第 13 条\n",
    ):
        assert line in words


def test_tiers_seasons_strict_durations_and_approvals_of_the_end_are_told(tmp_path: Path) -> None:
    file = ROOT / "tests" / "plans" / "other" / "flood" / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    for before, after in (
        ('name: 高地县, parent: "990400"', 'name: 高地县, parent: "990500"'),
        ('["06-01", "09-30"]', '["05-15", "09-30"]'),
        ("more_than_hours: 2", "hours: 2"),
        ("month_in: [7, 8]", "month_in: [7]"),
        ("{divisions: parents}", "{divisions: lowest}"),
        ("approved_by: [governor], req", "approved_by: [secretary], req"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    old, new = load_plan(file), load_plan(tmp_path / "plan.yaml")
    words = "\n".join(lines(old, new, difference(old, new)))
    for line in (
        "[应报] 适用区域“某省”（990000） › 行政区划“高地县”（990422）：上一级由“东市”改为“西市”",
        "条件由“日期在6月1日至9月30日”改为“日期在5月15日至9月30日”",
        "条件由““堤防险情未控制”持续超过 2 小时”改为““堤防险情未控制”持续 2 小时”",
        "条件由“日期在7月、8月；且受灾县数 1 个以上”改为“日期在7月；且受灾县数 1 个以上”",
        "应报者由“全部有下级的行政区划”改为“全部最基层的行政区划”",
        "[权限] 流程：结束响应：二级响应 → 响应结束：批准人增加 省委书记；去掉 省长",
    ):
        assert line in words


def test_a_row_that_leads_elsewhere_is_one_change_not_two(tmp_path: Path) -> None:
    passage = ("from: [IV, III], to: [II]", "from: [IV], to: [II]")
    file = (ROOT / "plans" / "coal_mine" / "plan.yaml").read_text(encoding="utf-8")
    if passage[0] not in file:
        passage = ("    from: [IV, III]\n    to: [II]", "    from: [IV]\n    to: [II]")
    new = amended(tmp_path, "coal_mine", passage)
    (change,) = difference(PLANS["coal_mine"], new)
    assert change.path[-1] == "from"
    assert sentence(PLANS["coal_mine"], new, change).endswith("起点去掉 三级响应")


def test_a_figure_that_is_reckoned_otherwise_is_told_whole(tmp_path: Path) -> None:
    passage = ("sum_of: [at_risk, trapped, missing]", "count_of: counties")
    new = amended(tmp_path, "coal_mine", passage)
    (change,) = difference(PLANS["coal_mine"], new)
    assert "合计各项：涉险人数、被困人数、失联人数”改为“" in sentence(
        PLANS["coal_mine"], new, change
    )


def test_every_key_and_part_of_a_plan_file_has_a_name_and_every_consequence_a_word() -> None:
    kinds = {type(part) for plan in PLANS.values() for part in parts_of(plan)}
    for kind in kinds - set(VALUES):
        assert f"plan.part.{kind.__name__}" in CATALOGUES["zh"]
        for name, field in kind.model_fields.items():
            assert name == "digest" or f"plan.field.{field.alias or name}" in CATALOGUES["zh"]
    assert all(f"diff.consequence.{one}" in CATALOGUES["zh"] for one in CONSEQUENCES)
