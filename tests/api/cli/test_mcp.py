"""`zhiban mcp` as an assistant's program uses it: the SDK's client and a real server.

What hangs on the program itself goes over stdio; the rest asks the same server in this process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from mcp import Client, MCPError, StdioServerParameters
from mcp.server.mcpserver.exceptions import ToolError

from api.cli.mcp import mcp
from api.mcp_server.incident_tools import MOST_CHARACTERS
from api.mcp_server.server import MOST_CHARACTERS as MOST_IN_ALL
from api.mcp_server.server import _failing_in_words, made
from api.mcp_server.web_api import WebApi
from tests.api.town import Town
from tests.support.cli import zhiban
from tests.support.server import ZHIBAN

TOOLS = {
    "list_plans",
    "read_clause",
    "search_clauses",
    "list_incidents",
    "incident_state",
    "owed_next",
    "ledger",
    "journal",
}
PHONE = "13987650001"
CALLER = {"name": "欧阳测试", "post": "调度员", "phone": PHONE}


@asynccontextmanager
async def assistant(url: str, token: str, language: str = "zh") -> AsyncIterator[Client]:
    """A client that has started `zhiban mcp`."""
    started = StdioServerParameters(
        command=str(ZHIBAN),
        args=["mcp", "--url", url, "--language", language],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "ZHIBAN_TOKEN": token},
    )
    async with Client(started, read_timeout_seconds=60) as client:
        yield client


@asynccontextmanager
async def beside(url: str, token: str, language: str = "zh") -> AsyncIterator[Client]:
    """A client of the same server in this process, which need not import it once more."""
    async with WebApi(url, token, language) as web, Client(made(web)) as client:
        yield client


async def told(client: Client, tool: str, **given: Any) -> dict[str, Any]:
    """A tool's typed answer, which its text repeats."""
    result = await client.call_tool(tool, given)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
    return result.structured_content


async def refusal(client: Client, tool: str, **given: Any) -> str:
    """The sentence of a tool's error."""
    result = await client.call_tool(tool, given)
    assert result.is_error, result.structured_content
    return str(result.content[0].text)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def exercise(town: Town) -> dict[str, Any]:
    """An exercise at level IV, with a figure, a caller and a very long entry."""
    incident = town.open(
        "coal_mine",
        title="透水演练，联系电话 " + PHONE,
        exercise=True,
        caller=CALLER,
        facts={"trapped": 7},
    )
    assert town.command(incident, "add_log_entry", text="很长" * 2000).status_code == 200
    answer = town.command(incident, "activate_response", name="director", level="IV", reason="演练")
    assert answer.status_code == 200, answer.text
    return town.view(incident)


@pytest.fixture(scope="module")
def real(town: Town) -> dict[str, Any]:
    """A real incident of another plan."""
    return town.open(title="真实事件")


async def test_nothing_can_be_written_whatever_the_token_may(
    town: Town, exercise: dict[str, Any]
) -> None:
    before = town.journal(exercise), town.get("/api/incidents").json()
    number = exercise["number"]
    async with assistant(town.url, town.tokens["duty"]) as client:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        for tool in tools:
            hints = tool.annotations
            assert hints is not None
            assert hints.read_only_hint
            assert not hints.destructive_hint
            assert tool.output_schema is not None
            chinese, english = str(tool.description).split("\n")
            assert not chinese.isascii()
            assert english.isascii()
        for tool in ("list_plans", "list_incidents", "owed_next", "ledger"):
            await told(client, tool)
        for tool in ("incident_state", "owed_next", "ledger", "journal"):
            await told(client, tool, incident=number)
        assert "Unknown tool" in await refusal(client, "activate_response", incident=number)
    after = town.journal(exercise), town.get("/api/incidents").json()
    assert after[0] == before[0]
    assert [one["version"] for one in after[1]["incidents"]] == [
        one["version"] for one in before[1]["incidents"]
    ]


