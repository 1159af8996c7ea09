"""The error tree: exact sentences, and a catalogue entry for every code that is raised."""

from __future__ import annotations

import ast
import pickle
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine import errors
from engine.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    PlanFileError,
    PlanProblem,
    Refused,
    StaleVersion,
    StateRefuses,
    ZhibanError,
)
from engine.incident.commands import COMMANDS
from engine.messages import CATALOGUES, MessageKey, command_word, text

ENGINE = Path(errors.__file__).parent
GIVEN = {
    "InvalidInput": {"field"},
    "PlanFileError": {"file", "line"},
}
"""Facts that a class of the tree adds by itself; `clause` is always there."""


@dataclass(frozen=True)
class Raised:
    """One place in the engine that makes an error with a code written out."""

    where: str
    package: str
    code: str
    facts: frozenset[str]
    open_ended: bool


def raised_in(file: Path) -> Iterator[Raised]:
    """Every call of an error class, or of `refuse`, with a literal code."""
    known = vars(errors).items()
    names = {n for n, c in known if isinstance(c, type) and issubclass(c, ZhibanError)}
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        code = node.args[0]
        if (called in names or called == "refuse") and isinstance(code, ast.Constant):
            keywords = {keyword.arg for keyword in node.keywords if keyword.arg}
            yield Raised(
                f"{file.name}:{node.lineno}",
                file.relative_to(ENGINE).parts[0],
                str(code.value),
                frozenset(keywords | GIVEN.get(called, set()) | {"clause"} | _near(keywords)),
                any(keyword.arg is None for keyword in node.keywords),
            )


def _near(keywords: set[str]) -> set[str]:
    """What the catalogue makes of a hint."""
    return {"nearest"} & {"nearest" if "hint" in keywords else ""}


@cache
def all_raised() -> list[Raised]:
    return [found for file in sorted(ENGINE.rglob("*.py")) for found in raised_in(file)]


