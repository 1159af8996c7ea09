from __future__ import annotations

import pytest

from api.calling.channels.wecom import MOST_BYTES, WeCom
from tests.api.calling.channels.listener import Listener, message


async def test_a_message_marks_its_person(platform: Listener) -> None:
    platform.says({"errcode": 0, "errmsg": "ok"})
    outcome = await WeCom(platform.url, "k3y").send(message())
    assert (outcome.result, outcome.detail) == ("sent", "taken 0 ok")
    got = platform.last
    assert (got.path, got.query) == ("/cgi-bin/webhook/send", {"key": "k3y"})
    assert got.json["text"]["mentioned_mobile_list"] == ["13835700001"]
    await WeCom(platform.url, "k3y").send(message("wangjianguo"))
    assert platform.last.json["text"]["mentioned_list"] == ["wangjianguo"]
    assert "mentioned_mobile_list" not in platform.last.json["text"]
    await WeCom(platform.url, "k3y").send(message(""))
    assert set(platform.last.json["text"]) == {"content"}


async def test_a_long_text_is_cut_to_what_the_platform_takes(platform: Listener) -> None:
    platform.says({"errcode": 0, "errmsg": "ok"})
    await WeCom(platform.url, "k3y").send(message(text="值班" * 2000))
    content = platform.last.json["text"]["content"]
    assert MOST_BYTES - 3 < len(content.encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    ("code", "words", "result", "retry_s"),
    [
        (45009, "api freq out of limit", "limited", 60.0),
        (93000, "invalid webhook url", "refused", None),
        (40008, "invalid message type", "refused", None),
        (-1, "system error", "failed", None),
    ],
)
async def test_http_200_with_a_number_has_not_taken_it(
    platform: Listener, code: int, words: str, result: str, retry_s: float | None
) -> None:
    platform.says({"errcode": code, "errmsg": words})
    outcome = await WeCom(platform.url, "k3y").send(message())
    assert (outcome.result, outcome.retry_after_s) == (result, retry_s)