async def test_a_clause_comes_with_its_rules_and_readings(town: Town) -> None:
    async with beside(town.url, town.tokens["viewer"], "en") as client:
        plans = (await told(client, "list_plans"))["plans"]
        assert {"coal_mine", "grain", "production_safety"} == {one["id"] for one in plans}
        clause = await told(client, "read_clause", plan="coal_mine", clause="5.1")
        reports = [rule for rule in clause["rules"] if rule["part"] == "reports"]
        (first,) = [one for one in reports if one["id"] == "first_city_government"]
        assert first["words"].startswith("First report to the municipal government — at once")
        assert first["rule"]["recipients"] == ["city_government"]
        assert clause["wording"] is None
        assert "A17" in {one["id"] for one in clause["readings"]}
        item = await told(client, "read_clause", plan="coal_mine", clause="5.3.2(2)")
        whole = await told(client, "read_clause", plan="coal_mine", clause="5.3.2")
        assert item["rules"]
        assert len(whole["rules"]) > len(item["rules"])
        assert item["heading"] == whole["heading"] != ""
        law = await told(client, "read_clause", plan="coal_mine", clause="order_493:10")
        assert law["rules"]
        assert law["heading"]
        hits = await told(client, "search_clauses", words="first municipal", plan="coal_mine")
        assert "5.1" in {one["clause"] for one in hits["found"]}
        few = await told(client, "search_clauses", words="a", limit=1)
        assert (len(few["found"]), few["more"]) == (1, True)
        sentence = await refusal(client, "read_clause", plan="coal_mine", clause="5.1.99")
        assert "has no clause" in sentence
        assert "Nearest: 5.1" in sentence
        page = await client.read_resource("zhiban://plans/coal_mine/clauses/5.1")
        assert json.loads(page.contents[0].text) == clause  # type: ignore[union-attr]
        with pytest.raises(MCPError, match="has no clause"):
            await client.read_resource("zhiban://plans/coal_mine/clauses/99")


async def test_what_is_owed_next_says_why_and_exercises_are_marked(
    town: Town, exercise: dict[str, Any], real: dict[str, Any]
) -> None:
    slots = {(s["obligation_name"], s["due_at"], s["clause"]) for s in exercise["next_slots"]}
    async with beside(town.url, town.tokens["duty"]) as client:
        owed = (await told(client, "owed_next", incident=exercise["number"], limit=50))["owed"]
        reports = [one for one in owed if one["kind"] == "report"]
        assert {(o["what"], o["due_at"], o["clause"]) for o in reports} >= slots
        assert all(one["why"] and one["heading"] and one["by"] and one["to"] for one in reports)
        assert all(one["mark"] == "演练" and one["exercise"] for one in owed)
        order = [(one["state"] != "overdue", one["due_at"]) for one in owed]
        assert order == sorted(order)
        assert all(one["due_local"].endswith("+08:00") for one in owed)
        some = await told(client, "owed_next", exercise=False, limit=50)
        assert some["owed"]
        assert {one["mark"] for one in some["owed"]} == {""}
        state = await told(client, "incident_state", incident=exercise["number"])
        assert (state["level"], state["mark"]) == ("IV", "演练")
        assert {"被困人数": 7}.items() <= {f["name"]: f["value"] for f in state["figures"]}.items()
        move = {"command": "activate_response", "to": "三级响应", "by": ["市指挥部指挥长"]}
        assert move | {"clause": "5.3.2、5.3.5"} in state["next_steps"]
        assert state["recommendation"]["name"] == "三级响应"
        assert [one["what"] for one in state["owed_next"]]
        rows = await told(client, "ledger", incident=exercise["number"], limit=1)
        assert (len(rows["rows"]), rows["rows"][0]["exercise"]) == (1, True)
        following = await told(
            client, "ledger", incident=exercise["number"], limit=1, cursor=rows["next"]
        )
        assert following["rows"] != rows["rows"]
        lists = await told(client, "list_incidents", plan="coal_mine", exercise=True, limit=50)
        assert exercise["number"] in {one["incident"] for one in lists["incidents"]}
        assert all(one["mark"] == "演练" for one in lists["incidents"])


async def test_one_report_of_many_counties_is_one_row(town: Town) -> None:
    incident = town.open("grain", facts={"price_rise_percent": 60})
    answer = town.command(incident, "activate_response", name="county", level="IV", reason="抢购")
    assert answer.status_code == 200, answer.text
    async with beside(town.url, town.tokens["duty"]) as client:
        given = {"incident": incident["number"], "limit": 50}
        owed = (await told(client, "owed_next", **given))["owed"]
        ledger = (await told(client, "ledger", **given))["rows"]
    awaited = [row for row in ledger if row["state"] in ("owed", "upcoming", "overdue")]
    assert max(len(one["by"]) for one in owed) > 1
    assert len(awaited) == sum(len(one["by"]) for one in owed if one["kind"] == "report")
    alike = [(one["what"], one["due_at"], one["state"], *one["to"]) for one in owed]
    assert len(alike) == len(set(alike))


