"""Who is being called, as `zhiban watch` shows it: until when, who is next, who was not reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.cli.zones import Zones
from engine.messages import text

OPEN = ("queued", "calling")
MOST = 5
"""Calls below one incident; more are counted."""


def call_lines(view: dict[str, Any], zones: Zones, language: str) -> Iterator[tuple[str, bool]]:
    """A line for each call that somebody has to look at, and whether it is an alarm.

    Calls that nobody answered stay until somebody does.
    """
    calls = [one for one in view.get("calls") or () if one["state"] in (*OPEN, "exhausted")]
    calls.sort(key=lambda one: (one["state"] != "exhausted", one["due_at"]))
    for call in calls[:MOST]:
        yield _line(view, call, zones, language), call["state"] == "exhausted"
    if len(calls) > MOST:
        yield text("cli.watch_more_calls", language, count=len(calls) - MOST), False


def _line(view: dict[str, Any], call: dict[str, Any], zones: Zones, language: str) -> str:
    facts = {"who": call["person"] or call["post"], "reason": call["reason"]}
    if call["state"] == "exhausted":
        return text("cli.watch_call_exhausted", language, **facts)
    facts["due"] = zones.written(view, call["due_at"])
    line = text("cli.watch_call_open", language, **facts)
    tried = {one["step"] for one in call["attempts"]}
    waiting = [step for number, step in enumerate(call["steps"]) if number not in tried]
    if tried and waiting:
        step = waiting[0]
        who = call["persons"].get(step["contact"] or "", step["post"])
        at = zones.written(view, step["at"])
        line += text("cli.watch_call_next", language, who=who, at=at)
    return line


def unanswered(
    frame: dict[str, Any], known: dict[str, dict[str, Any]], language: str
) -> Iterator[str]:
    """A line for an event that says that nobody has answered a call."""
    event = frame.get("event", {})
    if event.get("type") == "call_exhausted":
        view = known.get(event["incident"], {})
        number = view.get("number", event["incident"])
        post = event["data"].get("post", "")
        yield text("cli.watch_unanswered", language, number=number, post=post)
