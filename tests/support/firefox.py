"""A real Firefox for the tests: `firefox-esr`, or the one that `ZHIBAN_TEST_FIREFOX` names.

``python -m tests.support.firefox`` prints which one the tests would use, or fails; the bootstrap
asks it.
"""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("firefox-esr", "firefox")


def find_firefox() -> str | None:
    """The installed Firefox; None if there is none."""
    named = os.environ.get("ZHIBAN_TEST_FIREFOX")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    print(find_firefox() or sys.exit(1))
