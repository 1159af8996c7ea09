"""The recorded examples of the HTTP API, made by one process of a test run for all of them.

To record them takes half a minute of processor time, and several tests need them.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from docs import http_examples
from docs.http_examples import Recording
from tests.support import shared


def recorded() -> Recording:
    """The recording of this run, which `docs.http_examples.record` gives from then on."""
    with shared.alone_with("http-examples.json") as kept:
        if not kept.exists():
            made = asdict(http_examples.record())
            kept.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        known = json.loads(kept.read_text(encoding="utf-8"))
    known["reported"] = tuple(known["reported"])
    http_examples.know(Recording(**known))
    return http_examples.record()
