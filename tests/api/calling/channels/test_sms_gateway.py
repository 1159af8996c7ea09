from __future__ import annotations

import pytest

from api.calling.channels.sms_gateway import SmsGateway
from tests.api.calling.channels.listener import Listener, message


async def test_a_gateway_is_asked_in_its_own_words(platform: Listener) -> None:
    platform.says({"code": "0", "sid": 7})
    body = {
        "mobile": "+86{number}",
        "params": [{"content": "{text}"}],
        "ext": {"id": "{id}"},
        "n": 1,
    }
    gateway = SmsGateway(platform.url, "t0ken", body, {"code": 0})
    outcome = await gateway.send(message(short="值{number}"))
    assert (outcome.result, gateway.receipts) == ("sent", True)
    assert platform.last.headers["authorization"] == "Bearer t0ken"
    assert platform.last.json == {
        "mobile": "+8613835700001",
        "params": [{"content": "值{number}。回复4711表示收到"}],
        "ext": {"id": "inc-1-c5-1"},
        "n": 1,
    }


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({"code": 160038, "msg": "短信验证码发送过频繁"}, "refused"),
        ({"msg": "ok"}, "refused"),
        ({"code": None}, "refused"),
        ([], "unknown"),
    ],
)
async def test_200_is_not_enough_where_success_is_described(
    platform: Listener, answer: object, result: str
) -> None:
    platform.says(answer)
    gateway = SmsGateway(platform.url, None, success={"code": 0})
    assert (await gateway.send(message())).result == result


async def test_a_number_that_the_gateway_repeats_stands_in_no_record(platform: Listener) -> None:
    platform.says({"code": 1, "msg": "13835700001 or +86 138 3570 0001 is blocked"})
    gateway = SmsGateway(platform.url, None, success={"code": 0})
    outcome = await gateway.send(message("+86 138 3570 0001"))
    assert outcome.detail == 'not_taken {"code": 1, "msg": "*** or *** is blocked"}'
    platform.says({"code": 1, "msg": "x" * 260 + "13835700001"})
    outcome = await gateway.send(message())
    assert outcome.detail.endswith('***"}')
    platform.says({"code": 1, "msg": "x" * 270 + "13835700001" * 3})
    assert "138" not in (await gateway.send(message())).detail


@pytest.mark.parametrize("address", ["", " ", "0357-2091110", "1383570", "王", "138357000011"])
async def test_what_is_no_mobile_number_reaches_no_gateway(
    platform: Listener, address: str
) -> None:
    platform.says({})
    outcome = await SmsGateway(platform.url).send(message(address))
    assert (outcome.result, outcome.detail) == ("refused", "no_mobile_number")
    assert platform.got == []
