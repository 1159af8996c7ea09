"""A Feishu robot (飞书自定义机器人).

Source: Feishu's open platform, "custom bots": text messages, `<at user_id>`, the signature,
100 messages a minute and 5 a second, error numbers. A custom bot knows no telephone numbers:
who is to be marked is named by an `open_id` or `user_id`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

from typing_extensions import override

from api.calling.channels.robot import (
    NOT_NOW,
    TOO_MANY,
    Meaning,
    SignedRobot,
    phone_number,
    whole_text,
)
from api.calling.ports import ChannelName, Message

PER_SECOND, PER_MINUTE = 5, 100


class Feishu(SignedRobot):
    """Writes into one group; the signature holds for an hour."""

    name: ChannelName = "feishu"
    limits = ((PER_SECOND, 1), (PER_MINUTE, 60))
    code_fields = ("code", "StatusCode")
    text_fields = ("msg", "StatusMessage")
    codes: ClassVar[Mapping[int, Meaning]] = {11232: TOO_MANY, 99991400: TOO_MANY, 19007: NOT_NOW}

    @override
    def request(self, message: Message) -> tuple[str, dict[str, Any]]:
        # A title may hold what looks like a mark of everybody.
        text = whole_text(message).replace("<", "＜")
        if message.address and not phone_number(message.address):
            marked = escape(message.address, quote=True)
            text += f'\n<at user_id="{marked}">{message.person.replace("<", "＜")}</at>'
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if self._secret is not None:
            at = round(self._now().timestamp())
            body |= {"timestamp": str(at), "sign": signature(self._secret, at)}
        return f"{self._host}/open-apis/bot/v2/hook/{self._token}", body


def signature(secret: str, at_s: int) -> str:
    """What proves that we know the robot's secret, at an instant in seconds since 1970."""
    signed = hmac.new(f"{at_s}\n{secret}".encode(), b"", hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()
