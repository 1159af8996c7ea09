"""The address book as one account reads it: found, in order, and hidden where it has to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from api.access.contact_sight import sees_numbers
from api.contacts.initials import spelled
from api.contacts.kept import KeptContact
from api.contacts.posts import division_names, post_names, short_title
from api.runtime.contacts.contact_shapes import (
    ChannelView,
    ContactFindingView,
    ContactGaps,
    ContactView,
    PartyView,
    PlanGaps,
)
from engine.contacts.addresses import masked, tel_uri
from engine.contacts.checking import check
from engine.contacts.contact import Channel, Contact
from engine.contacts.directory import Party, parties_of, search, unreachable, whom
from engine.errors import InvalidInput
from engine.incident.actors import Actor
from engine.messages import text
from engine.plan.model import Plan
from engine.ports import PlanLibrary


@dataclass(frozen=True)
class AddressBook:
    """The contacts that there are now, for one account, in one language."""

    kept: Sequence[KeptContact]
    plans: PlanLibrary
    actor: Actor
    language: str = "zh"

    def find(
        self,
        post: str | None = None,
        unit: str | None = None,
        division: str | None = None,
        words: str | None = None,
    ) -> list[ContactView]:
        """Those of a post, a unit and a division that hold the words; without any, all.

        `post` is a role (`coal_mine:commander`, `duty_officer`), `unit` the name of one or a
        plan's (`coal_mine:city_emergency_bureau`): their contacts come in the order in which
        they are tried. Raises `InvalidInput` for a post or unit of a plan that it has not.
        """
        found = self._contacts
        if post is not None:
            found = self._of_post(found, post, division)
        elif unit is not None:
            found = self._of_unit(found, unit, division)
        if division is not None and post is None and unit is None:
            found = [one for one in found if one.division == division]
        if words is not None:
            kept = {one.id for one in search(found, words, spelled(found))}
            found = [one for one in found if one.id in kept and self._fairly(one, words)]
        return [self._view(self._by_id[one.id]) for one in found]

    def one(self, kept: KeptContact) -> ContactView:
        """One contact."""
        return self._view(kept)

    def gaps(self) -> ContactGaps:
        """Whom the plans name and nobody can ring, and what is wrong with the contacts."""
        plans = [self._gaps_of(plan) for plan in self.plans.current().values()]
        contacts = self._contacts
        codes = division_names(self._plans, self.language)
        found = check(contacts, roles=self._posts, divisions=codes)
        findings: list[ContactFindingView] = [
            {
                "sentence": text(f"contacts.{one.key}", self.language, **dict(one.facts)),
                "severity": "error" if one.error else "warning",
                "contacts": [contacts[row].id for row in one.rows],
            }
            for one in found
        ]
        return {"plans": plans, "findings": findings}

    # ── Parts ───────────────────────────────────────────────────────────────────────

    @cached_property
    def _contacts(self) -> list[Contact]:
        return [one.contact for one in self.kept]

    @cached_property
    def _by_id(self) -> dict[str, KeptContact]:
        return {one.contact.id: one for one in self.kept}

    @cached_property
    def _plans(self) -> tuple[Plan, ...]:
        return tuple(self.plans.current().values())

    @cached_property
    def _posts(self) -> dict[str, str]:
        return dict(post_names(self._plans, self.language))

    @cached_property
    def _divisions(self) -> dict[str, str]:
        return dict(division_names(self._plans, self.language))

    def _of_post(
        self, contacts: Sequence[Contact], post: str, division: str | None
    ) -> list[Contact]:
        plan_id, colon, role = post.partition(":")
        if not colon:
            held = [one for one in contacts if post in one.roles]
            return sorted(held, key=lambda one: (one.rank, not one.rings, one.title))
        return whom(contacts, self._plan(plan_id, post, "post"), role, division)

    def _of_unit(
        self, contacts: Sequence[Contact], unit: str, division: str | None
    ) -> list[Contact]:
        plan_id, colon, party = unit.partition(":")
        if not colon:
            return [one for one in contacts if one.unit == unit]
        return whom(contacts, self._plan(plan_id, unit, "unit"), party, division)

    def _plan(self, plan_id: str, given: str, field: str) -> Plan:
        plan = self.plans.current().get(plan_id)
        party = given.partition(":")[2]
        known = {one.id: one.name for one in parties_of(plan)} if plan else {}
        if plan is None or party not in known:
            accepted = ", ".join(f"{plan_id}:{one}" for one in known) or ", ".join(
                self.plans.current()
            )
            raise InvalidInput("bad_value", field=field, value=given[:80], accepted=accepted)
        return plan

    def _fairly(self, contact: Contact, words: str) -> bool:
        """Whether the words are found in what the account sees, not in a hidden number."""
        if sees_numbers(self.actor, contact):
            return True
        seen = Contact(contact.id, contact.unit, contact.post, contact.person, note=None)
        return bool(search([seen], words, spelled([seen])))

    def _gaps_of(self, plan: Plan) -> PlanGaps:
        missing = unreachable(self._contacts, plan)
        return {
            "plan": plan.id,
            "title": short_title(plan, self.language),
            "total": sum(1 for _ in parties_of(plan)),
            "missing": [self._party(one) for one in missing],
        }

    def _party(self, party: Party) -> PartyView:
        english = party.name_en if self.language == "en" else None
        return {"kind": party.kind, "id": party.id, "name": english or party.name}

    def _view(self, kept: KeptContact) -> ContactView:
        one = kept.contact
        hidden = not sees_numbers(self.actor, one)
        return {
            "id": one.id,
            "unit": one.unit,
            "post": one.post,
            "person": one.person,
            "division": one.division,
            "division_name": self._divisions.get(one.division or ""),
            "rank": one.rank,
            "roles": [*one.roles],
            "role_names": [self._posts.get(role, role) for role in one.roles],
            "channels": [channel_view(channel, hidden) for channel in one.channels],
            "account": None if hidden else one.account,
            "note": None if hidden else one.note,
            "masked": hidden,
            "version": kept.version,
        }


def channel_view(channel: Channel, hidden: bool) -> ChannelView:
    """A number as somebody sees who may, or may not, ring it."""
    return {
        "kind": channel.kind,
        "address": masked(channel) if hidden else channel.address,
        "tel": None if hidden else tel_uri(channel),
    }
