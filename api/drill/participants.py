"""The people of a live drill: their accounts, and the sheet that each of them is handed.

Accounts are of the drill's own database and end with it. Passwords are drawn, shown once, kept
nowhere but as hashes, and good for one sign-in.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

import segno

from api.server_journal.sentences import Sentences
from api.store.facade import Store
from engine.drill.scenario import Scenario
from engine.messages import text

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
PASSWORD_LETTERS = 12
"""About 59 random bits, without letters that look alike."""

WALL = "wall"
CONDUCTING = (
    ("controller", ("controller",)),
    ("controller-2", ("controller",)),
    ("evaluator", ("evaluator",)),
)
"""Accounts of those who conduct and judge, beside the people of the scenario."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part, with the password that is shown once and signs in once."""

    name: str
    password: str
    roles: tuple[str, ...]
    division: str | None = None
    unit: str | None = None


def participants(scenario: Scenario) -> list[Participant]:
    """The people of the scenario, then those who conduct and judge."""
    people = [
        Participant(name, new_password(), tuple(one.roles), one.division, one.unit)
        for name, one in scenario.people.items()
    ]
    more = [(name, roles) for name, roles in CONDUCTING if name not in scenario.people]
    return [*people, *(Participant(name, new_password(), roles) for name, roles in more)]


def make_accounts(store: Store, people: Sequence[Participant], now: datetime) -> str:
    """Make their accounts, and a wall's; returns the wall's token, which only reads."""
    for one in people:
        store.accounts.create(
            one.name, one.password, one.roles, now, division=one.division, unit=one.unit
        )
    store.accounts.create(WALL, None, ("viewer",), now)
    return store.sessions.create(WALL, "token", now, read_only=True)


def join_address(server: str, name: str, password: str) -> str:
    """The address that signs somebody in once; what stands behind `#` no server is sent."""
    return f"{server.rstrip('/')}/#/join?name={quote(name)}&code={password}"


def picture(address: str) -> str:
    """The QR code of an address, as an address of the picture itself."""
    drawn: str = segno.make_qr(address).svg_data_uri(scale=3, border=4)
    return drawn


def sheet(
    scenario: Scenario,
    people: Sequence[Participant],
    url: str,
    word: str,
    sentences: Sentences,
    language: str,
) -> str:
    """Sheets to be cut apart: one for each participant, as an HTML page that loads nothing."""
    english = language == "en"
    title = escape((scenario.title_en if english else None) or scenario.title)
    mark = text("drill.live.sheet.mark", language)
    parts = "".join(_one(title, one, url, word, sentences, language) for one in people)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{mark} {title}</title><style>{_STYLE}</style></head><body>{parts}</body></html>\n"
    )


def _one(
    title: str, one: Participant, url: str, word: str, sentences: Sentences, language: str
) -> str:
    conducts = any(role in ("controller", "evaluator") for role in one.roles)
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in _rows(one, url, word if conducts else None, sentences, language)
    )
    rule = escape(text("drill.live.sheet.rule", language))
    mark = escape(text("drill.live.sheet.mark", language))
    head = f"<p class=mark>{mark}</p><h1>{title}</h1>"
    code = picture(join_address(url, one.name, one.password))
    drawn = f'<img src="{code}" alt="">'
    once = f"<p>{escape(text('drill.live.sheet.once', language))}</p>"
    return f"<section>{drawn}{head}<table>{rows}</table>{once}<p>{rule}</p></section>"


def _rows(
    one: Participant, url: str, word: str | None, sentences: Sentences, language: str
) -> Iterator[tuple[str, str]]:
    yield text("drill.live.sheet.post", language), sentences.roles(one.roles)
    if one.division or one.unit:
        yield text("drill.live.sheet.place", language), one.division or one.unit or ""
    yield text("drill.live.sheet.address", language), url
    yield text("drill.live.sheet.name", language), one.name
    yield text("drill.live.sheet.password", language), one.password
    if word is not None:
        yield text("drill.live.sheet.word", language), word


def new_password() -> str:
    """A new one, drawn."""
    return "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LETTERS))


_STYLE = """
@page { size: A4; margin: 12mm }
body { font: 12pt/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #000 }
section { border: 1px dashed #666; padding: 6mm 8mm; margin: 0 0 6mm; break-inside: avoid }
.mark { color: #6a1b9a; font-weight: 700; margin: 0; letter-spacing: .1em }
img { float: right; width: 34mm; margin: 0 0 2mm 4mm }
h1 { font-size: 15pt; margin: 0 0 3mm } p { margin: 2mm 0 0 }
th { text-align: left; font-weight: 400; color: #444; padding-right: 6mm; white-space: nowrap }
td { font-weight: 600; overflow-wrap: anywhere } table { border-collapse: collapse }
"""
