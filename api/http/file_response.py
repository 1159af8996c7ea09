"""A document as an answer: a name to keep it under, its hash, and no rights as a page."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from api.ports import NamedFile

SECURED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Of a document as a page: it has its style in it, and nothing else."""


def file_response(file: NamedFile, **more: str) -> Response:
    """A file; its `ETag` is its sha256, which `sign_document` asks for."""
    form = file.name.rpartition(".")[2]
    kept = "inline" if form == "html" else "attachment"
    names = f"filename=\"document.{form}\"; filename*=UTF-8''{quote(file.name)}"
    headers = {
        "Content-Disposition": f"{kept}; {names}",
        "ETag": f'"{file.sha256}"',
        **more,
    }
    if form == "html":
        headers["Content-Security-Policy"] = SECURED
    return Response(file.content, headers=headers, media_type=file.media)
