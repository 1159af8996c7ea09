"""`zhiban drill serve` and `zhiban drill end`: a live drill on a server of its own."""

from __future__ import annotations

import hashlib
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from api.app import create_app
from api.cli.configuration import settings_from
from api.cli.drill.drill_files import ScenarioText
from api.cli.serving import refuse_taken_address, run_server
from api.cli.terminal import LANGUAGE, echo, fail, say
from api.drill.ids import DrillIds
from api.drill.newest import newest
from api.drill.participants import Participant, make_accounts, participants, sheet
from api.drill.reality import Reality
from api.drill.session import DrillSession
from api.monitoring import logs
from api.reference_client import LiveClient
from api.runtime.clock.clock_and_ids import RandomIds
from api.server_journal.sentences import Sentences
from api.store.facade import Store
from api.store.opening import open_server_store
from engine.clock import SystemClock
from engine.drill.scenario import EVERYBODY, Scenario

NOBODY_OUTSIDE: dict[str, Any] = {
    "clock_start": None,
    "clock_speed": 1.0,
    "deadman_url": None,
    "deadman_file": None,
    "oidc_issuer": None,
    "public_url": None,
    "call_worker": False,
    "session_hours": 24 * 31,
}
"""Settings of a drill's server: it tells nobody outside, and asks nobody to sign in again."""


def serve(
    given: ScenarioText,
    host: str | None,
    port: int | None,
    database_url: str | None,
    sheet_file: Path | None,
    word: str,
    played: Sequence[str],
    real: str | None,
    real_token: str | None,
) -> None:
    """Serve a live drill until it is stopped; started again it goes on where it stood."""
    url = database_url or f"sqlite:///{given.stem}-drill.db"
    chosen = {"host": host, "port": port, "database_url": url}
    settings = settings_from(chosen).model_copy(update=NOBODY_OUTSIDE)
    logs.configure(settings.log_format, settings.log_level, exercise=True)
    refuse_taken_address(settings)
    if real is not None and not real_token:
        raise fail.usage(say("cli.drill_real_token"))
    with fail.cleanly():
        store = open_server_store(settings, exercise=True, untouched=True)
        script = given.scenario(store.plans.current())
    digest = hashlib.sha256(given.content).hexdigest()
    same_scenario(store, f"{script.id}:{digest}", url)
    simulated = simulated_parts(script, played)
    session = DrillSession(
        store,
        script,
        SystemClock(),
        DrillIds(RandomIds()),
        word=word,
        simulated=simulated,
        watches=real is not None,
    )
    if session.exercise.over:
        store.close()
        raise fail.no(say("cli.drill_is_over", database=url))
    if real is not None and real_token:
        jitter = secrets.SystemRandom().random
        watched = LiveClient(real, real_token, ["incidents"], jitter)
        session.beside = Reality(session, watched, partial(newest, real, real_token)).run
    people = people_of(store, script, sheet_file)
    app = create_app(settings, store=store, clock=session.clock, live=session)
    words = Sentences(store.plans.current(), LANGUAGE)
    run_server(app, settings, welcome(session, people, sheet_file, words))


def same_scenario(store: Store, scenario: str, url: str) -> None:
    """Refuse a database that another scenario, or another edition of this one, has begun."""
    known = store.drill_scenario(scenario)
    if known != scenario:
        store.close()
        raise fail.no(say("cli.drill_other_scenario", database=url, scenario=known.split(":")[0]))


def simulated_parts(script: Scenario, played: Sequence[str]) -> frozenset[str]:
    """The parts of the program: all reporters, and whoever is named; `all` is everybody."""
    parts = {*script.people, EVERYBODY}
    if "all" in played:
        return frozenset(parts)
    for one in played:
        if one not in parts:
            accepted = "、".join(("all", *script.people, EVERYBODY))
            raise fail.usage(say("cli.drill_no_part", part=one, accepted=accepted))
    return frozenset({*played, EVERYBODY})


def people_of(
    store: Store, script: Scenario, sheet_file: Path | None
) -> tuple[list[Participant], str] | None:
    """New accounts and the wall's token; None where the drill goes on and they are there.

    The file for the sheet is made before the accounts, for its owner only: a password that could
    not be written down would be lost. Raises `OSError` when it cannot be made.
    """
    if store.accounts.list():
        return None
    if sheet_file is not None:
        sheet_file.touch(mode=0o600)
        sheet_file.chmod(0o600)
    people = participants(script)
    return people, make_accounts(store, people, SystemClock().now)


def welcome(
    session: DrillSession,
    made: tuple[list[Participant], str] | None,
    sheet_file: Path | None,
    sentences: Sentences,
) -> Any:
    """What is printed once it serves: who takes part, the abort word, where."""

    def tell(url: str) -> None:
        script = session.scenario
        echo("cli.drill_serving", title=script.title)
        if made is None:
            echo("cli.drill_goes_on")
        else:
            people, token = made
            _table(people, sentences)
            echo("cli.demo_token", token=token)
            if sheet_file is not None:
                page = sheet(script, people, url, session.exercise.word, sentences, LANGUAGE)
                sheet_file.write_text(page, encoding="utf-8")
                echo("cli.drill_sheet", file=sheet_file)
        echo("cli.drill_word", word=session.exercise.word)
        echo("cli.serving", url=url)
        echo("cli.drill_page", url=f"{url}/#/drill")

    return tell


def _table(people: Sequence[Participant], sentences: Sentences) -> None:
    table = Table(title=say("cli.drill_people"), title_justify="left")
    for column in ("cli.name", "drill.live.sheet.password", "cli.roles"):
        table.add_column(say(column), overflow="fold")
    for one in people:
        party = one.division or one.unit
        place = f" ({sentences.party(party)})" if party else ""
        table.add_row(one.name, one.password, sentences.roles(one.roles) + place)
    Console(highlight=False).print(table)


def end(url: str, token: str | None, word: str | None, reason: str) -> None:
    """End a drill, or break it off with its abort word; exits with 1 if it is refused."""
    if not token:
        raise fail.usage(say("cli.drill_no_token"))
    if not url.startswith(("http://", "https://")):
        raise fail.usage(say("cli.watch_bad_url", url=url))
    action: dict[str, str] = {"action": "end", "reason": reason}
    if word is not None:
        action |= {"action": "abort", "word": word}
    request = urllib.request.Request(  # noqa: S310
        f"{url.rstrip('/')}/api/drill/control",
        data=json.dumps(action).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept-Language": LANGUAGE,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            state = json.load(answer)["state"]
    except urllib.error.HTTPError as refused:
        raise fail.no(_why(refused)) from None
    except (OSError, ValueError) as wrong:
        raise fail.no(say("cli.drill_unreachable", url=url, problem=wrong)) from None
    echo("cli.drill_ended", state=say(f"drill.live.state.{state}"))


def _why(refused: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(refused)["detail"])
    except (ValueError, KeyError, OSError):
        return str(refused)
