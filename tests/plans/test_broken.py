"""One small wrong plan for each promise of the loader and of the checker.

Each file in `broken/` says at its top which code is expected (`# expect:`), what the
sentence must hold (`# says:`; `# says: trail: …` for its counter-example), and which
codes come along (`# also:`). A line that ends in `# here` is the line that the finding
must name. A folder is a folder of plans, as `zhiban plan check` would be given it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.messages import CATALOGUES
from engine.plan.yaml_tree import _PROBLEMS
from engine.plan_checks import PlanFinding, check_folder

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
CASES = sorted(path for path in BROKEN.iterdir())

ELSEWHERE = {
    # no such files can be kept here: tests/engine/plan/test_loader.py
    "plan_missing",
    "plan_unreadable",
    "plan_too_large",
    "plan_not_utf8",
    # only scenario files, or only what nobody has thought of: tests/engine/plan/test_loader.py
    "plan_too_many",
    "plan_bad_value",
    # what a server says of a refused plan: tests/engine/plan_checks/test_refusing.py
    "plan_faulty",
    # these need a text, or are too large for a file here: tests/engine/plan_checks
    "text_changed",
    "text_unhashed",
    "text_missing",
    "text_new",
    "too_many_cadences",
    "not_proved",
    # about calling.yaml: tests/engine/plan_checks/test_calling.py
    *("calling_unknown", "calling_id_twice", "calling_unused", "calling_outside"),
    *("calling_outside_who", "calling_no_report", "calling_never"),
    *("calling_after_deadline", "calling_rounds"),
    # about monitors.yaml and evaluation sheets: tests/engine/plan_checks/test_companions.py
    *("companion_unknown", "companion_twice", "sheet_judges_nothing"),
    # not about plan files
    "plan_not_found",
    "plan_version_missing",
    "plan_does_not_cover",
}


class Promise(NamedTuple):
    """What the top of a broken file promises."""

    code: str
    says: list[str]
    trail: list[str]
    also: set[str]


def promise_of(file: Path) -> Promise:
    head = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    said = {
        key: [line.partition(": ")[2] for line in head if line.startswith(f"# {key}: ")]
        for key in ("expect", "says", "also")
    }
    trail = [words.removeprefix("trail: ") for words in said["says"] if words.startswith("trail: ")]
    says = [words for words in said["says"] if not words.startswith("trail: ")]
    return Promise(said["expect"][0], says, trail, set(said["also"]))


def promised_lines(case: Path) -> set[tuple[str, int]]:
    """The lines that are marked `# here`, with their files."""
    files = [case] if case.is_file() else sorted(case.rglob("*.yaml"))
    return {
        (str(file), number)
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.rstrip().endswith("# here")
    }


def main_file(case: Path) -> Path:
    files = [case] if case.is_file() else sorted(case.rglob("plan.yaml"))
    return next(file for file in files if "# expect: " in file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_plan_is_told_what_is_wrong_where_and_what_to_do(case: Path) -> None:
    promise = promise_of(main_file(case))
    findings = check_folder(case)
    assert {f.code for f in findings} == {promise.code} | promise.also, shown(findings)
    matching = [
        finding
        for finding in findings
        if finding.code == promise.code
        and all(words in finding.sentence() for words in promise.says)
        and all(any(words in step for step in finding.counter_example()) for words in promise.trail)
    ]
    assert matching, shown(findings)
    finding = matching[0]
    places = promised_lines(case)
    assert not places or (finding.file, finding.line) in places, shown(findings)
    assert finding.sentence().startswith(f"{finding.file}:{finding.line}：")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_finding_is_said_in_english_too(case: Path) -> None:
    for finding in check_folder(case):
        sentence = finding.sentence("en")
        assert not re.search(r"\{\w+\}", sentence)
        assert sentence != finding.sentence("zh")
        assert len(finding.counter_example("en")) == len(finding.counter_example("zh"))


SLIPS = [case for case in CASES if case.is_file() and "# english: " in case.read_text("utf-8")]


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case.stem)
def test_a_slip_of_the_keyboard_is_told_in_these_english_words(case: Path) -> None:
    (line,) = [x for x in case.read_text("utf-8").splitlines() if x.startswith("# english: ")]
    said = [finding.sentence("en").partition(": ")[2] for finding in check_folder(case)]
    assert line.removeprefix("# english: ") in said


def test_every_message_of_loader_and_checker_has_a_broken_plan() -> None:
    promised = {promise_of(main_file(case)).code for case in CASES}
    assert set(codes()) - promised == ELSEWHERE


def test_every_word_for_what_is_no_yaml_has_a_broken_plan() -> None:
    said = {
        str(finding.facts["problem"])
        for case in CASES
        if case.is_file()
        for finding in check_folder(case)
        if finding.code == "plan_not_yaml"
    }
    assert said == {f"word.yaml.{word}" for _, word in _PROBLEMS}


def codes() -> Iterator[str]:
    """The codes of all sentences about plan files."""
    for key in CATALOGUES["zh"]:
        kind, _, code = key.partition(".")
        if (kind == "check" and "." not in code) or (kind == "error" and code.startswith("plan_")):
            yield code


def test_the_plan_that_the_broken_ones_are_made_from_has_no_fault() -> None:
    assert check_folder(HERE / "small.yaml") == []


def shown(findings: list[PlanFinding]) -> str:
    lines = [f"{f.code}: {f.sentence()}\n  {f.counter_example()}" for f in findings]
    return "\n".join(lines) or "no findings"
