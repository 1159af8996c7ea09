"""A snapshot of many incidents comes in frames of at most 1 MiB."""

from __future__ import annotations

import json

import pytest

from api.live.protocol.snapshot_pages import LARGEST_PAGE, pages_of
from api.reference_client import LiveClient

MIB = 2**20


def view(number: int | str, size: int) -> bytes:
    return json.dumps({"id": f"i{number}", "text": "x" * size}).encode()


@pytest.mark.parametrize("number", [0, 1, 3, 10_000])
def test_all_views_come_in_order_in_frames_of_at_most_a_mebibyte(number: int) -> None:
    views = [view(one, 3000) for one in range(number)]
    frames = [json.loads(page) for page in pages_of(7, views)]
    assert max(map(len, pages_of(7, views))) <= MIB
    told = [incident["id"] for frame in frames for incident in frame["incidents"]]
    assert told == [f"i{one}" for one in range(number)]
    assert [frame["page"] for frame in frames] == list(range(len(frames)))
    assert [frame["more"] for frame in frames] == [*[True] * (len(frames) - 1), False]
    assert {frame["cursor"] for frame in frames} == {7}
    assert len(frames) == max(1, -(-number * 3030 // LARGEST_PAGE))


def test_a_view_that_is_larger_has_a_page_to_itself() -> None:
    frames = pages_of(7, [view(0, 10), view(1, 2 * MIB), view(2, 10)])
    assert [len(json.loads(frame)["incidents"]) for frame in frames] == [1, 1, 1]


def test_a_client_takes_the_snapshot_as_a_whole_with_its_last_page() -> None:
    client = LiveClient("http://127.0.0.1", None, ["incidents"], lambda: 0.0)
    client.hello = {"epoch": "e1"}
    client.incidents = {"old": {"id": "old"}}
    *pages, last = [json.loads(page) for page in pages_of(7, [view(one, 500_000) for one in "abc"])]
    assert len(pages) == 1
    for page in (*pages, *pages):
        assert client.take(page)
        assert (client.cursor, list(client.incidents)) == (None, ["old"])
    assert client.take(last)
    assert (client.cursor, list(client.incidents)) == (7, ["ia", "ib", "ic"])
