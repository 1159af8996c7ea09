"""A zip archive written again so that equal content has equal bytes.

Word files are zip archives. Their writers put the time of writing and the system into them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip archive can hold."""

UNIX = 3
CONTENT_TYPES = "[Content_Types].xml"
"""Has to come first in a Word file."""


def rewritten(
    archive: bytes, changes: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})
) -> bytes:
    """The archive with its members in a fixed order, all of one time and system.

    `changes` holds by name what is to become of a member's content.

    Raises `zipfile.BadZipFile` if it is none.
    """
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(archive)) as given,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in sorted(given.namelist(), key=lambda one: (one != CONTENT_TYPES, one)):
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.create_system, member.compress_type = UNIX, zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            content = given.read(name)
            new.writestr(member, changes[name](content) if name in changes else content)
    return written.getvalue()
