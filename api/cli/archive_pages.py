"""An archive as pages: an index, a page and a journal file for each incident, signed files.

Plain HTML without scripts, so that any browser of any year opens it from a folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from api.cli.terminal import LANGUAGE, say
from api.store.retention.reading import ArchivedStory
from engine.incident.actors import CLOCK
from engine.instants import minute_text
from engine.messages import text
from engine.presentation.condition_text import report_name
from engine.presentation.journal_text import local_time, sentence

STYLE = """
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #111;
  background: #fff; max-width: 60em; margin: 1.5em auto; padding: 0 1em; overflow-wrap: anywhere }
h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 1.6em }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #999; padding: .3em .6em; text-align: left; vertical-align: top }
th { background: #f0f0f0 } .exercise { color: #b00020; font-weight: 700 }
code { font-size: .8em; white-space: nowrap }
td:nth-child(3) { overflow-wrap: normal }
@media (max-width: 40em) { body { font-size: 15px; padding: 0 .5em }
  table { font-size: 14px } th, td { padding: .25em .35em } }
"""


def write_pages(stories: Iterable[ArchivedStory], folder: Path, name: str, sha256: str) -> int:
    """Write all pages into an empty folder, which exists; the number of incidents."""
    rows = []
    for story in stories:
        number = story.incident.number
        (folder / f"{number}.html").write_text(_page(story), encoding="utf-8")
        lines = [json.dumps(one.to_json(), ensure_ascii=False) for one in story.events]
        (folder / f"{number}.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
        for file in story.files:
            (folder / _file_name(number, file.sha256, file.name)).write_bytes(file.content)
        rows.append(_row(story))
    said = say("cli.archive.about", name=name, sha256=sha256, count=len(rows))
    body = f"<h1>{escape(say('cli.archive.title'))}</h1><p>{escape(said)}</p>"
    body += _table(("number", "title", "plan", "opened", "ended", "entries"), rows)
    index = _html(say("cli.archive.title"), body)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return len(rows)


def _row(story: ArchivedStory) -> tuple[str, ...]:
    one, plan = story.incident, story.plan
    return (
        f'<a href="{escape(one.number)}.html">{escape(one.number)}</a>',
        escape(one.title) + _exercise(story),
        escape(_plan(story)),
        escape(local_time(plan, one.opened_at)),
        escape(local_time(plan, story.events[-1].recorded_at)),
        str(len(story.events)),
    )


def _page(story: ArchivedStory) -> str:
    one, plan = story.incident, story.plan
    parts = [f"<h1>{escape(one.number)} {escape(one.title)}{_exercise(story)}</h1>"]
    parts.append(f"<p>{escape(_plan(story))} · {escape(one.plan_version)}</p>")
    parts.append(f"<h2>{escape(say('cli.archive.journal'))}</h2>")
    entries = [
        (
            str(event.seq),
            escape(local_time(plan, event.recorded_at)),
            escape(text("word.clock", LANGUAGE) if event.actor == CLOCK.name else event.actor),
            escape(sentence(plan, event, LANGUAGE)),
            f'<code title="{event.hash}">{event.hash[:8]}</code>',
        )
        for event in story.events
    ]
    parts.append(_table(("seq", "at", "actor", "what", "hash"), entries))
    if story.slots:
        parts.append(f"<h2>{escape(say('cli.archive.reports'))}</h2>")
        rows = [
            (
                escape(report_name(plan, slot.obligation, LANGUAGE)),
                escape(minute_text(slot.due_at, plan.zone)),
                escape(text(f"word.slot.{slot.state}", LANGUAGE)),
            )
            for slot in story.slots
        ]
        parts.append(_table(("report", "due", "state"), rows))
    links = [(f"{one.number}.jsonl", say("cli.archive.journal_file"))]
    links += [(_file_name(one.number, file.sha256, file.name), file.name) for file in story.files]
    parts.append(f"<h2>{escape(say('cli.archive.files'))}</h2><ul>")
    parts += [f'<li><a href="{escape(to)}">{escape(said)}</a></li>' for to, said in links]
    parts.append(f'</ul><p><a href="index.html">{escape(say("cli.archive.title"))}</a></p>')
    return _html(f"{one.number} {one.title}", "".join(parts))


def _plan(story: ArchivedStory) -> str:
    english = story.plan.title_en if LANGUAGE == "en" else None
    return english or story.plan.title


def _exercise(story: ArchivedStory) -> str:
    if not story.incident.exercise:
        return ""
    return f' <span class="exercise">{escape(say("cli.archive.exercise"))}</span>'


def _file_name(number: str, sha256: str, name: str) -> str:
    """A name that no other file of the folder has."""
    return f"{number}-{sha256[:8]}{Path(name).suffix}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; the cells are HTML already."""
    heads = "".join(f"<th>{escape(say(f'cli.archive.column.{one}'))}</th>" for one in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _html(title: str, body: str) -> str:
    lang = "en" if LANGUAGE == "en" else "zh-CN"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )
