"""The page behind the link of a message: it shows what somebody is called for; a press answers.

Opening the page changes nothing, so the previews that messengers make of links never answer. The
press is a POST. The page needs no sign-in, no script and nothing of the console: it has to work on
any telephone. Who holds the link may answer for its person; so its secret stands in no log.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from api.calling.call_record import OVER, CallRecord
from api.http.dependencies import State, Tongue
from api.runtime.app_state import AppState
from api.store.queries.reader import Reader
from engine.incident.state import Incident
from engine.instants import minute_text
from engine.messages import text
from engine.plan.model import Plan
from engine.presentation.call_text import CHINA, reason_words, why_words

router = APIRouter(prefix="/answer", include_in_schema=False)
Token = Annotated[str, Path(max_length=200)]

STYLE = """
body{margin:0;background:#f2f4f7;color:#16202c;font:17px/1.6 system-ui,"Noto Sans CJK SC",
"Microsoft YaHei",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1rem}
.exercise{background:#7a4b00;color:#fff;margin:0;padding:.5rem 1rem;text-align:center;
font-weight:700}
h1{font-size:1.35rem;line-height:1.35;margin:.6rem 0}
article{background:#fff;border:1px solid #c9d1db;border-left:.4rem solid #b3261e;
border-radius:.4rem;padding:.7rem .9rem;margin:.8rem 0}
article.over{border-left-color:#2e6b3a}
article p{margin:.15rem 0}
.small{color:#46525f;font-size:.92rem}
.why{font-weight:600;overflow-wrap:anywhere}
button{width:100%;min-height:4rem;border:0;border-radius:.5rem;background:#b3261e;color:#fff;
font-family:inherit;font-size:1.25rem;font-weight:700;cursor:pointer}
button:focus-visible{outline:.25rem solid #16202c;outline-offset:.2rem}
.done{background:#e3f2e6;border:1px solid #2e6b3a;border-radius:.5rem;padding:.8rem 1rem;
font-weight:600}
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

Behind = Sequence[tuple[CallRecord, Plan | None, Incident | None]]


@router.get("/{token}")
async def show(language: Tongue, token: Token, desk: State) -> Response:
    """What somebody is called for. Changes nothing."""
    found = await desk.calls.answers.behind(token)
    if found is None:
        return _unknown(language)
    name, records = found
    waits = any(one.call.state not in OVER for one in records)
    said = None if waits else text("answer.over", language)
    return _page(language, name, await _behind(desk, records), said, ask=waits)


@router.post("/{token}")
async def press(language: Tongue, token: Token, desk: State) -> Response:
    """Answer, once. A second press, or one after the end, says what became of the call (409)."""
    found = await desk.calls.answers.press(token)
    if found is None:
        return _unknown(language)
    name, records, answered = found
    said = text("answer.thanks" if answered else "answer.over", language)
    behind = await _behind(desk, records)
    return _page(language, name, behind, said, ask=False, status=200 if answered else 409)


async def _behind(desk: AppState, records: Sequence[CallRecord]) -> Behind:
    def read(reader: Reader) -> Behind:
        found = []
        for one in records:
            plan, incident = desk.known(reader, one.incident) if one.incident else (None, None)
            found.append((one, plan, incident))
        return found

    return await desk.read(read)


def _unknown(language: str) -> Response:
    title = text("answer.unknown", language)
    body = f"<main><h1>{escape(title)}</h1><p>{escape(text('answer.unknown_why', language))}</p>"
    return _html(language, title, body + "</main>", 404)


def _page(
    language: str, name: str, behind: Behind, said: str | None, *, ask: bool, status: int = 200
) -> Response:
    title = text("answer.title", language, name=name)
    parts = []
    if any(one.call.exercise for one, _, _ in behind):
        parts.append(f'<p class="exercise">{escape(text("answer.exercise", language))}</p>')
    parts.append(f"<main><h1>{escape(title)}</h1>")
    if said is not None:
        parts.append(f'<p class="done" role="status">{escape(said)}</p>')
    parts += [_call(language, *one) for one in behind]
    if ask:
        button = escape(text("answer.press", language))
        parts.append(f'<form method="post"><button type="submit">{button}</button></form>')
        parts.append(f'<p class="small">{escape(text("answer.only_press", language))}</p>')
    return _html(language, title, "".join(parts) + "</main>", status)


def _call(language: str, record: CallRecord, plan: Plan | None, incident: Incident | None) -> str:
    call = record.call
    lines = []
    if incident is not None:
        lines.append(("small", f"{incident.number} {incident.title}"))
    lines.append(("why", reason_words(plan, call.reason, language)))
    lines.append(("small", _state(language, record, plan)))
    inner = "".join(f'<p class="{kind}">{escape(line)}</p>' for kind, line in lines)
    kind = "over" if call.state in OVER else "waits"
    return f'<article class="{kind}">{inner}</article>'


def _state(language: str, record: CallRecord, plan: Plan | None) -> str:
    """Until when an answer is awaited, or what became of the call."""
    call, zone = record.call, plan.zone if plan is not None else CHINA
    facts: Mapping[str, str] = {"due": minute_text(call.answer_by, zone)}
    if call.answered_at is not None:
        facts = {"at": minute_text(call.answered_at, zone), "by": call.answered_by or "—"}
    elif call.why is not None:
        facts = {"why": why_words(call.why, language)}
    state = "open" if call.open else call.state
    return text(f"answer.state.{state}", language, **facts)


def _html(language: str, title: str, body: str, status: int) -> Response:
    page = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )
    return HTMLResponse(page, status, headers=HEADERS)
