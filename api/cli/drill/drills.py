"""`zhiban drill`: scenarios, runs, live drills. Each command is imported when it is used."""

from __future__ import annotations

import typer
from typing_extensions import override

from api.cli.late_commands import LateGroup
from api.cli.terminal import say

PARTS = {
    "check": ("drill.drill_checks", "check"),
    "cover": ("drill.drill_checks", "cover"),
    "export": ("drill.drill_sheets", "export_scenario"),
    "import": ("drill.drill_sheets", "import_scenario"),
    "serve": ("drill.live_drills", "serve"),
    "replay": ("drill.live_drills", "replay"),
    "end": ("drill.live_drills", "end"),
    "run": ("drill.drill_runs", "run_drill"),
    "compare": ("drill.drill_compare", "compare_runs"),
}
"""Each command → the module of `api.cli` that holds it, and its name there."""


class _Drills(LateGroup):
    """The group of all commands on drills."""

    parts = PARTS

    @staticmethod
    @override
    def about(name: str) -> str:
        return f"cli.drill.{name}"


drills = typer.Typer(cls=_Drills, help=say("cli.drill"), no_args_is_help=True)


@drills.callback()
def _drills() -> None:
    """The commands are those of `PARTS`."""
