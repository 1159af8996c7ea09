"""Both catalogues say the same things, and hold every sentence that the server asks for."""

import re
import string
from pathlib import Path

from engine.messages import CATALOGUES

API = Path(__file__).parents[2] / "api"
SOURCE = "\n".join(
    file.read_text(encoding="utf-8")
    for file in API.rglob("*.py")
    if "node_modules" not in file.parts
)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_each_sentence_is_in_both_languages() -> None:
    assert CATALOGUES["zh"].keys() == CATALOGUES["en"].keys()


def test_each_sentence_tells_the_same_facts_in_both() -> None:
    for key, chinese in CATALOGUES["zh"].items():
        assert placeholders(chinese) == placeholders(CATALOGUES["en"][key]), key


def test_the_server_asks_for_no_sentence_that_is_missing() -> None:
    codes = set(re.findall(r'HttpError\(\s*\d+,\s*"(\w+)"', SOURCE))
    codes |= set(re.findall(r'BadFrame\("(\w+)"', SOURCE))
    keys = {f"error.{code}" for code in codes}
    keys |= set(re.findall(r'(?:say|echo|text)\(\s*"([\w.]+)"', SOURCE))
    assert len(keys) > 50
    assert keys <= CATALOGUES["zh"].keys()


def test_every_status_has_a_title() -> None:
    for status in (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503):
        assert f"title.{status}" in CATALOGUES["zh"]
