"""What the robots have in common: the body is read, limits are kept, nothing leaks."""

from __future__ import annotations

import logging

import pytest

from api.calling.channels.dingtalk import DingTalk
from api.calling.channels.feishu import Feishu
from api.calling.channels.rate_window import RateWindow
from api.calling.channels.robot import Robot, cut_to_bytes, whole_text
from api.calling.channels.wecom import WeCom
from engine.clock import SystemClock
from tests.api.calling.channels.listener import Listener, message

TOKEN = "t0ken"
CLOCK = SystemClock()


def robots(url: str, window: RateWindow | None = None) -> dict[str, Robot]:
    return {
        "dingtalk": DingTalk(url, TOKEN, "SEC1", lambda: CLOCK.now, window),
        "wecom": WeCom(url, TOKEN, window),
        "feishu": Feishu(url, TOKEN, "SEC1", lambda: CLOCK.now, window),
    }


NAMES = sorted(robots(""))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", [b"", b"<html>proxy</html>", b"[]", b"{}", b'{"errcode":"0"}'])
async def test_200_without_a_number_is_no_success(
    platform: Listener, name: str, body: bytes
) -> None:
    platform.says(body)
    outcome = await robots(platform.url)[name].send(message())
    assert (outcome.result, outcome.detail.split()[0]) == ("unknown", "not_understood")


@pytest.mark.parametrize("name", NAMES)
async def test_the_limit_is_kept_before_the_platform_has_to(platform: Listener, name: str) -> None:
    now = [0.0]
    robot = robots(platform.url, RateWindow(2, 60, lambda: now[0]))[name]
    platform.says({"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"})
    assert [(await robot.send(message())).result for _ in range(2)] == ["sent", "sent"]
    now[0] = 20.0
    third = await robot.send(message())
    assert (third.result, third.detail, third.retry_after_s) == ("limited", "own_limit", 40.0)
    assert len(platform.got) == 2
    now[0] = 60.0
    assert (await robot.send(message())).result == "sent"


@pytest.mark.parametrize("name", NAMES)
async def test_the_key_is_in_no_log_and_no_detail(
    platform: Listener, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    echoed = f"no such robot {TOKEN}"
    platform.says({"errcode": 1, "errmsg": echoed, "code": 1, "msg": echoed})
    outcome = await robots(platform.url)[name].send(message())
    assert outcome.detail == "not_taken 1 no such robot ***"
    own = [record.getMessage() for record in caplog.records if record.name.startswith("zhiban")]
    assert not any(TOKEN in line for line in own)


def test_the_link_stands_once_and_a_cut_text_has_whole_characters() -> None:
    assert whole_text(message(text="a", link="https://z/1")) == "a\nhttps://z/1"
    assert whole_text(message(text="a https://z/1", link="https://z/1")) == "a https://z/1"
    assert whole_text(message(text="a", link=None)) == "a"
    assert cut_to_bytes("值班" * 1000, 2048) == ("值班" * 1000)[:682]
