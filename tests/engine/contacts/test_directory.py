"""Whom to ring for whom a plan names, in order; and who is found by which words."""

from __future__ import annotations

from engine.contacts.contact import Channel, Contact
from engine.contacts.directory import parties_of, search, unreachable, whom
from engine.plan.loader import load_plan
from tests.support.plan_files import PLANS

MOBILE = Channel("mobile", "13835700001")
MAIL = Channel("mail", "a@example.cn")
PLAN = load_plan(PLANS / "coal_mine")


def contact(id_: str, **given: object) -> Contact:
    return Contact(id_, **({"unit": "市应急管理局", "post": "值班室"} | given))  # type: ignore[arg-type]


def test_a_post_is_its_holder_then_its_deputies_whoever_rings_first() -> None:
    role = PLAN.roles[0].id
    held = (f"coal_mine:{role}",)
    third = contact("c", person="丙", rank=3, roles=held, channels=(MOBILE,))
    second = contact("b", person="乙", rank=2, roles=held, channels=(MOBILE,))
    silent = contact("a", person="甲", rank=2, roles=held, channels=(MAIL,))
    other = contact("d", person="丁", channels=(MOBILE,))
    found = whom([third, silent, other, second], PLAN, role)
    assert [one.id for one in found] == ["b", "a", "c"]


def test_a_post_of_a_division_is_that_of_the_incident() -> None:
    plan = load_plan(PLANS / "grain")
    role = next(one for one in plan.roles if one.scope == "division")
    held = (f"grain:{role.id}",)
    here = contact("here", division="141029", roles=held, channels=(MOBILE,))
    there = contact("there", division="141002", roles=held, channels=(MOBILE,))
    assert whom([there, here], plan, role.id, "141029") == [here]
    assert {one.id for one in whom([there, here], plan, role.id)} == {"here", "there"}


def test_a_unit_goes_by_its_name_or_alias_and_is_never_a_countys() -> None:
    unit = next(one for one in PLAN.units if one.aliases)
    by_name = contact("name", unit=unit.name, channels=(MOBILE,))
    by_alias = contact("alias", unit=unit.aliases[0], channels=(MOBILE,))
    county = contact("county", unit=unit.name, division="141029", channels=(MOBILE,))
    found = whom([by_alias, county, by_name], PLAN, unit.id)
    assert {one.id for one in found} == {"name", "alias"}


def test_a_unit_of_the_county_concerned_is_that_of_the_incidents_county() -> None:
    held = ("coal_mine:county_government",)
    here = contact("here", division="141029", roles=held, channels=(MOBILE,))
    there = contact("there", division="141002", roles=held, channels=(MOBILE,))
    assert whom([there, here], PLAN, "county_government", "141029") == [here]
    assert whom([there], PLAN, "county_government", "141029") == []


def test_who_has_only_a_mail_address_cannot_be_rung() -> None:
    everybody = [
        contact(
            f"c{number}",
            unit=party.name,
            division=party.id if party.kind == "division" else None,
            roles=(f"coal_mine:{party.id}",) if party.kind == "role" else (),
            channels=(MOBILE,),
        )
        for number, party in enumerate(parties_of(PLAN))
    ]
    assert unreachable(everybody, PLAN) == []
    first = next(parties_of(PLAN))
    silent = [everybody[0].__class__(**_with(everybody[0], channels=(MAIL,))), *everybody[1:]]
    assert [one.id for one in unreachable(silent, PLAN)] == [first.id]
    assert len(unreachable([], PLAN)) == len(everybody)


def _with(one: Contact, **given: object) -> dict[str, object]:
    values = {name: getattr(one, name) for name in Contact.__dataclass_fields__}
    return values | given


def test_words_numbers_and_initials_find() -> None:
    county = contact("county", unit="乡宁县应急管理局", channels=(MOBILE,))
    person = contact("person", unit="市政府", post="秘书长", person="王小明", note="夜间打家里")
    both, spelled = [county, person], {"county": "xnxyjglj zbs ", "person": "szf msz wxm"}

    def ids(words: str) -> list[str]:
        return [one.id for one in search(both, words, spelled)]

    assert ids("乡宁") == ["county"]
    assert ids("王 小明") == ["person"]
    assert ids("家里") == ["person"]
    assert ids("3570") == ["county"]
    assert ids("XNXYJ") == ["county"]
    assert ids("wxm") == ["person"]
    assert ids("xm1") == []
    assert ids("无此人") == []
    assert len(ids(" ")) == 2
