"""What the keeper of an address book is told."""

from __future__ import annotations

from engine.contacts.checking import ContactFinding, check
from engine.contacts.contact import Channel, Contact
from engine.messages import text

ROLES = ("duty_officer", "coal_mine:commander")
DIVISIONS = {"141029": "乡宁县"}
MOBILE = (Channel("mobile", "13835700001"),)
OTHER = (Channel("mobile", "13835700002"),)


def found(*contacts: Contact) -> list[ContactFinding]:
    return check(contacts, roles=ROLES, divisions=DIVISIONS)


def test_a_good_book_has_no_findings() -> None:
    first = Contact("a", "市应急局", "局长", "甲", roles=("coal_mine:commander",), channels=MOBILE)
    deputy = Contact("b", "市应急局", "局长", "乙", rank=2, channels=OTHER)
    county = Contact("c", "县应急局", "值班室", division="141029", channels=OTHER)
    assert found(first, deputy, county) == []
    second_post = Contact("d", "市政府", "秘书长", "甲", channels=MOBILE)
    assert found(first, second_post) == []


def test_each_kind_of_slip_is_told_with_its_rows() -> None:
    one = Contact("a", "市应急局", "局长", "甲", channels=MOBILE)
    again = Contact("b", "市应急局", "局长", "甲", channels=MOBILE)
    kinds = {each.key: each for each in found(one, again)}
    assert kinds["doubled"].error and kinds["doubled"].rows == (0, 1)
    assert kinds["same_rank"].rows == (0, 1) and not kinds["same_rank"].error

    stranger = Contact("c", "市政府", "秘书长", "丙", channels=MOBILE)
    assert [each.key for each in found(one, stranger)] == ["shared_number"]
    silent = Contact("d", "市政府", "秘书", "丁", channels=(Channel("mail", "a@example.cn"),))
    assert [(each.key, each.rows) for each in found(one, silent)] == [("no_number", (1,))]
    wrong = Contact(
        "e",
        "市政府",
        "秘书",
        "戊",
        division="999999",
        roles=("coal_mine:comander",),
        channels=OTHER,
    )
    role, division = found(wrong)
    assert (role.key, dict(role.facts)["hint"]) == ("unknown_role", "coal_mine:commander")
    assert division.key == "unknown_division" and division.error
    for each in (*kinds.values(), role, division):
        for language in ("zh", "en"):
            assert text(f"contacts.{each.key}", language, **dict(each.facts))


def test_errors_come_first() -> None:
    silent = Contact("a", "市政府", "秘书", "丁")
    wrong = Contact("b", "市政府", "局长", "戊", roles=("nobody",), channels=OTHER)
    assert [each.key for each in found(silent, wrong)] == ["unknown_role", "no_number"]
