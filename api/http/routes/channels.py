"""The channels by which people are reached, and a test of each."""

from __future__ import annotations

import secrets
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from api.calling.ports import ChannelName
from api.calling.trial import ADDRESSED, trial_address, trial_message
from api.calling.wording import detail_sentence
from api.http.dependencies import State, Tongue, Who, require, signed_in
from api.http.openapi import responses
from api.http.request_bodies import TestChannel, TestChannelBody
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.calling.channel_shapes import attempt_view, channels_page
from engine.errors import InvalidInput
from engine.messages import MessageKey

log = structlog.get_logger("zhiban.channels")

router = APIRouter(prefix="/api/channels", tags=["channels"], route_class=StrictRoute)
Name = Annotated[ChannelName, Path(description="its name")]


async def readers_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account is at the desk, administers or audits."""
    require(await signed_in(request), "duty_officer", "admin", "auditor")


async def administrators_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account administers."""
    require(await signed_in(request), "admin")


@router.get(
    "",
    responses=responses.CHANNELS,
    dependencies=[Depends(readers_only)],
    summary="By which means people are reached",
)
async def channels(language: Tongue, desk: State, who: Who) -> Response:
    """All channels: set up or what is missing, and how the last attempt by each ended."""
    return send(channels_page(desk.channels, language))


@router.post(
    "/{channel}/test",
    responses=responses.CHANNEL_TEST,
    dependencies=[Depends(administrators_only)],
    summary="Send a test message",
)
async def test_channel(
    language: Tongue, channel: Name, body: TestChannelBody, desk: State, who: Who
) -> Response:
    """Send a message that is marked as a test, and tell what the other side answered.

    It waits for the answer: a telephone may ring for as long as the settings say.
    """
    found = desk.channels.channels.get(channel)
    if found is None:
        why = detail_sentence(desk.channels.missing[channel], language)
        name = MessageKey(f"channel.name.{channel}")
        raise HttpError(409, "channel_not_set_up", name=name, why=why)
    key = f"test-{secrets.token_hex(8)}"
    message = trial_message(channel, _address(channel, body), key, language)
    last = await found.attempt(message)
    log.info("channel_tested", channel=channel, by=who.actor.name, result=last.outcome.result)
    return send(attempt_view(last, language))


def _address(channel: ChannelName, body: TestChannel) -> str:
    """The address to test with. Raises `InvalidInput` for one that the channel cannot reach."""
    typed = (body.address or "").strip()
    found = trial_address(channel, typed)
    if found is None:
        wanted = "needed" if channel in ADDRESSED else "none"
        raise InvalidInput(
            "bad_value",
            field="address",
            value=typed[:80],
            accepted=MessageKey(f"channel.address.{wanted}"),
        )
    return found
