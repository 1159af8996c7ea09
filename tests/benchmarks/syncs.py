"""How often a program and all that it starts sync a file: counted below them, in `syncs.c`.

A program calls `count_from_here()` first. It is then started once more with the counter
loaded, which its servers and their databases inherit. Needs `cc`, on Linux.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

FILE = "BENCH_SYNCS"
SOURCE = Path(__file__).with_suffix(".c")


def count_from_here() -> None:
    """Start this program again with the counter; return in the program so started."""
    if FILE in os.environ:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another account
        library, counter = folder / "syncs.so", folder / "counter"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        counter.write_bytes(bytes(8))
        counter.chmod(0o666)
        env = os.environ | {FILE: str(counter), "LD_PRELOAD": str(library)}
        sys.exit(subprocess.run(sys.orig_argv, env=env, check=False).returncode)


def synced() -> int:
    """How many syncs there were until now; 0 where nobody counts them."""
    counter = os.environ.get(FILE)
    return int.from_bytes(Path(counter).read_bytes(), sys.byteorder) if counter else 0
