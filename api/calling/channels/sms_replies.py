"""Replies by SMS: who sends back the code of a message has answered the call.

A reply counts only from the number that was called. What was read is moved into the folder
`read` below the modem's inbox, so that a code which is used again for a later call is never
answered by an old reply.

The sender of an SMS can be forged and a code has four digits, so codes cannot be tried out: of a
message the first `MOST_CODES` are looked at, and of a number `MOST_WRONG` wrong ones within
`WRONG_S` seconds.
"""

from __future__ import annotations

import asyncio
import configparser
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from api.calling.channels.rate_window import RateWindow
from api.calling.channels.sms import ModemUnset, read_spool
from api.calling.ports import Answers, KeyOf
from engine.contacts.addresses import read_address
from engine.memo import BoundedDict

log = structlog.get_logger("zhiban.channels")

LOOK_S = 2.0
MOST_CODES = 4
MOST_WRONG = 20
WRONG_S = 3600.0
MOST_NUMBERS = 10_000
READ = "read"
MEANS = "sms_reply"
_CODE = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_PART = re.compile(r"text([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMS that came in: from which number, which codes stand in it."""

    number: str
    codes: tuple[str, ...]


def read_reply(content: str) -> Reply | None:
    """A message of the daemon's inbox (`inboxformat = detail`); None if it cannot be read.

    The text is read from its own field, not from the comment above: that one is cut.
    """
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(content)
    except configparser.Error:
        return None
    words, number = "", None
    for name in parser.sections():
        number = number or read_address("mobile", parser[name].get("number", "").strip('"'))
        try:
            words += "".join(_texts(parser[name]))
        except ValueError:
            return None
    if number is None:
        return None
    found = _CODE.findall(unicodedata.normalize("NFKC", words))
    return Reply(number, tuple(dict.fromkeys(found)))


def _texts(section: configparser.SectionProxy) -> Iterator[str]:
    """The parts of the text, UTF-16 in hexadecimal digits. Raises `ValueError`."""
    for name in sorted(filter(_PART.fullmatch, section)):
        yield bytes.fromhex(section[name]).decode("utf-16-be")


class SmsReplies:
    """Reads what the modem of `config` has received, and tells the answers.

    `key_of` knows which message of a number carries a code.
    """

    def __init__(self, config: Path, key_of: KeyOf, answers: Answers) -> None:
        self._config, self._key_of, self._answers = config, key_of, answers
        self._wrong = BoundedDict[str, RateWindow](MOST_NUMBERS)
        self._trouble: str | None = None

    async def run(self) -> None:
        """Look every `LOOK_S` seconds until cancelled."""
        while True:
            trouble = None
            try:
                await self.look()
            except (ModemUnset, OSError) as error:
                trouble = str(error)
            except Exception as error:
                # What could not be entered now is read again at the next look.
                trouble = type(error).__name__
            if trouble and trouble != self._trouble:
                log.warning("sms_replies_unread", why=trouble)
            self._trouble = trouble
            await asyncio.sleep(LOOK_S)

    async def look(self) -> int:
        """Read what has come in; how many answers. Raises `ModemUnset` and `OSError`.

        One reply that cannot be read or entered keeps no other waiting: what went wrong is
        raised after all of them.
        """
        spool = await asyncio.to_thread(read_spool, self._config)
        answered, trouble = 0, None
        for file in await asyncio.to_thread(_received, spool.inbox):
            try:
                content = await asyncio.to_thread(file.read_text, "utf-8", "replace")
                answered += await self._take(read_reply(content))
                await asyncio.to_thread(_put_away, file)
            except Exception as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble
        return answered

    async def _take(self, reply: Reply | None) -> bool:
        if reply is None:
            log.warning("sms_unreadable")
            return False
        wrong = self._wrong.setdefault(reply.number, RateWindow(MOST_WRONG, WRONG_S))
        for code in reply.codes[:MOST_CODES]:
            if wrong.full:
                log.warning("sms_codes_tried_out")
                return False
            key = await self._key_of(reply.number, code)
            if key is not None:
                await self._answers(key, MEANS, code)
                return True
            wrong.take()
        log.info("sms_without_a_code")
        return False


def _received(inbox: Path) -> list[Path]:
    return sorted(file for file in inbox.glob("IN*") if file.is_file())


def _put_away(file: Path) -> None:
    folder = file.parent / READ
    folder.mkdir(exist_ok=True)
    file.rename(folder / file.name)
