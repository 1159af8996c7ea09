"""A real telephone on this machine: Debian's `baresip`, which answers calls over SIP."""

from __future__ import annotations

import json
import socket
import subprocess
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.api.town import eventually
from tests.support.server import free_port

SECONDS_TO_ANSWER = 60.0
HEAD_BYTES, LOUD, LOUD_SAMPLES = 44, 500, 2000

CONFIG = """
sip_listen 127.0.0.1:{sip}
ctrl_tcp_listen 127.0.0.1:{control}
module_path /usr/lib/baresip/modules
module g711.so
module sndfile.so
snd_path {folder}
module aubridge.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
audio_source aubridge,line
audio_player aubridge,line
audio_alert aubridge,line
"""


@dataclass(frozen=True)
class Telephone:
    """One telephone with one number; what happens there comes by a line of its own."""

    host: str
    number: str
    line: socket.socket
    folder: Path

    def presses(self, key: str) -> None:
        """Wait until somebody has called and it was picked up, then press a key."""
        self.waits_for("CALL_ESTABLISHED")
        self.does("sndcode", key)

    def hears(self) -> int:
        """Wait until a second of speech has come in."""
        self.waits_for("CALL_ESTABLISHED")
        return eventually(lambda: self.heard() > LOUD_SAMPLES and self.heard())

    def heard(self) -> int:
        """How many of the samples that came in were loud, in all calls so far."""
        files = self.folder.glob("dump-*-dec.wav")
        # The length in a file's head is written last.
        content = b"".join(file.read_bytes()[HEAD_BYTES:] for file in files)
        samples = array("h", content[: len(content) // 2 * 2])
        return sum(abs(one) > LOUD for one in samples)

    def declines(self) -> None:
        """Wait until it rings, and hang up."""
        self.waits_for("CALL_INCOMING")
        self.does("hangup")

    def waits_for(self, event: str) -> None:
        got = b""
        while event.encode() not in got:
            more = self.line.recv(4096)
            assert more, f"no {event}"
            got += more

    def does(self, command: str, params: str = "") -> None:
        content = json.dumps({"command": command, "params": params, "token": "t"}).encode()
        self.line.sendall(b"%d:%s," % (len(content), content))


@contextmanager
def telephone(folder: Path, number: str, answermode: str) -> Iterator[Telephone]:
    """A telephone that picks up by itself (`auto`) or waits for somebody (`manual`)."""
    # It takes the port after that of SIP as well, for TLS.
    sip, _, control = free_port(), free_port(), free_port()
    folder.mkdir()
    (folder / "config").write_text(
        CONFIG.format(sip=sip, control=control, folder=folder), encoding="utf-8"
    )
    account = f"<sip:{number}@127.0.0.1:{sip}>;regint=0;answermode={answermode}\n"
    (folder / "accounts").write_text(account, encoding="utf-8")
    for name in ("contacts", "uuid"):
        (folder / name).touch()
    with subprocess.Popen(
        ["baresip", "-f", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            with eventually(lambda: _line(control)) as line:
                yield Telephone(f"127.0.0.1:{sip}", number, line, folder)
        finally:
            # Asked to end it would say good-bye to a caller who is gone, for half a minute.
            running.kill()
            running.wait(SECONDS_TO_ANSWER)


def _line(port: int) -> socket.socket | None:
    with suppress(OSError):
        return socket.create_connection(("127.0.0.1", port), SECONDS_TO_ANSWER)
    return None
