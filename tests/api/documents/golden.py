"""Write the golden texts of documents again: `python -m tests.api.documents.golden`."""

from __future__ import annotations

from tests.api.documents import test_plan_files
from tests.api.documents.test_files import GOLDEN, golden_text

if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    texts = {"first_report": golden_text()}
    texts |= {f"plan_{kind}": test_plan_files.golden_text(kind) for kind in ("sheet", "cards")}
    for name, words in texts.items():
        (GOLDEN / f"{name}.txt").write_text(words, encoding="utf-8", newline="\n")
