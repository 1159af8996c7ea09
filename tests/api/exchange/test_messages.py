"""Messages to other offices: valid by their schemas, the same each time, exercises told apart."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from api.exchange.cap import NAMESPACE, cap_file, identifier
from api.exchange.event_35965 import event_file
from api.exchange.messages import TOLD, message_of
from engine.errors import NotFound
from engine.incident.events import Event
from tests.engine.drill.golden import play

FOLDER = Path(__file__).parent
played = cache(play)
CAP = {"c": NAMESPACE}


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(FOLDER / name)))


def told(drill: str) -> list[Event]:
    run = played(drill)
    struck = {event.data["seq"] for event in run.events if event.type == "entry_struck"}
    return [event for event in run.events if event.type in TOLD and event.seq not in struck]


def said(content: bytes, path: str) -> list[str]:
    found = etree.fromstring(content).findall(path, CAP)
    return [str(one.text) for one in found]


@pytest.mark.parametrize("drill", ["chemical_explosion", "coal_roof_fall", "grain_run"])
def test_every_message_of_a_drill_is_valid_and_the_same_each_time(drill: str) -> None:
    run = played(drill)
    names = set()
    for event in told(drill):
        message = message_of(run.plan, run.events, run.slots, event.seq)
        for make, name in ((cap_file, "cap-1.2.xsd"), (event_file, "event-message.xsd")):
            content = make(message)
            schema(name).assertValid(etree.fromstring(content))
            assert content == make(message_of(run.plan, run.events, run.slots, event.seq))
        names.add(identifier(event))
        # What comes later changes nothing of an earlier message.
        upto = [one for one in run.events if one.seq <= event.seq]
        assert cap_file(message_of(run.plan, upto, run.slots)) == cap_file(message)
    assert len(names) == len(told(drill)) > 3


def test_the_first_is_an_alert_and_later_ones_name_the_earlier() -> None:
    run = played("coal_roof_fall")
    entries = told("coal_roof_fall")
    first = cap_file(message_of(run.plan, run.events, run.slots, entries[0].seq))
    assert said(first, "c:msgType") == ["Alert"]
    assert said(first, "c:references") == []
    last = cap_file(message_of(run.plan, run.events, run.slots))
    assert said(last, "c:msgType") == ["Cancel"]
    (references,) = said(last, "c:references")
    assert [one.split(",")[1] for one in references.split()] == [
        identifier(one) for one in entries[:-1]
    ]
    assert said(last, "c:info/c:language") == ["zh-CN", "en-US"]


def test_severity_follows_the_plans_colour_and_unknown_is_said() -> None:
    run = played("coal_roof_fall")
    found = {}
    for event in told("coal_roof_fall"):
        content = cap_file(message_of(run.plan, run.events, run.slots, event.seq))
        found[event.type] = said(content, "c:info/c:severity")[0]
    assert found["incident_opened"] == "Unknown"
    assert found["response_activated"] in ("Minor", "Moderate", "Severe", "Extreme")


def test_exercises_are_no_actual_messages() -> None:
    run = played("coal_roof_fall")
    assert run.events[0].data["exercise"]
    message = message_of(run.plan, run.events, run.slots)
    assert said(cap_file(message), "c:status") == ["Exercise"]
    assert "【演练】" in said(cap_file(message), "c:info/c:headline")[0]
    assert b"<Status>Exercise</Status>" in event_file(message)


def test_texts_are_only_texts() -> None:
    run = played("coal_roof_fall")
    message = message_of(run.plan, run.events, run.slots)
    content = cap_file(message, lambda words: f"{words}<x>&\x00\x1b")
    (headline, _) = said(content, "c:info/c:headline")
    assert headline.endswith("<x>&")


def test_an_entry_without_a_message_is_told() -> None:
    run = played("coal_roof_fall")
    with pytest.raises(NotFound, match="9999"):
        message_of(run.plan, run.events, run.slots, 9999)
