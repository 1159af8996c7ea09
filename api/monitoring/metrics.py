"""Figures for machines at `/metrics`, in a registry of each application's own."""

from __future__ import annotations

import math
from collections import Counter as CountOf
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from api import __version__
from api.monitoring import logs
from engine.incident.actors import CLOCK
from engine.incident.events import Event

SECONDS_TO_COMMIT = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
SECONDS_LATE = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600, 3600, 86_400)
EVENTS_AT_ONCE = 256
OF_INCIDENTS = {
    "incidents_open": "Incidents that are not closed.",
    "reports_owed": "Reports that are owed and not yet overdue.",
    "reports_overdue": "Reports that are overdue.",
    "calls_unanswered": "Calls that went to everybody and that nobody answered.",
}
"""Gauges by whether the incidents are exercises."""
FINDINGS_EVERY_S = 60
JOBS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

__all__ = ["CONTENT_TYPE_LATEST", "Metrics"]


class Metrics:
    """What the server counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answered: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._committed: list[tuple[Event, bool]] = []
        self._found_at: float | None = None
        self._last_backup: Gauge | None = None
        self._last_rehearsal: Gauge | None = None
        self._gauge("zhiban_build_info", "1, by version.", "version").labels(__version__).set(1)
        self._count_requests()
        self._count_entries()
        self._count_watching()
        self.watch("zhiban_log_lines_lost", "Log lines lost since the start.", logs.lost)

    def _count_requests(self) -> None:
        self.requests = self._counter(
            "zhiban_http_requests", "HTTP requests answered.", "method", "route", "status"
        )
        self.seconds = Histogram(
            "zhiban_http_request_seconds",
            "Seconds from a request to its answer.",
            ["method", "route"],
            registry=self.registry,
        )
        self.sign_ins = self._counter("zhiban_sign_ins", "Attempts to sign in.", "result")
        self.refused = self._counter(
            "zhiban_guests_refused",
            "Connections closed before anybody had signed in on them, by the reason's code.",
            "code",
        )

    def _count_entries(self) -> None:
        self.events = self._counter(
            "zhiban_events",
            "Journal entries committed, by type and by whether the incident is an exercise.",
            "type",
            "exercise",
        )
        self.exercises_only = self._gauge(
            "zhiban_exercises_only",
            "1 if the server takes exercises only: a live drill, a demonstration, a virtual clock.",
        )
        self.lateness = self._histogram(
            "zhiban_due_recorded_seconds",
            "Seconds from an instant at which time made something due to its entry.",
            SECONDS_LATE,
        )
        self.batch_seconds = self._histogram(
            "zhiban_writer_batch_seconds",
            "Seconds from a batch's begin to its commit.",
            SECONDS_TO_COMMIT,
        )
        self.batch_jobs = self._histogram(
            "zhiban_writer_batch_jobs", "Jobs committed together.", JOBS
        )
        self.attempts = self._counter(
            "zhiban_call_attempts",
            "Messages and telephone calls to people, by channel and result.",
            "channel",
            "result",
        )
        self._of_incidents = {
            name: self._gauge(f"zhiban_{name}", text, "exercise")
            for name, text in OF_INCIDENTS.items()
        }

    def _count_watching(self) -> None:
        self.watchdog_rounds = self._counter(
            "zhiban_watchdog_rounds", "Rounds that the watchdog completed."
        )
        self.watchdog_found = self._counter(
            "zhiban_watchdog_found",
            "Differences between a ledger and what it should be, when first seen.",
            "kind",
        )
        self.signs_of_life = self._counter(
            "zhiban_deadman_signs",
            "Signs of life for the outside, by way and result (sent, failed, withheld).",
            "way",
            "result",
        )
        self.clock_marks = self._counter(
            "zhiban_clock_marks",
            "What happened to the clock (jumped, distrusted, waiting, stepped, trusted).",
            "kind",
        )
        self.findings = self._gauge(
            "zhiban_findings",
            "What monitors see of open real incidents, by kind; at most a minute old.",
            "kind",
        )
        self.heads = self._counter(
            "zhiban_heads_published",
            "Turns of publishing the journal's head, by result (written, unchanged, failed).",
            "result",
        )
        self.last_head = self._gauge(
            "zhiban_last_head_timestamp_seconds",
            "When the journal's head was last published, or was found published already.",
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(name, text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(name, text, buckets=buckets, registry=self.registry)

    def findings_due(self, now_s: float) -> bool:
        """Whether a minute has passed since findings were counted; counts as asked."""
        due = self._found_at is None or now_s - self._found_at >= FINDINGS_EVERY_S
        self._found_at = now_s if due else self._found_at
        return due

    def found(self, counts: Mapping[str, int]) -> None:
        """Show how many findings there are, by kind."""
        self.findings.clear()
        for kind, count in counts.items():
            self.findings.labels(kind).set(count)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request. Looking labels up takes as long as counting, so it is done once."""
        found = self._answered.get((method, route, status))
        if found is None:
            found = self._answered[method, route, status] = (
                self.requests.labels(method, route, str(status)),
                self.seconds.labels(method, route),
            )
        found[0].inc()
        found[1].observe(seconds)

    def stands(self, known: Mapping[str, Mapping[bool, int]] | None) -> None:
        """Show the counts of `OF_INCIDENTS`, by name and exercise; None if nobody knows."""
        for name, gauge in self._of_incidents.items():
            for exercise in (False, True):
                value = math.nan if known is None else known[name].get(exercise, 0)
                gauge.labels(str(exercise).lower()).set(value)

    def backed_up(self, at: datetime | None) -> None:
        """Show when the newest backup was made; 0 for never. Without a folder there is none."""
        if self._last_backup is None:
            text = "The instant of the newest backup in the folder of backups; 0 for none."
            name = "zhiban_last_backup_timestamp_seconds"
            self._last_backup = self._gauge(name, text)
        self._last_backup.set(0 if at is None else at.timestamp())

    def rehearsed(self, at: datetime | None) -> None:
        """Show when a backup was last rehearsed well; 0 for never."""
        if self._last_rehearsal is None:
            text = "The instant of the last rehearsal of a backup that was well; 0 for none."
            name = "zhiban_last_rehearsal_timestamp_seconds"
            self._last_rehearsal = self._gauge(name, text)
        self._last_rehearsal.set(0 if at is None else at.timestamp())

    def head_looked_at(self, result: str, at: datetime) -> None:
        """Count a turn of publishing the head."""
        self.heads.labels(result).inc()
        if result != "failed":
            self.last_head.set(at.timestamp())

    def batch(self, jobs: int, seconds: float) -> None:
        """Count a batch of the writer's. From any thread."""
        self.batch_jobs.observe(jobs)
        self.batch_seconds.observe(seconds)

    def committed(self, events: Iterable[Event], *, exercise: bool) -> None:
        """Count entries of this node, and how late they are if it was time that made them.

        They are counted some hundreds at a time, or when somebody looks: for one thread.
        """
        self._committed.extend((event, exercise) for event in events)
        if len(self._committed) >= EVENTS_AT_ONCE:
            self._count_committed()

    def _count_committed(self) -> None:
        events, self._committed = self._committed, []
        counts = CountOf((event.type, exercise) for event, exercise in events)
        for (type_, exercise), several in counts.items():
            self.events.labels(type_, str(exercise).lower()).inc(several)
        for event, _ in events:
            if event.role in CLOCK.roles:
                self.lateness.observe((event.recorded_at - event.occurred_at).total_seconds())

    def watch(self, name: str, text: str, value: Callable[[], float]) -> None:
        """A gauge that is asked for when somebody looks."""
        self._gauge(name, text).set_function(value)

    def page(self) -> bytes:
        """Everything in Prometheus's text format. In the event loop only."""
        self._count_committed()
        return generate_latest(self.registry)
