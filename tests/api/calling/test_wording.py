from __future__ import annotations

from api.calling.ports import CHANNEL_NAMES, RESULTS
from api.calling.wording import channel_word, detail, detail_sentence, result_word


def test_a_detail_is_one_line_of_bounded_length_without_secrets() -> None:
    assert detail("taken") == "taken"
    assert detail("taken", "a\r\n\tb\x00  c") == "taken a b c"
    assert len(detail("taken", "x" * 10000)) == 4000
    assert detail("taken", "k=a bc&k=a+bc&k=a%20bc", ["a bc", ""]) == "taken k=***&k=***&k=***"


def test_a_detail_is_read_in_both_languages() -> None:
    assert detail_sentence("not_taken 310000 sign not match") == "对方拒收：310000 sign not match"
    assert detail_sentence("taken", "en") == "the other side took it"
    assert detail_sentence("something else") == "something else"
    assert detail_sentence("") == ""


def test_every_channel_and_every_result_has_a_word() -> None:
    assert len({channel_word(name) for name in CHANNEL_NAMES}) == len(CHANNEL_NAMES)
    assert len({result_word(one, "en") for one in RESULTS}) == len(RESULTS)
