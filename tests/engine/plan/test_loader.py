"""Reading plan files: what is refused before anything is built, and what every file gets."""

import time
from pathlib import Path

import pytest

from engine.drill.scenario import load_scenario
from engine.errors import PlanFileError
from engine.plan.loader import load_plan, load_plans
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.plan_files import MAX_BYTES, read
from engine.plan.validation_messages import explain
from engine.plan.yaml_tree import line_of, parse, place_of, plain, written
from tests.support.plan_files import PLANS, SHIPPED, SMALL, small_text


def refusal(content: bytes | str, tmp_path: Path) -> PlanFileError:
    """The error for a file with this content."""
    file = tmp_path / "plan.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(PlanFileError) as wrong:
        load_plan(file)
    assert wrong.value.file == str(file)
    assert str(wrong.value)
    return wrong.value


# ── before anything is built ────────────────────────────────────────────────


def test_a_file_that_is_too_large_is_refused_without_being_read_to_its_end(tmp_path: Path) -> None:
    assert refusal(b"# " + b"x" * 50_000_000, tmp_path).code == "plan_too_large"


def test_a_file_of_the_largest_size_is_read_in_bounded_time(tmp_path: Path) -> None:
    line = b"- {id: deaths, name: x, kind: count}\n"
    began = time.process_time()
    refusal(b"facts:\n" + line * ((MAX_BYTES - 10) // len(line)), tmp_path)
    assert time.process_time() - began < 20


def test_brackets_without_end_are_refused_at_the_depth_that_is_allowed(tmp_path: Path) -> None:
    for bracket in ("[", "{a: "):
        assert refusal("a: " + bracket * 100_000, tmp_path).code == "plan_too_deep"


def test_aliases_that_would_explode_are_refused_at_the_first_anchor(tmp_path: Path) -> None:
    bombs = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    wrong = refusal("\n".join(bombs), tmp_path)
    assert (wrong.code, wrong.line) == ("plan_has_anchor", 1)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!x", "!!str", "!"])
def test_tags_are_refused(tag: str, tmp_path: Path) -> None:
    assert refusal(f"a: {tag} b", tmp_path).code == "plan_has_tag"


def test_a_key_that_comes_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    wrong = refusal("a: 1\nb:\n  c: 1\n  c: 2\n", tmp_path)
    assert (wrong.code, wrong.line, wrong.facts["first"]) == ("plan_key_twice", 4, 3)


def test_text_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = refusal("a: 1\ntitle: 预案\n".encode("gbk"), tmp_path)
    assert (wrong.code, wrong.line) == ("plan_not_utf8", 2)
    assert refusal("title: 预案\n".encode("utf-16"), tmp_path).code == "plan_not_utf8"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.read_bytes())
    assert load_plan(file).id == "small"


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\x85", "\u2028", "\u2029", "\ufeff", "\uffff"])
def test_a_character_that_is_not_seen_is_told_with_its_number_and_line(
    odd: str, tmp_path: Path
) -> None:
    wrong = refusal(f"id: 预案\ntitle: 救{odd}助\n", tmp_path)
    assert (wrong.code, wrong.line) == ("plan_odd_character", 2)
    assert wrong.facts["value"] == f"U+{ord(odd):04X}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: &\n", "以特殊符号开头"),
        ("a: *\n", "以特殊符号开头"),
        ("a: @b\n", "以特殊符号开头"),
        ("a:\n\tb: 1\n", "Tab"),
        ('a: "\\q"\n', "反斜线"),
        ("a: b: c\n", "同一行里有两个"),
        ("a:\n  - b\n c: 1\n", "没有对齐"),
        ("a: [b\nc: d\n", "括号没有成对"),
        ("? [a]\n: b\n", "括号没有成对"),
        ("a: 'b\n", "引号没有成对"),
        ("a: 1\nb\n", "缺少“: ”"),
    ],
)
def test_what_is_no_yaml_is_told_in_words(content: str, words: str, tmp_path: Path) -> None:
    wrong = refusal(content, tmp_path)
    assert wrong.code == "plan_not_yaml"
    assert words in wrong.sentence("zh"), wrong.sentence("zh")


