"""One small picture of a photo: decoded within bounds, its pixels and nothing beside them.

Pillow decodes what strangers sent, so it gets the three formats that browsers show, and their size
is read and bounded before a pixel is decoded. What comes out is a JPEG of pixels alone: no Exif, so
no position, also where the photo itself was kept as it came.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

SIDE = 320
"""The longer side in pixels: a row shows 96, and dense screens have up to three for one."""

QUALITY = 70
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
