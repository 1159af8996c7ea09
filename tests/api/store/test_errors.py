"""The sentences are a contract: each code has the same facts in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Formatter

import pytest

from api.store.errors import StoreError, StoreUnavailable
from engine import messages
from engine.errors import ZhibanError
from engine.messages import CATALOGUES

STORAGE = Path(messages.__file__).parent / "error" / "storage.toml"
CODES = list(tomllib.loads(STORAGE.read_text(encoding="utf-8"))["error"])


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", CODES)
def test_both_sentences_tell_the_same_facts(code: str) -> None:
    needed = facts_of(CATALOGUES["zh"][f"error.{code}"])
    assert needed == facts_of(CATALOGUES["en"][f"error.{code}"])
    error = StoreError(code, **dict.fromkeys(needed, "这个"))
    assert "{" not in error.sentence() + error.sentence("en")


def test_an_error_of_the_store_is_read_like_any_other() -> None:
    error = StoreUnavailable("writer_full", limit=3)
    assert isinstance(error, ZhibanError)
    assert (
        str(error) == error.sentence("zh") == "等待写入的请求已达 3 个，暂不接受新的。请稍后再试。"
    )
    assert error.sentence("en") == (
        "3 requests already wait for the writer, and the server accepts no more. Try again later."
    )
    assert error.sentence("fr") == error.sentence("zh")
    assert (error.code, error.clause, error.facts) == ("writer_full", None, {"limit": 3})
