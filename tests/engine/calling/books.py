"""A small address book with somebody on duty, and rules read from YAML text."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from engine.contacts.contact import Channel, ChannelKind, Contact
from engine.contacts.on_duty import OnDuty
from engine.memory import MemoryCallingBook
from engine.plan.calling_loader import load_calling, rebuild_calling
from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.plan.plan_files import PlanText

SHIPPED = Path(__file__).parents[3] / "plans"

LANDLINE = Channel("landline", "0357-2091110")
LEADER = "leader"
DUTY = OnDuty(LEADER, ("officer_1", "officer_2"), ("standby",))


def shipped() -> CallingRules:
    """The rules that are shipped for this city."""
    return load_calling(SHIPPED)


def rules_of(text: str) -> CallingRules:
    """Rules as the entries of `rules`, with one assumption."""
    head = 'format: "1"\nassumptions: [{id: Y1, text: 假定}]\nrules:\n'
    content = head + dedent(text).strip("\n")
    return rebuild_calling(PlanText("calling.yaml", content.encode())).value


def person(
    id_: str,
    post: str,
    *roles: str,
    rank: int = 1,
    division: str | None = None,
    kinds: tuple[ChannelKind, ...] = ("mobile",),
) -> Contact:
    """A contact whose numbers nobody has."""
    channels = tuple(Channel(kind, f"1{number:010}") for number, kind in enumerate(kinds))
    return Contact(
        id_,
        "某单位",
        post,
        f"{id_}某",
        rank=rank,
        roles=roles,
        channels=channels,
        division=division,
    )


PEOPLE = (
    person(LEADER, "带班领导", kinds=("mobile", "dingtalk")),
    person("officer_1", "值班员"),
    person("officer_2", "值班员", rank=2),
    person("standby", "备班", kinds=("landline",)),
    *(
        person(f"{plan}_{role}_{rank}", role, f"{plan}:{role}", rank=rank)
        for plan in ("coal_mine", "production_safety", "grain")
        for role in ("office_director", "commander", "chief_commander")
        for rank in (1, 2)
    ),
    person("bureau", "值班室", "coal_mine:city_emergency_bureau", kinds=("landline", "fax")),
    *(
        Contact(
            f"county_{code}",
            "县值班室",
            "值班电话",
            division=code,
            channels=(Channel("landline", "1"),),
        )
        for code in ("141002", "141021", "141022", "141023")
    ),
)


def book(rules: CallingRules = NO_RULES) -> MemoryCallingBook:
    """The address book with these rules in force."""
    return MemoryCallingBook(rules, PEOPLE, DUTY)