@pytest.mark.parametrize(
    "content",
    [
        "- " * 200_000,
        "? " * 200_000,
        "{" * 400_000,
        "a" * 490_000,
        "a: " + "b: " * 150_000,
        "a: '" + "x''" * 150_000,
        'a: "' + "\\n" * 200_000,
        "a: |\n" + " x\n" * 160_000,
    ],
    ids=["lists", "keys", "braces", "word", "colons", "quotes", "escapes", "lines"],
)
def test_a_hostile_file_is_refused_in_a_second(content: str, tmp_path: Path) -> None:
    began = time.process_time()
    refusal(content, tmp_path)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("content", ["", "\n\n", "# 只有说明\n"])
def test_an_empty_file_is_told_how_to_begin(content: str, tmp_path: Path) -> None:
    assert "从 format 写起" in str(refusal(content, tmp_path))


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words", '"quoted"', "4.10"])
def test_a_file_must_be_a_mapping(content: str, tmp_path: Path) -> None:
    assert refusal(content, tmp_path).code == "plan_not_a_mapping"


def test_a_missing_file_a_folder_and_a_device_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"plan\.yaml：没有这个文件"):
        load_plan(tmp_path)
    (tmp_path / "plan.yaml").mkdir()
    with pytest.raises(PlanFileError, match="不是普通文件"):
        load_plan(tmp_path)
    with pytest.raises(PlanFileError, match="不是普通文件"):
        read(Path("/dev/zero"))
    with pytest.raises(PlanFileError, match="读不到这个文件"):
        read(tmp_path / "a\0b")


@pytest.mark.parametrize("words", ["4.3.1", "15:00", "2021-07-19", "007", "5.3.2(4)", "1:2:3"])
def test_what_yaml_versions_read_differently_must_be_quoted(words: str, tmp_path: Path) -> None:
    wrong = refusal(f"reminders:\n  clause: {words}\n", tmp_path)
    assert (wrong.code, wrong.line) == ("plan_must_be_quoted", 2)
    assert f'请写成 "{words}"' in str(wrong)


def test_an_unquoted_clause_number_is_shown_as_it_is_written(tmp_path: Path) -> None:
    wrong = refusal(small_text(('reminders: {clause: "2"}', "reminders: {clause: 4.10}")), tmp_path)
    assert (wrong.code, wrong.facts["value"]) == ("plan_not_quoted", "4.10")
    assert 'reminders.clause 的值 4.10 应当是文字。请加引号，写成 "4.10"' in str(wrong)


@pytest.mark.parametrize("words", [".inf", "-.inf", ".nan", "1_000", "0x10", "1e999", "9" * 5000])
def test_numbers_are_plain_decimal_numbers(words: str, tmp_path: Path) -> None:
    wrong = refusal(small_text(("at_least: 1,", f"at_least: {words},")), tmp_path)
    assert wrong.code == "plan_wrong_kind"
    assert "应当是数字" in str(wrong)


@pytest.mark.parametrize("word", ["x/../y", "X", "a b", "领导", "a-b", "a" * 64, "", "🙂", "1a"])
def test_ids_with_odd_characters_are_refused(word: str, tmp_path: Path) -> None:
    wrong = refusal(small_text(("id: small", f'id: "{word}"')), tmp_path)
    assert wrong.code == "plan_wrong_form"
    assert "office_director" in str(wrong)


@pytest.mark.parametrize("word", ["../../etc/passwd", "/etc/passwd", "nowhere"])
def test_a_jurisdiction_is_a_plain_word_with_a_file(word: str, tmp_path: Path) -> None:
    old = small_text().partition("jurisdiction: ")[2].partition("\n")[0]
    wrong = refusal(small_text((old, f'"{word}"')), tmp_path)
    assert wrong.code == "plan_no_jurisdiction"


