"""The two channels that need nothing: the desk itself, and the sink of exercises."""

from __future__ import annotations

from api.calling.ports import ChannelName, Message, Outcome


class Desk:
    """The list "to be called now" on the screens: somebody there takes up a telephone.

    Nothing is sent. That the row of the outbox stands there is the message.
    """

    name: ChannelName = "desk"
    receipts = False

    async def send(self, message: Message) -> Outcome:
        """Say that it stands on the list."""
        return Outcome("refused", "exercise") if message.exercise else Outcome("sent", "on_list")


class Sink:
    """Where calls of exercises end: nobody is reached."""

    name: ChannelName = "sink"
    receipts = False

    async def send(self, message: Message) -> Outcome:
        """Drop a message of an exercise; a real one must not be lost here."""
        return Outcome("sent", "in_sink") if message.exercise else Outcome("refused", "not_in_sink")
