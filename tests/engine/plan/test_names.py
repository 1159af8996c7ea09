"""Names of a plan's parts in the reader's language."""

import pytest

from engine.plan.names import unit_name


@pytest.mark.parametrize(
    ("unit", "chinese", "english"),
    [
        ("人", "人", ""),
        ("元", "元", "yuan"),
        ("个县（市、区）", "个县（市、区）", ""),
        ("%", "%", "%"),
        ("km", "km", "km"),
        (None, "", ""),
    ],
)
def test_a_unit_that_has_no_english_is_left_out_of_english(
    unit: str | None, chinese: str, english: str
) -> None:
    assert unit_name(unit, "zh") == chinese
    assert unit_name(unit, "en") == english
