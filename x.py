#!/usr/bin/env python3
"""Set Zhiban up on a machine that has only Python and git, then run it or test it.

    python3 x.py demo [ARGS]       set up, then `zhiban demo ARGS`
    python3 x.py test [ARGS]       set up, then every check and every test; ARGS: only pytest ARGS
    python3 x.py lint              only the checks that read the source
    python3 x.py lock [--upgrade]  resolve pyproject.toml again into requirements/*.txt
    python3 x.py wheelhouse        download every locked package, for a machine without a network
    python3 x.py wheelhouse server    only those that the server needs
    python3 x.py wheel             build the wheel into dist/, with the locked versions beside it
    python3 x.py web               build the page in api/web into api/web/dist, which is committed
    python3 x.py docs [FOLDER]     build the documentation as a site, into api/site if not told
    python3 x.py sbom [FILE]       the bill of materials (CycloneDX JSON) of what the locks name
    python3 x.py audit             ask for known vulnerabilities: 1 found some, 2 nobody answered

The standard library only, because nothing else is there yet; `bootstrap.py` installs the rest.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from bootstrap import (
    LOCKS,
    NPM_CACHE,
    PROVIDER,
    PYTHON,
    ROOT,
    WEB,
    WHEELHOUSE,
    has_uv,
    install,
    make_venv,
    must,
    node,
    npm,
    prepare,
    prepare_npm,
    prepare_programs,
    run,
    say,
    tool,
    uv_environment,
)

MOST_WORKERS = 4
DIST = WEB / "dist"
SITE = ROOT / "api" / "site"
PAGE_SCRIPTS = ("types:check", "test")

CHECKS = {
    "ruff check": ["ruff", "check"],
    "ruff format": ["ruff", "format", "--check"],
    "mypy": ["mypy"],
    "lint-imports": ["lint-imports", "--no-logo"],
}
TEST_CHECKS = {
    "dependencies": ["uv", "pip", "check", "--quiet", "--python", PYTHON],
    **CHECKS,
    "zhiban plan check": ["zhiban", "plan", "check"],
}


# ── The checks ──────────────────────────────────────────────────────────────


def check(checks: dict[str, list[str]]) -> list[str]:
    """Run every check, also after one has failed; the names of those that failed."""
    failed = []
    for name, command in checks.items():
        say(name)
        if not run(tool(command[0]), *command[1:]):
            failed.append(name)
    for name in checks:
        say(f"{'FAILED' if name in failed else 'ok':6} {name}")
    return failed


def check_page() -> list[str]:
    """Check and build the page, and compare the build that is committed; what failed."""
    env = prepare_npm()
    failed = []
    for script in PAGE_SCRIPTS:
        say(f"page: {script}")
        if not npm("run", "--if-present", script, env=env):
            failed.append(f"page: {script}")
    say("page: build")
    with tempfile.TemporaryDirectory() as built:
        if not npm("run", "build", "--", "--outDir", built, "--emptyOutDir", env=env):
            failed.append("page: build")
        elif not run("git", "--no-pager", "diff", "--no-index", "--stat", str(DIST), built):
            say("api/web/dist is stale in the files above: run `python3 x.py web` and commit it")
            failed.append("page: stale build")
    return failed


def check_everything() -> list[str]:
    """The checks of the source and those of the page, side by side; what failed."""
    with ThreadPoolExecutor() as threads:
        page = threads.submit(check_page)
        return check(TEST_CHECKS) + page.result()


# ── The commands ────────────────────────────────────────────────────────────


def demo(args: list[str]) -> int:
    """Set up, then become `zhiban demo`, so that Ctrl+C reaches the server and nobody else."""
    prepare("runtime")
    os.execv(tool("zhiban"), ["zhiban", "demo", *args])


def workers() -> int:
    """How many processes run the tests: one more than cores, because tests wait for servers."""
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)


def test(args: list[str]) -> int:
    """Set up, then everything. pytest comes last so that its closing line closes the output."""
    # Without bytecode each of the programs that tests start would compile every library.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    prepare("test")
    prepare_programs()
    prepare_npm(PROVIDER)
    os.environ["PATH"] = prepare_npm()["PATH"]
    failed = [] if args else check_everything()
    # Handed out in ever smaller runs of tests, as by default, those with a browser were all one
    # process's, and the others had nothing to do at the end.
    pytest = [tool("pytest"), *(args or ["-n", str(workers()), "--dist", "worksteal"])]
    if not run(*pytest):
        failed.append("pytest")
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def lint(args: list[str]) -> int:
    """Set up, then the checks that read the source."""
    prepare("test")
    return 1 if check(CHECKS) else 0


def lock(args: list[str]) -> int:
    """Resolve again. The locks hold hashes and no addresses, so that any mirror will do."""
    make_venv()
    if not has_uv():
        sys.exit("x.py: locking needs uv, which could not be installed")
    fixed = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    fixed += ["--no-emit-index-url", "--no-header", "--quiet", *args]
    project, build, bootstrap = "pyproject.toml", "build.in", "bootstrap.in"
    for target, sources in {
        "test": [project, build, bootstrap, "--group", "test"],
        "runtime": [project, build, "-c", "test.txt"],
        "bootstrap": [bootstrap, "-c", "test.txt"],
        "web": ["web.in"],
        "audit": ["audit.in", "-c", "test.txt"],
    }.items():
        paths = [f"requirements/{s}" if s.endswith((".in", ".txt")) else s for s in sources]
        out = ["-o", f"requirements/{target}.txt"]
        must(tool("uv"), "pip", "compile", *paths, *fixed, *out, env=uv_environment())
    return 0


def wheelhouse(args: list[str]) -> int:
    """Download what every lock names, or only the server's, for this system and this Python."""
    if args not in ([], ["server"]):
        sys.exit("x.py: wheelhouse takes nothing, or `server`")
    make_venv()
    # The locks are complete. With the hashes alone older versions of pip look for the extras of
    # what is locked, find no hash for them, and stop.
    command = [PYTHON, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    for name in ("bootstrap", "runtime", *(() if args else ("test", "web", "audit"))):
        say(f"downloading {name}")
        locked = ["--require-hashes", "-r", str(LOCKS / f"{name}.txt")]
        must(*command, "-d", str(WHEELHOUSE), *locked)
    if args:
        return 0
    say("downloading npm's packages")
    return 0 if all([npm("ci", *NPM_CACHE, env=node(), folder=f) for f in (WEB, PROVIDER)]) else 1


def wheel(args: list[str]) -> int:
    """Set up, then build the wheel, and `constraints.txt`: the locked versions without hashes.

    pipx hands constraints on to pip for packages of its own too, which then lack a hash.
    """
    prepare("runtime")
    if not SITE.is_dir():
        say("without the documentation, which `python3 x.py docs` would build for `zhiban docs`")
    dist = ROOT / "dist"
    command = [PYTHON, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    must(*command, "--wheel-dir", str(dist), str(ROOT))
    lines = (LOCKS / "runtime.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.rstrip(" \\") for line in lines if line and line[0] not in " #"]
    (dist / "constraints.txt").write_text("\n".join(pinned) + "\n", encoding="utf-8")
    say(f"built into {dist}")
    return 0


def web(args: list[str]) -> int:
    """Set up, then build the page into the folder that is committed and served."""
    prepare("runtime")
    return 0 if npm("run", "build", env=prepare_npm()) else 1


def docs(args: list[str]) -> int:
    """Set up, then build the documentation: `zhiban docs` opens it, a wheel takes it along."""
    prepare("test")
    env = prepare_npm()
    folder = args[0] if args else str(SITE)
    if not args:
        shutil.rmtree(SITE, ignore_errors=True)
    return 0 if run(PYTHON, "-m", "docs.site_builder", folder, env=env) else 1


def sbom(args: list[str]) -> int:
    """Set up, then print the bill of materials, or write it to a file."""
    prepare("test")
    return 0 if run(PYTHON, "-m", "docs.bill_of_materials", *args[:1]) else 1


def audit(args: list[str]) -> int:
    """Ask the advisory services about the locks: 1 if something is known, 2 without an answer."""
    prepare("test")
    install("--require-hashes", "-r", str(LOCKS / "audit.txt"))
    command = [PYTHON, "-m", "docs.known_vulnerabilities", *args]
    return subprocess.run(command, cwd=ROOT, env=node(), check=False).returncode


CALLED = (demo, test, lint, lock, wheelhouse, wheel, web, docs, sbom, audit)
COMMANDS = {f.__name__: f for f in CALLED}


def main(argv: list[str]) -> int:
    """Check this Python, then do what was asked for."""
    if not (3, 11) <= sys.version_info[:2] < (3, 15):
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"x.py: Zhiban needs Python 3.11 to 3.14; this is {version} ({sys.executable})")
    command = COMMANDS.get(argv[0]) if argv else None
    if command is None:
        print(__doc__)
        return 0 if argv and argv[0] in ("-h", "--help", "help") else 2
    return command(argv[1:])


if __name__ == "__main__":
    # Started in the background, a shell has Ctrl+C ignored, and programs that tests interrupt too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
