"""How sockets come in, and how much they may say."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive, Scope, Send

from api.live.allowance import Allowance
from api.live.doorway import Doorway


def test_some_may_be_said_at_once_and_then_so_much_a_second() -> None:
    allowance = Allowance(at_once=4, a_second=2, now=10.0)
    assert [allowance.takes(1, 10.0) for _ in range(5)] == [True, True, True, True, False]
    assert not allowance.takes(1, 10.5)
    assert allowance.takes(1, 11.5)


def test_silence_saves_up_no_more_than_is_allowed_at_once() -> None:
    allowance = Allowance(at_once=4, a_second=2, now=0.0)
    assert allowance.takes(4, 1000.0)
    assert not allowance.takes(1, 1000.0)


async def nothing() -> Message:
    return {}


async def nowhere(message: Message) -> None:
    """What is sent is of no interest here."""


async def test_sockets_come_in_one_at_a_turn_and_requests_at_once() -> None:
    came: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        came.append(scope["type"])

    door = Doorway(app)
    tasks = [asyncio.create_task(door({"type": "websocket"}, nothing, nowhere)) for _ in range(50)]
    tasks.append(asyncio.create_task(door({"type": "http"}, nothing, nowhere)))
    known = 0
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        assert came.count("websocket") - known <= 1
        known = came.count("websocket")
    assert came.count("websocket") == 50
    assert came.index("http") <= 1
