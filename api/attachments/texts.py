"""Descriptions in XML inside pictures (XMP): do they say where a picture was taken?"""

from __future__ import annotations

_SAYING = (b"GPS", b"geo:", b"Location", b"location", b"Latitude", b"latitude", b"City")


def says_where(xmp: bytes) -> bool:
    """Whether the description may hold a position or a place.

    It may be written in UTF-16; zeros between the letters are passed over.
    """
    plain = xmp.replace(b"\0", b"")
    return any(word in plain for word in _SAYING)
