"""The wheel, installed by the tools that put a program into a place of its own.

    python -m tests.install.wheels pipx|uv

builds it, installs it in a temporary folder with the versions of the lock, and looks at it from
outside of the checkout. pipx itself is fetched for the purpose, which is why this is no test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from api import __version__
from bootstrap import source_options, uv_environment

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ROOT / "dist" / "constraints.txt"
UV = str(Path(sys.executable).with_name("uv"))


def build() -> Path:
    """The wheel of this checkout, as `x.py wheel` builds it."""
    run([sys.executable, "x.py", "wheel"], ROOT)
    (wheel,) = (ROOT / "dist").glob(f"zhiban-{__version__}-*.whl")
    return wheel


def with_uv(wheel: Path, folder: Path) -> Path:
    """Install by `uv tool install`; the program."""
    places = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    command = [UV, "tool", "install", "--quiet", "--constraints", str(VERSIONS), *source_options()]
    run([*command, "--python", sys.executable, str(wheel)], folder, uv_environment() | places)
    return folder / "bin" / "zhiban"


def with_pipx(wheel: Path, folder: Path) -> Path:
    """Install by `pipx install`; the program."""
    run([UV, "venv", "--quiet", "pipx"], folder)
    python = str(folder / "pipx" / "bin" / "python")
    run([UV, "pip", "install", "--quiet", "--python", python, "pipx"], folder, uv_environment())
    places = {"PIPX_HOME": str(folder / "home"), "PIPX_BIN_DIR": str(folder / "bin")}
    command = [str(folder / "pipx" / "bin" / "pipx"), "install"]
    run(
        [*command, f"--pip-args=--constraint {VERSIONS}", str(wheel)],
        folder,
        {**os.environ, **places},
    )
    return folder / "bin" / "zhiban"


def look_at(program: Path, folder: Path) -> dict[str, str]:
    """What the installed program says where nothing of the checkout is: state by check."""
    outside = folder / "outside"
    outside.mkdir()
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "ZHIBAN_LANGUAGE": "en"}
    assert run([str(program), "--version"], outside, env).strip() == f"zhiban {__version__}"
    run([str(program), "db", "upgrade"], outside, env)
    told = json.loads(run([str(program), "doctor", "--json"], outside, env, (0, 1)))
    return {row["code"]: row["state"] for row in told["rows"]}


def run(
    command: list[str],
    folder: Path,
    env: dict[str, str] | None = None,
    codes: tuple[int, ...] = (0,),
) -> str:
    """What a command prints. Raises `AssertionError` with its words if it fails."""
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in codes, done.stdout + done.stderr
    return done.stdout


def main() -> None:
    """Install with the tool that is named, and tell what the doctor says."""
    install = {"pipx": with_pipx, "uv": with_uv}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(look_at(install(build(), folder), folder))


if __name__ == "__main__":
    main()
