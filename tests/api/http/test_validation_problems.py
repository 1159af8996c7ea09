"""What is accepted is said of the model that holds the wrong field, however deep it is."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from api.http.validation_problems import problem_of_complaints


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(Closed):
    street: str = ""
    house: int = 0


class Caller(Closed):
    name: str = ""
    place: Place | None = None


class Call(Closed):
    caller: Caller | None = None
    passed_on: tuple[Place, ...] = ()
    by_name: dict[str, Place] = {}


def first_problem(body: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(ValidationError) as wrong:
        Call.model_validate(body)
    return problem_of_complaints(wrong.value.errors(), "en", Call)


@pytest.mark.parametrize(
    ("body", "field", "accepted", "nearest"),
    [
        ({"callr": {}}, "callr", "caller, passed_on, by_name", "caller"),
        ({"caller": {"nam": "x"}}, "caller.nam", "name, place", "name"),
        ({"caller": {"place": {"stret": "x"}}}, "caller.place.stret", "street, house", "street"),
        ({"passed_on": [{"hous": 1}]}, "passed_on[0].hous", "street, house", "house"),
        ({"by_name": {"a": {"hous": 1}}}, "by_name.a.hous", "street, house", "house"),
    ],
)
def test_an_unknown_field_is_told_with_its_own_neighbours(
    body: dict[str, Any], field: str, accepted: str, nearest: str
) -> None:
    problem = first_problem(body)
    assert (problem["code"], problem["field"]) == ("unknown_field", field)
    assert (problem["accepted"], problem["nearest"]) == (accepted, nearest)


def test_a_body_that_is_missing_altogether_is_a_problem() -> None:
    complaint = {"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}
    problem = problem_of_complaints([complaint], "en")
    assert (problem["status"], problem["code"]) == (422, "missing_field")
    assert problem["field"] == "body"
