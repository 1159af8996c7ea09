"""The documentation says what the program holds, and what it says to type works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from typer.main import get_command

from api.app import create_app
from api.cli import app as cli
from api.environment import PREFIX
from api.live.protocol import messages
from api.settings import Settings
from docs import generate
from engine.incident.actors import GENERAL_ROLES
from engine.incident.commands import COMMANDS
from engine.incident.events import EVENT_TYPES
from engine.messages import CATALOGUES
from engine.plan.part import Part
from engine.presentation.incident_view import incident_view
from engine.presentation.slot_view import slot_view
from tests.docs.pages import ROOT, Example, anchors, examples, links, tracked
from tests.engine.stories import Story
from tests.support import forks
from tests.support.recording import recorded
from tests.support.server import ZHIBAN

REFERENCE = ROOT / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


# ── The tables ──────────────────────────────────────────────────────────────


def test_the_generated_tables_are_current() -> None:
    recorded()
    stale = [page.relative_to(ROOT).as_posix() for page in generate.stale(generate.current())]
    assert not stale, f"run `python docs/generate.py`; these pages are out of date: {stale}"


def test_every_table_stands_on_some_page() -> None:
    used = {
        name
        for file in generate.pages()
        for _, name, _, _ in generate.BLOCK.findall(file.read_text(encoding="utf-8"))
    }
    assert used == set(generate.TABLES)


def commands_of(command: Any, path: str) -> list[str]:
    if not hasattr(command, "commands"):
        return [path]
    below = command.commands.items()
    return [one for name, inner in below for one in commands_of(inner, f"{path} {name}")]


@pytest.mark.parametrize("command", commands_of(get_command(cli), "zhiban"))
def test_every_cli_command_is_documented(command: str) -> None:
    assert f"### {command}\n" in page("cli.md")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    assert f"| `{PREFIX}{setting}` |".upper() in page("settings.md").upper()


def test_a_setting_that_is_one_of_a_few_words_says_which() -> None:
    assert "| `ZHIBAN_LANGUAGE` | `zh`, `en` | none |" in page("settings.md")


@pytest.mark.parametrize("event", EVENT_TYPES)
def test_every_event_type_is_documented(event: str) -> None:
    assert f"| `{event}` |" in page("events.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_incident_command_is_documented(command: str) -> None:
    assert f"| `{command}` |" in page("commands.md")


@pytest.mark.parametrize("role", GENERAL_ROLES)
def test_every_general_role_is_documented(role: str) -> None:
    assert f"| `{role}` |" in page("roles.md")


ERROR_CODES = [key.removeprefix("error.") for key in CATALOGUES["zh"] if key.startswith("error.")]


@pytest.mark.parametrize("code", ERROR_CODES)
def test_every_error_code_is_documented(code: str) -> None:
    assert f"| `{code}` |" in page("errors.md")


def test_every_check_of_plans_is_documented() -> None:
    checks = [
        key.removeprefix("check.")
        for key, sentence in CATALOGUES["zh"].items()
        if key.startswith("check.") and "{file}" in sentence
    ]
    assert len(checks) > 50
    assert [one for one in checks if f"| `{one}` |" not in page("plan-checks.md")] == []


def test_every_http_route_is_documented() -> None:
    routes = [
        f"`{method} {route.path_format}`"
        for route in every_route(create_app(Settings(_env_file=None)).routes)
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    assert len(routes) > 10
    assert [route for route in routes if route not in page("http.md")] == []


def test_every_member_of_a_view_is_documented() -> None:
    story = Story("grain")
    story.desk.opens()
    story.chief.activates("III", "tense")
    view = incident_view(story.plan, story.incident, story.virtual.now)
    row = next(iter(story.incident.slots.values()))
    slot = slot_view(story.plan, row, story.virtual.now, exercise=False)
    described = page("http.md").partition("## The view of an incident")[2].partition("\n## ")[0]
    assert [name for name in view if f"`{name}`" not in described] == []
    members = page("slots.md").partition("\nMembers: ")[2].partition("\n")[0]
    assert [name for name in slot if f"`{name}`" not in members] == []


def every_route(routes: Any) -> list[APIRoute]:
    """All routes, those of routers included in the application too."""
    found = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        found += every_route(inner or [])
    return found


def test_every_frame_type_is_documented() -> None:
    files = [*(ROOT / "api" / "live").rglob("*.py")]
    files.append(ROOT / "api" / "http" / "routes" / "live_websocket.py")
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    types = set(re.findall(r'"type": ?"([a-z]+)"', source))
    types |= set(re.findall(r'^\s+case "([a-z]+)":', source, re.MULTILINE))
    assert {"hello", "snapshot", "event", "subscribe", "auth"} <= types
    described = page("websocket.md")
    unknown = [
        name
        for name in sorted(types)
        if f"| `{name}` |" not in described and f'"type":"{name}"' not in described
    ]
    assert unknown == []


def test_every_close_code_is_documented() -> None:
    codes = [v for k, v in vars(messages).items() if k.isupper() and isinstance(v, int)]
    codes = [code for code in codes if 1000 <= code < 5000]
    assert len(codes) > 5
    assert [code for code in codes if f"| `{code}` |" not in page("websocket.md")] == []


def below(kind: type[Part]) -> list[type[Part]]:
    found: list[type[Part]] = []
    for kind_below in kind.__subclasses__():
        if kind_below.__module__.startswith("engine."):
            found += [kind_below, *below(kind_below)]
    return found


def test_every_part_of_a_plan_or_scenario_is_documented() -> None:
    words = page("plan-file.md") + page("scenario-file.md") + page("calling-file.md")
    words += page("monitors-file.md") + page("evaluation-sheets.md")
    tables = words.split("## Conditions")[1].split("## Parts")[0]
    missing = []
    for part in below(Part):
        keys = [field.alias or name for name, field in part.model_fields.items()]
        in_table = any(f"| `{keys[0]}`" in line for line in tables.splitlines()) if keys else True
        if (
            f"### {part.__name__}\n" not in words
            and part.__name__ not in ("Rule", "Sourced")
            and not in_table
        ):
            missing.append(part.__name__)
    assert missing == []


# ── Links, examples, tidiness ───────────────────────────────────────────────


@pytest.mark.parametrize("file", tracked("*.md"), ids=lambda f: f.relative_to(ROOT).as_posix())
def test_every_relative_link_resolves(file: Path) -> None:
    broken = []
    for target in links(file.read_text(encoding="utf-8")):
        if re.match(r"^[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (file.parent / path).resolve() if path else file
        if not there.exists() or (
            anchor and anchor not in anchors(there.read_text(encoding="utf-8"))
        ):
            broken.append(target)
    assert broken == []


def anchors_in(file: Path) -> set[str]:
    return anchors(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", examples(), ids=lambda e: f"{e.page}: {e.name}")
def test_console_examples_print_what_the_page_says(example: Example, tmp_path: Path) -> None:
    (tmp_path / "plans").symlink_to(ROOT / "plans")
    for step in example.steps:
        printed = iter(run_in(tmp_path, step.command, english=".en." in example.page))
        for expected in step.expected:
            if expected.strip() != "…":
                assert any(fits(expected, line) for line in printed), (step.command, expected)


def run_in(folder: Path, command: str, *, english: bool) -> list[str]:
    """What the command prints in the folder, with the program at hand."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    environment |= {
        "PATH": f"{Path(ZHIBAN).parent}{os.pathsep}{os.environ['PATH']}",
        "ZHIBAN_LANGUAGE": "en" if english else "zh",
        "PYTHONIOENCODING": "utf-8",
    }
    program, *arguments = shlex.split(command)
    if program == "zhiban" and not set(command) & set(";&|<>$"):
        done = forks.run([ZHIBAN, *arguments], cwd=folder, env=environment)
    else:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, (command, done.stderr)
    return (done.stdout + done.stderr).splitlines()


