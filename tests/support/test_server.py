"""A server process is waited for, and its failure is told with its log."""

import sys
from pathlib import Path

import pytest

from tests.support.server import ServerFailed, ServerProcess, free_port


def serve_files(folder: Path) -> ServerProcess:
    """Any HTTP server will do here: Python's own."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    return ServerProcess(command, port=port, folder=folder)


def test_it_is_live_and_stops(tmp_path: Path) -> None:
    server = serve_files(tmp_path)
    server.wait_until_live("/")
    assert server.process.poll() is None
    assert server.stop() != 0  # Python's own server knows no orderly end
    assert server.process.poll() is not None


def test_a_server_that_ends_at_once_is_reported_with_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such database')"]
    server = ServerProcess(command, port=free_port(), folder=tmp_path)
    with pytest.raises(ServerFailed, match=r"ended with 1:\nno such database"):
        server.wait_until_live()


def test_stopping_twice_does_no_harm(tmp_path: Path) -> None:
    server = serve_files(tmp_path)
    server.wait_until_live("/")
    assert server.kill() == server.stop()
