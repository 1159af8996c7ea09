from __future__ import annotations

from api.calling.channels.house import Desk, Sink
from api.calling.ports import Outcome
from tests.api.calling.channels.listener import message


async def test_the_desk_takes_real_calls_and_the_sink_exercises() -> None:
    assert await Desk().send(message()) == Outcome("sent", "on_list")
    assert await Desk().send(message(exercise=True)) == Outcome("refused", "exercise")
    assert await Sink().send(message(exercise=True)) == Outcome("sent", "in_sink")
    assert await Sink().send(message()) == Outcome("refused", "not_in_sink")