def fits(expected: str, line: str) -> bool:
    """Whether a printed line is the expected one; `…` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in expected.rstrip().split("…"))
    return re.fullmatch(pattern, line.rstrip()) is not None


FORBIDDEN = re.compile(
    "|".join(
        (
            r"pypi\.or" + "g",
            r"pythonhoste" + "d",
            r"npmjs\.or" + "g",
            r"(?:^|[\s\"'`(=:])/(?:home|root|Users|work)/[\w.-]",
            r"[A-Z]:\\\\[A-Za-z]",
        )
    )
)


def test_no_registry_and_no_path_of_one_machine_in_tracked_files() -> None:
    found = []
    for file in tracked():
        content = file.read_bytes() if file.is_file() else b""
        if b"\0" in content or "dist/assets" in file.as_posix():
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            if FORBIDDEN.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_the_readmes_lead_to_the_documentation() -> None:
    for name in ("README.md", "README.en.md"):
        words = (ROOT / name).read_text(encoding="utf-8")
        assert "python3 x.py demo" in words
        assert "python3 x.py test" in words
        targets = {target.replace(".en.md", ".md") for target in links(words)}
        assert {"docs/tutorial/first-incident.md", "docs/tutorial/first-drill.md"} <= targets
        assert any(target.startswith("docs/images/") for target in targets)


IN_TWO_LANGUAGES = [one for one in tracked("*.md") if one.with_suffix(".en.md").is_file()]
NOT_PROSE = re.compile(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|<[^>]*>")
FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("file", IN_TWO_LANGUAGES, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_a_page_with_an_english_sister_is_chinese_to_its_end(file: Path) -> None:
    english = [
        line
        for line in FENCED.sub("", file.read_text(encoding="utf-8")).splitlines()
        if len(re.findall(r"[A-Za-z]{2,}", NOT_PROSE.sub("", line))) > 5
        and not re.search(r"[\u4e00-\u9fff]", NOT_PROSE.sub("", line))
    ]
    assert english == []
