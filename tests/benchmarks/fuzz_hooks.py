"""Sends each case that schemathesis has made once more, as another account.

Making a case costs more than sending it: so two accounts cost little more than one. Loaded by
schemathesis (`SCHEMATHESIS_HOOKS`); `ZHIBAN_FUZZ_URL` and `ZHIBAN_FUZZ_TOKENS` (with commas) name
the server and the others. A check that fails for one of them raises as any check does, and its
request says whose it was.
"""

from __future__ import annotations

import gc
import os
from typing import Any

import requests
import schemathesis
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""A 500 is described nowhere, so the first finds it as well."""

URL = os.environ["ZHIBAN_FUZZ_URL"]
TOKENS = os.environ["ZHIBAN_FUZZ_TOKENS"].split(",")
SESSION = requests.Session()
SESSION.trust_env = False
SECONDS_TO_ANSWER = 60.0


gc.set_threshold(100_000, 20, 50)
"""Cases are short-lived and many: what they leave is collected less often."""


class Again:
    """Whether a case is being sent by this module, which is not to be sent again."""

    now = False


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Send the case as each of the others, and check the answer."""
    if Again.now:
        return
    Again.now = True
    try:
        for token in TOKENS:
            headers = {"Authorization": f"Bearer {token}"}
            answer = case.call(URL, session=SESSION, headers=headers, timeout=SECONDS_TO_ANSWER)
            case.validate_response(answer, checks=CHECKS, headers=headers)
    finally:
        Again.now = False
