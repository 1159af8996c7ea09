"""A message as an event message after GB/T 35965 (应急信息交互协议), as far as that is known here.

The standard's text was not at hand. What is known of it: it is a protocol of XML messages; the
name of a message is the sender's code, the instant in 14 figures and a count; instants are
Beijing time with an offset; divisions are coded by GB/T 2260, a message says whether it is
actual or an exercise, and whether it is the first, a further or the last one. The names of the
elements are our own, and the message says so in a comment. A receiver has to map them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from api.exchange.cap import Hide, cap_instant, description
from api.exchange.messages import Message
from engine.documents.document import printable
from engine.instants import from_text
from engine.messages import text
from engine.plan.names import division_name

NAMESPACE = "urn:zhiban:event-message:1"
MEDIA_TYPE = "application/xml; charset=utf-8"
BRANCH = "00000000"
"""Stands for the sender's branch and its own code (8 figures), which nobody has entered."""

_KINDS = {"Alert": "First", "Update": "Further", "Cancel": "Last"}


def event_file(message: Message, hide: Hide = str) -> bytes:
    """The message as XML; the same bytes each time."""
    root = ET.Element("EventMessage", xmlns=NAMESPACE)
    root.append(ET.Comment(f" {text('exchange.about_35965')} "))

    def put(parent: ET.Element, name: str, words: str) -> None:
        ET.SubElement(parent, name).text = printable(hide(words))

    opening, plan = message.material.opening, message.plan
    data = opening.data
    head = ET.SubElement(root, "Header")
    put(head, "Identifier", message_name(message))
    put(head, "Sender", plan.document.owner)
    put(head, "SenderDivision", plan.jurisdiction.code)
    put(head, "SendTime", cap_instant(message.sent))
    put(head, "Status", "Exercise" if message.exercise else "Actual")
    put(head, "MessageType", _KINDS[message.kind])
    if message.earlier:
        put(head, "Follows", str(message.earlier[-1].seq))
    event = ET.SubElement(root, "Event")
    mark = text("spreadsheet.mark.exercise") if message.exercise else ""
    put(event, "Number", str(data["number"]))
    put(event, "Title", f"{mark}{data['title']}")
    put(event, "Division", data["division"])
    place = f"{division_name(plan, data['division'])} {data.get('site', '')}".strip()
    put(event, "Address", place)
    put(event, "OccurTime", cap_instant(message.local(from_text(data["occurred_at"]))))
    put(event, "ReceiveTime", cap_instant(message.local(from_text(data["received_at"]))))
    put(event, "Plan", plan.title)
    put(event, "Stage", message.place_words("zh"))
    put(event, "Description", description(message, "zh"))
    for name, words in message.figures("zh"):
        figure = ET.SubElement(event, "Figure")
        put(figure, "Name", name)
        put(figure, "Value", words)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def message_name(message: Message) -> str:
    """The division's code, 8 figures for branch and office, the instant, the entry."""
    code = message.plan.jurisdiction.code
    return f"{code}{BRANCH}_{message.sent:%Y%m%d%H%M%S}_{message.entry.seq}"
