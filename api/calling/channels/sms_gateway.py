"""SMS by a gateway that speaks HTTP: a provider's, or a box in the office.

Each gateway has its own fields, so body and sign of success are settings. Many answer HTTP 200
to what they refuse: without `success` a "sent" says only that the gateway has answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from api.calling.channels.posting import post
from api.calling.channels.real import Real, RealChannel
from api.calling.channels.robot import phone_number
from api.calling.channels.sms import sms_text
from api.calling.ports import ChannelName, Outcome

DEFAULT_BODY: Mapping[str, Any] = {"number": "{number}", "text": "{text}", "id": "{id}"}


class SmsGateway(RealChannel):
    """Asks one gateway to send an SMS.

    `body` is JSON whose texts may hold `{number}`, `{text}` and `{id}`; `success` are the fields
    with the values that an answer must have; `token` goes into `Authorization: Bearer`.
    """

    name: ChannelName = "sms_gateway"

    def __init__(
        self,
        url: str,
        token: str | None = None,
        body: Mapping[str, Any] = DEFAULT_BODY,
        success: Mapping[str, Any] | None = None,
    ) -> None:
        self._url, self._token = url, token
        self._body, self._success = body, success or {}
        self.receipts = bool(self._success)
        self.secrets = (token or "", url)

    @override
    async def transmit(self, real: Real) -> Outcome:
        message = real.message
        number = phone_number(message.address)
        if number is None:
            return Outcome("refused", "no_mobile_number")
        values = {"{number}": number, "{text}": sms_text(message), "{id}": message.key}
        headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        answer = await post(self, self._url, _filled(self._body, values), headers)
        if isinstance(answer, Outcome):
            return answer
        if not self._success:
            return Outcome("sent", self.told("answered_only", answer.said))
        if answer.fields is None:
            return Outcome("unknown", self.told("not_understood", answer.said))
        if all(_same(answer.fields.get(name), want) for name, want in self._success.items()):
            return Outcome("sent", self.told("taken", answer.text))
        return Outcome("refused", self.told("not_taken", answer.text))


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    """A part of the body with its blanks filled in; what is filled in is not looked at again."""
    if isinstance(part, Mapping):
        return {name: _filled(value, values) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    if not isinstance(part, str):
        return part
    for blank, value in values.items():
        before, found, after = part.partition(blank)
        if found:
            return f"{_filled(before, values)}{value}{_filled(after, values)}"
    return part


def _same(found: Any, want: Any) -> bool:
    """`0` and `"0"` are the same to whoever writes settings; a missing field is nothing."""
    return found is not None and str(found).casefold() == str(want).casefold()