async def test_the_journal_comes_in_windows_and_long_texts_are_cut(
    town: Town, exercise: dict[str, Any]
) -> None:
    entries = town.journal(exercise)
    async with beside(town.url, town.tokens["duty"]) as client:
        window = await told(client, "journal", incident=exercise["number"], limit=2)
        assert [one["seq"] for one in window["entries"]] == [e["seq"] for e in entries[-2:]]
        assert window["last_seq"] == entries[-1]["seq"]
        earlier = await told(
            client, "journal", incident=exercise["number"], before=window["earlier"], limit=50
        )
        seqs = [one["seq"] for one in earlier["entries"]]
        assert seqs == [e["seq"] for e in entries[:-2]]
        logged = [
            one
            for one in (*earlier["entries"], *window["entries"])
            if one["type"] == "log_entry_added"
        ]
        text = logged[0]["data"]["text"]
        assert (len(text), text[-1]) == (MOST_CHARACTERS, "…")
        assert earlier["entries"][0]["headline"] == "建立事件"
        assert earlier["entries"][0]["data"]["caller"] == CALLER


async def test_the_token_decides_what_is_seen(town: Town, exercise: dict[str, Any]) -> None:
    number = exercise["number"]
    made_here = town.post("/api/tokens", {"name": "viewer"}, "admin")
    assert made_here.status_code == 201, made_here.text
    async with assistant(town.url, made_here.json()["token"]) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        answers = [
            await told(client, "journal", incident=number, limit=50),
            await told(client, "incident_state", incident=number),
            await told(client, "owed_next", incident=number),
            await told(client, "ledger", incident=number),
            await told(client, "list_incidents", limit=50),
        ]
        written = json.dumps(answers, ensure_ascii=False)
        assert number in written
        assert PHONE not in written
        assert CALLER["name"] not in written


async def test_bad_arguments_and_the_servers_refusals_are_sentences(town: Town) -> None:
    async with beside(town.url, town.tokens["viewer"]) as client:
        detail = town.get("/api/incidents/CM-1999-0001", "viewer").json()["detail"]
        assert detail in await refusal(client, "incident_state", incident="CM-1999-0001")
        assert "incident" in await refusal(client, "journal", incident="../accounts")
        assert "limit" in await refusal(client, "ledger", limit=51)
        assert "due_before" in await refusal(client, "ledger", due_before="2026-11-30T08:00:00")


async def test_a_wrong_token_and_a_server_that_is_not_there_are_said(town: Town) -> None:
    async with assistant(town.url, "zb_wrong") as client:
        sentence = await refusal(client, "list_plans")
        assert "不认这个令牌" in sentence
        assert "zhiban token create" in sentence
    async with beside("http://127.0.0.1:1", town.tokens["viewer"], "en") as client:
        sentence = await refusal(client, "owed_next")
        assert "http://127.0.0.1:1 cannot be reached" in sentence
        assert "--url" in sentence


async def test_a_server_that_is_no_zhiban_is_said(town: Town) -> None:
    async with beside(f"{town.url}/elsewhere", town.tokens["viewer"]) as client:
        assert "不像值班服务器" in await refusal(client, "list_plans")


async def test_an_answer_that_is_too_long_is_refused_and_not_cut() -> None:
    async def long() -> dict[str, str]:
        return {"words": "长" * MOST_IN_ALL}

    with pytest.raises(ToolError, match=str(MOST_IN_ALL)):
        await _failing_in_words(long, "zh")()


def test_a_start_without_a_token_or_an_address_says_what_is_missing(tmp_path: Path) -> None:
    none = zhiban(tmp_path, "mcp")
    assert (none.returncode, none.stdout) == (2, "")
    assert "ZHIBAN_TOKEN" in none.stderr
    wrong = zhiban(tmp_path, "mcp", "--url", "localhost:8000", ZHIBAN_TOKEN="x")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "localhost:8000" in wrong.stderr


def test_without_its_library_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "api.mcp_server.server")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(typer.Exit) as ended:
        mcp("http://127.0.0.1:1", "x", "zh")
    assert ended.value.exit_code == 2
    assert "pip install 'zhiban[mcp]'" in capsys.readouterr().err
