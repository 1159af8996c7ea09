"""The ring keeps the last frames and no more, by number and by bytes."""

from api.live.feed.replay_buffer import EventFrame, ReplayBuffer
from api.live.protocol.encodings import framed


def filled(ring: ReplayBuffer, cursors: range, size: int = 1) -> ReplayBuffer:
    for cursor in cursors:
        ring.append(EventFrame(cursor, "x", b"x" * size))
    return ring


def cursors(frames: list[EventFrame]) -> list[int]:
    return [frame.cursor for frame in frames]


def test_it_gives_what_comes_after_a_cursor() -> None:
    ring = filled(ReplayBuffer(16, head=10), range(11, 15))
    assert (ring.base, ring.head) == (10, 14)
    assert cursors(ring.after(10, 99, 100)) == [11, 12, 13, 14]
    assert cursors(ring.after(12, 99, 100)) == [13, 14]
    assert ring.after(14, 99, 100) == []


def test_it_gives_no_more_than_asked_for_but_always_one() -> None:
    ring = filled(ReplayBuffer(16, head=0), range(1, 5), size=10)
    assert cursors(ring.after(0, 99, 25)) == [1, 2, 3]
    assert cursors(ring.after(0, 99, 1)) == [1]


def test_it_is_bounded_by_number() -> None:
    ring = filled(ReplayBuffer(16, head=0), range(1, 1000))
    assert ring.head == 999
    assert len(ring.after(0, 10**9, 10**9)) < 32
    assert cursors(ring.after(ring.base, ring.head, 1)) == [ring.base + 1]


def test_it_is_bounded_by_bytes() -> None:
    ring = filled(ReplayBuffer(1000, head=0, most_bytes=100), range(1, 100), size=30)
    assert sum(len(frame.content) for frame in ring.after(0, 10**9, 10**9)) < 200
    assert cursors(ring.after(ring.base, ring.head, 1)) == [ring.base + 1]


def test_one_frame_larger_than_all_is_kept() -> None:
    ring = filled(ReplayBuffer(16, head=0, most_bytes=100), range(1, 3), size=1000)
    assert cursors(ring.after(1, 2, 1)) == [2]
    assert ring.base == 1


def test_frames_have_the_header_of_their_size() -> None:
    for size, header in ((125, 2), (126, 4), (65_535, 4), (65_536, 10)):
        content = framed(b"x" * size)
        assert content[0] == 0x81
        assert len(content) == size + header
