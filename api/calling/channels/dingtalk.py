"""A DingTalk robot (钉钉自定义机器人).

Source: DingTalk's open platform, "custom robot": text messages, `atMobiles`, the signature,
20 messages a minute, error numbers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

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

PER_MINUTE = 20
LOCKED_S = 600.0
"""Who sends more than 20 in a minute is shut out for ten."""


class DingTalk(SignedRobot):
    """Writes into one group; the signature holds for an hour."""

    name: ChannelName = "dingtalk"
    limits = ((PER_MINUTE, 60),)
    codes: ClassVar[Mapping[int, Meaning]] = {
        -1: NOT_NOW,
        130101: ("limited", LOCKED_S),
        410100: TOO_MANY,
        90018: TOO_MANY,
    }

    @override
    def request(self, message: Message) -> tuple[str, dict[str, Any]]:
        query = {"access_token": self._token}
        if self._secret is not None:
            at = round(self._now().timestamp() * 1000)
            query |= {"timestamp": str(at), "sign": signature(self._secret, at)}
        mobile = phone_number(message.address)
        text = whole_text(message)
        if message.address:
            # The mark appears only where the text holds it too.
            text = f"{text}\n@{mobile or message.address}"
        body = {
            "msgtype": "text",
            "text": {"content": text},
            "at": {
                "atMobiles": [mobile] if mobile else [],
                "atUserIds": [message.address] if message.address and not mobile else [],
                "isAtAll": False,
            },
        }
        return f"{self._host}/robot/send?{urlencode(query)}", body


def signature(secret: str, at_ms: int) -> str:
    """What proves that we know the robot's secret, at an instant in milliseconds since 1970."""
    signed = hmac.new(secret.encode(), f"{at_ms}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()
