"""`zhiban docs`: the documentation on this machine, which needs no network and no server.

The site is built into `api/site` (`python3 x.py docs`) and travels in the wheel from there.
"""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from pathlib import Path

import typer

from api.cli.terminal import LANGUAGE, echo, fail, say

SITE = Path(__file__).resolve().parents[1] / "site"
FIRST_PAGE = {"zh": "index.html", "en": "en/index.html"}
OUT = typer.Option(None, "--out", help=say("cli.option.docs_out"))


def docs(out: Path | None = OUT) -> None:
    """Open the documentation in a browser, or copy it into a folder to be carried to one."""
    if not (SITE / "index.html").is_file():
        raise fail.no(say("cli.docs_not_built"))
    site = SITE if out is None else _copy(out)
    page = site / FIRST_PAGE[LANGUAGE]
    echo("cli.docs_at", page=page)
    if out is None and _has_a_screen():
        webbrowser.open(page.as_uri())


def _copy(out: Path) -> Path:
    """Copy the site into a folder that is new or empty."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise fail.usage(say("cli.drill_out_taken", folder=out))
    shutil.copytree(SITE, out, dirs_exist_ok=True)
    return out.resolve()


def _has_a_screen() -> bool:
    """Whether a browser could show anything: on a server's terminal none can."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
