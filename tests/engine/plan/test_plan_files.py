"""A plan may stand in several files: each error names the right one, the digest covers all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from engine.errors import PlanFileError
from engine.plan.loader import load_plan, read_plan
from engine.plan.plan_files import MAX_BYTES, PlanFiles, PlanText
from engine.plan.yaml_tree import place_of
from engine.plan_checks import check_folder
from tests.support.plan_files import small_plan, small_text

KEYS = ("clauses:", "not_encoded:")


def parted(text: str) -> tuple[str, str]:
    """The lines of a plan without its clause catalogue, and those of the catalogue."""
    rules, catalogue, into = [], [], []
    into = rules
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "#", "\n")):
            into = catalogue if line.startswith(KEYS) else rules
        into.append(line)
    return "".join(rules), "".join(catalogue)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The small plan in two files."""
    rules, catalogue = parted(small_text())
    (tmp_path / "plan.yaml").write_text(rules, encoding="utf-8")
    (tmp_path / "clauses.yaml").write_text(catalogue, encoding="utf-8")
    return tmp_path


def add(file: Path, text: str) -> int:
    """Add lines at the end; the number of the first."""
    before = file.read_text(encoding="utf-8")
    file.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def refusal(home: Path) -> PlanFileError:
    with pytest.raises(PlanFileError) as wrong:
        load_plan(home)
    return wrong.value


def test_a_plan_of_two_files_says_what_one_file_would(home: Path) -> None:
    one = small_plan()
    two = load_plan(home)
    assert two.model_copy(update={"digest": one.digest}) == one
    assert load_plan(home / "plan.yaml") == two
    assert check_folder(home) == []


def test_a_finding_in_the_catalogue_names_its_file_and_line(home: Path) -> None:
    file = home / "clauses.yaml"
    words = file.read_text(encoding="utf-8")
    file.write_text("# 说明\n\n" + words.replace("[", '[{number: "99", heading: 新}, ', 1), "utf-8")
    (found,) = check_folder(home)
    assert (found.code, found.file, found.line) == ("clause_not_covered", str(file), 3)
    assert found.sentence().startswith(f"{file}:3：")
    assert place_of(read_plan(home).tree, ("clauses",)) == (str(file), 3)
    assert place_of(read_plan(home).tree, ("id",))[0] == str(home / "plan.yaml")


def test_a_wrong_value_in_the_catalogue_names_its_file_and_line(home: Path) -> None:
    file = home / "clauses.yaml"
    line = add(file, "") - 1
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("heading", "heding", 1), encoding="utf-8")
    wrong = refusal(home)
    assert (wrong.code, wrong.file) == ("plan_unknown_key", str(file))
    assert 1 <= wrong.line <= line


def test_a_wrong_value_in_the_plan_still_names_the_plan(home: Path) -> None:
    line = add(home / "plan.yaml", "zones: []\n")
    wrong = refusal(home)
    assert (wrong.code, wrong.file) == ("plan_unknown_key", str(home / "plan.yaml"))
    assert wrong.line == line


def test_a_key_in_both_files_is_refused_with_both_places(home: Path) -> None:
    line = add(home / "plan.yaml", 'clauses: [{number: "1", heading: 总则}]\n')
    wrong = refusal(home)
    assert (wrong.code, wrong.file, wrong.line) == (
        "plan_key_in_both",
        str(home / "clauses.yaml"),
        1,
    )
    for language in ("zh", "en"):
        sentence = wrong.sentence(language)
        assert "clauses" in sentence
        assert str(home / "plan.yaml") in sentence
        assert str(line) in sentence


def test_what_is_no_clause_does_not_belong_into_the_catalogue(home: Path) -> None:
    line = add(home / "clauses.yaml", "unit: []\n")
    wrong = refusal(home)
    assert (wrong.code, wrong.file, wrong.line) == (
        "plan_not_in_clauses",
        str(home / "clauses.yaml"),
        line,
    )
    assert "clauses、not_encoded" in wrong.sentence("zh")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "plan_empty"),
        (b"- a\n", "plan_not_a_mapping"),
        (b"a: [", "plan_not_yaml"),
        (b"\xff", "plan_not_utf8"),
        (b"# " + b"x" * MAX_BYTES, "plan_too_large"),
    ],
)
def test_a_catalogue_is_read_as_strictly_as_the_plan(content: bytes, code: str, home: Path) -> None:
    (home / "clauses.yaml").write_bytes(content)
    wrong = refusal(home)
    assert (wrong.code, wrong.file) == (code, str(home / "clauses.yaml"))


def test_a_plan_without_a_catalogue_lacks_its_clauses(home: Path) -> None:
    (home / "clauses.yaml").unlink()
    wrong = refusal(home)
    assert (wrong.code, wrong.facts["key"]) == ("plan_missing_key", "clauses")


def test_a_plan_file_of_another_name_has_no_catalogue_beside_it(home: Path) -> None:
    file = home / "small.yaml"
    file.write_text(small_text(), encoding="utf-8")
    assert load_plan(file).digest == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_digest_covers_the_catalogue(home: Path) -> None:
    before = load_plan(home).digest
    add(home / "clauses.yaml", "# 说明\n")
    assert load_plan(home).digest != before


def test_no_bytes_pass_from_one_file_to_the_other_unnoticed() -> None:
    digests = {
        PlanFiles(*(None if part is None else PlanText("f", part) for part in parts)).digest
        for parts in (
            (b"ab", None, None),
            (b"a", b"b", None),
            (b"ab", b"", None),
            (b"a", b"", b"b"),
        )
    }
    assert len(digests) == 4


def test_a_plan_of_one_file_keeps_the_digest_that_it_always_had() -> None:
    files = PlanFiles(PlanText("f", b"ab"), None, PlanText("g", b"c"))
    assert files.digest == hashlib.sha256(b"abc").hexdigest()
