"""The files that people expect in a project say what is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import ROOT

TOWNCRIER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]
KINDS = {one["directory"] for one in TOWNCRIER["type"]}
CHANGES = [one for one in (ROOT / "docs" / "changes").glob("*.md") if one.name != "README.md"]


def test_what_has_changed_can_be_made_into_a_version() -> None:
    program = Path(sys.executable).with_name("towncrier")
    command = [str(program), "build", "--draft", "--version", "99.0.0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "## 99.0.0" in done.stdout
    for change in CHANGES:
        assert change.read_text("utf-8").split(".")[0] in done.stdout


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.name)
def test_a_change_is_of_a_kind_and_ends_as_a_sentence(change: Path) -> None:
    assert change.suffixes[-2].removeprefix(".") in KINDS
    assert change.read_text("utf-8").rstrip().endswith((".", "。"))


def test_every_check_before_a_commit_is_a_program_of_the_environment() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0][
        "hooks"
    ]
    assert {hook["id"] for hook in hooks} >= {"ruff-check", "ruff-format", "mypy", "imports"}
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert Path(program).parent == Path(".venv/bin")
        assert Path(sys.executable).with_name(Path(program).name).exists()
        for file in (one for one in arguments if one.endswith(".py")):
            assert (ROOT / file).is_file()


def test_the_development_container_installs_what_the_bootstrap_asks_for() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    image = (ROOT / ".devcontainer" / container["build"]["dockerfile"]).read_text("utf-8")
    installed = set(re.findall(r"[\w.-]+", image.partition("--no-install-recommends")[2]))
    assert {"git", "python3", "python3-venv"} <= installed
    assert container["postCreateCommand"] == "python3 x.py lint"
