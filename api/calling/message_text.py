"""What a message of a call says: short for an SMS, whole for mail and robots, spoken for a voice.

Several reasons for one person become one message. Nothing here sends.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.calling.outbox import Claimed, DueCall
from api.calling.ports import SHORT_CHARACTERS, Message, Outcome
from engine.contacts.contact import VOICE, ChannelKind, Contact
from engine.incident.calls import DESK, SINK
from engine.instants import minute_text
from engine.messages import text
from engine.plan.model import Plan
from engine.ports import PlanLibrary
from engine.presentation.call_text import CHINA, reason_words, why_words

KINDS: dict[str, tuple[ChannelKind, ...]] = {
    "mail": ("mail",),
    "sms": ("mobile",),
    "sms_gateway": ("mobile",),
    "voice": VOICE,
    "dingtalk": ("dingtalk", "mobile"),
    "wecom": ("wecom", "mobile"),
    "feishu": ("feishu",),
}
"""Which addresses of a contact a channel takes, the first to be tried first."""

NEEDS_ADDRESS = frozenset({"mail", "sms", "sms_gateway", "voice"})
"""Channels that reach nobody without an address; a robot speaks to its group all the same."""

CUT = "…"


class Composer:
    """Makes messages. `public_url` is where people outside reach this server, None if nowhere."""

    def __init__(self, plans: PlanLibrary, public_url: str | None, language: str = "zh") -> None:
        self._plans, self._language = plans, language
        self._public_url = public_url.rstrip("/") if public_url else None

    def __call__(self, claimed: Claimed) -> Message | Outcome:
        """The message, or why there is none."""
        address = self._address(claimed)
        if isinstance(address, Outcome):
            return address
        calls, language = claimed.calls, self._language
        reasons = [self._reason(one) for one in calls]
        mark = text("outbox.exercise", language) if claimed.exercise else ""
        what = reasons[0]
        if len(reasons) > 1:
            what = text("outbox.several", language, count=len(reasons), first=what)
        key = "outbox.subject_over" if claimed.over else "outbox.subject"
        subject = text(key, language, mark=mark, what=what)
        spoken = text("outbox.spoken", language, mark=mark, reasons="；".join(reasons))
        return Message(
            key=claimed.key,
            address=address,
            person=_person(claimed),
            subject=subject,
            text=self._text(claimed, subject, reasons),
            short=self._short(claimed, subject),
            spoken=spoken,
            link=self._link(claimed),
            code=claimed.code,
            exercise=claimed.exercise,
        )

    def _address(self, claimed: Claimed) -> str | Outcome:
        if claimed.exercise or claimed.channel in (DESK, SINK):
            return ""
        if claimed.contact is None:
            return Outcome("refused", "no_contact")
        found = addresses(claimed.contact, claimed.channel)
        if found:
            return found[(claimed.tries - 1) % len(found)]
        if claimed.channel in NEEDS_ADDRESS:
            return Outcome("refused", "no_address")
        return ""

    def _reason(self, one: DueCall) -> str:
        plan, incident = self._plan(one), one.incident
        reason = reason_words(plan, one.record.call.reason, self._language)
        if incident is None:
            return reason
        words = {"number": incident.number, "title": incident.title, "reason": reason}
        return text("outbox.about", self._language, **words)

    def _plan(self, one: DueCall) -> Plan | None:
        if one.incident is None:
            return None
        return self._plans.pinned(one.incident.plan, one.incident.plan_digest)

    def _text(self, claimed: Claimed, subject: str, reasons: Sequence[str]) -> str:
        lines = [subject]
        person = _person(claimed)
        if person:
            lines.append(text("outbox.greeting", self._language, person=person))
        lines += reasons
        for one in claimed.calls:
            call = one.record.call
            if claimed.over and call.why:
                lines.append(
                    text("outbox.over", self._language, why=why_words(call.why, self._language))
                )
        if not claimed.over:
            first = min(claimed.calls, key=lambda one: one.record.call.answer_by)
            plan = self._plan(first)
            due = minute_text(first.record.call.answer_by, plan.zone if plan else CHINA)
            lines.append(text("outbox.please", self._language, answer_by=due))
        return "\n".join(lines)

    def _short(self, claimed: Claimed, subject: str) -> str:
        """The subject and the code, within one SMS."""
        code = text("outbox.code", self._language, code=claimed.code) if claimed.code else ""
        room = SHORT_CHARACTERS - len(code)
        return (subject if len(subject) <= room else subject[: room - 1] + CUT) + code

    def _link(self, claimed: Claimed) -> str | None:
        if self._public_url is None or claimed.token is None:
            return None
        return f"{self._public_url}/answer/{claimed.token}"


def addresses(contact: Contact, channel: str) -> list[str]:
    """The contact's addresses for a channel, in the order in which they are tried."""
    kinds = KINDS.get(channel, ())
    return [one.address for kind in kinds for one in contact.channels if one.kind == kind]


def _person(claimed: Claimed) -> str:
    """Whom the message is for: the name that was frozen when the call began, or the post."""
    first = claimed.calls[0]
    step = first.record.call.steps[first.step]
    return step.person or step.post