def test_an_error_in_a_shared_jurisdiction_names_that_file(tmp_path: Path) -> None:
    old = small_text().partition("jurisdiction: ")[2].partition("\n")[0]
    (tmp_path / "jurisdictions").mkdir()
    shared = tmp_path / "jurisdictions" / "there.yaml"
    shared.write_text("# 说明\ncode: 140100\nname: 某市\ndivisions: []\n", encoding="utf-8")
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "plan.yaml").write_text(small_text((old, "there")), encoding="utf-8")
    with pytest.raises(PlanFileError) as wrong:
        load_plans(tmp_path)
    assert (wrong.value.file, wrong.value.line) == (str(shared), 2)
    assert "jurisdiction.code 的值 140100" in str(wrong.value)


def test_places_name_only_what_the_file_holds(tmp_path: Path) -> None:
    condition = "{all: [{not: {any: [{fact: deaths, at_least: 一}]}}]}"
    wrong = refusal(small_text(("{fact: deaths, at_least: 1, below: 10}", condition)), tmp_path)
    place = "levels[0].criteria[0].when.all[0].not.any[0].at_least"
    assert wrong.facts["place"] == place


def test_one_wrong_key_is_not_told_as_a_missing_one(tmp_path: Path) -> None:
    wrong = refusal(small_text(("\nroles:", "\nrole:")), tmp_path)
    assert (wrong.code, wrong.facts["key"], wrong.facts["hint"]) == (
        "plan_unknown_key",
        "role",
        "roles",
    )


# ── what is built ───────────────────────────────────────────────────────────


def test_lines_and_numbers_are_kept_as_the_file_has_them() -> None:
    tree = parse(b"a:\n  - b: 1.50\n    c: [x,\n      yes, true]\n", "f.yaml")
    assert plain(tree) == {"a": ({"b": 1.5, "c": ("x", "yes", True)},)}
    assert line_of(tree, ("a", 0, "c", 1)) == 4
    assert line_of(tree, ("a", 0, "gone", 3)) == 2
    assert line_of(tree, ()) == 1
    assert place_of(tree, ("a",)) == ("f.yaml", 1)
    assert written(tree, ("a", 0, "b")) == "1.50"
    assert written(tree, ("a", 0, "c", 0)) is None


def test_a_digest_is_of_the_file_and_never_written_in_it(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(small_text(), encoding="utf-8")
    one = load_plan(file).digest
    file.write_text(small_text() + "# 说明\n", encoding="utf-8")
    assert len(one) == 64
    assert load_plan(file).digest != one


def test_two_plans_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(small_text(), encoding="utf-8")
    with pytest.raises(PlanFileError, match="small 已被另一个文件使用"):
        load_plans(tmp_path)


def test_all_shipped_plans_are_loaded_by_id() -> None:
    assert set(load_plans(PLANS)) == {file.parent.name for file in SHIPPED}


def test_a_scenario_file_is_read_as_strictly(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    text = (PLANS / "drills" / "grain_run.yaml").read_text(encoding="utf-8")
    file.write_text(text + '  - {days: [1, 2, 3], at: "08:40"}\n', encoding="utf-8")
    with pytest.raises(PlanFileError) as wrong:
        load_scenario(file)
    assert wrong.value.code in ("plan_too_many", "plan_wrong_kind")


def test_a_complaint_that_nobody_foresaw_is_still_said() -> None:
    code, facts = explain({"loc": ("id",), "type": "odd", "msg": "odd", "input": 1}, Plan)
    assert (code, facts["accepted"]) == ("plan_bad_value", "odd")


def test_the_nearest_word_is_offered_only_when_it_is_near() -> None:
    assert nearest("chef", ["chief", "office"]) == "chief"
    assert nearest("xyz", ["chief"]) is None
