"""Both catalogues say the same things, and hold every sentence that the program asks for."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

from engine.messages import CATALOGUES, text

ROOT = Path(__file__).parents[2]
FILES = [
    file
    for folder in ("engine", "api", "docs")
    for file in (ROOT / folder).rglob("*.py")
    if "node_modules" not in file.parts
]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_each_sentence_is_in_both_languages() -> None:
    for file in (ROOT / "engine" / "messages").rglob("*.toml"):
        lines = file.read_text(encoding="utf-8").split("\n\n")[1:]
        for entry in lines:
            shape = r"\[[\w.]+\]\nzh = [\"'].+[\"']\nen = [\"'].+[\"']\n?"
            assert re.fullmatch(shape, entry), f"{file.name}: {entry}"
    assert len(CATALOGUES["zh"]) > 800
    assert list(CATALOGUES["zh"]) == list(CATALOGUES["en"])


def test_each_sentence_tells_the_same_facts_in_both() -> None:
    for key, chinese in CATALOGUES["zh"].items():
        assert placeholders(chinese) == placeholders(CATALOGUES["en"][key]), key


def test_a_key_stands_in_the_file_or_folder_of_its_first_word() -> None:
    folder = ROOT / "engine" / "messages"
    for file in folder.rglob("*.toml"):
        subject = file.relative_to(folder).with_suffix("").parts[0]
        for key in re.findall(r"^\[(.+)\]$", file.read_text(encoding="utf-8"), re.MULTILINE):
            assert key.partition(".")[0] == subject


def test_an_unknown_language_is_answered_in_chinese() -> None:
    assert text("word.yes", "fr") == text("word.yes", "zh") != text("word.yes", "en")


def test_the_server_asks_for_no_sentence_that_is_missing() -> None:
    source = "\n".join(f.read_text(encoding="utf-8") for f in FILES if "api" in f.parts)
    codes = set(re.findall(r'HttpError\(\s*\d+,\s*"(\w+)"', source))
    codes |= set(re.findall(r'BadFrame\("(\w+)"', source))
    keys = {f"error.{code}" for code in codes}
    keys |= set(re.findall(r'(?:say|echo|text)\(\s*"([\w.]+)"', source))
    assert len(keys) > 50
    assert keys <= CATALOGUES["zh"].keys()


def test_every_sentence_is_asked_for() -> None:
    """A key, or what follows its first word, is written out or composed of written words."""
    words, patterns = words_and_patterns_of_the_source()
    assert [key for key in CATALOGUES["zh"] if not asked_for(key, words, patterns)] == []


def asked_for(key: str, words: set[str], patterns: list[re.Pattern[str]]) -> bool:
    if key in words:
        return True
    for asked in (key, key.partition(".")[2]):
        for pattern in patterns:
            match = pattern.fullmatch(asked)
            if match and all(set(group.split(".")) <= words for group in match.groups()):
                return True
    return False


def nodes_of_the_source() -> Iterator[ast.AST]:
    """One file after the other: all at once they would be the largest thing in the process."""
    for file in FILES:
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def words_and_patterns_of_the_source() -> tuple[set[str], list[re.Pattern[str]]]:
    """What keys are composed of.

    Every constant and every name (fields, classes, codes); and every text with blanks that
    begins like a key, as a pattern with a group a blank.
    """
    words, patterns = set(), []
    for node in nodes_of_the_source():
        if isinstance(node, ast.Constant):
            words.add(str(node.value))
        for name in ("id", "attr", "name", "arg"):
            if isinstance(getattr(node, name, None), str):
                words.add(getattr(node, name))
        if isinstance(node, ast.JoinedStr) and re.match(r"[a-z]+[._]", literal(node.values[0])):
            parts = (re.escape(literal(v)) or "(.+)" for v in node.values)
            patterns.append(re.compile("".join(parts)))
    return words, patterns


def literal(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else ""


def test_every_status_has_a_title() -> None:
    for status in (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503):
        assert f"title.{status}" in CATALOGUES["zh"]
