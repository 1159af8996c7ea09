"""Numbers and addresses: read as people type them, written in one form, hidden in part.

Source: the numbering plan of Chinese telephones (mobile 11 digits from 13 to 19; an area code
of 3 or 4 digits and 7 or 8 more; short numbers such as 12350), E.164 for other countries.
"""

from __future__ import annotations

import re
import unicodedata

from engine.contacts.contact import Channel, ChannelKind

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-") | {"（": "(", "）": ")"})
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_FOREIGN = re.compile(r"\+(?!86)[1-9][0-9]{6,14}")
_LANDLINE = re.compile(
    r"(?:\+?86)?(?P<area>0?(?:10|2[0-9]|[3-9][0-9]{2}))-?(?P<rest>[2-9][0-9]{6,7})"
)
_LOCAL = re.compile(r"[2-9][0-9]{6,7}|1[0-9]{2,5}|9[0-9]{4,5}")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)\s*([0-9]{1,6})$", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s\"'<>()\[\],;:]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_USER = re.compile(r"[\w.@+\-]{1,64}")
_SHOWN_END = 3


def read_address(kind: ChannelKind, typed: str) -> str | None:
    """The number or address in the one form in which it is kept; None if it is none.

    Full-width digits, spaces, brackets and dashes are read. A landline may have an extension,
    written `0357-2091110转123`.
    """
    plain = unicodedata.normalize("NFKC", typed).translate(_DASHES).strip()
    match kind:
        case "mail":
            return plain if _MAIL.fullmatch(plain) else None
        case "dingtalk" | "wecom" | "feishu":
            return plain if _USER.fullmatch(plain) else None
        case "mobile":
            return _mobile(_digits(plain))
        case "satellite":
            return _mobile(_digits(plain)) or _foreign(_digits(plain))
        case "landline" | "fax":
            return _landline(plain)


def _digits(plain: str) -> str:
    return re.sub(r"[\s().-]", "", plain)


def _mobile(digits: str) -> str | None:
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else _foreign(digits)


def _foreign(digits: str) -> str | None:
    return digits if _FOREIGN.fullmatch(digits) else None


def _landline(plain: str) -> str | None:
    extension = _EXTENSION.search(plain)
    number = plain[: extension.start()] if extension else plain
    behind = f"转{extension[1]}" if extension else ""
    digits = _digits(number)
    if _LOCAL.fullmatch(digits):
        return digits + behind
    found = _LANDLINE.fullmatch(digits)
    if found:
        area = found["area"] if found["area"].startswith("0") else f"0{found['area']}"
        return f"{area}-{found['rest']}{behind}"
    abroad = _foreign(digits)
    return abroad + behind if abroad else None


def tel_uri(channel: Channel) -> str | None:
    """What a telephone or a softphone dials (RFC 3966); None where nothing is dialled."""
    if channel.kind not in ("mobile", "landline", "satellite"):
        return None
    number, _, extension = channel.address.partition("转")
    return f"tel:{number.replace('-', '')}" + (f";ext={extension}" if extension else "")


def masked(channel: Channel) -> str:
    """The address with its middle hidden, for screens that strangers may read."""
    address = channel.address
    if channel.kind == "mail":
        name, _, domain = address.partition("@")
        return f"{name[:1]}***@{domain}"
    number = address.partition("转")[0]
    shown = len(number) - _SHOWN_END
    begin = number.find("-") + 1 or min(_SHOWN_END, max(shown - _SHOWN_END, 0))
    return f"{number[:begin]}{'*' * max(shown - begin, _SHOWN_END)}{number[-_SHOWN_END:]}"
