"""A wire between a client and PostgreSQL that can be cut at a commit."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
BEFORE, AFTER, LATE, LAST = "before", "after", "late", "last"
SECONDS_TO_ASK = 60.0


class Wire:
    """A unix socket in `folder` that passes everything on to the server's socket.

    `cut` (once): `before` drops the next COMMIT and the connection with it, `after` lets
    the server carry it out and drops the answer, `late` lets it do so only when the next
    transaction asks for the writers' lock, `last` does so and is dead from then on.
    """

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self.cut: str | None = None
        self.dead = False
        self._asked = threading.Event()
        self._server = str(server / SOCKET)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / SOCKET))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections, and pass nothing on."""
        self.dead = True
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                for way in (self._up, self._down):
                    threading.Thread(target=way, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what the client says, until it stops or the wire is cut."""
        with contextlib.suppress(OSError):
            while (content := client.recv(65536)) and self._passes(content, client, server):
                server.sendall(content)
        # The server carries out all it was sent, and only then sees that nobody is there.
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _passes(self, content: bytes, client: socket.socket, server: socket.socket) -> bool:
        if b"pg_advisory_xact_lock" in content:
            self._asked.set()
        if not self.cut or b"COMMIT" not in content:
            return not self.dead
        how, self.cut = self.cut, None
        self._asked.clear()
        # The way down is shut first: no answer may slip through.
        client.shutdown(socket.SHUT_WR)
        if how == LAST:
            self.close()
        if how == LATE:
            self._asked.wait(SECONDS_TO_ASK)
        if how in (AFTER, LATE, LAST):
            server.sendall(content)
        return False

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what the server says; hang up when it is done."""
        with contextlib.suppress(OSError):
            while content := server.recv(65536):
                client.sendall(content)
        with contextlib.suppress(OSError):
            while server.recv(65536):
                pass
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        client.close()
        server.close()
