"""Names that a keyboard typed otherwise are the same name."""

from __future__ import annotations

import pytest

from api.access.account_names import (
    canonical_name,
    folded_name,
    is_reserved,
    is_visible,
    mixes_alphabets,
)


@pytest.mark.parametrize("words", ["duty", "duty ", "\u3000duty\t", "ｄｕｔｙ", "ｄｕｔｙ\u00a0"])
def test_spaces_around_and_wide_letters_make_no_other_name(words: str) -> None:
    assert canonical_name(words) == "duty"


def test_letters_are_composed_and_names_keep_their_case() -> None:
    assert canonical_name("Zoe\u0301") == "Zo\u00e9"
    assert canonical_name("Duty") == "Duty"


@pytest.mark.parametrize("words", ["Zoe\u0301", "ZO\u00c9", "ｚｏ\u00e9", " zo\u00e9 "])
def test_names_are_compared_without_case_and_width(words: str) -> None:
    assert folded_name(words) == "zo\u00e9"


def test_a_sharp_s_and_two_are_one_name() -> None:
    assert folded_name("Weiß") == folded_name("WEISS")


@pytest.mark.parametrize(
    "words",
    ["clock", "Clock ", "ＳＹＳＴＥＭ", "***", "＊＊＊", "zhiban", "时钟", "Calling", "叫应"],
)
def test_what_screens_use_themselves_is_no_account(words: str) -> None:
    assert is_reserved(words)
    assert not is_reserved(words + "1")


@pytest.mark.parametrize(
    ("words", "mixed"),
    [
        ("\u0441lock", True),
        ("d\u03c5ty", True),
        ("duty", False),
        ("值班员 Zoé 1", False),
        ("\u0418\u0432\u0430\u043d", False),
    ],
)
def test_letters_that_look_alike_do_not_stand_in_one_name(words: str, mixed: bool) -> None:
    """A Cyrillic `с` or a Greek `υ` in a Latin name makes an account that looks like another."""
    assert mixes_alphabets(words) is mixed


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u115f", "\uffa0", "\u034f", "\u2800", "\ufe0f", "\u180b", "\U000e0100"]
)
def test_a_character_that_shows_nothing_is_no_part_of_a_name(blank: str) -> None:
    """An account `admin` followed by a filler reads `admin` on every screen."""
    assert not is_visible(f"admin{blank}")
    assert not is_visible(canonical_name(f"{blank}admin"))
    assert is_visible("值班员 Zo\u00e9 1")
