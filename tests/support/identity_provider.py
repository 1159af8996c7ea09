"""A real OpenID Connect provider in a process of its own: npm's oidc-provider, on loopback."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.support.server import free_port

FOLDER = Path(__file__).parents[1] / "oidc"
MOST_REDIRECTS = 12


class ProviderMissing(Exception):
    """The provider's packages are not installed; the message says how to."""


def login_of(**claims: Any) -> str:
    """What to type at the provider to be the person with these claims."""
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


@contextmanager
def identity_provider(redirect: str) -> Iterator[str]:
    """A provider that sends people back to `redirect`; its issuer. Raises `ProviderMissing`."""
    beside = Path(sys.executable).parent
    node = shutil.which("node", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if node is None or not (FOLDER / "node_modules").is_dir():
        raise ProviderMissing("run `python3 x.py test` once, or `npm ci` in tests/oidc")
    port = free_port()
    command = [node, "--no-warnings", "provider.mjs", str(port), redirect]
    # A session of its own: the `node` of a wheel is a wrapper, and both have to end.
    process = subprocess.Popen(
        command,
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "ready":
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()


def walk(browser: httpx.Client, url: str, login: str, stop: str) -> httpx.Response:
    """Follow redirections and the provider's forms, until an address that begins with `stop`.

    The answer that sends the browser there; that request itself is not made.
    """
    answer = browser.get(url)
    for _ in range(MOST_REDIRECTS):
        if answer.is_redirect:
            target = urljoin(str(answer.url), answer.headers["location"])
            if target.startswith(stop):
                return answer
            answer = browser.get(target)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
        assert form and prompt, answer.text[:1000]
        fields = {"prompt": prompt[1]}
        if prompt[1] == "login":
            fields |= {"login": login, "password": "it checks none"}
        answer = browser.post(urljoin(str(answer.url), form[1]), data=fields)
    raise AssertionError(f"still at {answer.url}")
