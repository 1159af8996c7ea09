"""A message as CAP 1.2 (Common Alerting Protocol), in Chinese and in English.

Source: OASIS CAP 1.2, chapter 3. What the plans do not say stands as the standard's word for it:
the category is `Other`, and what is not known is `Unknown`. The scope is `Restricted`: it is
meant for other offices, and whoever publishes it decides so.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from datetime import datetime

from api.exchange.messages import Message
from engine.documents.document import printable
from engine.incident.events import Event
from engine.instants import from_text
from engine.messages import text
from engine.plan.names import division_name

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml; charset=utf-8"
LANGUAGES = (("zh", "zh-CN"), ("en", "en-US"))
SEVERITY: Mapping[str, str] = {
    "red": "Extreme",
    "orange": "Severe",
    "yellow": "Moderate",
    "blue": "Minor",
}
MOST_REFERENCES = 100

Hide = Callable[[str], str]
"""Takes out of a text what the reader may not see."""


def cap_file(message: Message, hide: Hide = str) -> bytes:
    """The message as XML; the same bytes each time."""
    alert = ET.Element("alert", xmlns=NAMESPACE)

    def put(parent: ET.Element, name: str, words: str) -> None:
        ET.SubElement(parent, name).text = printable(hide(words))

    opening = message.material.opening
    put(alert, "identifier", identifier(message.entry))
    put(alert, "sender", sender(message))
    put(alert, "sent", cap_instant(message.sent))
    put(alert, "status", "Exercise" if message.exercise else "Actual")
    put(alert, "msgType", message.kind)
    put(alert, "scope", "Restricted")
    put(alert, "restriction", text("exchange.restriction"))
    if message.exercise:
        put(alert, "note", text("document.exercise_mark"))
    if message.earlier:
        earlier = message.earlier[-MOST_REFERENCES:]
        put(alert, "references", " ".join(_reference(message, one) for one in earlier))
    put(alert, "incidents", str(opening.data["number"]))
    for language, tag in LANGUAGES:
        _info(alert, message, language, tag, put)
    ET.indent(alert)
    content: bytes = ET.tostring(alert, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def identifier(entry: Event) -> str:
    """The name of the message of an entry: the same for ever, without blanks and commas."""
    return f"zhiban-{entry.incident}-{entry.seq}"


def sender(message: Message) -> str:
    """Who sends: the division of the plan's jurisdiction."""
    return f"{message.plan.jurisdiction.code}@zhiban"


def cap_instant(local: datetime) -> str:
    """An instant as CAP writes it: to the second, with an offset in figures and never `Z`."""
    words = local.isoformat(timespec="seconds")
    return f"{words[:-6]}-00:00" if words.endswith("+00:00") else words


def _reference(message: Message, entry: Event) -> str:
    sent = cap_instant(message.local(entry.recorded_at))
    return f"{sender(message)},{identifier(entry)},{sent}"


def _info(
    alert: ET.Element,
    message: Message,
    language: str,
    tag: str,
    put: Callable[[ET.Element, str, str], None],
) -> None:
    plan, data = message.plan, message.material.opening.data
    english = language == "en"
    mark = text("spreadsheet.mark.exercise", language) if message.exercise else ""
    info = ET.SubElement(alert, "info")
    put(info, "language", tag)
    put(info, "category", "Other")
    put(info, "event", (english and plan.title_en) or plan.title)
    put(info, "urgency", _urgency(message))
    put(info, "severity", SEVERITY.get(message.colour, "Unknown"))
    put(info, "certainty", "Likely" if message.place.startswith("warning") else "Observed")
    put(info, "effective", cap_instant(message.sent))
    put(info, "onset", cap_instant(message.local(from_text(data["occurred_at"]))))
    put(info, "senderName", plan.document.owner)
    put(info, "headline", f"{mark}{data['title']}")
    put(info, "description", description(message, language))
    for name, words in (("stage", message.place), ("plan", plan.id)):
        parameter = ET.SubElement(info, "parameter")
        put(parameter, "valueName", name)
        put(parameter, "value", words)
    area = ET.SubElement(info, "area")
    place = f"{division_name(plan, data['division'])} {data.get('site', '')}".strip()
    put(area, "areaDesc", place)
    geocode = ET.SubElement(area, "geocode")
    put(geocode, "valueName", "GB/T 2260")
    put(geocode, "value", data["division"])


def _urgency(message: Message) -> str:
    if message.kind == "Cancel":
        return "Past"
    if message.level is not None:
        return "Immediate"
    return "Expected" if message.place.startswith("warning") else "Unknown"


def description(message: Message, language: str) -> str:
    """Where the response stands, and the figures in force."""
    figures = text("word.comma", language).join(
        f"{name} {words}" for name, words in message.figures(language)
    )
    known = figures or text("word.unknown", language)
    return text(
        "exchange.description", language, place=message.place_words(language), figures=known
    )
