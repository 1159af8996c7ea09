"""The library Apprise, with its plain JSON service at a real listener."""

from __future__ import annotations

import pytest

from api.calling.channels.apprise_channel import AppriseChannel, UnknownService
from tests.api.calling.channels.listener import Listener, message


def service(platform: Listener) -> str:
    return f"json://user:s3cr3t@127.0.0.1:{platform.port}"


async def test_yes_and_no(platform: Listener) -> None:
    platform.says({})
    one = AppriseChannel([service(platform)])
    outcome = await one.send(message())
    assert (outcome.result, outcome.detail, one.receipts) == ("sent", "apprise_yes", False)
    assert platform.last.json["title"] == message().subject
    assert platform.last.json["message"].endswith("https://zhiban.example/answer/tok")
    platform.says({}, 500)
    assert (await one.send(message())).result == "failed"


async def test_of_two_one_may_have_taken_it(platform: Listener) -> None:
    platform.says({}, 500)
    two = AppriseChannel([service(platform), f"{service(platform)}/other"])
    assert (await two.send(message())).result == "unknown"
    assert len(platform.got) == 2


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("dingtalk://t0ken", "dingtalk"),
        ("WeComBot://k3y", "wecombot"),
        ("nosuch://s3cr3t", "nosuch"),
        ("s3cr3t" * 20, ("s3cr3t" * 20)[:40]),
    ],
)
def test_an_address_that_cannot_be_used_is_named_by_its_scheme(url: str, named: str) -> None:
    with pytest.raises(UnknownService) as wrong:
        AppriseChannel([url])
    assert str(wrong.value) == named
