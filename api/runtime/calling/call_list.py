"""Calls as one account reads them: hidden where they have to be, with addresses where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from api.access.audience import view_for
from api.access.contact_sight import sees_numbers
from api.access.visibility import Visibility
from api.calling.call_record import CallRecord
from api.calling.message_text import KINDS
from api.calling.wording import detail_sentence
from api.runtime.calling.call_shapes import ListedAttempt, ListedCall
from engine.contacts.addresses import masked
from engine.contacts.contact import Contact
from engine.incident.calls import Attempt
from engine.incident.state import Incident
from engine.messages import text
from engine.plan.model import Plan
from engine.presentation.calls_view import attempt_view, call_view


@dataclass(frozen=True)
class CallList:
    """Calls for one account; `contacts` is the address book by id."""

    sight: Visibility
    contacts: Mapping[str, Contact]

    def shown(
        self, record: CallRecord, plan: Plan | None, incident: Incident | None
    ) -> ListedCall | None:
        """A call; None if it does not exist for the account."""
        sight = self.sight
        if plan is None or incident is None:
            audience = sight.audiences.of(sight.actor)
        elif sight.narrow and not sight.sees(plan, incident):
            return None
        else:
            audience = sight.audience(plan, incident)
        view = call_view(plan, record.call, sight.language)
        found = view_for(audience, {"calls": [view]}, {}).get("calls")
        if not found:
            return None
        title = None
        if incident is not None and plan is not None:
            (title,) = sight.texts(plan, incident, (incident.title,))
        whole = audience.kind == "desk"
        return cast(
            ListedCall,
            found[0]
            | {
                "incident": record.incident,
                "number": incident.number if incident is not None else None,
                "title": title,
                "exercise": record.call.exercise,
                "tried": self._tried(record.call.attempts, whole=whole),
            },
        )

    def _tried(self, attempts: tuple[Attempt, ...], *, whole: bool) -> list[ListedAttempt]:
        seen: dict[tuple[int, str], int] = {}
        rows: list[ListedAttempt] = []
        for one in attempts:
            place = one.step, one.channel
            number = seen[place] = seen.get(place, -1) + 1
            rows.append(self._attempt(one, number, whole=whole))
        return rows

    def _attempt(self, one: Attempt, number: int, *, whole: bool) -> ListedAttempt:
        language = self.sight.language
        said = text(f"call.outcome.{one.outcome}", language)
        if whole and one.detail:
            said = f"{said} {detail_sentence(one.detail, language)}"
        return {
            **attempt_view(one),
            "detail": one.detail if whole else "",
            "address": self._address(one, number),
            "said": said,
        }

    def _address(self, one: Attempt, number: int) -> str | None:
        """Where the attempt went, as the address book has it now; tries take turns."""
        contact = self.contacts.get(one.contact or "")
        if contact is None:
            return None
        kinds = KINDS.get(one.channel, ())
        found = [way for kind in kinds for way in contact.channels if way.kind == kind]
        if not found:
            return None
        way = found[number % len(found)]
        return way.address if sees_numbers(self.sight.actor, contact) else masked(way)
