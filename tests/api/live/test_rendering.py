"""What is made for other audiences is made once for all of them, and kept within bounds."""

from __future__ import annotations

import orjson

from api.live.audience import VIEWER
from api.live.client import Wish
from api.live.forms import TEXT, framed
from api.live.rendering import Renderer
from api.live.ring import Framed

WALL = Wish(everything=True, audience=VIEWER)


def frame(cursor: int) -> Framed:
    event = {"seq": cursor, "type": "log_entry_added", "actor": "zhang", "data": {"text": "x"}}
    shape = {"type": "event", "cursor": cursor, "event": event, "view": {"id": "a"}}
    return Framed(cursor, "a", framed(orjson.dumps(shape)))


def test_all_of_one_audience_get_the_very_same_bytes() -> None:
    renderer = Renderer()
    first = renderer.render(frame(1), WALL, TEXT)
    assert renderer.render(frame(1), WALL, TEXT) is first
    assert renderer.render(frame(2), WALL, TEXT) is not first


def test_only_so_much_is_kept_and_the_oldest_goes_first() -> None:
    frames = [frame(cursor) for cursor in range(1, 8)]
    size = len(Renderer().render(frames[0], WALL, TEXT))
    renderer = Renderer(most_bytes=3 * size)
    made = [renderer.render(one, WALL, TEXT) for one in frames]
    assert all(renderer.render(frames[at], WALL, TEXT) is made[at] for at in (4, 5, 6))
    assert renderer.render(frames[0], WALL, TEXT) is not made[0]


def test_one_that_is_larger_than_all_room_is_kept_alone() -> None:
    renderer = Renderer(most_bytes=1)
    first = renderer.render(frame(1), WALL, TEXT)
    assert renderer.render(frame(1), WALL, TEXT) is first
    second = renderer.render(frame(2), WALL, TEXT)
    assert renderer.render(frame(2), WALL, TEXT) is second
    assert renderer.render(frame(1), WALL, TEXT) is not first
