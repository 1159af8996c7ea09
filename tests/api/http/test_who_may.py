"""Every described call, asked by every kind of account: who is let in, against a table.

The bodies are those of the OpenAPI document, so an account that may is not stopped by its
words. A call that the table does not know fails, and so does a row that is out of date.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.http.openapi.document import FILE as OPENAPI
from tests.api.town import ACCOUNTS, Town, found_town, sign_in
from tests.support import forks
from tests.support.server import ZHIBAN

TABLE = tomllib.loads((Path(__file__).parent / "who_may.toml").read_text("utf-8"))
GROUPS: dict[str, list[str]] = TABLE["groups"]
ROWS: dict[str, str] = TABLE["calls"]
ASKED = ("nobody", *GROUPS["signed in"])
METHODS = ("get", "post", "put", "patch", "delete")
ENDING = ("DELETE /api/session", "DELETE /api/sessions")
"""Calls that end the sign-in that sends them."""

REPORTING = "POST /api/incidents/{incident}/reports"

NOT_THE_ACCOUNT = {"wrong_credentials", "wrong_password", "wrong_setup_code"}
"""Refusals of what was typed, by which nobody is shut out."""

PLACES = {
    "plan": "grain",
    "name": "nosuch",
    "session": "nosuch",
    "token": "nosuch",
    "proposal": "nosuch",
    "contact": "nosuch",
    "call": "nosuch",
    "channel": "wecom",
    "handover": "1",
    "entry": "1",
    "shift": "nosuch",
    "swap": "nosuch",
    "key": "nosuch00",
    "kind": "briefing",
    "paper": "cards",
    "form": "html",
    "scenario": "nosuch",
    "sha256": "0" * 64,
    "webhook": "nosuch",
    "delivery": "nosuch",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("who-may")
    made = found_town(folder, env={"ZHIBAN_SIGNIN_ATTEMPTS": "1000"}, names=tuple(ACCOUNTS))
    command = [ZHIBAN, "token", "create", "duty", "--role", "duty_officer"]
    printed = forks.run(command, cwd=folder)
    assert printed.returncode == 0, printed.stderr
    made.tokens["a read-only token"] = printed.stdout.strip()
    try:
        yield made
    finally:
        assert made.server.stop() == 0


def described() -> dict[str, Any]:
    """The calls of the document, such as `GET /api/plans`, each with a body that is accepted."""
    paths = json.loads(OPENAPI.read_text("utf-8"))["paths"]
    return {
        f"{method.upper()} {path}": body_of(call)
        for path, calls in paths.items()
        for method, call in calls.items()
        if method in METHODS
    }


def body_of(call: dict[str, Any]) -> Any:
    shown = call.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = shown.get("examples", {})
    wanted = examples.get("add_log_entry") or next(iter(examples.values()), None)
    return wanted["value"] if wanted else shown.get("example")


CALLS = described()


def test_the_table_has_a_row_for_every_call_and_no_other() -> None:
    assert set(ROWS) == set(CALLS), "add the call to who_may.toml: who may make it?"
    assert set(ROWS.values()) <= set(GROUPS) | {"anybody"}


@pytest.mark.parametrize("call", sorted(CALLS))
def test_the_accounts_of_the_table_are_let_in_and_nobody_else(town: Town, call: str) -> None:
    method, _, path = call.partition(" ")
    incident = town.open("coal_mine", facts={"deaths": 3})["id"]
    url = path.format(**PLACES, incident=incident)
    body = report_owed(town, incident) if call == REPORTING else CALLS[call]
    group = ROWS[call]
    wanted = set(ASKED) if group == "anybody" else set(GROUPS[group])
    # Those who may come last: what they do changes what the others would be told.
    names = sorted(ASKED, key=wanted.__contains__)
    let_in = {name for name in names if lets_in(town, name, method, url, body)}
    if call in ENDING:
        for name in ACCOUNTS:
            sign_in(town, name)
    assert let_in == wanted


def report_owed(town: Town, incident: str) -> dict[str, Any]:
    """A report that this incident owes: for another one nobody is asked who he is."""
    slots = town.get(f"/api/report-slots?incident={incident}").json()["slots"]
    owed = next(slot for slot in slots if slot["state"] == "owed")
    return {
        "obligation": owed["obligation"],
        "due_at": owed["due_at"],
        "reporters": [owed["reporter"]],
        "content": dict.fromkeys(owed["content"], "待核实"),
    }


def lets_in(town: Town, name: str, method: str, url: str, body: Any) -> bool:
    with (
        town.client(None if name == "nobody" else name) as client,
        client.stream(method, url, json=body) as answer,
    ):
        assert answer.status_code != 500, name
        if answer.status_code not in (401, 403, 404):
            return True
        code = json.loads(answer.read())["code"]
        if answer.status_code == 404:
            return bool(code != "incident_not_found")
        return code in NOT_THE_ACCOUNT
