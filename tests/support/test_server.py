"""A server process is waited for, and its failure is told with its log."""

import re
import socket
import sys
import venv
from pathlib import Path

import pytest

from tests.support.server import (
    CHECKOUT,
    ServerFailed,
    ServerProcess,
    WrongCheckout,
    free_port,
    zhiban_of,
)


def interpreter_with(folder: Path, checkout: Path | None) -> Path:
    """An interpreter of its own, with `checkout` installed as an editable install does it."""
    venv.create(folder, symlinks=True)
    if checkout is not None:
        packages = next(folder.glob("lib/python*/site-packages"))
        (packages / "editable.pth").write_text(f"{checkout}\n", encoding="utf-8")
    return folder / "bin" / "python"


def test_the_program_of_this_checkout_is_found(tmp_path: Path) -> None:
    python = interpreter_with(tmp_path / "venv", CHECKOUT)
    assert zhiban_of(python, CHECKOUT) == str(tmp_path / "venv" / "bin" / "zhiban")


def test_an_install_of_another_checkout_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    (other / "api").mkdir(parents=True)
    (other / "api" / "__init__.py").touch()
    python = interpreter_with(tmp_path / "venv", other)
    # What this process may import counts nothing: programs are started with a clean environment.
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    with pytest.raises(WrongCheckout, match=re.escape(f"{other}, and these tests are for")):
        zhiban_of(python, CHECKOUT)


def test_no_install_is_refused(tmp_path: Path) -> None:
    python = interpreter_with(tmp_path / "venv", None)
    with pytest.raises(WrongCheckout, match="the sources in None"):
        zhiban_of(python, CHECKOUT)


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


def test_no_port_is_given_twice_nor_one_of_outgoing_connections() -> None:
    ports = [free_port() for _ in range(500)]
    assert len(set(ports)) == 500
    with socket.create_server(("127.0.0.1", 0)) as chosen_by_the_kernel:
        assert max(ports) < chosen_by_the_kernel.getsockname()[1]
