"""The sentences are a contract: each code in both languages, with the same facts."""

from __future__ import annotations

from string import Formatter

import pytest

from api.store.errors import SENTENCES, StoreError, StoreUnavailable
from engine.errors import ZhibanError


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_has_a_sentence_in_each_language() -> None:
    assert SENTENCES["zh"].keys() == SENTENCES["en"].keys()


@pytest.mark.parametrize("code", SENTENCES["zh"])
def test_both_sentences_tell_the_same_facts(code: str) -> None:
    needed = facts_of(SENTENCES["zh"][code])
    assert needed == facts_of(SENTENCES["en"][code])
    error = StoreError(code, **dict.fromkeys(needed, "这个"))
    assert "{" not in error.sentence() + error.sentence("en")


def test_an_error_of_the_store_is_read_like_any_other() -> None:
    error = StoreUnavailable("writer_full", limit=3)
    assert isinstance(error, ZhibanError)
    assert (
        str(error) == error.sentence("zh") == "等待写入的请求已达 3 个，暂不接受新的。请稍后再试。"
    )
    assert error.sentence("en") == "3 requests already wait to be written; no more are taken. " + (
        "Try again later."
    )
    assert error.sentence("fr") == error.sentence("zh")
    assert (error.code, error.clause, error.facts) == ("writer_full", None, {"limit": 3})
