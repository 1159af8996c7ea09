"""The name of a file that somebody sends, made into one that can be shown and kept.

A name comes from outside: it may hold a path, control characters, marks that turn the direction
of text (so that `gpj.exe` reads `exe.jpg`), or what a file system refuses. What cannot be kept is
left out, and the ending is that of the content, never the one that was sent.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
"""Characters of a name with its ending; with the number of an exercise it fits any file system."""

_LEFT_OUT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters without a glyph: controls, direction marks, lone surrogates, …"""

_RESERVED = re.compile(r'[<>:"|?*%]')
"""What Windows refuses in a name, and the percent sign, which reads as a path once decoded."""

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def clean_name(given: str, ending: str, otherwise: str) -> str:
    """The name to keep, with `ending` (no dot); `otherwise` where nothing of it is left."""
    words = shown_name(given)
    stem, dot, old = words.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", old) or old.lower() not in _same(ending):
        stem = words
    stem = stem[: LONGEST - len(ending) - 1].strip(". ") or otherwise
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{ending}"


def shown_name(given: str) -> str:
    """What can be shown of a name, with the ending that was sent; perhaps nothing."""
    last = re.split(r"[/\\]", given)[-1]
    composed = unicodedata.normalize("NFC", last)
    shown = "".join(one for one in composed if unicodedata.category(one) not in _LEFT_OUT)
    return " ".join(_RESERVED.sub("_", shown).split()).strip(". ")


def _same(ending: str) -> tuple[str, ...]:
    """Endings that mean the same, so that `a.jpeg` becomes `a.jpg` and not `a.jpeg.jpg`."""
    for alike in (("jpg", "jpeg", "jpe"), ("tif", "tiff"), ("heic", "heif"), ("m4a", "mp4", "3gp")):
        if ending in alike:
            return alike
    return (ending,)
