"""`python -m tests.crash.tomorrow FOLDER ARGUMENTS`: `zhiban ARGUMENTS`, of tomorrow."""

from __future__ import annotations

import sys
from pathlib import Path

from api.cli import main
from tests.crash.tomorrow import become

if __name__ == "__main__":
    become(Path(sys.argv[1]))
    sys.argv = ["zhiban", *sys.argv[2:]]
    main()
