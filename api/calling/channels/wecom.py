"""A WeCom robot (企业微信群机器人).

Source: WeCom's developer centre, "group robots": text messages of at most 2,048 bytes,
`mentioned_mobile_list`, 20 messages a minute, global error numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from typing_extensions import override

from api.calling.channels.rate_window import RateWindow
from api.calling.channels.robot import (
    NOT_NOW,
    TOO_MANY,
    Meaning,
    Robot,
    cut_to_bytes,
    phone_number,
    whole_text,
)
from api.calling.ports import ChannelName, Message

PER_MINUTE = 20
MOST_BYTES = 2048


class WeCom(Robot):
    """Writes into one group."""

    name: ChannelName = "wecom"
    codes: ClassVar[Mapping[int, Meaning]] = {-1: NOT_NOW, 45009: TOO_MANY, 45033: TOO_MANY}

    def __init__(self, host: str, key: str, window: RateWindow | None = None) -> None:
        super().__init__(window or RateWindow(PER_MINUTE, 60))
        self._host, self._key = host, key
        self.secrets = (key,)

    @override
    def request(self, message: Message) -> tuple[str, dict[str, Any]]:
        mobile = phone_number(message.address)
        text: dict[str, Any] = {"content": cut_to_bytes(whole_text(message), MOST_BYTES)}
        if mobile:
            text["mentioned_mobile_list"] = [mobile]
        elif message.address:
            text["mentioned_list"] = [message.address]
        url = f"{self._host}/cgi-bin/webhook/send?{urlencode({'key': self._key})}"
        return url, {"msgtype": "text", "text": text}
