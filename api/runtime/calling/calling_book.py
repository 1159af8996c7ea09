"""`engine.ports.CallingBook` of a server: its rules, its address book, and who is on duty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.store.queries.calling_rules import StoredRules
from engine.contacts.contact import Contact, in_order
from engine.contacts.directory import whom
from engine.contacts.on_duty import OnDuty
from engine.messages import text
from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.plan.model import Plan


@dataclass(frozen=True)
class ServerBook:
    """The rules, contacts and roster that a server has now. Synchronous, for any thread."""

    stored: StoredRules
    in_force: bool
    contacts: Callable[[], Mapping[str, Contact]]
    roster: Callable[[datetime], OnDuty]

    def rules(self) -> CallingRules:
        """The rules in force; none where the setting says so."""
        return self.stored.current() if self.in_force else NO_RULES

    def rules_by(self, digest: str) -> CallingRules:
        """The rules of a digest. Raises `NotFound`."""
        return self.stored.by_digest(digest)

    def reachable(self, plan: Plan, party: str, division: str | None) -> Sequence[Contact]:
        """Who answers for a party of the plan, the first to be tried first."""
        return whom(self.contacts().values(), plan, party, division)

    def contact(self, contact: str) -> Contact | None:
        """The contact with this id, or None."""
        return self.contacts().get(contact)

    def on_duty(self, at: datetime) -> OnDuty:
        """Who is on duty at an instant."""
        return self.roster(at)


def duty_by_posts(contacts: Mapping[str, Contact]) -> OnDuty:
    """Who is on duty where there is no roster: contacts that are called so in the address book.

    带班领导 and 备班 are posts of that name; duty officers hold the role of a duty officer.
    """

    def of(post: str) -> list[str]:
        name = text(f"call.on_duty.{post}")
        return [one.id for one in known if one.post == name]

    known = in_order(contacts.values())
    leaders = of("leader")
    officers = [one.id for one in known if "duty_officer" in one.roles] or of("duty_officers")
    return OnDuty(leaders[0] if leaders else None, tuple(officers), tuple(of("standby")))
