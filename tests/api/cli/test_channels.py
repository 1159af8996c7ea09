"""Channels on the command line."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.api.calling.channels.listener import Listener, listening
from tests.support.cli import zhiban


def test_channels_are_listed_with_what_they_lack(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "channel", "list", ZHIBAN_MAIL_HOST="mail.example.cn")
    assert done.returncode == 0, done.stderr
    lines = dict(line.split()[1::-1] for line in done.stdout.splitlines())
    assert lines["desk"] == lines["sink"] == "可用"
    assert lines["mail"] == lines["voice"] == "未设置"
    assert "邮件：缺少设置：ZHIBAN_MAIL_FROM" in done.stdout
    english = zhiban(tmp_path, "channel", "list", ZHIBAN_LANGUAGE="en")
    assert "not set voice" in english.stdout


def test_a_test_says_what_the_other_side_answered(tmp_path: Path) -> None:
    with listening() as platform:
        platform.says({"errcode": 310000, "errmsg": "sign not match"})
        done = dingtalk(tmp_path, platform, "138 3570 0001")
        assert done.returncode == 1
        assert done.stdout.strip() == "钉钉机器人：被拒绝 — 对方拒收：310000 sign not match"
        assert "【测试】" in platform.last.json["text"]["content"]
        platform.says({"errcode": 130101, "errmsg": "send too fast"})
        assert "600 秒以后再试" in dingtalk(tmp_path, platform).stdout
        platform.says({"errcode": 0, "errmsg": "ok"})
        done = dingtalk(tmp_path, platform)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.strip() == "钉钉机器人：已送出 — 对方已收下：0 ok"


def dingtalk(folder: Path, platform: Listener, *address: str) -> subprocess.CompletedProcess[str]:
    return zhiban(
        folder,
        *("channel", "test", "dingtalk", *address),
        ZHIBAN_DINGTALK_URL=platform.url,
        ZHIBAN_DINGTALK_TOKEN="t0ken",
    )


def test_what_cannot_be_tested_is_said(tmp_path: Path) -> None:
    unknown = zhiban(tmp_path, "channel", "test", "pigeon")
    assert (unknown.returncode, "dingtalk、wecom" in unknown.stderr) == (2, True)
    unset = zhiban(tmp_path, "channel", "test", "wecom")
    assert (unset.returncode, "没有设置" in unset.stderr) == (1, True)
    gateway = {"ZHIBAN_SMS_GATEWAY_URL": "http://127.0.0.1:9"}
    nobody = zhiban(tmp_path, "channel", "test", "sms_gateway", **gateway)
    assert (nobody.returncode, "手机号" in nobody.stderr) == (2, True)
    wrong = zhiban(tmp_path, "channel", "list", ZHIBAN_SMS_GATEWAY_SUCCESS="yes")
    assert (wrong.returncode, "ZHIBAN_SMS_GATEWAY_SUCCESS" in wrong.stderr) == (2, True)


def test_a_server_of_exercises_tests_nothing_real(tmp_path: Path) -> None:
    drills = {"ZHIBAN_WECOM_KEY": "k3y", "ZHIBAN_CLOCK_SPEED": "10"}
    done = zhiban(tmp_path, "channel", "test", "wecom", **drills)
    assert (done.returncode, "只用于演练" in done.stderr) == (1, True)
    assert zhiban(tmp_path, "channel", "test", "sink", **drills).returncode == 0
