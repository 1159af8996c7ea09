"""Languages, and one good sentence for each of pydantic's complaints."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from api.http.request_bodies import AnyCommand
from api.http.validation_problems import problem_of_complaints
from api.problems import language_of, problem_of
from engine.errors import InvalidInput, NotFound, StaleVersion
from engine.messages import MessageKey

COMMANDS: TypeAdapter[Any] = TypeAdapter(AnyCommand)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en-GB,zh;q=0.8", "en"),
        ("zh-CN,en;q=0.8", "zh"),
        ("en;q=0.3, zh-Hans;q=0.9", "zh"),
        ("de, fr", "zh"),
        ("en;q=0", "zh"),
        ("en;q=high", "zh"),
        ("*", "zh"),
    ],
)
def test_the_language_is_the_readers(header: str | None, language: str) -> None:
    assert language_of(header) == language


def complained(body: Any, language: str = "zh") -> dict[str, Any]:
    with pytest.raises(ValidationError) as wrong:
        COMMANDS.validate_python(body)
    complaints = [dict(one) for one in wrong.value.errors()]
    for one in complaints:
        one["loc"] = ("body", *one["loc"])
    return problem_of_complaints(complaints, language)


def test_the_value_the_accepted_and_the_nearest_are_named() -> None:
    problem = complained({"command": "submit_report", "kind": "nill"})
    assert problem["detail"] == (
        "“报告种类”不接受“nill”。可用：scheduled, urgent, nil, first, follow_up, final, "
        "correction。最接近的是：nil。"
    )
    assert (problem["field"], problem["nearest"]) == ("kind", "nil")


def test_a_misspelt_field_is_told_with_the_known_ones() -> None:
    problem = complained({"command": "add_log_entry", "text": "x", "reasn": "y"}, "en")
    assert problem["detail"].startswith(
        "There is no field “reasn”. Accepted: command, on_behalf_of"
    )


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    road: str = ""
    lane: Literal["left", "right"] = "left"


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = ""
    way: Inner | None = None
    ways: tuple[Inner, ...] = ()


@pytest.mark.parametrize(
    ("body", "field", "accepted", "near"),
    [
        ({"nam": 1}, "nam", "name, way, ways", "name"),
        ({"way": {"rod": "x"}}, "way.rod", "road, lane", "road"),
        ({"ways": [{}, {"lan": "left"}]}, "ways[1].lan", "road, lane", "lane"),
        ({"way": {"lane": "lef"}}, "way.lane", "left, right", "left"),
    ],
)
def test_an_unknown_field_is_told_with_those_of_the_model_it_stands_in(
    body: Any, field: str, accepted: str, near: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        Outer.model_validate(body)
    complaints = [one | {"loc": ("body", *one["loc"])} for one in wrong.value.errors()]
    problem = problem_of_complaints(complaints, "en", Outer)
    assert (problem["field"], problem["accepted"], problem["nearest"]) == (field, accepted, near)


def test_all_that_is_wrong_is_listed() -> None:
    problem = complained({"command": "strike_entry", "seq": "x", "why": 1})
    assert {error["field"] for error in problem["errors"]} == {"seq", "reason", "why"}


def test_limits_are_told() -> None:
    assert (
        complained({"command": "strike_entry", "seq": 0, "reason": "x"})["accepted"] == "不小于 1"
    )
    assert complained({"command": "add_log_entry", "text": " "})["accepted"] == "不能为空"
    problem = complained({"command": "add_log_entry", "text": "x" * 5000}, "en")
    assert problem["accepted"] == "at most 4000 characters"
    assert len(problem["detail"]) < 200


def test_an_empty_set_of_figures_is_told_in_the_readers_language() -> None:
    empty = {"command": "record_facts", "facts": {}}
    assert complained(empty)["detail"] == "“情况”的值 {} 不对。要求：至少 1 项。"
    assert complained(empty, "en")["accepted"] == "1 or more entries"


def test_what_is_accepted_is_told_in_words_everywhere() -> None:
    wrong = InvalidInput("wrong_kind", field="f", value="x", accepted=MessageKey("word.kind.count"))
    assert problem_of(wrong, "zh")["accepted"] in wrong.sentence()
    assert problem_of(wrong, "en")["accepted"] in wrong.sentence("en")


def test_an_error_has_its_status_and_facts() -> None:
    assert problem_of(NotFound("incident_not_found", id="x"), "en") == {
        "type": "urn:zhiban:problem:incident_not_found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no incident “x”.",
        "code": "incident_not_found",
    }
    stale = problem_of(StaleVersion("stale_version", current=7, given=3), "en")
    assert (stale["status"], stale["current"], stale["allowed"]) == (412, 7, [])
