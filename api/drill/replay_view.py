"""What is replayed, as the controllers' page lists it: every entry with its time, in a sentence."""

from __future__ import annotations

from typing_extensions import TypedDict

from engine.drill.recording import Recording
from engine.instants import to_text
from engine.presentation.journal_text import sentence


class RecordedEntry(TypedDict):
    """One entry of the recording."""

    id: str
    incident: str
    number: str
    """Of the incident, such as `CM-2026-0001`."""
    seq: int
    type: str
    at: str
    """When it was written down, which is when it is replayed."""
    sentence: str


class RecordingView(TypedDict):
    """What is replayed, in the order in which it is."""

    digest: str
    """Of all entries: tells this recording from another."""
    entries: list[RecordedEntry]


def recording_view(recording: Recording, language: str) -> RecordingView:
    """The entries with their sentences in a language."""
    return {
        "digest": recording.digest,
        "entries": [
            {
                "id": event.id,
                "incident": event.incident,
                "number": recording.journals[event.incident].number,
                "seq": event.seq,
                "type": event.type,
                "at": to_text(event.recorded_at),
                "sentence": sentence(recording.journals[event.incident].plan, event, language),
            }
            for event in recording.entries
        ],
    }
