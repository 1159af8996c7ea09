"""The prefix of our environment variables, and the terminal's language.

`api.settings` reads everything else. The language stands apart because every run of
`zhiban` needs it, `--help` too, and the libraries behind the settings load slowly.
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