def blanks(sentence: str) -> set[str]:
    """The facts that a sentence wants to be filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_search_for_raised_codes_finds_them() -> None:
    assert len({found.code for found in all_raised()}) > 60


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_that_the_engine_raises_has_a_sentence(language: str) -> None:
    missing = [f for f in all_raised() if f"error.{f.code}" not in CATALOGUES[language]]
    assert missing == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_finds_its_facts_where_the_code_is_raised(language: str) -> None:
    catalogue = CATALOGUES[language]
    short = {
        found: blanks(catalogue[f"error.{found.code}"]) - found.facts
        for found in all_raised()
        if not found.open_ended
    }
    assert {found: names for found, names in short.items() if names} == {}


def test_every_refusal_of_a_command_is_met_in_some_test() -> None:
    """Each code that a decision can end with is provoked at least once."""
    decided = {
        found.code
        for found in all_raised()
        if found.package in ("decide", "conditions", "service.py")
        or found.where.startswith("places.py")
    }
    words = "".join(
        file.read_text()
        for folder in ("engine", "plans")
        for file in (Path(__file__).parents[1] / folder).rglob("test_*.py")
        if file != Path(__file__)
    )
    assert len(decided) > 50
    assert {code for code in decided if f'"{code}"' not in words} == set()


def test_a_refusal_of_a_command_holds_no_word_of_the_program() -> None:
    """Officers read it: Chinese only, but for codes whose reader writes requests by hand."""
    written_by_hand = re.compile("unknown|wrong|bad|missing_field|naive|ambiguous|no_such_step")
    decided = {found.code for found in all_raised() if found.package in ("decide", "conditions")}
    sentences = {
        code: re.sub(r"{\w+}", "", CATALOGUES["zh"][f"error.{code}"])
        for code in decided
        if not written_by_hand.match(code)
    }
    assert len(sentences) > 50
    assert {code: said for code, said in sentences.items() if re.search("[a-z]", said)} == {}


def test_every_command_has_a_name_in_words() -> None:
    for language, catalogue in CATALOGUES.items():
        missing = [name for name in COMMANDS if f"word.command.{name}" not in catalogue]
        assert missing == [], language


def test_an_english_sentence_asks_for_no_fact_that_the_chinese_one_lacks() -> None:
    zh, en = CATALOGUES["zh"], CATALOGUES["en"]
    extra = {key: blanks(en[key]) - blanks(zh[key]) for key in en if key in zh}
    assert {key: names for key, names in extra.items() if names} == {}
    assert set(en) <= set(zh)


def test_no_sentence_is_empty_and_none_has_a_blank_without_a_name() -> None:
    for catalogue in CATALOGUES.values():
        for key, sentence in catalogue.items():
            assert sentence.strip(), key
            assert None not in [
                name
                for _, name, _, _ in string.Formatter().parse(sentence)
                if name is not None and not name.isidentifier()
            ]


@pytest.mark.parametrize(
    ("error", "zh"),
    [
        (NotFound("incident_not_found", id="x1"), "没有编号为“x1”的突发事件。"),
        (
            NotFound("entry_not_found", seq=9, last=4),
            "该事件没有第 9 条记录。最后一条是第 4 条。",
        ),
        (
            StaleVersion("stale_version", current=12, given=10),
            "该事件已更新到第 12 版，您看到的是第 10 版。请刷新后再试。",
        ),
        (
            NotAllowed("role_required", clause="5.3.2", who="市指挥部指挥长"),
            "按照5.3.2，这一步由市指挥部指挥长作出，当前账号没有这个岗位。值班员可代录其命令。",
        ),
        (
            NotAllowed("role_required", who="市指挥部指挥长"),
            "按照本系统规则，这一步由市指挥部指挥长作出，当前账号没有这个岗位。值班员可代录其命令。",
        ),
        (NotAllowed("read_only"), "该账号只能查看，不能下达指令。"),
        (
            StateRefuses(
                "approval_missing",
                clause="5.3.3",
                act=MessageKey("word.act.open"),
                level="二级响应",
                who="总指挥",
            ),
            "按照5.3.3，启动二级响应须先经总指挥批准；目前没有这项批准。",
        ),
        (
            StateRefuses(
                "superior_commands",
                clause="2.2",
                holder="省级指挥部",
                command=MessageKey("word.command.adjust_response"),
            ),
            "按照2.2，指挥权在“省级指挥部”，收回之前本级不能调整响应。",
        ),
        (
            StateRefuses(
                "command_not_theirs",
                held="县级指挥部",
                to="省级指挥部",
                direction=MessageKey("word.holder.superior"),
                command=command_word("assume_command"),
            ),
            "指挥权现在由“县级指挥部”掌握；“省级指挥部”是上级指挥机构，不能“接管指挥权”。",
        ),
        (
            InvalidInput("future_instant", field="as_of", value="明天", now="今天"),
            "“截至时间”填的是 明天，晚于现在（今天）。请填已经发生的时间。",
        ),
        (
            InvalidInput("unknown_choice", field="kind", value="x", accepted="nil", hint="—"),
            "“报告种类”不接受“x”。可用：nil。",
        ),
        (
            InvalidInput("sub_state_missing", field="sub_state", level="III", accepted="tense"),
            "III级分为几种状态，须指明其一：tense。",
        ),
        (
            PlanFileError("plan_too_large", file="p.yaml", line=1, limit=10),
            "p.yaml：文件超过 10 字节。预案文件应当只写规则，不附原文。",
        ),
        (
            PlanProblem("no_such_step", command="x", source="a", target="b"),
            "预案没有从 a 经“x”到 b 的一步。",
        ),
    ],
)
def test_sentences_are_a_contract(error: ZhibanError, zh: str) -> None:
    assert error.sentence() == error.sentence("zh") == str(error) == zh


@pytest.mark.parametrize(
    ("error", "en"),
    [
        (NotAllowed("read_only"), "This account is read-only and cannot give commands."),
        (
            StateRefuses(
                "command_not_theirs",
                held="County",
                to="Province",
                direction=MessageKey("word.holder.superior"),
                command=command_word("assume_command"),
            ),
            "“County” holds command; “Province” is a superior headquarters, so “assume command” is "
            "not possible.",
        ),
        (
            InvalidInput("past_instant", field="until", value="A", now="B"),
            "“Until” is A, earlier than now (B). Give a time in the future.",
        ),
    ],
)
def test_sentences_in_english(error: ZhibanError, en: str) -> None:
    assert error.sentence("en") == en


def test_an_unknown_language_gets_chinese() -> None:
    assert NotAllowed("read_only").sentence("fr") == NotAllowed("read_only").sentence("zh")


def test_a_code_without_a_sentence_is_a_defect() -> None:
    with pytest.raises(KeyError):
        text("error.no_such_code")


def test_facts_are_attributes_and_allowed_is_a_tuple() -> None:
    options: list[dict[str, Any]] = [{"command": "end_response"}]
    error = StateRefuses("already_struck", clause="5", allowed=options, seq=3)
    assert (error.code, error.clause, error.facts["seq"]) == ("already_struck", "5", 3)
    assert error.allowed == ({"command": "end_response"},)
    assert InvalidInput("missing_field", field="reason").field == "reason"
    assert NotAllowed("read_only").allowed == ()


def test_the_tree_is_as_it_is_drawn() -> None:
    assert issubclass(Refused, ZhibanError)
    for refusal in (NotAllowed, StateRefuses, StaleVersion):
        assert issubclass(refusal, Refused)
    for other in (PlanFileError, PlanProblem, InvalidInput, NotFound):
        assert issubclass(other, ZhibanError)
        assert not issubclass(other, Refused)


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("future_instant", field="as_of", value="A", now="B", clause="3.2"),
        PlanFileError("plan_too_large", file="p.yaml", line=7, limit=10),
        NotAllowed("read_only", command=command_word("assume_command")),
    ],
)
def test_an_error_comes_whole_out_of_another_process(error: ZhibanError) -> None:
    sent = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(sent) is type(error)
    assert vars(sent) == vars(error)
    assert sent.args == error.args
    assert type(sent.facts.get("command")) is type(error.facts.get("command"))
