"""The server of the Model Context Protocol over stdio: its tools, and how they fail.

Only this module knows the SDK. Every tool reads: `READS` says so to the client, and what a
tool can reach is `WebApi`, which has no way to write.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import ToolAnnotations

from api import __version__
from api.mcp_server.answers import ClauseAnswer, Plans
from api.mcp_server.arguments import both
from api.mcp_server.incident_tools import IncidentTools
from api.mcp_server.owed_tools import OwedTools
from api.mcp_server.plan_tools import PlanTools
from api.mcp_server.web_api import Unanswered, WebApi
from engine.messages import text

MOST_CHARACTERS = 150_000
"""Of one answer, as JSON."""

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Tool = Callable[..., Awaitable[Any]]


async def serve(url: str, token: str, language: str) -> None:
    """Answer on stdin and stdout until the client closes them."""
    async with WebApi(url, token, language) as web:
        await made(web).run_stdio_async()


def made(web: WebApi) -> MCPServer:
    """The server with its tools and resources."""
    server: MCPServer = MCPServer(
        "zhiban",
        title=both("mcp.title").replace("\n", " · "),
        instructions=both("mcp.instructions"),
        version=__version__,
        log_level="WARNING",
        subscriptions=False,
    )
    plans, incidents, owed = PlanTools(web), IncidentTools(web), OwedTools(web)
    for tool in (
        plans.list_plans,
        plans.read_clause,
        plans.search_clauses,
        incidents.list_incidents,
        incidents.incident_state,
        owed.owed_next,
        owed.ledger,
        incidents.journal,
    ):
        server.add_tool(
            _failing_in_words(tool, web.language),
            title=both(f"mcp.tool.{tool.__name__}.title").replace("\n", " · "),
            description=both(f"mcp.tool.{tool.__name__}"),
            annotations=READS,
            structured_output=True,
        )
    _add_resources(server, plans)
    return server


def _failing_in_words(tool: Tool, language: str) -> Tool:
    """The tool; its refusals are errors with a sentence, and so is an answer that is too long."""

    @wraps(tool)
    async def asked(*given: Any, **named: Any) -> Any:
        try:
            answer = await tool(*given, **named)
        except Unanswered as refused:
            raise ToolError(str(refused)) from None
        length = len(json.dumps(answer, ensure_ascii=False))
        if length > MOST_CHARACTERS:
            raise ToolError(text("mcp.error.too_long", language, most=MOST_CHARACTERS))
        return answer

    return asked


def _add_resources(server: MCPServer, plans: PlanTools) -> None:
    @server.resource(
        "zhiban://plans", description=both("mcp.tool.list_plans"), mime_type="application/json"
    )
    async def every_plan() -> Plans:
        try:
            return await plans.list_plans()
        except Unanswered as refused:
            raise ResourceError(str(refused)) from None

    @server.resource(
        "zhiban://plans/{plan}/clauses/{clause}",
        description=both("mcp.tool.read_clause"),
        mime_type="application/json",
    )
    async def one_clause(plan: str, clause: str) -> ClauseAnswer:
        try:
            return await plans.read_clause(plan, clause)
        except Unanswered as refused:
            raise ResourceError(str(refused)) from None
