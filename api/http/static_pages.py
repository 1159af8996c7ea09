"""The built web pages: files of `api/web/dist`, read once and compressed once.

Files under `assets/` have a hash in their names, and browsers keep them for a year. Browsers ask
for all other files again, by their `ETag`. The addresses inside the pages are relative, so that
they work under any path of a proxy; a path that is no file leads back to the page itself. No
file outside the folder is ever sent.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.problems import HttpError

DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
MACHINE_PATHS = ("/api", "/metrics")
LEVEL = 9
"""Of gzip: each file is compressed once in the life of a server."""

SMALLEST = 512
"""Bytes; what is smaller gains nothing."""

DEEPEST = 20
"""Parts of a path that leads back to the page."""

TEXT = (".html", ".js", ".css", ".svg", ".json", ".txt", ".map")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent: plain, and by gzip where that is smaller."""

    content: bytes
    compressed: bytes | None
    media_type: str
    tag: str

    @classmethod
    def read(cls, file: Path) -> StaticFile:
        """Read and compress it. The same bytes give the same compressed bytes."""
        content = file.read_bytes()
        text = file.suffix in TEXT and len(content) >= SMALLEST
        compressed = gzip.compress(content, LEVEL, mtime=0) if text else None
        guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        tag = hashlib.sha256(content).hexdigest()[:32]
        return cls(content, compressed, guessed, tag)


class Pages:
    """Answers for paths that no route has."""

    def __init__(self, folder: Path = DIST) -> None:
        self._folder = folder.resolve()
        self._read: dict[tuple[Path, int, int], StaticFile] = {}

    def answer(self, request: Request) -> Response:
        """A file, or the page itself. Raises `HttpError` (404)."""
        path = request.scope["path"]
        missing = HttpError(404, "path_not_found", path=path[:200])
        if request.method not in ("GET", "HEAD") or path.startswith(MACHINE_PATHS):
            raise missing
        file = self._file(path)
        if file is not None:
            kept = FOR_A_YEAR if path.startswith("/assets/") else ASK_AGAIN
            return self._send(request, file, kept)
        if path.startswith("/assets/") or "." in path.rsplit("/", 1)[-1]:
            raise missing
        if path.count("/") > DEEPEST:
            raise missing
        index = self._folder / "index.html"
        if not index.is_file():
            raise HttpError(404, "pages_missing")
        if path != "/":
            # Relative, so that it holds below whatever path a proxy shows this server.
            return RedirectResponse("../" * (path.count("/") - 1) or "./", 302)
        return self._send(request, index, ASK_AGAIN)

    def _send(self, request: Request, file: Path, kept: str) -> Response:
        found = self._content(file)
        zipped = found.compressed is not None and takes_gzip(request.headers)
        tag = f'"{found.tag}-gzip"' if zipped else f'"{found.tag}"'
        headers = {"Cache-Control": kept, "ETag": tag}
        if found.compressed is not None:
            headers["Vary"] = "Accept-Encoding"
        if _known(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        if zipped:
            headers["Content-Encoding"] = "gzip"
        body = found.compressed if zipped else found.content
        return Response(body, headers=headers, media_type=found.media_type)

    def _content(self, file: Path) -> StaticFile:
        """The file as it is now: a build that is put into its place is seen."""
        facts = file.stat()
        key = (file, facts.st_mtime_ns, facts.st_size)
        found = self._read.get(key)
        if found is None:
            for old in [one for one in self._read if one[0] == file]:
                del self._read[old]
            found = self._read[key] = StaticFile.read(file)
        return found

    def _file(self, path: str) -> Path | None:
        """The file, or None. Raises 404 for a path that no file can have."""
        if "\0" in path:
            return None
        try:
            file = (self._folder / path.lstrip("/")).resolve()
            inside = file.is_relative_to(self._folder)
            return file if inside and file.is_file() else None
        except OSError:
            # No file system takes such a name, for instance one with a part of more than 255 bytes.
            raise HttpError(404, "path_not_found", path=path[:200]) from None


def takes_gzip(headers: Mapping[str, str]) -> bool:
    """Whether the client takes gzip (RFC 9110, 12.5.3): named and not with a weight of nought."""
    for part in headers.get("accept-encoding", "").split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _known(given: str, tag: str) -> bool:
    """Whether `If-None-Match` names the tag; a weak comparison (RFC 9110, 13.1.2)."""
    tags = (one.strip().removeprefix("W/") for one in given.split(","))
    return any(one in (tag, "*") for one in tags if one)
