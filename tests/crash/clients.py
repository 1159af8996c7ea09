"""The people at the desks: they send orders, and remember what they were told."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import httpx

from tests.crash.orders import Order, Orders
from tests.support.server import NO_TLS, SECONDS_TO_ANSWER


class Desks:
    """Several clients that share what is known: views, orders, answers."""

    def __init__(
        self, orders: Orders, tokens: Mapping[str, str], now: Callable[[], datetime]
    ) -> None:
        self.wrong: list[str] = []
        self.views: dict[str, Mapping[str, Any]] = {}
        self.told: list[Order] = []
        self.unanswered: deque[Order] = deque()
        self.answers = 0
        self.retried = 0
        self._orders, self._tokens, self._now = orders, tokens, now
        self._answered = asyncio.Condition()

    async def work(self, urls: Callable[[], list[str]], several: int, stop: asyncio.Event) -> None:
        """`several` clients send orders to the servers of `urls` until `stop` or none is left."""
        await asyncio.gather(*(self._one(urls, stop) for _ in range(several)))

    async def until(self, answers: int) -> None:
        """Return when so many more orders have been answered."""
        goal = self.answers + answers
        async with self._answered:
            await self._answered.wait_for(lambda: self.answers >= goal)

    async def settle(self, url: str) -> None:
        """Send what has no answer until it has one."""
        async with self._client() as client:
            while self.unanswered:
                await self._send(client, url, self.unanswered.popleft())

    async def _one(self, urls: Callable[[], list[str]], stop: asyncio.Event) -> None:
        async with self._client() as client:
            while not stop.is_set() and (up := urls()):
                await self._send(client, self._orders.random.choice(up), self._next())

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=SECONDS_TO_ANSWER, trust_env=False, verify=NO_TLS)

    def _next(self) -> Order:
        """Something unanswered, now and then something answered once more, or something new."""
        if self.unanswered:
            return self.unanswered.popleft()
        if self.told and self._orders.random.random() < 0.08:
            return self._orders.random.choice(self.told[-200:])
        return self._orders.next(self.views, self._now())

    async def _send(self, client: httpx.AsyncClient, url: str, order: Order) -> None:
        headers = {
            "Authorization": f"Bearer {self._tokens[order.account]}",
            "Idempotency-Key": order.key,
        }
        try:
            answer = await client.post(url + order.path, json=order.body, headers=headers)
        except httpx.TransportError:
            if not order.acknowledged:
                order.unsure = True
                self.unanswered.append(order)
            return
        self._hear(order, answer)
        async with self._answered:
            self.answers += 1
            self._answered.notify_all()

    def _hear(self, order: Order, answer: httpx.Response) -> None:
        what = f"{order.key} {order.body.get('command', 'open')}"
        again = answer.headers.get("Idempotency-Replayed") == "true"
        if order.acknowledged:
            self.retried += 1
            same = again and answer.json() == order.answer
            if not same and answer.status_code != 503:
                self.wrong.append(f"another answer to {what}: {answer.text[:300]}")
            return
        if answer.status_code == 503:
            self._unavailable(order, answer, what)
            return
        if again and order.refused and not order.unsure:
            self.wrong.append(f"refused as not written, and yet it was: {what}")
        order.status = answer.status_code
        if answer.is_success:
            order.answer = answer.json()
            self.told.append(order)
            view = order.answer.get("incident", order.answer)
            known = self.views.get(view["id"])
            if known is None or known["version"] < view["version"]:
                self.views[view["id"]] = view
        elif answer.status_code >= 500:
            self.wrong.append(f"{answer.status_code} to {what}: {answer.text[:300]}")

    def _unavailable(self, order: Order, answer: httpx.Response, what: str) -> None:
        problem = answer.json()
        if "retry-after" not in answer.headers or not problem.get("detail"):
            self.wrong.append(f"a 503 that does not say when to try again: {what}")
        if problem.get("code") == "database_unsure":
            order.unsure = True
        else:
            order.refused = True
        self.unanswered.append(order)
