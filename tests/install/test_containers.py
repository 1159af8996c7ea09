"""The container files: every step carried out, every service started, as far as a machine can.

There is no container runtime here. The image's steps happen in the root of this machine below an
overlay, and the services of `compose.yaml` are processes with the settings that it gives them.
Whole systems: `unshare --mount python -m tests.install.container_run ROOT` with a root made by
debootstrap.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from api import __version__
from api.settings import Settings, unknown_names
from tests.api.town import PASSWORD, Town, settle
from tests.docs.pages import ROOT
from tests.install.containerfile import Builder, Image, Step, steps
from tests.support.nginx import Proxy, nginx
from tests.support.postgres import PostgresServer
from tests.support.server import start_zhiban

FOLDER = ROOT / "docs" / "deploy" / "container"
LONGEST_S = 600
OVERLAY = """mount -t tmpfs none /mnt && mkdir /mnt/a /mnt/b /mnt/c &&
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/a,workdir=/mnt/b /mnt/c &&
test -x /mnt/c/bin/sh"""


def can_build() -> bool:
    """Whether this machine lets us carry steps out in a root of our own, and make users there."""
    if os.geteuid() or not shutil.which("unshare"):
        return False
    apart = ["unshare", "--mount", "--net", "--pid", "--fork", "sh", "-c", OVERLAY]
    return subprocess.run(apart, capture_output=True, check=False).returncode == 0


def test_the_image_runs_the_server_as_nobody_in_particular() -> None:
    found = steps((FOLDER / "Containerfile").read_text(encoding="utf-8"))
    said = {step.word: step.rest for step in found}
    assert said["USER"] == "zhiban"
    assert json.loads(said["CMD"]) == ["zhiban", "serve"]
    assert said["VOLUME"] == said["WORKDIR"]
    assert "/api/health/ready" in said["HEALTHCHECK"]
    parts = [part for step in found if step.word == "RUN" for part in step.rest.split("&&")]
    installed = [part for part in parts if "pip install" in part]
    assert len(installed) == 3
    assert all("--require-hashes" in part or "--no-deps" in part for part in installed)
    named = re.findall(r"requirements/\w+\.txt", " ".join(installed))
    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_every_step_of_the_image_can_be_carried_out() -> None:
    if not can_build():
        return
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable]
    command += ["-m", "tests.install.container_run", "--short"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "stopped with 0" in done.stderr
    ready = next(json.loads(line) for line in done.stdout.splitlines() if '"ready":true' in line)
    assert ready["version"] == __version__


def test_no_secret_and_no_data_is_copied_into_an_image(tmp_path: Path) -> None:
    context = tmp_path / "context"
    for name in (".env", "a.db", "a.backup", "docs/zhiban.key", ".git/config", "api/web/dist/a.js"):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).touch()
    shutil.copy(ROOT / ".dockerignore", context)
    image = Image(str(tmp_path / "image"))
    builder = Builder(Path("/"), context, tmp_path, apt=False, env={})
    builder.carry_out(image, Step("COPY", ". /src"))
    copied = {
        str(file.relative_to(tmp_path / "image" / "src"))
        for file in (tmp_path / "image").rglob("*")
        if file.is_file()
    }
    assert copied == {".dockerignore", "api/web/dist/a.js"}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_the_services_name_what_is_there() -> None:
    found = compose()
    services = found["services"]
    for service in services.values():
        for other in service.get("depends_on", ()):
            assert other in services
        for network in service["networks"]:
            assert network in found["networks"]
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in found["volumes"] or source.startswith("./")
    build = services["n1"]["build"]
    context = (FOLDER / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()
    mounted = [one.partition(":")[0] for one in services["proxy"]["volumes"]]
    assert "./nginx.conf" in mounted
    assert (FOLDER / "nginx.conf").is_file()
    names = {name for node in ("n1", "n2") for name in services[node]["environment"]}
    assert unknown_names(dict.fromkeys(names, "")) == {}
    # Whoever asks for a password or an address that is not given is stopped, and told its name.
    given = re.findall(r"\$\{(\w+)(:\?)?\}", (FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    assert {name for name, _ in given} == {"ZHIBAN_DB_PASSWORD", "ZHIBAN_ADDRESS"}
    assert all(needed for _, needed in given)


@pytest.fixture
def offices(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[tuple[Proxy, list[Town]]]:
    """The two nodes as the file sets them, on PostgreSQL, behind its nginx."""
    database = postgres_server.clone()
    towns: list[Town] = []
    try:
        for name in ("n1", "n2"):
            env = compose()["services"][name]["environment"]
            env |= {
                "ZHIBAN_DATABASE_URL": postgres_server.url(database),
                "ZHIBAN_PUBLIC_URL": "https://127.0.0.1/",
                "ZHIBAN_TRUSTED_PROXIES": env["ZHIBAN_TRUSTED_PROXIES"] + ",127.0.0.1",
            }
            towns.append(Town(start_zhiban(tmp_path, env=env)))
        settle(towns[0], ("duty",))
        configuration = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
        places = {f"n{n}:8000": town.url.removeprefix("http://") for n, town in enumerate(towns, 1)}
        with nginx(tmp_path / "nginx", configuration, places) as proxy:
            yield proxy, towns
    finally:
        for town in towns:
            town.server.stop()
        postgres_server.drop(database)


def test_the_services_serve_together(offices: tuple[Proxy, list[Town]]) -> None:
    proxy, towns = offices
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    with httpx.Client(base_url=proxy.url, verify=context, timeout=60) as client:
        body = {"name": "duty", "password": PASSWORD}
        signed_in = client.post("/api/session", json=body, headers={"Origin": proxy.url})
        assert signed_in.status_code == 200, signed_in.text
        assert "__Host-" in signed_in.headers["set-cookie"]
        assert client.get("/metrics").status_code == 404
        nodes = {town.get("/api/health/ready", None).json()["clock"]["node"] for town in towns}
        assert nodes == {"n1", "n2"}
        towns[0].server.kill()
        for _ in range(4):
            assert client.get("/api/session").json()["name"] == "duty"


def test_a_network_may_be_trusted_as_the_services_trust_theirs() -> None:
    trusted = compose()["services"]["n1"]["environment"]["ZHIBAN_TRUSTED_PROXIES"]
    assert Settings(trusted_proxies=trusted).trusted_proxies == trusted
    (network,) = compose()["networks"]["inside"]["ipam"]["config"]
    assert network["subnet"] == trusted
