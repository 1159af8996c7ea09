"""Figures for machines at `/metrics`, in a registry of each application's own."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

__all__ = ["CONTENT_TYPE_LATEST", "Metrics"]


class Metrics:
    """What the server counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "zhiban_http_requests",
            "HTTP requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "zhiban_http_request_seconds",
            "Seconds from a request to its answer.",
            ["method", "route"],
            registry=self.registry,
        )
        self.events = Counter(
            "zhiban_events", "Journal entries committed.", ["type"], registry=self.registry
        )
        self.sign_ins = Counter(
            "zhiban_sign_ins", "Attempts to sign in.", ["result"], registry=self.registry
        )
        self.watchdog_rounds = Counter(
            "zhiban_watchdog_rounds", "Rounds that the watchdog completed.", registry=self.registry
        )
        self.watchdog_found = Counter(
            "zhiban_watchdog_found",
            "Differences between a ledger and what it should be, when first seen.",
            ["kind"],
            registry=self.registry,
        )
        self.signs_of_life = Counter(
            "zhiban_deadman_signs",
            "Signs of life for the outside, by way and result (sent, failed, withheld).",
            ["way", "result"],
            registry=self.registry,
        )

    def watch(self, name: str, text: str, value: Callable[[], float]) -> None:
        """A gauge that is asked for when somebody looks."""
        Gauge(name, text, registry=self.registry).set_function(value)

    def page(self) -> bytes:
        """Everything in Prometheus's text format."""
        return generate_latest(self.registry)
