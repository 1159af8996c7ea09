from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from api.calling.channels.feishu import Feishu, signature
from tests.api.calling.channels.listener import Listener, message

SECRET = "s3cr3t"
AT = datetime(2026, 11, 30, 1, 2, 3, tzinfo=UTC)
S = 1796000523


def robot(url: str, secret: str | None = SECRET) -> Feishu:
    return Feishu(url, "t0ken", secret, lambda: AT)


async def test_a_message_marks_its_person_and_is_signed(platform: Listener) -> None:
    platform.says({"code": 0, "msg": "success", "data": {}})
    outcome = await robot(platform.url).send(message("ou_18eac85d35a26"))
    assert (outcome.result, outcome.detail) == ("sent", "taken 0 success")
    got = platform.last
    assert got.path == "/open-apis/bot/v2/hook/t0ken"
    assert got.json["timestamp"] == str(S)
    digest = hmac.new(f"{S}\ns3cr3t".encode(), digestmod=hashlib.sha256).digest()
    assert got.json["sign"] == base64.b64encode(digest).decode() == signature("s3cr3t", S)
    assert got.json["content"]["text"].endswith('\n<at user_id="ou_18eac85d35a26">王建国</at>')


async def test_a_number_marks_nobody_and_a_text_cannot_mark_everybody(platform: Listener) -> None:
    platform.says({"StatusCode": 0, "StatusMessage": "success"})
    sly = 'x <at user_id="all">所有人</at>'
    outcome = await robot(platform.url, None).send(message("13835700001", text=sly))
    assert (outcome.result, outcome.detail) == ("sent", "taken 0 success")
    assert "sign" not in platform.last.json
    assert "<" not in platform.last.json["content"]["text"]


@pytest.mark.parametrize(
    ("code", "words", "result", "retry_s"),
    [
        (19001, "param invalid: incoming webhook access token invalid", "refused", None),
        (19021, "sign match fail or timestamp is not within one hour", "refused", None),
        (19024, "Key Words Not Found", "refused", None),
        (11232, "frequency limited psm", "limited", 60.0),
    ],
)
async def test_a_number_has_not_taken_it(
    platform: Listener, code: int, words: str, result: str, retry_s: float | None
) -> None:
    platform.says({"code": code, "msg": words, "data": {}})
    outcome = await robot(platform.url).send(message())
    assert (outcome.result, outcome.retry_after_s) == (result, retry_s)


async def test_five_in_a_second_are_taken_and_no_sixth(platform: Listener) -> None:
    platform.says({"code": 0, "msg": "success"})
    one = robot(platform.url)
    results = [(await one.send(message())).result for _ in range(6)]
    # On a slow machine the second may be over before the sixth.
    assert results[:5] == ["sent"] * 5
    assert results[5] == ("limited" if len(platform.got) == 5 else "sent")
