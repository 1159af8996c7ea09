"""Build our image without a container runtime, run it, and ask it as its health check does.

    python -m tests.install.container_run [--short] [ROOT]

ROOT is the root of a system, such as debootstrap makes it; with it every step is carried out.
Without, this machine stands for the base, and the steps that ask apt are left out. Has to run
as root where it may mount (`unshare --mount`). Prints
what the server says of itself when it is ready, and ends with 0 if all went well; `--short` asks
for no more than that.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bootstrap import uv_environment
from tests.install.containerfile import Builder, Image, inside, must, steps
from tests.support.server import free_port

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "deploy" / "container" / "Containerfile"
LONGEST_S = 120
FOREIGN_BUNDLE = "/etc/certificates-of-the-machine.crt"
"""Where a foreign root gets the certificates of this machine: apt makes its own at `BUNDLE`."""
SHORT = "--short"
TELL = """import os, urllib.request as r
address = f'http://127.0.0.1:{os.environ["ZHIBAN_PORT"]}/'
assert b'assets/' in r.urlopen(address).read(), 'there is no page'
print(r.urlopen(address + 'api/health/ready').read().decode())"""
"""A program that looks for the page, and prints what the server says of itself."""
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


def main() -> int:
    """Build and run; the exit code."""
    given = [one for one in sys.argv[1:] if one != SHORT]
    base = Path(given[0]) if given else None
    # Upper folders of an overlay may not lie on another one, so they are in memory.
    work = Path(tempfile.mkdtemp(prefix="zhiban-image-"))
    must("mount", "-t", "tmpfs", "-o", "size=2g", "none", str(work))
    began = time.monotonic()
    if base is not None:
        _let_through(base)
    builder = Builder(base or Path("/"), ROOT, work, apt=base is not None, env=_mirrors(base))
    image = builder.build(steps(FILE.read_text(encoding="utf-8")))
    print(f"built in {time.monotonic() - began:.0f} s", file=sys.stderr)
    image.env |= {"ZHIBAN_HOST": "127.0.0.1", "ZHIBAN_PORT": str(free_port())}
    return _serve(image, SHORT in sys.argv)


def _serve(image: Image, short: bool) -> int:
    """Start the server as the image says, until its health check is content."""
    server = subprocess.Popen(inside(image, image.command))
    limit = time.monotonic() + LONGEST_S
    try:
        while server.poll() is None and time.monotonic() < limit:
            asked = subprocess.run(
                inside(image, image.healthcheck), stderr=subprocess.DEVNULL, check=False
            )
            if asked.returncode == 0:
                return _looked_at(image, short)
            time.sleep(0.2)
        print("never healthy", file=sys.stderr)
        return 1
    finally:
        server.send_signal(signal.SIGTERM)
        stopped = server.wait(60)
        print(f"stopped with {stopped}", file=sys.stderr)


def _looked_at(image: Image, short: bool) -> int:
    """What somebody would look at first: readiness, the version, a backup, the doctor."""
    must_say = [["python3", "-c", TELL]]
    more = [
        ["zhiban", "--version"],
        ["zhiban", "backup", "/var/lib/zhiban"],
        ["sh", "-c", "zhiban doctor || [ $? = 1 ]"],
        ["sh", "-c", "! touch /opt/zhiban/x 2>/dev/null"],
    ]
    for command in must_say if short else [*must_say, *more]:
        done = subprocess.run(inside(image, command), check=False)
        if done.returncode:
            return done.returncode
    return 0


def _mirrors(base: Path | None) -> dict[str, str]:
    """From where this machine gets packages, for pip and uv inside; and what uv has already."""
    asked = {n: v for n, v in uv_environment().items() if n.startswith(("PIP_", "UV_"))}
    bundle = BUNDLE if base is None else FOREIGN_BUNDLE
    names = ("SSL_CERT_FILE", "PIP_CERT") if Path(BUNDLE).is_file() else ()
    kept = os.environ.get("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv"))
    return asked | dict.fromkeys(names, bundle) | {"UV_CACHE_DIR": kept, "UV_LINK_MODE": "copy"}


def _let_through(base: Path) -> None:
    """Give a foreign root the packages, certificates and names that this machine has."""
    for name in ("etc/resolv.conf", "etc/hosts", "etc/pip.conf"):
        if (Path("/") / name).is_file():
            shutil.copy(Path("/") / name, base / name)
    if Path(BUNDLE).is_file():
        shutil.copy(BUNDLE, base / FOREIGN_BUNDLE.lstrip("/"))
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        if Path(folder).is_dir():
            shutil.copytree(folder, base / folder.lstrip("/"), dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(main())
