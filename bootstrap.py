"""What Zhiban needs on a machine, found there or installed: for `x.py`, which says what is run.

The standard library only, because nothing else is there yet. Python's packages go into `.venv`
and are checked against the hashes of the locks in `requirements/`; a folder `wheelhouse/`
replaces the network. Of the system's own packages only those are installed that the tests need
(browsers, SMS, telephone), and only where that needs nobody's password.
"""

from __future__ import annotations

import ast
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCKS = ROOT / "requirements"
WHEELHOUSE = ROOT / "wheelhouse"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
STAMP = VENV / "zhiban-stamp"
WEB = ROOT / "api" / "web"
PROVIDER = ROOT / "tests" / "oidc"
NPM_CACHE = ["--cache", str(WHEELHOUSE / "npm")]
OLDEST_NODE = 22


# ── Running things ──────────────────────────────────────────────────────────


def say(text: str) -> None:
    """Tell the person what happens, on stderr: stdout belongs to the program that is run."""
    print(f"x.py: {text}", file=sys.stderr, flush=True)


def run(*command: str, env: dict[str, str] | None = None, chatty: bool = False) -> bool:
    """Run a program at the root; whether it succeeded. A chatty one is heard on a terminal only."""
    stdout = subprocess.DEVNULL if chatty and not sys.stderr.isatty() else None
    return subprocess.run(command, cwd=ROOT, env=env, stdout=stdout, check=False).returncode == 0


