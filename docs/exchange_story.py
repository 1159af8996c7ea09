"""What other programs are given: webhooks, for the examples of the documentation."""

from __future__ import annotations

from docs.recorder import Recorder


def webhooks(told: Recorder) -> None:
    """A subscription is made, tested, changed and removed; some wishes are refused."""
    wish = {
        "url": "https://city.example/hooks/zhiban",
        "types": ["response_activated", "response_adjusted", "response_ended"],
    }
    told.ask("GET /api/webhooks", by="wang")
    told.ask("POST /api/webhooks", wish, by="wang")
    told.ask("POST /api/webhooks", {"url": "https://10.0.0.8/hook"}, by="zhang")
    hook = told.ask("POST /api/webhooks", wish, by="zhang")["id"]
    told.ask("GET /api/webhooks", by="zhang")
    one, none = {"webhook": hook}, {"webhook": "nosuch"}
    for place in (one, none):
        told.ask("GET /api/webhooks/{webhook}/deliveries", by="zhang", **place)
        told.ask("PUT /api/webhooks/{webhook}", wish | {"enabled": False}, by="zhang", **place)
        # Nobody answers at this address; what comes of it is asked of no more.
        told.ask("POST /api/webhooks/{webhook}/test", by="zhang", **place)
    again = "POST /api/webhooks/{webhook}/deliveries/{delivery}/replay"
    told.ask(again, by="zhang", delivery="nosuch", **one)
    for _ in range(2):
        told.ask("DELETE /api/webhooks/{webhook}", by="zhang", **one)
