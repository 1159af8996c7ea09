"""Initials in pinyin."""

from __future__ import annotations

import pytest

from api.contacts.initials import initials, spelled
from engine.contacts.contact import Contact


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("乡宁县应急管理局", "xnxyjglj"),
        ("蒲县", "px"),
        ("12350 热线", "12350rx"),
        ("Duty 值班室", "dutyzbs"),
        ("", ""),
    ],
)
def test_initials(words: str, letters: str) -> None:
    assert initials(words) == letters


def test_unit_post_and_person_do_not_run_together() -> None:
    contact = Contact("a", "蒲县", "值班室", "王明")
    assert spelled([contact]) == {"a": "px zbs wm"}
