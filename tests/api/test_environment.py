"""The terminal's language, from the environment alone."""

import pytest

from api.environment import PREFIX, terminal_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "EN"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", f"{PREFIX}LANGUAGE": "zh"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", f"{PREFIX}LANGUAGE": "en"}, "en"),
        ({"LANG": "en_GB.UTF-8", f"{PREFIX}LANGUAGE": ""}, "en"),
    ],
)
def test_our_setting_wins_over_the_locale_and_chinese_over_all_else(
    environment: dict[str, str], language: str
) -> None:
    assert terminal_language(environment) == language
