"""Mail by the office's own server, with the server's answer about this one recipient.

Source: RFC 5321 (a 4xx is to be tried again later, a 5xx is not); RFC 3834 for what is sent
by a program.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
)
from typing_extensions import override

from api.calling.channels.real import Real, RealChannel
from api.calling.channels.robot import whole_text
from api.calling.ports import ChannelName, Message, Outcome, Result
from engine.contacts.addresses import read_address

Tls = Literal["none", "starttls", "tls"]
GREYLISTED_S = 120.0
"""Servers that do not know a sender yet take his second try after some minutes."""


class Mail(RealChannel):
    """Sends one message to one recipient a connection."""

    name: ChannelName = "mail"
    limit_s = 30.0

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        now: Callable[[], datetime],
        *,
        tls: Tls = "starttls",
        user: str | None = None,
        password: str | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._host, self._port, self._sender, self._now = host, port, sender, now
        self._tls, self._user, self._password, self._trust = tls, user, password, trust
        self.secrets = (password or "",)

    @override
    async def transmit(self, real: Real) -> Outcome:
        address = real.message.address
        if read_address("mail", address) is None or not address.isascii():
            return Outcome("refused", "no_mail_address")
        # Until the text goes out, whatever breaks has reached nobody.
        under_way: list[str] = []
        try:
            said = await self._talk(real.message, under_way)
        except SMTPAuthenticationError as refused:
            return Outcome("refused", self.told("not_let_in", f"{refused.code} {refused.message}"))
        except SMTPConnectError as error:
            return Outcome("failed", self.told("no_connection", error))
        except SMTPResponseException as refused:
            return self._judged(refused.code, refused.message)
        except (SMTPException, OSError) as error:
            result: Result = "unknown" if under_way else "failed"
            return Outcome(result, self.told("broken_off", f"{type(error).__name__} {error}"))
        return Outcome("sent", self.told("taken", said))

    async def _talk(self, message: Message, under_way: list[str]) -> str:
        client = SMTP(
            hostname=self._host,
            port=self._port,
            timeout=self.limit_s,
            use_tls=self._tls == "tls",
            start_tls=self._tls == "starttls",
            tls_context=self._trust,
        )
        try:
            await client.connect()
            if self._user is not None:
                await client.login(self._user, self._password or "")
            await client.mail(self._sender)
            await client.rcpt(message.address)
            under_way.append(message.address)
            answer = await client.data(self._letter(message).as_bytes())
            # It is taken now, whatever becomes of the farewell.
            with suppress(SMTPException, OSError):
                await client.quit()
        finally:
            client.close()
        return f"{answer.code} {answer.message}"

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._sender
        letter["To"] = message.address
        letter["Subject"] = " ".join(message.subject.split())
        letter["Date"] = format_datetime(self._now())
        # A retry has the same: a mailbox that knows it shows one letter.
        letter["Message-ID"] = f"<{message.key}@{self._sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Priority"] = "1"
        letter.set_content(whole_text(message))
        return letter

    def _judged(self, code: int, said: str) -> Outcome:
        """What a number of the server's means."""
        words = f"{code} {said}"
        if 400 <= code < 500:
            return Outcome("limited", self.told("later", words), GREYLISTED_S)
        return Outcome("refused", self.told("not_taken", words))
