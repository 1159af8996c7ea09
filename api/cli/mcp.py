"""`zhiban mcp`: plans, incidents and what is owed, for an assistant; reads and never writes."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Literal

import typer

from api.cli.terminal import LANGUAGE, fail, say
from api.settings import TOKEN_VARIABLE, URL_VARIABLE
from engine.messages import text

URL = typer.Option("http://127.0.0.1:8000", envvar=URL_VARIABLE, help=say("cli.option.watch_url"))
SPOKEN = typer.Option(
    LANGUAGE, "--language", help=say("cli.option.watch_language"), show_default=False
)
TOKEN = typer.Option(None, envvar=TOKEN_VARIABLE, help=say("cli.option.watch_token"))


def mcp(url: str = URL, token: str | None = TOKEN, language: Literal["zh", "en"] = SPOKEN) -> None:
    """Answer an MCP client on stdin and stdout until it closes them."""
    if not token:
        raise fail.usage(text("cli.watch_no_token", language))
    if not url.startswith(("http://", "https://")):
        raise fail.usage(text("cli.watch_bad_url", language, url=url))
    try:
        # Its library is an extra: without it all other commands work.
        server = import_module("api.mcp_server.server")
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise fail.usage(text("cli.mcp_missing", language)) from None
    try:
        asyncio.run(server.serve(url, token, language))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
