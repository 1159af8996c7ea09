"""Small pictures of attached photos, so that a list on a telephone loads kilobytes.

Pillow decodes what strangers sent, so it gets the three formats that browsers show, and their size
is read and bounded before a pixel is decoded. What comes out is a JPEG of pixels alone: no Exif, so
no position, also where the photo itself was kept as it came. Previews live in memory, never in the
database, a backup or an archive, and go with the attachment.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from io import BytesIO

from PIL import Image, ImageOps
from starlette.concurrency import run_in_threadpool

from api.attachments.ports import AttachmentContents
from engine.memo import BoundedDict

SIDE = 320
"""The longer side in pixels: a row shows 96, and dense screens have up to three for one."""

MEDIA = "image/jpeg"
QUALITY = 70
KEPT = 400
"""Some 15 kB each."""

MOST_PIXELS = {"image/jpeg": 50_000_000, "image/png": 24_000_000, "image/webp": 24_000_000}
"""By type. A progressive JPEG takes 3 bytes of memory a pixel while it is decoded, others 4."""

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def preview_of(content: bytes, media: str) -> bytes | None:
    """A small JPEG of the picture; None for another type, one too large, or one that is broken."""
    form = _FORMATS.get(media)
    if form is None:
        return None
    try:
        with Image.open(BytesIO(content), formats=(form,)) as picture:
            if picture.width * picture.height > MOST_PIXELS[media]:
                return None
            # A JPEG is decoded at an eighth, a quarter or half of its size where that is enough.
            picture.thumbnail((SIDE, SIDE))
            return _pixels_alone(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None


def _pixels_alone(picture: Image.Image) -> bytes:
    """The pixels on white, as a JPEG without anything beside them."""
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen)
    made = BytesIO()
    flat.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


class Previews:
    """The previews that were asked for lately, of this server. Safe on any thread."""

    def __init__(self, contents: AttachmentContents, most: int = KEPT) -> None:
        self._contents = contents
        self._made: BoundedDict[tuple[str, str], bytes | None] = BoundedDict(most)
        self._gone: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._one = asyncio.Semaphore(1)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Incident and sha256 of what is held."""
        with self._lock:
            return iter(tuple(self._made))

    async def get(self, incident: str, sha256: str, media: str) -> bytes | None:
        """The preview, made in a thread, one at a time; None where there is none.

        The caller has checked that the attachment stands and may be seen.
        """
        key = (incident, sha256)
        if key in self._made:
            return self._made[key]
        async with self._one:
            if key not in self._made:
                made = await run_in_threadpool(self._make, incident, sha256, media)
                with self._lock:
                    # Destroyed while it was being made: it must not stay.
                    if key in self._gone:
                        return None
                    self._made[key] = made
            return self._made.get(key)

    def _make(self, incident: str, sha256: str, media: str) -> bytes | None:
        if media not in _FORMATS:
            return None
        return preview_of(b"".join(self._contents.parts(incident, sha256)), media)

    def forget(self, destroyed: Iterable[tuple[str, str]]) -> None:
        """Drop the previews of attachments whose content was destroyed."""
        with self._lock:
            for key in destroyed:
                self._gone.add(key)
                self._made.pop(key, None)
