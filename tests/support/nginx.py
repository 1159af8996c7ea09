"""A real nginx on loopback that runs an example of the documentation."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.server import free_port

BLOCK = re.compile(r"^```nginx\n(.*?)^```", re.MULTILINE | re.DOTALL)
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
LONGEST_START_S = 60
LOCATIONS = """
server {
    listen 443 ssl;
    ssl_certificate     /etc/ssl/zhiban.pem;
    ssl_certificate_key /etc/ssl/zhiban.key;
"""
"""Around an example that is a part of a server."""


def find_nginx() -> str | None:
    """The program, or None."""
    return shutil.which("nginx", path=PLACES)


def examples(page: Path) -> list[str]:
    """The nginx examples of a page, in order; each as a whole configuration."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [one if "server {" in one else f"{LOCATIONS}{one}}}\n" for one in found]


@dataclass(frozen=True)
class Proxy:
    """Where the proxy listens, and the certificate that it shows."""

    url: str
    plain: str
    certificate: Path


@contextmanager
def nginx(folder: Path, example: str, servers: Mapping[str, str]) -> Iterator[Proxy]:
    """Run an example with its ports and certificates put in, and `servers` for its addresses.

    Raises `AssertionError` with nginx's words if it refuses the configuration.
    """
    program = find_nginx()
    assert program, "nginx is not installed"
    folder.mkdir(parents=True, exist_ok=True)
    secure, plain = free_port(), free_port()
    certificate, key = _certificate(folder)
    replaced = {
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "/etc/ssl/zhiban.pem": str(certificate),
        "/etc/ssl/zhiban.key": str(key),
        **servers,
    }
    for written, meant in replaced.items():
        example = example.replace(written, meant)
    file = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"    {name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file.write_text(
        f"{user}pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\ndaemon off;\n"
        f"events {{}}\nhttp {{\n    access_log off;\n{temporary}{example}\n}}\n"
    )
    command = [program, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + LONGEST_START_S
        while not _listens(secure):
            assert process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < limit, "nginx does not start"
        yield Proxy(f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}", certificate)
    finally:
        process.terminate()
        process.wait(LONGEST_START_S)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "zhiban.example")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "zhiban.pem", folder / "zhiban.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
