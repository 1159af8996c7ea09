"""What is wrong among shifts: doubled, overlapping, a person twice, nobody, gone, too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.messages import text
from engine.roster.checking import RosterFinding, check
from engine.roster.shift import Member, Shift

ZONE = "Asia/Shanghai"
BEGIN = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
ZHANG, LI = Member("z", "张三"), Member("l", "李四")
NAMES = {"z": "张三", "l": "李四"}


def shift(
    begin: float,
    end: float,
    id_: str = "",
    *,
    leader: tuple[Member, ...] = (),
    duty_officers: tuple[Member, ...] = (),
    standby: tuple[Member, ...] = (),
) -> Shift:
    starts, ends = BEGIN + timedelta(hours=begin), BEGIN + timedelta(hours=end)
    return Shift(id_ or f"{begin}", starts, ends, None, leader, duty_officers, standby)


def full(begin: float, end: float, id_: str = "", who: Member = ZHANG) -> Shift:
    boss = Member("l", "李四") if who == ZHANG else Member("z", "张三")
    return shift(begin, end, id_, leader=(boss,), duty_officers=(who,))


def found(*shifts: Shift, ringing: tuple[str, ...] = ("z", "l")) -> list[RosterFinding]:
    findings = check(shifts, zone=ZONE, contacts=NAMES, ringing=ringing)
    for one in findings:
        for language in ("zh", "en"):
            post = {"post": text(f"roster.post.{one.post}", language)} if one.post else {}
            assert text(f"roster.{one.key}", language, **dict(one.facts), **post)
    return findings


def keys(*shifts: Shift) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.key, one.rows) for one in found(*shifts)]


def test_a_well_kept_month_has_no_findings() -> None:
    assert found(*(full(24 * day, 24 * day + 24) for day in range(31))) == []


def test_errors_come_first() -> None:
    nobody = shift(24, 48)
    assert keys(full(0, 24), nobody, full(0, 24, "again"))[:2] == [
        ("doubled", (0, 2)),
        ("nobody", (1,)),
    ]
    assert ("no_time", (0,)) in keys(full(8, 8))
    assert ("too_long", (0,)) in keys(full(0, 24 * 32))
    assert all(one.error for one in found(full(8, 8)) if one.key == "no_time")


def test_overlaps_and_a_person_at_two_places() -> None:
    day, night = full(0, 11), full(10, 24, who=LI)
    overlap = ("overlap", (0, 1))
    assert keys(day, night) == [overlap, overlap, ("twice", (0, 1)), ("twice", (0, 1))]
    officers = shift(0, 24, duty_officers=(ZHANG,))
    week = shift(0, 24, "week", leader=(LI,))
    assert keys(officers, replace(week, name="周")) == []
    assert keys(shift(0, 24, leader=(LI,), duty_officers=(LI,))) == [("twice_in_shift", (0,))]


def test_a_hole_is_named_with_its_duty_and_the_row_before() -> None:
    (one, other) = found(full(0, 18), full(19, 24))
    assert (one.key, one.rows, one.error) == ("gap", (0,), False)
    assert {one.post, other.post} == {"leader", "duty_officers"}
    assert dict(one.facts)["span"] == "2026-12-01 02:00 — 2026-12-01 03:00"
    assert [(f.key, f.post) for f in found(shift(0, 24, duty_officers=(ZHANG,)))] == [
        ("gap", "leader")
    ]


def test_persons_who_left_have_another_name_or_no_telephone() -> None:
    gone, other = Member("x", "赵六"), Member("z", "张山")
    month = [shift(24 * n, 24 * n + 24, leader=(gone,), duty_officers=(other,)) for n in (0, 1)]
    assert keys(*month) == [("gone", (0, 1)), ("renamed", (0, 1))]
    assert [one.key for one in found(full(0, 24), ringing=("z",))] == ["no_number"]
