"""Passwords that are guessed first are refused, and only those."""

import pytest

from api.access.passwords import check_choice, common, office_words
from engine.errors import InvalidInput


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234567890", "password_common"),
        ("QWERTYUIOP", "password_common"),
        ("ｑｗｅｒｔｙｕｉｏｐ", "password_common"),
        ("woaini1314520", "password_common"),
        ("Admin@123456", "password_common"),
        ("zhiban123456", "password_common"),
        ("aaaaaaaaaa", "password_repeats"),
        ("6868686868", "password_repeats"),
        ("王小五王小五王小五王小五", "password_repeats"),
        ("lizhiban2026", "password_like_name"),
        ("LiZhiban-01", "password_like_name"),
        ("Linfen@2026", "password_of_office"),
        ("临汾应急指挥110", "password_of_office"),
        ("zhiban-admin", "password_of_office"),
    ],
)
def test_what_others_guess_first_is_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_choice("lizhiban", password)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("li", "correct horse battery staple"),
        ("li", "滚滚长江东逝水浪花淘尽英雄"),
        ("lizhiban", "lizhiban has a cat of nine"),
        ("", "a long enough one"),
        ("li", "the duty of a lighthouse"),
    ],
)
def test_others_may_be_chosen(name: str, password: str) -> None:
    check_choice(name, password)


def test_the_list_holds_passwords_and_no_words_about_it() -> None:
    assert len(common()) > 1700
    assert min(map(len, common())) >= 10
    assert {"zhiban", "值班", "临汾"} <= office_words()
    assert not any("copyright" in one for one in common())
