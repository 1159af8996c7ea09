"""LibreOffice for the tests: opens the Word files that the program makes.

`ZHIBAN_TEST_SOFFICE` names another one. `python -m tests.support.office` prints which one the tests
would use, or fails; the bootstrap asks it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SECONDS = 300.0
"""A limit for a machine under load: a start takes some two seconds."""


def find_office() -> str | None:
    """The installed LibreOffice, None without one."""
    return os.environ.get("ZHIBAN_TEST_SOFFICE") or shutil.which("soffice")


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """The Word files as PDFs in `folder`, made by one start of LibreOffice.

    It gets a profile of its own, so that it starts although another one runs.
    """
    office = find_office()
    assert office is not None, "apt-get install libreoffice-writer-nogui"
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, check=False, timeout=SECONDS
    )
    made = [folder / f"{file.stem}.pdf" for file in files]
    assert all(one.is_file() for one in made), done.stderr
    return made


if __name__ == "__main__":
    found = find_office()
    print(found or "")
    sys.exit(0 if found else 1)
