from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from api.calling.channels.dingtalk import DingTalk, signature
from tests.api.calling.channels.listener import Listener, message

SECRET = "SEC1"
AT = datetime(2026, 11, 30, 1, 2, 3, 456000, tzinfo=UTC)
MS = 1796000523456


def robot(url: str, secret: str | None = SECRET) -> DingTalk:
    return DingTalk(url, "t0ken", secret, lambda: AT)


async def test_a_message_marks_its_person_and_is_signed(platform: Listener) -> None:
    platform.says({"errcode": 0, "errmsg": "ok"})
    outcome = await robot(platform.url).send(message("+86 138 3570 0001"))
    assert (outcome.result, outcome.detail) == ("sent", "taken 0 ok")
    got = platform.last
    assert got.path == "/robot/send"
    assert (got.query["access_token"], got.query["timestamp"]) == ("t0ken", str(MS))
    # As the platform computes it from its documentation.
    digest = hmac.new(b"SEC1", f"{MS}\nSEC1".encode(), digestmod=hashlib.sha256).digest()
    assert got.query["sign"] == base64.b64encode(digest).decode() == signature("SEC1", MS)
    assert got.json["msgtype"] == "text"
    assert got.json["at"] == {"atMobiles": ["13835700001"], "atUserIds": [], "isAtAll": False}
    words = got.json["text"]["content"]
    assert words.endswith("https://zhiban.example/answer/tok\n@13835700001")


async def test_a_user_is_marked_by_name_and_nobody_without_an_address(platform: Listener) -> None:
    platform.says({"errcode": 0, "errmsg": "ok"})
    await robot(platform.url, None).send(message("manager4321"))
    assert platform.last.query == {"access_token": "t0ken"}
    assert platform.last.json["at"]["atUserIds"] == ["manager4321"]
    await robot(platform.url, None).send(message(""))
    assert platform.last.json["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
    assert "@" not in platform.last.json["text"]["content"]


@pytest.mark.parametrize(
    ("code", "words", "result", "retry_s"),
    [
        (310000, "keywords not in content", "refused", None),
        (310000, "sign not match", "refused", None),
        (300001, "token is not exist", "refused", None),
        (130101, "send too fast, exceed 20 times per minute", "limited", 600.0),
        (410100, "发送速度太快而限流", "limited", 60.0),
        (-1, "系统繁忙", "failed", None),
    ],
)
async def test_http_200_with_a_number_has_not_taken_it(
    platform: Listener, code: int, words: str, result: str, retry_s: float | None
) -> None:
    platform.says({"errcode": code, "errmsg": words})
    outcome = await robot(platform.url).send(message())
    assert (outcome.result, outcome.retry_after_s) == (result, retry_s)
    assert outcome.detail.endswith(f" {code} {words}")
