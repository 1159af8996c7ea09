"""The prefix of our environment variables, the terminal's language, and pydantic's plugins.

`api.settings` reads everything else. These stand apart because every run of `zhiban` needs
them, `--help` too, and the libraries behind the settings load slowly.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

PREFIX = "ZHIBAN_"


def terminal_language(environment: Mapping[str, str] | None = None) -> str:
    """The command line's language: Chinese, unless the setting or the locale says English."""
    given = os.environ if environment is None else environment
    words = given.get(f"{PREFIX}LANGUAGE") or given.get("LC_ALL") or given.get("LANG") or ""
    return "en" if words.lower().startswith("en") else "zh"


def load_no_plugins() -> None:
    """Let pydantic look for no plugins, unless the environment says otherwise.

    The program has none, and looking for one reads the metadata of every installed package.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
