"""The OpenAPI document as a file: the application's routes and shapes, with recorded examples."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fastapi import FastAPI

from api.app import create_app
from api.http.openapi.document import describe
from api.settings import Settings
from docs.http_examples import record


def application() -> FastAPI:
    """The application that is described."""
    return create_app(Settings(_env_file=None))


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document, the same in every run."""
    recorded = record()
    return describe(application(), recorded.requests, recorded.answers)


def text() -> str:
    """The document as the file holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"
