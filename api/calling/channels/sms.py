"""SMS by a modem on the office's own line, through Debian's `gammu-smsd` and its files service.

The daemon keeps the modem; here a message is put into its outbox and followed until it stands
under `sent` or `error`. No network is needed.

Source: Gammu's documentation of `gammu-smsd-inject`, the files service and the backup format.
"""

from __future__ import annotations

import asyncio
import configparser
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from api.calling.channels.rate_window import RateWindow
from api.calling.channels.real import Real, RealChannel
from api.calling.channels.robot import phone_number
from api.calling.ports import ChannelName, Message, Outcome
from engine.messages import text

INJECT = "gammu-smsd-inject"
SECONDS_TO_INJECT = 10.0
LOOK_S = 0.2
SAME_NAME_S = 2.0
"""Files are named by second and number: a second message would take the first one's place."""
_WRITTEN = re.compile(rb"Written message with ID (\S.*?)\s*$", re.MULTILINE)


class ModemUnset(Exception):
    """The daemon's configuration cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Spool:
    """The daemon's folders."""

    inbox: Path
    outbox: Path
    sent: Path
    error: Path


def read_spool(config: Path) -> Spool:
    """The folders that a `gammu-smsdrc` names. Raises `ModemUnset`."""
    parser = configparser.ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    try:
        parser.read_string(config.read_text(encoding="utf-8", errors="replace"))
        smsd = parser["smsd"]
        if (smsd.get("service") or "").lower() != "files":
            raise ModemUnset("service = files")
        names = ("inboxpath", "outboxpath", "sentsmspath", "errorsmspath")
        return Spool(*(Path(smsd[name]) for name in names))
    except OSError as error:
        raise ModemUnset(error.strerror or type(error).__name__) from None
    except configparser.Error as error:
        raise ModemUnset(str(error)) from None
    except (KeyError, TypeError) as error:
        raise ModemUnset(f"[smsd] {error}") from None


class Modem(RealChannel):
    """Sends by the daemon that `config` (its `gammu-smsdrc`) belongs to.

    `seconds` is how long the modem has: what still lies in the outbox then is taken back.
    """

    name: ChannelName = "sms"

    def __init__(self, config: Path, seconds: float = 60.0, inject: str = INJECT) -> None:
        self._config, self._seconds, self._inject = config, seconds, inject
        self._windows: dict[str, RateWindow] = {}
        self.limit_s = seconds + SECONDS_TO_INJECT + 5

    @override
    async def transmit(self, real: Real) -> Outcome:
        # The program answers 0 to an empty number and to a word.
        number = phone_number(real.message.address)
        if number is None:
            return Outcome("refused", "no_mobile_number")
        if self._windows.setdefault(number, RateWindow(1, SAME_NAME_S)).take() > 0:
            return Outcome("limited", "own_limit", SAME_NAME_S)
        program = shutil.which(self._inject)
        if program is None:
            return Outcome("failed", self.told("no_program", self._inject))
        try:
            spool = await asyncio.to_thread(read_spool, self._config)
        except ModemUnset as why:
            return Outcome("failed", self.told("modem_unset", why))
        put = await self._put(program, number, sms_text(real.message))
        if isinstance(put, Outcome):
            return put
        return await self._follow(put, spool)

    async def _put(self, program: str, number: str, words: str) -> Path | Outcome:
        """Put it into the outbox; the file there."""
        # The text goes by stdin: a command line is read by everybody on the machine.
        made = await asyncio.create_subprocess_exec(
            program,
            *("-c", str(self._config), "TEXT", number, "-unicode", "-autolen", str(len(words))),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        )
        try:
            async with asyncio.timeout(SECONDS_TO_INJECT):
                said, _ = await made.communicate(words.encode())
        except TimeoutError:
            return Outcome("unknown", self.told("no_end", self._inject))
        finally:
            if made.returncode is None:
                made.kill()
                await made.wait()
        written = _WRITTEN.search(said)
        if made.returncode != 0 or written is None:
            return Outcome("failed", self.told("modem_refused", said.decode("utf-8", "replace")))
        return Path(written[1].decode("utf-8", "replace"))

    async def _follow(self, file: Path, spool: Spool) -> Outcome:
        """Wait until the daemon has moved the file, or take it back."""
        for _ in range(round(self._seconds / LOOK_S)):
            moved = await asyncio.to_thread(_moved, file, spool)
            if moved is not None:
                return moved
            await asyncio.sleep(LOOK_S)
        return await asyncio.to_thread(_taken_back, file, spool)


def _moved(file: Path, spool: Spool) -> Outcome | None:
    if (spool.sent / file.name).exists():
        return Outcome("sent", "modem_sent")
    if (spool.error / file.name).exists():
        return Outcome("failed", "modem_error")
    return None


def _taken_back(file: Path, spool: Spool) -> Outcome:
    """Take it out of the outbox: an hour later it would call somebody about what is over."""
    try:
        file.unlink()
    except FileNotFoundError:
        return _moved(file, spool) or Outcome("unknown", "modem_lost")
    return Outcome("failed", "modem_silent")


def sms_text(message: Message) -> str:
    """The short text, with the code to reply with if it does not hold it yet."""
    if message.code is None or message.code in message.short:
        return message.short
    return f"{message.short}{text('channel.reply_code', code=message.code)}"
