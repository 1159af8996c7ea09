"""Who is on duty at an instant, and where nobody is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.roster.rota import Gap, Roster
from engine.roster.shift import DutyPost, Member, Shift

DAY = datetime(2026, 11, 30, tzinfo=UTC)
ZHANG, LI, WANG = Member("z", "张三"), Member("l", "李四"), Member("w", "王五")
DESK = Member("desk", "值班室")


def shift(
    begin: float,
    end: float,
    id_: str = "",
    *,
    leader: tuple[Member, ...] = (),
    duty_officers: tuple[Member, ...] = (),
    standby: tuple[Member, ...] = (),
) -> Shift:
    """From `begin` to `end`, in hours after the day's midnight."""
    starts, ends = DAY + timedelta(hours=begin), DAY + timedelta(hours=end)
    return Shift(id_ or f"{begin}-{end}", starts, ends, None, leader, duty_officers, standby)


def at(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


def names(members: tuple[Member, ...]) -> list[str]:
    return [one.name for one in members]


def test_a_night_goes_over_midnight_and_the_next_begins_where_it_ends() -> None:
    night = shift(18, 32, duty_officers=(ZHANG,), leader=(WANG,))
    day = shift(32, 42, duty_officers=(LI,), leader=(WANG,))
    roster = Roster([night, day])
    assert names(roster.on_duty(at(31.999)).duty_officers) == ["张三"]
    assert names(roster.on_duty(at(32)).duty_officers) == ["李四"]
    assert roster.on_duty(at(20)).until == at(32)
    assert roster.on_duty(at(10)).until == at(18)
    assert roster.on_duty(at(43)).until is None
    assert roster.gaps(at(18), at(42)) == []


def test_overlapping_shifts_are_on_duty_together_and_nobody_twice() -> None:
    week = shift(0, 168, leader=(WANG,), standby=(ZHANG,))
    both = shift(8, 20, duty_officers=(ZHANG, LI))
    handing = shift(19, 32, duty_officers=(ZHANG,))
    held = Roster([week, both, handing]).on_duty(at(19.5))
    assert names(held.duty_officers) == ["张三", "李四"]
    assert names(held.leader) == ["王五"]
    assert held.until == at(20)


def test_a_gap_at_two_in_the_night_is_told_a_day_before() -> None:
    roster = Roster(
        [
            shift(8, 26, duty_officers=(ZHANG,), leader=(WANG,)),
            shift(27, 44, duty_officers=(LI,), leader=(WANG,)),
        ],
        {"duty_officers": (DESK,)},
    )
    hole = [Gap("leader", at(26), at(27)), Gap("duty_officers", at(26), at(27))]
    assert roster.gaps(at(8), at(32)) == hole
    assert roster.gaps(at(8), at(26)) == []
    assert roster.gaps(at(26.5), at(26.75), ["leader"]) == [Gap("leader", at(26.5), at(26.75))]
    held = roster.on_duty(at(26.5))
    assert (names(held.duty_officers), held.leader) == (["值班室"], ())
    assert held.by_default == ("duty_officers",)
    assert roster.on_duty(at(10)).by_default == ()


def test_the_end_of_the_last_shift_is_a_gap_and_no_roster_at_all_is_none() -> None:
    november = Roster([shift(0, 24, duty_officers=(ZHANG,), leader=(WANG,))])
    assert [gap.begins_at for gap in november.gaps(at(12), at(36))] == [at(24)] * 2
    assert Roster([], kept=False).gaps(at(0), at(24)) == []
    assert len(Roster([], kept=True).gaps(at(0), at(24))) == 2


def test_whoever_left_the_address_book_is_nobody() -> None:
    roster = Roster([shift(0, 24, duty_officers=(ZHANG,), leader=(WANG,))], known={"w"})
    assert roster.on_duty(at(1)).duty_officers == ()
    assert roster.gaps(at(0), at(24)) == [Gap("duty_officers", at(0), at(24))]


def test_ones_own_shift_now_and_next() -> None:
    first, second = shift(0, 8, standby=(ZHANG,)), shift(24, 32, duty_officers=(ZHANG, LI))
    roster = Roster([second, first])
    assert roster.shift_of({"z"}, at(4)) == first
    assert roster.shift_of({"z"}, at(8)) == second
    assert roster.shift_of({"w"}, at(4)) is None


HOURS = st.integers(min_value=0, max_value=48)
POSTS: tuple[DutyPost, ...] = ("leader", "duty_officers")


@given(
    st.lists(st.tuples(HOURS, st.integers(min_value=1, max_value=30), st.sampled_from(POSTS))),
    HOURS,
    st.integers(min_value=1, max_value=24),
)
def test_an_instant_is_in_a_gap_exactly_if_nobody_is_on_duty_then(
    spans: list[tuple[int, int, DutyPost]], begin: int, length: int
) -> None:
    shifts = [
        shift(start, start + hours, str(n)).given(post, (ZHANG,))
        for n, (start, hours, post) in enumerate(spans)
    ]
    roster = Roster(shifts)
    gaps = roster.gaps(at(begin), at(begin + length))
    for half in range(2 * length):
        instant = at(begin + half / 2)
        held = roster.on_duty(instant)
        within = {gap.post for gap in gaps if gap.begins_at <= instant < gap.ends_at}
        assert within == {post for post in POSTS if not held.of(post)}
    for post in POSTS:
        own = [gap for gap in gaps if gap.post == post]
        touching = pairwise(own)
        assert all(one.ends_at < other.begins_at for one, other in touching)
