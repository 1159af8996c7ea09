"""Write the golden text of the first report again: `python -m tests.api.documents.golden`."""

from __future__ import annotations

from tests.api.documents.test_files import GOLDEN, golden_text

if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / "first_report.txt").write_text(golden_text(), encoding="utf-8", newline="\n")
