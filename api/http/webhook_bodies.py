"""Bodies of requests about webhooks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body
from pydantic import Field, StringConstraints

from api.http.request_bodies import Closed, Reason
from engine.input_types import Required

MOST_TYPES = 100

Address = Annotated[Required, StringConstraints(max_length=2000)]
Type = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,60}$")]
Types = Annotated[tuple[Type, ...], Field(max_length=MOST_TYPES)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class SaveWebhook(Closed):
    """A subscription as it is to be. Without `types` it is told of every entry.

    With `exercises` it is told of exercises and of nothing else, otherwise of real incidents
    alone; with a `division` only of incidents that have reached it.
    """

    url: Address
    types: Types = ()
    exercises: bool = False
    division: Code | None = None
    enabled: bool = True
    reason: Reason | None = None


_EXAMPLE = {
    "url": "https://city.example.org/hooks/zhiban",
    "types": ["response_activated", "response_adjusted", "response_ended"],
    "exercises": False,
    "division": None,
}
SaveWebhookBody = Annotated[SaveWebhook, Body(examples=[_EXAMPLE])]
