"""What `python3 x.py audit` makes of an advisory service's answer."""

from typing import Any

import pytest

from docs import known_vulnerabilities
from docs.known_vulnerabilities import NO_ANSWER, NOTHING, SOMETHING, lines_of_python


def test_each_known_vulnerability_is_a_line() -> None:
    known = {"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}
    unfixed = {"id": "PYSEC-2", "fix_versions": []}
    told = {
        "dependencies": [
            {"name": "good", "version": "1.0", "vulns": []},
            {"name": "bad", "version": "2.0", "vulns": [known, unfixed]},
            {"name": "skipped", "skip_reason": "not on the index"},
        ]
    }
    assert lines_of_python(told) == [
        "bad 2.0: PYSEC-1, fixed in 2.1, 3.0",
        "bad 2.0: PYSEC-2, fixed in -",
    ]


@pytest.mark.parametrize(
    ("python", "npm", "code"),
    [
        (NOTHING, NOTHING, NOTHING),
        (NOTHING, NO_ANSWER, NO_ANSWER),
        (SOMETHING, NO_ANSWER, SOMETHING),
    ],
)
def test_what_was_found_counts_more_than_a_missing_answer(
    monkeypatch: pytest.MonkeyPatch, python: int, npm: int, code: int
) -> None:
    answers: dict[str, Any] = {"of_python": lambda _: python, "of_npm": lambda _: npm}
    for name, answer in answers.items():
        monkeypatch.setattr(known_vulnerabilities, name, answer)
    assert known_vulnerabilities.main() == code
