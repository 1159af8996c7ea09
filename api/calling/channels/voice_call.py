"""One telephone call over SIP, as a program: what to do on stdin, how it ended on stdout.

Both are JSON, the answer in one last line: `{"result": …, "said": …}`. The library makes
threads and prints; nothing of that reaches the server.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pjsua2 as pj
from typing_extensions import override

STEP_MS = 50
BUSY, NO_ANSWER = frozenset({486, 600}), frozenset({408, 480, 487})
WRONG, NOT_LET_IN = frozenset({404, 410, 484, 604}), frozenset({401, 403, 407})
UP = 200


@dataclass(slots=True)
class Course:
    """What has happened in a call so far."""

    up: bool = False
    over: bool = False
    heard: bool = False
    key: str | None = None
    stopped: bool = False
    code: int = 0
    said: str = ""


class Call(pj.Call):  # type: ignore[misc]
    """Notes what happens; nothing may be raised into the library."""

    def __init__(self, account: Any, course: Course, player: Any) -> None:
        super().__init__(account)
        self._course, self._player = course, player

    @override
    def onCallState(self, prm: Any) -> None:
        """Ringing, up or over."""
        info = self.getInfo()
        self._course.code, self._course.said = info.lastStatusCode, info.lastReason
        self._course.heard = self._course.heard or info.lastStatusCode > 0
        self._course.up = self._course.up or info.state == pj.PJSIP_INV_STATE_CONFIRMED
        self._course.over = info.state == pj.PJSIP_INV_STATE_DISCONNECTED

    @override
    def onCallMediaState(self, prm: Any) -> None:
        """Play. Both sides may agree on their sound anew, and then the old one leads nowhere."""
        with suppress(pj.Error):
            self._player.startTransmit(self.getAudioMedia(-1))

    @override
    def onDtmfDigit(self, prm: Any) -> None:
        """A key was pressed."""
        self._course.key = prm.digit


def main() -> None:
    """Make the call that stdin asks for."""
    asked = json.loads(sys.stdin.read())
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    try:
        _start(endpoint)
        course = _call(endpoint, asked)
        result = {"result": ended(course, asked["key"]), "said": f"{course.code} {course.said}"}
    except pj.Error as error:
        result = {"result": "failed", "said": error.reason}
    sys.stdout.write(f"\n{json.dumps(result)}\n")
    sys.stdout.flush()
    endpoint.libDestroy()


def _start(endpoint: Any) -> None:
    config = pj.EpConfig()
    config.logConfig.level = config.logConfig.consoleLevel = 0
    # Everything happens in this thread, in `libHandleEvents`.
    config.uaConfig.threadCnt, config.uaConfig.mainThreadOnly = 0, True
    endpoint.libInit(config)
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, pj.TransportConfig())
    endpoint.libStart()
    # A server has no sound card.
    endpoint.audDevManager().setNullDev()


def _call(endpoint: Any, asked: dict[str, Any]) -> Course:
    """Ring, play, wait for the key, hang up."""
    account, course = _account(asked), Course()
    # Whoever ends this program leaves nobody with a dead line at his ear.
    signal.signal(signal.SIGTERM, lambda *_: setattr(course, "stopped", True))
    player = pj.AudioMediaPlayer()
    player.createPlayer(str(Path(asked["file"])), 0)
    call = Call(account, course, player)
    call.makeCall(f"sip:{asked['number']}@{asked['host']}", pj.CallOpParam(True))
    _until(endpoint, asked["ring_s"], lambda: course.up or course.over or course.stopped)
    if course.up and not course.over and not course.stopped:

        def done() -> bool:
            return course.key == asked["key"] or course.over or course.stopped

        _until(endpoint, asked["talk_s"], done)
    if not course.over:
        code = course.code
        call.hangup(pj.CallOpParam())
        _until(endpoint, 3, lambda: course.over)
        course.code = UP if course.up else code
    return course


def _account(asked: dict[str, Any]) -> Any:
    config = pj.AccountConfig()
    config.idUri = f"sip:{asked['user']}@{asked['host']}"
    if asked["password"]:
        login = pj.AuthCredInfo("digest", "*", asked["user"], 0, asked["password"])
        config.sipConfig.authCreds.append(login)
    account = pj.Account()
    account.create(config)
    return account


def _until(endpoint: Any, seconds: float, there: Any) -> None:
    end = time.monotonic() + seconds
    while not there() and time.monotonic() < end:
        endpoint.libHandleEvents(STEP_MS)


def ended(course: Course, key: str) -> str:
    """How the call ended, in one word."""
    if course.key == key:
        return "answered"
    if course.up:
        return "no_key"
    # A dead port says nothing at all.
    if not course.heard or course.code == 0:
        return "dead"
    for codes, word in (
        (BUSY, "busy"),
        (NO_ANSWER, "no_answer"),
        (WRONG, "wrong"),
        (NOT_LET_IN, "not_let_in"),
    ):
        if course.code in codes:
            return word
    return "no_answer" if course.code < UP else "failed"


if __name__ == "__main__":
    main()
