"""Calls in words: why somebody is called, and why a call was given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.contacts.directory import parties_of
from engine.incident.calls import CallReason
from engine.incident.events import Event
from engine.instants import from_text, minute_text
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import named, party_name, place_name

ON_DUTY = ("leader", "duty_officers", "standby")

CHINA = "Asia/Shanghai"
"""The zone of words about what belongs to no plan."""


def reason_words(plan: Plan | None, reason: CallReason, language: str) -> str:
    """Why somebody is called, in one line; `plan` is None where there is no incident."""
    words = {**reason.values, **_names(plan, reason.values, language)}
    return text(f"call.reason.{reason.key}", language, **words)


def call_words(plan: Plan, event: Event, language: str) -> dict[str, str]:
    """The words of the sentence of an entry about a call."""
    data = event.data
    words = {"call_post": post_words(plan, data.get("post", ""), language)}
    if event.type == "call_started":
        reason = CallReason(data["reason"]["key"], data["reason"]["values"])
        words["call_reason"] = reason_words(plan, reason, language)
        words["answer_by"] = minute_text(from_text(data["answer_by"]), plan.zone)
    elif event.type == "call_attempted":
        words["channel_word"] = text(f"call.channel.{data['channel']}", language)
        words["outcome_word"] = text(f"call.outcome.{data['outcome']}", language)
    elif event.type == "call_answered":
        words["answer_means"] = text(f"call.means.{data['means']}", language)
    elif event.type == "call_cancelled":
        words["why_words"] = why_words(data["why"], language)
    return words


def post_words(plan: Plan | None, post: str, language: str) -> str:
    """A post as a call names it.

    In Chinese it stands in the entry. Where nobody in the address book answers for it, it is the
    plan's or the roster's own name, which has an English one; what people wrote stays.
    """
    if language == "zh":
        return post
    for kind in ON_DUTY:
        if post == text(f"call.on_duty.{kind}"):
            return text(f"call.on_duty.{kind}", language)
    parties = parties_of(plan) if plan is not None else ()
    return next((one.name_en for one in parties if one.name == post and one.name_en), post)


def why_words(why: str, language: str) -> str:
    """Why a call was cancelled."""
    return text(f"call.cancelled.{why}", language)


def _names(plan: Plan | None, values: Mapping[str, Any], language: str) -> dict[str, str]:
    zone = plan.zone if plan is not None else CHINA
    words = {
        key: minute_text(from_text(values[key]), zone)
        for key in ("from", "until", "since")
        if key in values
    }
    if "from" in values:
        words |= _gap(values, words, language)
    if plan is None:
        return words
    if values.get("level"):
        level, sub_state = values["level"], values.get("sub_state")
        words["place"] = place_name(plan, f"{level}.{sub_state}" if sub_state else level, language)
        word = "word.act.end" if values.get("ends") else "word.act.open"
        words["pending_act"] = text(word, language)
    if "obligation" in values:
        words["obligation_name"] = named(plan.report_by_id[values["obligation"]], language)
        words["reporter_name"] = party_name(plan, values["reporter"], language)
        due = minute_text(from_text(values["due_at"]), plan.zone)
        key = "call.due_immediately" if values["immediately"] else "call.due"
        words["due_words"] = text(key, language, due=due)
    if "role" in values:
        words["role_name"] = party_name(plan, values["role"], language)
    return words


def _gap(values: Mapping[str, Any], times: Mapping[str, str], language: str) -> dict[str, str]:
    """Whose gap it is, which older entries do not say, and its span: without an end, as long as
    the roster is known."""
    post = text(f"roster.post.{values['post']}", language) if "post" in values else ""
    return {
        "gap_post": text("call.gap_post", language, post=post) if post else "",
        "gap_span": text(
            "call.gap_until" if "until" in times else "call.gap_from", language, **times
        ),
    }
