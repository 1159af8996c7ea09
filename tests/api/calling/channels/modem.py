"""A real `gammu-smsd` with Gammu's dummy driver instead of a modem."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS_TO_END = 60.0

with_the_daemon = pytest.mark.skipif(
    shutil.which("gammu-smsd-inject") is None and not os.environ.get("CI"),
    reason="gammu-smsd is not installed",
)

CONFIG = """
[gammu]
model = dummy
connection = none
port = {folder}/phone
gammuloc = /dev/null

[smsd]
service = files
inboxpath = {folder}/inbox/
outboxpath = {folder}/outbox/
sentsmspath = {folder}/sent/
errorsmspath = {folder}/error/
inboxformat = detail
outboxformat = detail
transmitformat = unicode
logfile = {folder}/log
commtimeout = 1
loopsleep = 1
receivefrequency = 1
statusfrequency = 0
checkbattery = 0
checknetwork = 0
"""

RECEIVED = """[SMSBackup000]
; 1234 is what the comment says, and it may be cut
PDU = Deliver
DateTime = 20261130T010203Z
State = UnRead
Number = "{number}"
Text00 = {text}
Coding = Unicode_No_Compression
Folder = 1
Class = -1
"""


@dataclass(frozen=True)
class Phone:
    """The folders of a daemon, and the memory of its phone."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "gammu-smsdrc"

    def names(self, folder: str) -> list[str]:
        return sorted(file.name for file in (self.folder / folder).iterdir())

    def receives(self, number: str, text: str, place: int = 1) -> None:
        """Have the phone hold a message that somebody sent."""
        words = text.encode("utf-16-be").hex().upper()
        file = self.folder / "phone" / "sms" / "1" / str(place)
        content = RECEIVED.format(number=number, text=words)
        # The daemon must not read half of it.
        half = self.folder / "half"
        half.write_text(content, encoding="utf-8")
        half.rename(file)


def phone_in(folder: Path) -> Phone:
    """The folders without a daemon."""
    for name in ("inbox", "outbox", "sent", "error", *(f"phone/sms/{n}" for n in range(1, 6))):
        (folder / name).mkdir(parents=True)
    phone = Phone(folder)
    phone.config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    return phone


@contextmanager
def switched_on(phone: Phone) -> Iterator[Phone]:
    """The daemon at work."""
    with subprocess.Popen(
        ["gammu-smsd", "-c", str(phone.config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        try:
            yield phone
        finally:
            daemon.terminate()
            daemon.wait(SECONDS_TO_END)
