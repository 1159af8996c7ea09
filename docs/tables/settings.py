"""The settings, from `api.settings`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import AnyHttpUrl, SecretStr
from pydantic.fields import FieldInfo

from api.calling.channel_settings import ChannelSettings
from api.environment import PREFIX
from api.settings import Settings
from docs.tables.markdown import code, table

PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    Path: "path",
    AnyHttpUrl: "address, http or https",
    SecretStr: "text, never shown",
}


def settings() -> str:
    """Every setting: its variable, default and meaning."""
    rows = [
        (
            code(f"{PREFIX}{name}".upper()),
            _kind(field.annotation),
            _default(name, field.default),
            field.description,
        )
        for name, field in _in_order()
    ]
    return table(("variable", "takes", "default", "meaning"), rows)


def _in_order() -> list[tuple[str, FieldInfo]]:
    """The server's own settings, then those of the channels, which it inherits."""
    inherited = ChannelSettings.model_fields
    return sorted(Settings.model_fields.items(), key=lambda one: one[0] in inherited)


def _kind(annotation: Any) -> str:
    if annotation in PLAIN:
        return PLAIN[annotation]
    if get_origin(annotation) is dict:
        return "JSON object"
    inner = [one for one in get_args(annotation) if one is not type(None)]
    if len(inner) == 1 and get_args(inner[0]):
        return _kind(inner[0])
    if inner and all(isinstance(one, str) for one in inner):
        return ", ".join(code(one) for one in inner)
    if inner and inner[0] in PLAIN:
        return "JSON list" if Ellipsis in inner else PLAIN[inner[0]]
    return "instant with an offset"


def _default(name: str, value: Any) -> str:
    if name == "plans_dir":
        return "the `plans` folder that came with the program"
    if value in (None, (), {}):
        return "none"
    return code(str(value).lower() if isinstance(value, bool) else value)
