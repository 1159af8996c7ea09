"""From a rule and the address book to the chain of a call: who is tried when and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.calling.binding import Binding
from engine.contacts.contact import VOICE, ChannelKind, Contact
from engine.contacts.directory import parties_of
from engine.incident.calls import DESK, CallStep
from engine.messages import text
from engine.plan.calling_rules import CallingRule, RealChannel, Step, Who
from engine.plan.model import Plan
from engine.ports import CallingBook

_ADDRESSES: Mapping[RealChannel, tuple[ChannelKind, ...]] = {
    "mail": ("mail",),
    "dingtalk": ("dingtalk",),
    "wecom": ("wecom",),
    "feishu": ("feishu",),
    "sms": ("mobile",),
    "sms_gateway": ("mobile",),
    "voice": VOICE,
}
"""By which addresses of a contact a channel reaches him; the others need none of his."""


BY_HAND: tuple[RealChannel, ...] = ("desk", "voice", "sms")
EVERY_S = 180
"""Seconds until the deputy is called as well."""
MOST = 5
"""Contacts of a post that are tried: the holder and four deputies."""
ANSWER_WITHIN_S = 600


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps in the order of their instants, the deadline, and the end."""

    steps: tuple[CallStep, ...]
    answer_by: datetime
    exhausts_at: datetime

    @property
    def post(self) -> str:
        """The post that is called first."""
        return self.steps[0].post

    @property
    def person(self) -> str | None:
        """The person who is called first, if one is known."""
        return self.steps[0].person


@dataclass(frozen=True, slots=True)
class Resolver:
    """Finds the contacts of a step at one instant.

    `plan` and `division` are those of the incident, None for a call without one; `reporter` is
    whoever owes the report that the call is about.
    """

    book: CallingBook
    bound: Binding
    at: datetime
    plan: Plan | None = None
    division: str | None = None
    reporter: str | None = None

    def chain(self, rule: CallingRule, each: Who | None = None) -> Chain:
        """The chain of a rule, for one of its `each` where it has such."""
        steps = [step for number in range(rule.rounds) for step in self._round(rule, each, number)]
        if not steps:
            # Deputies alone were asked for, and there are none.
            first = rule.steps[0]
            who = each if first.who.each and each is not None else first.who
            steps = [self._unknown(who, self.at, 0)]
        steps.sort(key=lambda step: step.at)
        answer_by = self.at + timedelta(seconds=rule.answer_within_s)
        last = steps[-1].at + timedelta(seconds=rule.give_up_after_s)
        return Chain(tuple(steps), answer_by, max(answer_by, last))

    def _round(self, rule: CallingRule, each: Who | None, number: int) -> Iterator[CallStep]:
        """One round of the rule; nobody comes twice at one instant."""
        begins = self.at + timedelta(seconds=number * rule.round_every_s)
        known: set[tuple[str, datetime]] = set()
        for step in rule.steps:
            who = each if step.who.each and each is not None else step.who
            at = begins + timedelta(seconds=step.after_s)
            for found in self._step(step, who):
                if found is None:
                    yield self._unknown(who, at, number)
                elif (found.id, at) not in known:
                    known.add((found.id, at))
                    yield self._to(found, step.channels, at, number)

    def _step(self, step: Step, who: Who) -> list[Contact | None]:
        """The contacts of a step; [None] where nobody answers for the post at all."""
        found = self.contacts(who)
        if who.on_duty in ("duty_officers", "standby"):
            return [*found] or [None]
        if step.deputy:
            return [*found[step.deputy : step.deputy + 1]]
        return [found[0] if found else None]

    def by_hand(self, contacts: Sequence[Contact], who: Who | None = None) -> Chain:
        """One contact after the other; the desk looks for somebody where there is none."""
        steps = [
            self._to(one, BY_HAND, self.at + timedelta(seconds=number * EVERY_S), 0)
            for number, one in enumerate(contacts[:MOST])
        ]
        if not steps and who is not None:
            steps.append(self._unknown(who, self.at, 0))
        answer_by = self.at + timedelta(seconds=ANSWER_WITHIN_S)
        last = steps[-1].at + timedelta(seconds=EVERY_S)
        return Chain(tuple(steps), answer_by, max(answer_by, last))

    def _to(
        self, found: Contact, channels: Iterable[RealChannel], at: datetime, number: int
    ) -> CallStep:
        post = " ".join(part for part in (found.unit, found.post) if part)
        names = self.bound.channels(usable(found, channels))
        return CallStep(at, number + 1, found.id, post, found.person, names)

    def contacts(self, who: Who) -> list[Contact]:
        """Everybody who answers for it, the first to be tried first."""
        if who.on_duty is not None:
            duty = self.book.on_duty(self.at)
            ids = {
                "leader": (duty.leader,) if duty.leader else (),
                "duty_officers": duty.duty_officers,
                "standby": duty.standby,
            }[who.on_duty]
            return [one for one in map(self.book.contact, ids) if one is not None]
        party = self.reporter if who.reporter else who.party
        if self.plan is None or party is None:
            return []
        return list(self.book.reachable(self.plan, party, self.division))

    def _unknown(self, who: Who, at: datetime, number: int) -> CallStep:
        """The desk has to find somebody: a post that nobody holds is not passed over."""
        return CallStep(at, number + 1, None, self._name(who), None, self.bound.channels((DESK,)))

    def _name(self, who: Who) -> str:
        """The post in the plan's words, in Chinese as contacts are."""
        if who.on_duty is not None:
            return text(f"call.on_duty.{who.on_duty}")
        party = (self.reporter if who.reporter else who.party) or "—"
        named = parties_of(self.plan) if self.plan is not None else ()
        return next((one.name for one in named if one.id == party), party)


def usable(contact: Contact, channels: Iterable[RealChannel]) -> list[RealChannel]:
    """Those of the channels that reach the contact; the desk where none does."""
    kinds = {channel.kind for channel in contact.channels}
    found = [
        name
        for name in channels
        if name not in _ADDRESSES or not kinds.isdisjoint(_ADDRESSES[name])
    ]
    return found or [DESK]
