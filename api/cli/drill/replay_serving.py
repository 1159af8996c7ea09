"""`zhiban drill replay`: finished journals play again on a server and a database of their own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from api.app import create_app
from api.cli.configuration import settings_from
from api.cli.drill.drill_serving import (
    NOBODY_OUTSIDE,
    people_of,
    same_scenario,
    simulated_parts,
    welcome,
)
from api.cli.drill.replay_sources import sources
from api.cli.serving import refuse_taken_address, run_server
from api.cli.terminal import LANGUAGE, echo, fail, say
from api.drill.ids import DrillIds
from api.drill.newest import newest
from api.drill.reality import Reality
from api.drill.replay_session import ReplaySession
from api.monitoring import logs
from api.monitoring.watchdog.auditor import Step
from api.monitoring.watchdog.findings import Audited
from api.reference_client import LiveClient
from api.runtime.clock.clock_and_ids import RandomIds
from api.server_journal.changed_by import PROGRAM
from api.server_journal.sentences import Sentences
from api.store.facade import Store
from api.store.opening import open_server_store
from api.store.replays.files import bring_files
from engine.clock import SystemClock
from engine.drill.exercise_control import Request
from engine.drill.recording import Recording, recording
from engine.drill.replay_scenario import replay_scenario
from engine.errors import InvalidInput
from engine.instants import at_clock, from_text, local_day, minute_text

CLOCK = re.compile(r"^(?:(\d{4}-\d\d-\d\d)[ T])?(\d\d:\d\d)$")


@dataclass(frozen=True, slots=True)
class Replaying:
    """What the command was given. `begins` and `branches` name an entry or a time."""

    files: Sequence[Path]
    source: str | None
    numbers: Sequence[str]
    host: str | None
    port: int | None
    database_url: str | None
    sheet: Path | None
    word: str
    played: Sequence[str]
    real: str | None
    real_token: str | None
    speed: int
    begins: str | None
    branches: str | None


def serve(asked: Replaying) -> None:
    """Serve a replay until it is stopped; started again it goes on where it stood."""
    stem = asked.files[0].stem if asked.files else "-".join(asked.numbers) or "incident"
    url = asked.database_url or f"sqlite:///{stem}-replay.db"
    given = {"host": asked.host, "port": asked.port, "database_url": url}
    settings = settings_from(given).model_copy(update=NOBODY_OUTSIDE)
    logs.configure(settings.log_format, settings.log_level, exercise=True)
    refuse_taken_address(settings)
    if asked.real is not None and not asked.real_token:
        raise fail.usage(say("cli.drill_real_token"))
    with fail.cleanly():
        found = sources(asked.files, asked.source, asked.numbers)
        store = open_server_store(settings, exercise=True, untouched=True)
        try:
            store.plans.keep(found.editions)
            record = recording(found.shapes, store.plans)
            _in_force(store, record)
        except BaseException:
            store.close()
            raise
    script = replay_scenario(record)
    same_scenario(store, f"{script.id}:{record.digest}", url)
    session = ReplaySession(
        store,
        record,
        script,
        SystemClock(),
        DrillIds(RandomIds()),
        word=asked.word,
        simulated=simulated_parts(script, asked.played),
        watches=asked.real is not None,
    )
    if session.exercise.over:
        store.close()
        raise fail.no(say("cli.drill_is_over", database=url))
    absent = 0
    with fail.cleanly():
        if session.exercise.replaying:
            absent = bring_files(store, record, found.files)
        if not session.exercise.entries:
            _set_up(session, asked)
    if asked.real is not None and asked.real_token:
        jitter = secrets.SystemRandom().random
        watched = LiveClient(asked.real, asked.real_token, ["incidents"], jitter)
        look = partial(newest, asked.real, asked.real_token)
        session.beside = Reality(session, watched, look).run
    people = people_of(store, script, asked.sheet)
    app = create_app(settings, store=store, clock=session.clock, live=session, audit=_not_audited)
    words = Sentences(store.plans.current(), LANGUAGE)
    told = welcome(session, people, asked.sheet, words)

    def tell(address: str) -> None:
        told(address)
        zone = next(iter(record.journals.values())).plan.zone
        first, last = (minute_text(one, zone) for one in (record.begins, record.ends))
        if absent:
            echo("cli.replay_without_files", count=absent)
        echo("cli.replay_serving", count=len(record.entries), first=first, last=last)

    run_server(app, settings, tell)


def _set_up(session: ReplaySession, asked: Replaying) -> None:
    """What was asked for on the command line, before anybody is there."""
    if asked.speed != 1:
        session.set_speed(asked.speed)
    for action, place in (("seek", asked.begins), ("branch", asked.branches)):
        if place is not None:
            at = _time(session.recording, place)
            where: dict[str, Any] = {"entry": place} if at is None else {"to": at}
            session.set_up(Request(action, PROGRAM, **where))  # type: ignore[arg-type]


def _time(record: Recording, place: str) -> datetime | None:
    """The instant that somebody wrote: RFC 3339, or a clock time of the incident's zone.

    A clock time without a date is the first one in the recording. None for what names an entry.
    """
    zone = next(iter(record.journals.values())).plan.zone
    told = CLOCK.match(place.strip())
    if told is None:
        try:
            return from_text(place.strip())
        except ValueError:
            return None
    if told[1]:
        return at_clock(datetime.fromisoformat(told[1]).date(), told[2], zone)
    day = local_day(record.begins, zone)
    first = at_clock(day, told[2], zone)
    if first < record.begins.replace(second=0, microsecond=0):
        first = at_clock(day + timedelta(days=1), told[2], zone)
    return first


def _in_force(store: Store, record: Recording) -> None:
    """Each plan has an edition in force here: what is opened after a branch goes by it."""
    for one in record.journals.values():
        if one.plan.id not in store.plans.current():
            accepted = "、".join(store.plans.current())
            raise InvalidInput(
                "replay_no_plan", field="file", number=one.number, plan=one.plan.id, known=accepted
            )


async def _not_audited(incident: str) -> Step:
    """Recorded entries were audited where they were made; here they are only shown."""
    return Step(Audited(incident, ()), 0.0)
