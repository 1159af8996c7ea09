"""Commands about calls; see `commands`."""

from __future__ import annotations

from typing import Literal

from engine.incident.command_parts import Command, Means
from engine.input_types import Name, Required, Words


class StartCall(Command):
    """叫应: call until somebody answers. Exactly one of `post`, `contact` and `on_duty`.

    `post` is a post, a unit or a division of the plan, `contact` the id of a contact.
    """

    command: Literal["start_call"] = "start_call"
    post: Name | None = None
    contact: Name | None = None
    on_duty: Literal["leader", "duty_officers", "standby"] | None = None
    reason: Required


class AnswerCall(Command):
    """The desk has reached somebody: the call is answered."""

    command: Literal["answer_call"] = "answer_call"
    call: Name
    means: Means = "phone"
    note: Words = ""
