"""Whom a name on a roster means."""

from __future__ import annotations

import pytest

from api.roster.people import People, member_of, told_apart
from engine.contacts.contact import Channel, Contact
from engine.roster.shift import Member


def person(
    id_: str, name: str | None, unit: str = "市应急局", post: str = "值班室", **more: str
) -> Contact:
    mobile = more.get("mobile")
    channels = (Channel("mobile", mobile),) if mobile else ()
    return Contact(id_, unit, post, name, channels=channels, account=more.get("account"))


PEOPLE = People(
    [
        person("z", "张三", mobile="13835700001"),
        person("w1", "王伟", mobile="13835700002"),
        person("w2", "王伟", "市粮食局", "办公室", mobile="13835700003"),
        person("l1", "李四", post="局长", mobile="13835700004"),
        person("l2", "李四", "市指挥部", "副指挥长", mobile="13835700004"),
        person("h", "欧阳海", account="ouyang"),
        person("desk", None),
    ]
)


def ids(words: str) -> list[str]:
    return [one.id for one in PEOPLE.find(words)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("张三", ["z"]),
        ("张　三", ["z"]),
        ("王伟", ["w1", "w2"]),
        ("王伟（市粮食局）", ["w2"]),
        ("王伟(办公室)", ["w2"]),
        ("王伟13835700002", ["w1"]),
        ("王伟 13835700003", ["w2"]),
        ("王伟（市财政局）", []),
        ("张三13835700009", []),
        ("市应急局值班室", ["desk"]),
        ("w1", ["w1"]),
        ("赵六", []),
    ],
)
def test_a_name_and_two_of_one_name(words: str, wanted: list[str]) -> None:
    assert sorted(ids(words)) == sorted(wanted)


def test_one_person_in_two_posts_is_one() -> None:
    assert len(ids("李四")) == 1


def test_the_nearest_name() -> None:
    assert PEOPLE.nearest("张山") == "张三"
    assert PEOPLE.nearest("欧阳洋") == "欧阳海"
    assert PEOPLE.nearest("慕容复") is None


def test_a_member_is_written_so_that_he_is_found_again() -> None:
    for one in PEOPLE.contacts:
        words = PEOPLE.written(member_of(one))
        assert ids(words) == [one.id], words
    assert PEOPLE.written(Member("gone", "钱七")) == "钱七"
    assert told_apart(PEOPLE.find("王伟")) == "王伟（市应急局 值班室）、王伟（市粮食局 办公室）"
