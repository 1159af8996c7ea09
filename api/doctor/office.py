"""What the office needs on a bad night: its plans, and the means to reach people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.calling.channels.registry import NOT_SET, set_up
from api.calling.wording import channel_word, detail_sentence
from api.doctor.row import Row, fail, ok, warn
from api.settings import Settings
from api.store.database.connections import Database
from api.store.integrity.condition import last_outcome
from engine.plan_checks import check_folder

OURS = ("desk", "sink")
"""Channels that reach nobody outside the program."""
WELL = ("sent", "answered")


def check_channels(settings: Settings, database: Database | None, language: str) -> Iterator[Row]:
    """Which channels are half set up, or failed the last time they were used."""
    ready, missing = set_up(settings)
    outside = [name for name in ready if name not in OURS]
    found: list[Row] = []
    for lacking, why in missing.items():
        if why not in (NOT_SET, "exercises_only"):
            title = channel_word(lacking, language)
            facts = {"title": title, "name": lacking, "why": detail_sentence(why, language)}
            found.append(fail("channels", "channels_half_set", **facts))
    if not outside and not settings.virtual_clock:
        found.append(warn("channels", "channels_none"))
    for name in outside:
        last = None if database is None else last_outcome(database, name)
        title = channel_word(name, language)
        if last is None:
            found.append(warn("channels", "channels_untried", title=title, name=name))
        elif last not in WELL:
            found.append(fail("channels", "channels_failed", title=title, name=name))
    titles = _listed([channel_word(name, language) for name in outside], language)
    yield from found or [ok("channels", "channels_well", titles=titles)]


def check_plans(settings: Settings, language: str) -> Iterator[Row]:
    """Whether there are plans, and whether the checker passes them."""
    folder = settings.plans_dir
    errors = [one for one in check_folder(folder) if one.severity == "error"]
    names = sorted(file.parent.name for file in folder.glob("*/plan.yaml"))
    if not names:
        yield fail("plans", "plans_none", folder=folder)
    elif errors:
        yield fail("plans", "plans_faulty", count=len(errors), first=errors[0].sentence(language))
    else:
        yield ok("plans", "plans_well", count=len(names), names=_listed(names, language))


def _listed(names: Sequence[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(names) or "—"