def must(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a program that has to succeed."""
    if not run(*command, env=env):
        sys.exit(f"x.py: this failed: {' '.join(command)}")


def tool(name: str) -> str:
    """A program of the virtual environment."""
    return str(BIN / name)


def output(*command: str) -> str:
    """What a program prints, or nothing if it is missing or fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


# ── The system's packages ───────────────────────────────────────────────────


def apt_prefix() -> list[str] | None:
    """How apt-get may be run here without asking anybody: as root, by sudo, or not at all."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if run_quietly("sudo", "-n", "true") else None


def run_quietly(*command: str) -> bool:
    """Whether a program exists and succeeds; what it prints is dropped."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def apt_line(packages: list[str]) -> str:
    """What the person has to type when apt-get may not be run from here."""
    return f"sudo apt-get update && sudo apt-get install {' '.join(packages)}"


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages if that is allowed here; whether they were installed."""
    prefix = apt_prefix()
    if prefix is None:
        return False
    say(f"installing {' '.join(packages)} with apt-get")
    # By `env`, because sudo does not hand the environment on.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return run(*apt, "update", chatty=True) and run(*install, chatty=True)


# ── The virtual environment ─────────────────────────────────────────────────


def fingerprint() -> str:
    """Changes whenever the environment has to be installed again."""
    parts = [sys.version.encode(), str(ROOT).encode(), (ROOT / "pyproject.toml").read_bytes()]
    parts += [(LOCKS / f"{lock}.txt").read_bytes() for lock in ("bootstrap", "runtime", "test")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv() -> None:
    """Make `.venv`, anew if it was made by another Python or at another place."""
    if output(PYTHON, "-c", "import pip, sys; print(sys.version)") == sys.version:
        return
    no_ensurepip = importlib.util.find_spec("ensurepip") is None
    if no_ensurepip and not apt_install(["python3-venv"]):
        sys.exit(f"x.py: this Python cannot make a venv; please run: {apt_line(['python3-venv'])}")
    say("making .venv")
    # Started from inside a venv, the interpreter below it has to make the new one.
    base = getattr(sys, "_base_executable", None) or sys.executable
    must(base, "-m", "venv", "--clear", str(VENV))


def pip_settings() -> dict[str, str]:
    """The machine's own pip settings, such as a mirror; the environment wins over the files."""
    settings: dict[str, str] = {}
    for line in output(PYTHON, "-m", "pip", "config", "list").splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in (":env:", "global", "install") and name not in settings:
            settings[name] = str(ast.literal_eval(value))
    return settings


def uv_environment() -> dict[str, str]:
    """The environment for uv, which does not read pip's settings by itself."""
    settings = pip_settings()
    wanted = {
        "UV_DEFAULT_INDEX": settings.get("index-url"),
        "SSL_CERT_FILE": settings.get("cert"),
        "ALL_PROXY": settings.get("proxy"),
        "UV_INSECURE_HOST": settings.get("trusted-host"),
        "UV_NO_PROGRESS": None if sys.stderr.isatty() else "1",
    }
    return {**{name: value for name, value in wanted.items() if value}, **os.environ}


def source_options() -> list[str]:
    """From where pip and uv take the packages: the wheelhouse, if there is one."""
    return ["--no-index", "--find-links", str(WHEELHOUSE)] if WHEELHOUSE.is_dir() else []


def pip_install(*what: str) -> bool:
    """Install with pip: slower, but present in every venv."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    return run(PYTHON, "-m", "pip", "install", *quiet, *source_options(), *what)


def install(*what: str) -> None:
    """Install into `.venv` with uv if it can be had here, otherwise with pip."""
    if has_uv():
        uv = [tool("uv"), "pip", "install", "--quiet", "--python", PYTHON, *source_options()]
        if run(*uv, *what, env=uv_environment()):
            return
        say("uv could not install this; trying pip")
    if not pip_install(*what):
        sys.exit(f"x.py: could not install {' '.join(what)}")


def has_uv() -> bool:
    """Whether uv is in `.venv`, after an attempt to install it with pip."""
    bootstrap = ["--require-hashes", "-r", str(LOCKS / "bootstrap.txt")]
    return bool(output(tool("uv"), "--version")) or pip_install(*bootstrap)


def prepare(level: str) -> None:
    """Bring `.venv` to the locked state: level "runtime", or "test" which holds it too."""
    done = STAMP.read_text().split() if STAMP.is_file() else []
    if "test" in done:
        level = "test"  # what was once installed for the tests is kept up to date
    if done == [fingerprint(), level] and Path(PYTHON).exists():
        return
    make_venv()
    STAMP.unlink(missing_ok=True)
    say("installing the locked packages; the first time this takes a minute or two")
    install("--require-hashes", "-r", str(LOCKS / f"{level}.txt"))
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(f"{fingerprint()} {level}\n")


# ── The programs of the tests ────────────────────────────────────────────────


def missing_for_browser() -> list[str]:
    """Which Debian packages the browser tests still need here."""
    find = {"chromium": "tests.support.browser", "firefox-esr": "tests.support.firefox"}
    missing = [one for one, module in find.items() if not output(PYTHON, "-m", module)]
    if sys.platform.startswith("linux"):
        # Opens the Word files that are made; some 50 packages.
        office = output(PYTHON, "-m", "tests.support.office")
        missing += [] if office else ["libreoffice-writer-nogui"]
        missing += [] if output("fc-list", ":lang=zh") else ["fonts-noto-cjk", "fontconfig"]
        try:
            ctypes.CDLL("libatomic.so.1")
        except OSError:
            missing += ["libatomic1"]
    return missing


HEADLESS_SHELL = "chromium-headless-shell"
SERVICES = {
    "gammu-smsd": "gammu-smsd-inject",
    "espeak-ng": "espeak-ng",
    "baresip": "baresip",
    "nginx-light": "nginx",
}
"""Debian packages → programs: a modem's daemon, a voice, a telephone to be called, a proxy."""


def missing_services() -> list[str]:
    """Which Debian packages the tests of SMS, telephone calls and proxies still need here."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    return [package for package, name in SERVICES.items() if not shutil.which(name, path=places)]


def prepare_headless_shell() -> None:
    """Debian's Chromium without windows, which needs less of the processor; nothing depends on it.

    Apart from the others, because Ubuntu has no such package.
    """
    known = os.environ.get("CI") or output("apt-cache", "show", HEADLESS_SHELL)
    if known and not shutil.which(HEADLESS_SHELL):
        apt_install([HEADLESS_SHELL])


def prepare_programs() -> None:
    """Have what the tests talk to: found, else from apt; Chromium also as playwright's own.

    A Chromium, a Firefox, a LibreOffice and Chinese fonts; in CI also what sends SMS, is called
    by telephone or stands before a server. Elsewhere tests of those are skipped, as the packages
    start services.
    """
    services = missing_services() if os.environ.get("CI") else []
    missing = missing_for_browser()
    if (missing or services) and apt_install(missing + services):
        missing, services = missing_for_browser(), missing_services() if services else []
    if "chromium" in missing and run(PYTHON, "-m", "playwright", "install", "chromium"):
        missing = missing_for_browser()
    prepare_headless_shell()
    # Without a Firefox or a LibreOffice one test of each is skipped, but not in CI.
    spared = {"firefox-esr", "libreoffice-writer-nogui"}
    needed = missing + services
    if needed and (not spared.issuperset(needed) or os.environ.get("CI")):
        sys.exit(f"x.py: the tests need more; please run: {apt_line(needed)}")


# ── The page's packages ─────────────────────────────────────────────────────


def npm(*arguments: str, env: dict[str, str], folder: Path = WEB) -> bool:
    """Run npm for the page, or in another folder; whether it succeeded."""
    return run("npm", "--loglevel=error", "--prefix", str(folder), *arguments, env=env)


def node() -> dict[str, str]:
    """The environment in which npm runs: with the machine's Node.js, or the locked one.

    Debian's may be too old, or there without npm; the locked wheel has both.
    """
    env = dict(os.environ)
    version = output("node", "--version").lstrip("v").partition(".")[0]
    if not (version.isdigit() and int(version) >= OLDEST_NODE and shutil.which("npm")):
        install("--require-hashes", "-r", str(LOCKS / "web.txt"))
        env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', '')}"
    return env


def prepare_npm(folder: Path = WEB) -> dict[str, str]:
    """Install a folder's npm packages unless the locked ones are there; npm's environment."""
    env = node()
    asked = [(folder / name).read_bytes() for name in ("package.json", "package-lock.json")]
    locked = hashlib.sha256(b"\0".join(asked)).hexdigest()
    stamp = folder / "node_modules" / "zhiban-stamp"  # `npm ci` removes both
    if not stamp.is_file() or stamp.read_text() != locked:
        say(f"installing the packages of {folder}")
        offline = ["--offline", *NPM_CACHE] if WHEELHOUSE.is_dir() else []
        if not npm("ci", *offline, env=env, folder=folder):
            sys.exit(f"x.py: could not install the packages of {folder}")
        stamp.write_text(locked)
    return env
