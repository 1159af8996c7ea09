"""The built web pages: files of `api/web/dist`, and its `index.html` for every page path.

Files under `assets/` carry a hash in their names and are kept by browsers for a year;
everything else is asked for again. Nothing outside the folder is ever sent.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import Request
from starlette.responses import FileResponse, Response

from api.problems import HttpError

DIST = Path(__file__).resolve().parent / "web" / "dist"
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
MACHINE_PATHS = ("/api", "/metrics")


class Pages:
    """Answers for paths that no route has."""

    def __init__(self, folder: Path = DIST) -> None:
        self._folder = folder.resolve()

    def answer(self, request: Request) -> Response:
        """A file, or the page itself; raises 404."""
        path = request.url.path
        missing = HttpError(404, "path_not_found", path=path[:200])
        if request.method not in ("GET", "HEAD") or path.startswith(MACHINE_PATHS):
            raise missing
        file = self._file(path)
        if file is not None:
            kept = FOR_A_YEAR if path.startswith("/assets/") else ASK_AGAIN
            return FileResponse(file, headers={"Cache-Control": kept})
        if path.startswith("/assets/") or "." in path.rsplit("/", 1)[-1]:
            raise missing
        index = self._folder / "index.html"
        if not index.is_file():
            raise HttpError(404, "pages_missing")
        return FileResponse(index, headers={"Cache-Control": ASK_AGAIN})

    def _file(self, path: str) -> Path | None:
        if "\0" in path:
            return None
        file = (self._folder / path.lstrip("/")).resolve()
        inside = file.is_relative_to(self._folder)
        return file if inside and file.is_file() else None
