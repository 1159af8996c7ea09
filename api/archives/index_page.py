"""The first page of an archive: opens without a network, a server or a script.

In Chinese only, like all paper of the office. Everything that somebody typed is escaped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

from api.archives.material import ADDED, DESTROYED, SIGNED
from engine.incident.actors import CLOCK
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import cited, division_name, post_name
from engine.presentation.attachment_text import size_words
from engine.presentation.journal_text import sentence

(SYSTEM,) = CLOCK.roles

STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:1080px;
padding:16px;color:#1a1a1a;background:#fff}
h1{font-size:24px;margin:8px 0}h2{font-size:18px;margin:24px 0 8px;border-bottom:2px solid #1a1a1a}
.exercise{background:#b45309;color:#fff;font-weight:700;text-align:center;padding:6px;
letter-spacing:.3em}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:4px 8px;
text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2;white-space:nowrap}
td.n,td.t{white-space:nowrap}td.w{min-width:7em}
tr.struck td{text-decoration:line-through;color:#666}
a{color:#0b57a4}code{font-size:13px;overflow-wrap:anywhere}
@media(max-width:600px){td.t{white-space:normal}body{padding:8px;font-size:14px}}
@media print{body{max-width:none}.exercise{position:fixed;top:0;left:0;right:0;color:#000;
background:#fff;border:2px solid #000}a{color:#000}}
"""


def index_page(
    plan: Plan,
    incident: Incident,
    events: Sequence[Event],
    files: Mapping[str, str],
    drawn: Mapping[str, str],
    absent: Collection[str] = (),
) -> bytes:
    """The page. `files` are members by sha256, `drawn` the documents as they stand by title.

    `absent` are the sha256 of files that the record of a replay did not hold.
    """
    files = {**files, **dict.fromkeys(absent, "")}
    title = f"{incident.number} {incident.title}"
    mark = f"【{text('archive.exercise_short')}】" if incident.exercise else ""
    parts = [
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">",
        f"<title>{escape(mark + title)}</title><style>{STYLE}</style></head><body>",
        *([f'<p class="exercise">{text("archive.exercise")}</p>'] if incident.exercise else []),
        f"<h1>{escape(incident.title)}</h1>",
        *_facts(plan, incident, events),
        *_documents(plan, events, files, drawn),
        *_attachments(plan, incident, events, files),
        *_more(),
        *_journal(plan, incident, events, files),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode()


def _facts(plan: Plan, incident: Incident, events: Sequence[Event]) -> Iterator[str]:
    place = incident.division
    rows = {
        "number": incident.number,
        "plan": f"{plan.title}（{plan.version}）",
        "division": division_name(plan, place) if place else "—",
        "occurred": _when(plan, incident.occurred_at),
        "received": _when(plan, incident.received_at),
        "activated": _when(plan, incident.activated_at),
        "ended": _when(plan, incident.ended_at),
        "closed": _when(plan, incident.closed_at),
        "zone": f"{plan.zone} (UTC{incident.received_at.astimezone(ZoneInfo(plan.zone)):%z})",
        "entries": f"{len(events)}",
    }
    yield "<table>"
    for name, value in rows.items():
        yield f"<tr><th>{text(f'archive.fact.{name}')}</th><td>{escape(value)}</td></tr>"
    yield "</table>"


def _when(plan: Plan, instant: datetime | None) -> str:
    """The instant in the plan's zone, to the second; the page says which zone that is."""
    if instant is None:
        return "—"
    return f"{instant.astimezone(ZoneInfo(plan.zone)):%Y-%m-%d %H:%M:%S}"


def _documents(
    plan: Plan, events: Sequence[Event], files: Mapping[str, str], drawn: Mapping[str, str]
) -> Iterator[str]:
    yield f"<h2>{text('archive.documents')}</h2><ul>"
    for event in events:
        if event.type == SIGNED:
            said = text("archive.signed", seq=event.seq, who=post_name(plan, event.role))
            at = _when(plan, event.occurred_at)
            yield f"<li>{_link(files, event.data['sha256'], event.data['file'])} {said} {at}</li>"
    for title, member in drawn.items():
        made = text("archive.as_it_stands")
        yield f'<li><a href="{quote(member)}">{escape(title)}</a> {made}</li>'
    yield "</ul>"


def _attachments(
    plan: Plan, incident: Incident, events: Sequence[Event], files: Mapping[str, str]
) -> Iterator[str]:
    added = [event for event in events if event.type == ADDED]
    if not added:
        return
    orders = {e.data["sha256"]: e for e in events if e.type == DESTROYED}
    heads = "".join(f"<th>{text(f'archive.column.{n}')}</th>" for n in ("seq", "file", "note"))
    yield f"<h2>{text('archive.attachments')}</h2><table><tr>{heads}</tr>"
    for event in added:
        data = event.data
        order = orders.get(data["sha256"])
        name = _link(files, data["sha256"], data["name"])
        if order is not None:
            said = {"order": order.data["order_number"], "seq": order.seq}
            name = f"{escape(data['name'])}（{escape(text('archive.destroyed', **said))}）"
        struck = ' class="struck"' if event.seq in incident.struck else ""
        yield (
            f'<tr{struck}><td class="n">{event.seq}</td><td>{name} {size_words(data["size"])}<br>'
            f"<code>{data['sha256']}</code></td><td>{escape(data['note'])}</td></tr>"
        )
    yield "</table>"


def _more() -> Iterator[str]:
    names = ("ledger.csv", "journal.jsonl", "plan/plan.yaml", "proof/head.json", "manifest.json")
    yield f"<h2>{text('archive.more')}</h2><ul>"
    for name in names:
        key = name.rpartition("/")[2].partition(".")[0]
        yield f'<li><a href="{name}">{name}</a> {text(f"archive.file.{key}")}</li>'
    yield f"</ul><p>{text('archive.how_to_verify')}</p>"


def _journal(
    plan: Plan, incident: Incident, events: Sequence[Event], files: Mapping[str, str]
) -> Iterator[str]:
    columns = ("seq", "time", "what", "who", "clause")
    heads = "".join(f"<th>{text(f'archive.column.{name}')}</th>" for name in columns)
    yield f"<h2>{text('archive.journal')}</h2><table><tr>{heads}</tr>"
    for event in events:
        struck = ' class="struck"' if event.seq in incident.struck else ""
        words = escape(sentence(plan, event))
        member = files.get(event.data.get("sha256", "")) if event.type in (ADDED, SIGNED) else None
        if member:
            words += f' <a href="{quote(member)}">{text("archive.open")}</a>'
        at = _when(plan, event.recorded_at)
        who = escape(_who(plan, event))
        clause = escape(cited(plan, event.clause) or "")
        yield (
            f'<tr{struck} id="e{event.seq}"><td class="n">{event.seq}</td><td class="t">{at}</td>'
            f"<td>{words}</td><td class='w'>{who}</td><td>{clause}</td></tr>"
        )
    yield "</table>"


def _who(plan: Plan, event: Event) -> str:
    """The post and the account; of what nobody did, what did it."""
    if event.role == SYSTEM:
        return text(f"archive.by.{event.actor}")
    return text("document.signer", post=post_name(plan, event.role), name=event.actor)


def _link(files: Mapping[str, str], sha256: str, name: str) -> str:
    """A link to the member; no link where it was destroyed, or is not in a replay's record."""
    member = files.get(sha256)
    if member == "":
        return f"{escape(name)}（{text('archive.not_in_record')}）"
    return f'<a href="{quote(member)}">{escape(name)}</a>' if member else escape(name)
