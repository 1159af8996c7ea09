"""The settings of documents; `api.settings.Settings` has them among its own."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class DocumentSettings(BaseSettings):
    """What a server does for documents beside its requests."""

    warm_documents: bool = Field(
        default=True,
        description="Load the libraries for Word and PDF some seconds after the start, so that "
        "nobody waits for them. `false` saves about 100 MB on a server that makes no documents.",
    )
