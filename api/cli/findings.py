"""The findings of `zhiban journal verify`, a sentence each: where, what, and the evidence."""

from __future__ import annotations

from api.cli.terminal import say
from api.store.integrity.finding import IntegrityFinding
from engine.instants import to_text


def sentence_of(found: IntegrityFinding) -> str:
    """One line in the terminal's language, with the word for the kind at its end."""
    facts = {"detail": found.detail, **found.facts, "witness": _witness(found)}
    words = say(f"cli.found.{found.facts.get('sentence', found.what)}", **facts)
    return say("cli.found", where=_where(found), words=words, what=found.what)


def _where(found: IntegrityFinding) -> str:
    """The incident, by its number if that is known, and the entry that the finding is about."""
    if found.what.startswith("server_"):
        key = "cli.found.server" if found.seq is None else "cli.found.server_entry"
        return say(key, seq=found.seq)
    if found.incident is None:
        return say("cli.found.everywhere")
    number = found.facts.get("number")
    named = say("cli.found.numbered", number=number, id=found.incident)
    incident = found.incident if number is None else named
    if found.seq is None:
        return incident
    return say("cli.found.entry", incident=incident, seq=found.seq)


def _witness(found: IntegrityFinding) -> str:
    """The head or backup that contradicts the journal; empty where there is none."""
    if "head_at" not in found.facts:
        return ""
    at, cursor = to_text(found.facts["head_at"]), found.facts["cursor"]
    kind = "backup" if "backup" in found.facts else "head"
    return say(f"cli.found.{kind}", at=at, cursor=cursor, file=found.facts.get("backup"))
