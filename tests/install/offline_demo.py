"""Run in a network namespace of its own: set up and start the demo, tell whether it is ready.

    python offline_demo.py CHECKOUT

There is no other network than loopback, which is brought up first. Prints what `ready` answers.
"""

from __future__ import annotations

import fcntl
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request

SET_FLAGS, UP = 0x8914, 0x1
READY = "http://127.0.0.1:8000/api/health/ready"
LONGEST_S = 300


def main() -> int:
    """0 once the demo has answered, 1 if it ends or does not answer in time."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))
    demo = subprocess.Popen([sys.executable, "x.py", "demo"], cwd=sys.argv[1])
    limit = time.monotonic() + LONGEST_S
    try:
        while demo.poll() is None and time.monotonic() < limit:
            try:
                with urllib.request.urlopen(READY, timeout=5) as answer:
                    print(answer.read().decode())
                    return 0
            except OSError:
                time.sleep(0.2)
        return 1
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)


if __name__ == "__main__":
    sys.exit(main())
