"""Commands are imported when they are used; the list of them is there without that."""

import subprocess
import sys

import pytest
from typer.main import get_command

from api import __version__
from api.cli import PARTS, app
from api.cli.drill import drills
from api.cli.terminal import say

HEAVY = ("alembic", "fastapi", "pydantic", "rich", "sqlalchemy", "starlette", "uvicorn", "yaml")
HELP = f"""
import gc, os, sys
from api.cli import main
sys.argv = ["zhiban", *sys.argv[1:]]
try:
    main()
finally:
    print("loaded:", *[name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""


def loaded_by(*arguments: str) -> str:
    command = [sys.executable, "-c", HELP, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stderr.partition("loaded:")[2].strip()


def test_help_loads_no_library_of_server_or_database() -> None:
    assert loaded_by("--help") == ""


def test_the_list_of_drill_commands_loads_none_of_them() -> None:
    # The library of the command line converts what is typed with pydantic.
    assert loaded_by("drill", "--help") == "pydantic"


def test_a_run_of_a_drill_loads_nothing_of_server_and_database() -> None:
    assert set(loaded_by("drill", "run", "--help").split()) == {"pydantic", "yaml"}


def test_the_version_is_told_without_loading_anything() -> None:
    command = [sys.executable, "-c", HELP, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"zhiban {__version__}\n"
    assert loaded_by("--version") == ""


@pytest.mark.parametrize("group", ["user", "journal", "backup"])
def test_commands_on_the_database_load_nothing_of_the_server(group: str) -> None:
    loaded = set(loaded_by(group, "--help").split())
    assert "sqlalchemy" in loaded
    assert not loaded & {"fastapi", "uvicorn"}


def test_what_is_loaded_would_be_seen() -> None:
    assert {"pydantic", "sqlalchemy", "uvicorn"} <= set(loaded_by("serve", "--help").split())


@pytest.mark.parametrize("name", PARTS)
def test_the_list_says_of_a_command_what_its_own_help_says(name: str) -> None:
    command = get_command(app)
    assert hasattr(command, "commands")
    assert command.commands[name].help == say(f"cli.{name}")


@pytest.mark.parametrize("name", drills.PARTS)
def test_the_list_of_drill_commands_says_what_their_own_help_says(name: str) -> None:
    below = get_command(app).commands["drill"].commands  # type: ignore[attr-defined]
    assert below[name].help == say(f"cli.drill.{name}")
    assert all(one.metavar for one in below[name].params if one.param_type_name == "argument")


def test_a_command_looks_for_no_plugins_and_searches_nothing_at_its_end() -> None:
    program = HELP + "    print(os.environ['PYDANTIC_DISABLE_PLUGINS'], gc.get_freeze_count() > 0)"
    command = [sys.executable, "-c", program, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[1:] == ["__all__ True"]
