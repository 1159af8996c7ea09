"""An error that nobody foresaw is a problem with a number, and nothing of its inside."""

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from api.http.middleware import Observed
from api.http.request_log import Observer
from api.monitoring.metrics import Metrics


async def broken(scope: Scope, receive: Receive, send: Send) -> None:
    raise LookupError("a secret of the inside")


async def test_it_is_told_without_its_inside() -> None:
    metrics = Metrics()
    observed = Observed(broken, Observer(metrics, lambda: "request-1"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(observed), base_url="http://x"
    ) as client:
        answer = await client.get("/api/plans", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "request-1"
    assert answer.json()["code"] == "internal"
    assert "request-1" in answer.json()["detail"]
    assert "secret" not in answer.text
    assert b'status="500"' in metrics.page()


async def test_the_secret_of_a_link_stands_in_no_log(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    observed = Observed(broken, Observer(Metrics(), lambda: "request-1"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(observed), base_url="http://x"
    ) as client:
        assert (await client.get("/answer/k3yOfSomebody")).status_code == 500
    told = capsys.readouterr().out + caplog.text
    assert "unforeseen_error" in told
    assert "k3yOfSomebody" not in told


@pytest.mark.parametrize(("given", "kept"), [("abcdefgh-1", True), ("x" * 99, False), ("ö", False)])
async def test_a_sensible_request_id_is_kept(given: str, kept: bool) -> None:
    observed = Observed(broken, Observer(Metrics(), lambda: "made-here"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(observed), base_url="http://x"
    ) as client:
        answer = await client.get("/", headers={"X-Request-Id": given.encode()})
    assert (answer.headers["x-request-id"] == given) is kept
