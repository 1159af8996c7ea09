"""Mutated plan files: each is a plan with findings, or an error with a sentence.

`ZHIBAN_FUZZ=100000` makes the run a long one.
"""

import os
import time
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.errors import PlanFileError
from engine.plan.form_faults import of_form
from engine.plan.loader import read_plan
from engine.plan.model import Plan
from engine.plan.yaml_tree import Mapped, parse, plain
from engine.plan_checks import check
from tests.support.plan_files import OTHERS, PLANS, SHIPPED, SMALL, small_plan

FUZZ = int(os.environ.get("ZHIBAN_FUZZ", "60"))
"""How many mutated plans each fuzz test tries; a long run sets 100000."""

LONGEST = 5.0
"""Seconds of processor time that reading and checking one file may take."""

FUZZING = settings(
    max_examples=FUZZ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="ZHIBAN_FUZZ" not in os.environ,
)

MARKS = ": - # \" ' [ ] { } , &a *a !!x | > % @ ` ? --- ... \\x null true -1 1e9 4.10 15:00 预案 II"
ODD = st.sampled_from(
    ["", " ", "\t", "\n", "\0", "\u2028", "\ufeff", "9" * 30, "[" * 60, ": ", *MARKS.split()]
)
"""Pieces that YAML, or a reader of it, may stumble over."""


@st.composite
def mangled(draw: st.DrawFn, text: str) -> str:
    """The text with some pieces cut, doubled, moved or replaced by odd ones."""
    for _ in range(draw(st.integers(1, 4))):
        lines = text.splitlines(keepends=True)
        if draw(st.booleans()) and len(lines) > 2:
            start = draw(st.integers(0, len(lines) - 1))
            stop = min(len(lines), start + draw(st.integers(1, 5)))
            piece = lines[start:stop]
            where = draw(st.integers(0, len(lines) - 1))
            kept = lines[:start] + lines[stop:] if draw(st.booleans()) else lines
            text = "".join(kept[:where] + piece * draw(st.integers(0, 2)) + kept[where:])
        else:
            start = draw(st.integers(0, len(text)))
            stop = min(len(text), start + draw(st.integers(0, 8)))
            text = text[:start] + draw(ODD | st.text(max_size=6)) + text[stop:]
    return text


def survives(text: str) -> None:
    """Reading and checking ends in a plan with findings or in an error with a sentence."""
    began = time.process_time()
    try:
        tree = parse(text.encode("utf-8", "surrogatepass"), "fuzz.yaml")
        looked_up(tree)
        plan = of_form(Plan, tree, "fuzz.yaml", "0" * 64)
    except PlanFileError as wrong:
        assert wrong.line >= 1
        for language in ("zh", "en"):
            assert wrong.sentence(language).startswith("fuzz.yaml:")
    else:
        checked(plan, tree)
    assert time.process_time() - began < LONGEST


def checked(plan: Plan, tree: Mapped | None) -> None:
    """The checker takes any plan that loads, and says each finding in words."""
    for finding in check(plan, tree):
        for language in ("zh", "en"):
            assert finding.sentence(language)
            assert all(finding.counter_example(language) or ["—"])


def looked_up(tree: Mapped) -> None:
    if tree.get("jurisdiction") == "linfen":
        tree["jurisdiction"] = parse((PLANS / "jurisdictions" / "linfen.yaml").read_bytes(), "j")


@FUZZING
@given(mangled(SMALL.read_text(encoding="utf-8")))
@example("a: " + "[" * 60)
@example("? [a]\n: b\n")
@example("a: \ud800")
def test_a_mangled_small_plan_loads_or_is_refused_with_a_sentence(text: str) -> None:
    survives(text)


@settings(FUZZING, max_examples=max(6, FUZZ // 10))
@given(
    st.sampled_from([*SHIPPED, *OTHERS]).flatmap(
        lambda file: mangled(file.read_text(encoding="utf-8"))
    )
)
def test_a_mangled_shipped_plan_loads_or_is_refused_with_a_sentence(text: str) -> None:
    survives(text)


@st.composite
def transplanted(draw: st.DrawFn, tree: Any) -> Any:
    """The plan with values cut, doubled, or put where others of their kind stood."""
    values = plain(tree)
    for _ in range(draw(st.integers(1, 5))):
        paths = [(path, value) for path, value in _leaves(values) if path]
        path, old = draw(st.sampled_from(paths))
        alike = [value for _, value in paths if type(value) is type(old)]
        new = draw(st.sampled_from(alike))
        values = _changed(values, path, draw(st.sampled_from([new, [], [old, old], [old, new]])))
    return values


def _leaves(values: Any, path: tuple[Any, ...] = ()) -> Any:
    yield path, values
    if isinstance(values, dict):
        for key, value in values.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(values, tuple):
        for index, value in enumerate(values):
            yield from _leaves(value, (*path, index))


def _changed(values: Any, path: tuple[Any, ...], new: Any) -> Any:
    """`values` with what is at `path` replaced; a list of replacements joins a list."""
    if not path:
        return new[0] if isinstance(new, list) and new else values if new == [] else new
    step, rest = path[0], path[1:]
    if isinstance(values, dict):
        if not rest and new == []:
            return {key: value for key, value in values.items() if key != step}
        return {k: _changed(v, rest, new) if k == step else v for k, v in values.items()}
    entries = list(values)
    if not rest and isinstance(new, list):
        entries[step : step + 1] = new
    else:
        entries[step] = _changed(entries[step], rest, new)
    return tuple(entries)


TREES = [read_plan(file).tree for file in (*SHIPPED, *OTHERS, SMALL)]


@settings(FUZZING, max_examples=FUZZ * 2)
@given(st.sampled_from(TREES).flatmap(transplanted))
def test_a_plan_with_parts_transplanted_never_crashes_the_checker(values: Any) -> None:
    try:
        plan = Plan.model_validate({**values, "digest": ""})
    except ValueError:
        return
    checked(plan, None)


def test_the_small_plan_is_what_the_fuzz_starts_from() -> None:
    assert small_plan().id == "small"
