"""Replies by SMS, received by a real daemon and read from its inbox."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from api.calling.channels.sms_replies import MOST_WRONG, Reply, SmsReplies, read_reply
from tests.api.calling.channels.modem import RECEIVED, Phone, phone_in, switched_on, with_the_daemon
from tests.api.town import SECONDS_TO_WAIT

OPEN = {("13835700001", "4711"): "inc-1-c5-1"}


async def key_of(number: str, code: str) -> str | None:
    return OPEN.get((number, code))


def put(phone: Phone, name: str, number: str, text: str) -> None:
    words = text.encode("utf-16-be").hex()
    content = RECEIVED.format(number=number, text=words)
    (phone.folder / "inbox" / name).write_text(content, encoding="utf-8")


@with_the_daemon
async def test_a_reply_with_the_code_answers_the_call(tmp_path: Path) -> None:
    phone = phone_in(tmp_path / "phone")
    told: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()

    async def answered(key: str, means: str, note: str) -> None:
        told.put_nowait((key, means, note))

    reading = asyncio.create_task(SmsReplies(phone.config, key_of, answered).run())
    with switched_on(phone):
        phone.receives("+8613835700001", "收到，马上到 ４７１１")
        async with asyncio.timeout(SECONDS_TO_WAIT):
            assert await told.get() == ("inc-1-c5-1", "sms_reply", "4711")
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading


async def test_only_the_number_that_was_called_answers_and_nothing_is_read_twice(
    tmp_path: Path,
) -> None:
    phone = phone_in(tmp_path / "phone")
    told: list[str] = []

    async def answered(key: str, means: str, note: str) -> None:
        told.append(key)

    replies = SmsReplies(phone.config, key_of, answered)
    put(phone, "IN20261130_010203_00_+8613835700002_00.txt", "+8613835700002", "4711")
    put(phone, "IN20261130_010203_01_+8613835700001_00.txt", "+8613835700001", "47110")
    put(phone, "IN20261130_010203_02_10086_00.txt", "10086", "流量 4711")
    (phone.folder / "inbox" / "IN20261130_010203_03_x_00.txt").write_text("garbage")
    assert await replies.look() == 0
    put(phone, "IN20261130_010203_04_+8613835700001_00.txt", "+8613835700001", "不是1234，是4711")
    assert await replies.look() == 1
    assert await replies.look() == 0
    assert told == ["inc-1-c5-1"]
    assert phone.names("inbox") == ["read"]
    assert len(phone.names("inbox/read")) == 5


async def test_an_answer_that_could_not_be_entered_is_read_again(tmp_path: Path) -> None:
    phone = phone_in(tmp_path / "phone")
    down, told = [True], list[str]()

    async def answered(key: str, means: str, note: str) -> None:
        if down[0]:
            raise ConnectionError
        told.append(key)

    replies = SmsReplies(phone.config, key_of, answered)
    put(phone, "IN1", "13835700001", "4711")
    with pytest.raises(ConnectionError):
        await replies.look()
    down[0] = False
    assert await replies.look() == 1
    assert told == ["inc-1-c5-1"]


async def test_one_reply_that_cannot_be_entered_keeps_no_other_waiting(tmp_path: Path) -> None:
    phone = phone_in(tmp_path / "phone")
    told: list[str] = []

    async def asked(number: str, code: str) -> str | None:
        return code

    async def answered(key: str, means: str, note: str) -> None:
        if key == "1111":
            raise LookupError
        told.append(key)

    replies = SmsReplies(phone.config, asked, answered)
    put(phone, "IN1", "13835700001", "1111")
    put(phone, "IN2", "13835700002", "2222")
    with pytest.raises(LookupError):
        await replies.look()
    assert told == ["2222"]
    assert phone.names("inbox") == ["IN1", "read"]


async def test_codes_cannot_be_tried_out(tmp_path: Path) -> None:
    phone = phone_in(tmp_path / "phone")
    tried: list[str] = []

    async def asked(number: str, code: str) -> str | None:
        tried.append(code)
        return await key_of(number, code)

    async def answered(key: str, means: str, note: str) -> None:
        raise AssertionError("nobody has answered")

    replies = SmsReplies(phone.config, asked, answered)
    put(phone, "IN00", "13835700001", "1001 1002 1003 1004 4711")
    assert await replies.look() == 0
    assert tried == ["1001", "1002", "1003", "1004"], "a long message holds a hundred codes"
    for number in range(1, 9):
        put(phone, f"IN{number:02}", "13835700001", "2001 2002 2003 2004")
    put(phone, "IN99", "13835700001", "4711")
    assert await replies.look() == 0
    assert len(tried) == MOST_WRONG
    assert phone.names("inbox") == ["read"]


def test_a_text_in_parts_is_read_from_its_own_fields() -> None:
    content = RECEIVED.format(number="13835700001", text="收到".encode("utf-16-be").hex())
    content += f"Text01 = {'47'.encode('utf-16-be').hex()}\n"
    content += "[SMSBackup001]\nText00 = 00310031\n"
    assert read_reply(content) == Reply("13835700001", ("4711",))
    assert read_reply("no message") is None
    assert read_reply(RECEIVED.format(number="", text="00310031")) is None
    assert read_reply(RECEIVED.format(number="13835700001", text="xyz")) is None
