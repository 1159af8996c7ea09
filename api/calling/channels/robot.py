"""What the robots of DingTalk, WeCom and Feishu have in common.

A robot writes into one group and marks a person there (@). It answers HTTP 200 to nearly
everything: whether it took the message stands in the body.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from typing_extensions import override

from api.calling.channels.posting import LIMITED_S, post
from api.calling.channels.rate_window import RateWindow
from api.calling.channels.real import Real, RealChannel
from api.calling.ports import Message, Outcome, Result
from engine.contacts.addresses import read_address

Meaning = tuple[Result, float | None]
"""A result, and the seconds to wait."""


class Robot(RealChannel):
    """A robot in a group.

    `codes` say what the platform's numbers mean, as far as it is not "refused"; `code_fields`
    and `text_fields` where number and words stand in its answer.
    """

    code_fields: tuple[str, ...] = ("errcode",)
    text_fields: tuple[str, ...] = ("errmsg",)
    codes: ClassVar[Mapping[int, Meaning]] = {}

    def __init__(self, *windows: RateWindow) -> None:
        self._windows = windows

    @abstractmethod
    def request(self, message: Message) -> tuple[str, dict[str, Any]]:
        """The address with its key, and the body."""

    @override
    async def transmit(self, real: Real) -> Outcome:
        wait = max(window.take() for window in self._windows)
        if wait > 0:
            return Outcome("limited", "own_limit", wait)
        url, body = self.request(real.message)
        answer = await post(self, url, body)
        if isinstance(answer, Outcome):
            return answer
        fields = answer.fields or {}
        code = next((fields[name] for name in self.code_fields if name in fields), None)
        if type(code) is not int:
            return Outcome("unknown", self.told("not_understood", answer.said))
        said = next((fields[name] for name in self.text_fields if name in fields), "")
        words = f"{code} {said}"
        if code == 0:
            return Outcome("sent", self.told("taken", words))
        result, wait_s = self.codes.get(code, ("refused", None))
        word = {"limited": "too_many", "failed": "not_now"}.get(result, "not_taken")
        return Outcome(result, self.told(word, words), wait_s)


class SignedRobot(Robot):
    """A robot whose messages may be signed with a secret. `now` gives aware instants.

    `limits` are how many messages it may write in how many seconds.
    """

    limits: tuple[tuple[int, float], ...] = ()

    def __init__(
        self,
        host: str,
        token: str,
        secret: str | None,
        now: Callable[[], datetime],
        window: RateWindow | None = None,
    ) -> None:
        super().__init__(*((window,) if window else (RateWindow(*one) for one in self.limits)))
        self._host, self._token, self._secret, self._now = host, token, secret, now
        self.secrets = (token, secret or "")


def whole_text(message: Message) -> str:
    """The text, with the link to answer below it where there is one."""
    missing = message.link and message.link not in message.text
    return f"{message.text}\n{message.link}" if missing else message.text


def phone_number(address: str) -> str | None:
    """The address as a mobile number, if it is one."""
    return read_address("mobile", address)


def cut_to_bytes(text: str, most: int) -> str:
    """The text, without its end if it takes more than `most` bytes; no character is halved."""
    return text.encode()[:most].decode("utf-8", "ignore")


TOO_MANY: Meaning = ("limited", LIMITED_S)
NOT_NOW: Meaning = ("failed", None)
