"""How long a duty officer waits to sign in on his own console while passwords are guessed.

    python tests/benchmarks/sign_in_under_guesses.py [SECONDS] [GUESSES_A_MINUTE]

A real server on loopback; guesses come at an even pace from addresses that are all different
(`X-Forwarded-For`, which the server believes of loopback), half of them for the officer's
name. Every two seconds the officer signs in on a console that has signed in before, and a
colleague asks for the incidents.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.api.town import PASSWORD, Town, found_town

SECONDS = 60.0
GUESSES_A_MINUTE = 1000.0
SECONDS_BETWEEN_SIGN_INS = 2.0
SIGN_IN = {"name": "duty", "password": PASSWORD}


async def guesses(url: str, until: float, pace_s: float, told: Counter[int]) -> None:
    """Guess evenly until the end; answers are counted by status, guesses without one as 0."""
    many = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, limits=many) as client:

        async def guess(number: int) -> None:
            name = "duty" if number % 2 else f"officer-{number}"
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            body = {"name": name, "password": f"guess {number}"}
            try:
                answer = await client.post(
                    "/api/session", json=body, headers={"X-Forwarded-For": address}
                )
            except httpx.TransportError:
                told[0] += 1
            else:
                told[answer.status_code] += 1

        start = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in count():
                if time.perf_counter() >= until:
                    return
                group.create_task(guess(number))
                rest = start + (number + 1) * pace_s - time.perf_counter()
                await asyncio.sleep(max(0.0, rest))


async def officer(console: httpx.AsyncClient, until: float, took: list[float]) -> None:
    """Sign in again and again; a refusal ends the measurement."""
    while time.perf_counter() < until:
        start = time.perf_counter()
        try:
            answer = await console.post("/api/session", json=SIGN_IN)
        except httpx.TimeoutException:
            print(f"no answer within {console.timeout.read:.0f} s")
            return
        finally:
            took.append(time.perf_counter() - start)
        if answer.status_code != 200:
            print(f"refused: {answer.status_code} {answer.text}")
            return
        await asyncio.sleep(SECONDS_BETWEEN_SIGN_INS)


async def colleague(town: Town, until: float, took: list[float]) -> None:
    """Read the list ten times a second, as a screen would."""
    headers = {"Authorization": f"Bearer {town.tokens['viewer']}"}
    async with httpx.AsyncClient(base_url=town.url, headers=headers, trust_env=False) as client:
        while time.perf_counter() < until:
            start = time.perf_counter()
            (await client.get("/api/incidents")).raise_for_status()
            took.append(time.perf_counter() - start)
            await asyncio.sleep(0.1)


def line(what: str, took: list[float]) -> str:
    """Median, 99th percentile and the worst, in milliseconds."""
    ordered = sorted(took)
    half, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    shown = " ".join(f"{one * 1000:8.0f}" for one in (half, late, ordered[-1]))
    return f"{what:28} {len(ordered):5} {shown}"


async def measure(town: Town, seconds: float, a_minute: float) -> None:
    """Once without guesses, once with them."""
    print(f"{'':28} {'times':>5} {'median':>8} {'p99':>8} {'worst':>8} ms")
    async with httpx.AsyncClient(base_url=town.url, timeout=60, trust_env=False) as console:
        (await console.post("/api/session", json=SIGN_IN)).raise_for_status()
        for what, pace in (("quiet", None), (f"{a_minute:.0f} guesses a minute", 60 / a_minute)):
            until = time.perf_counter() + (seconds if pace else seconds / 4)
            told, signing, reading = Counter[int](), list[float](), list[float]()
            async with asyncio.TaskGroup() as group:
                group.create_task(officer(console, until, signing))
                group.create_task(colleague(town, until, reading))
                if pace:
                    group.create_task(guesses(town.url, until, pace, told))
            print(line(f"sign in, {what}", signing))
            print(line(f"read, {what}", reading))
    print("guesses by status:", dict(sorted(told.items())))


def main(arguments: list[str]) -> None:
    """Start a server, measure, stop it."""
    given = dict(enumerate(map(float, arguments)))
    seconds, a_minute = given.get(0, SECONDS), given.get(1, GUESSES_A_MINUTE)
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder))
        try:
            asyncio.run(measure(town, seconds, a_minute))
        finally:
            town.server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
