"""The furnished desk of the demo: everybody is one of an exercise, and no number rings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from api.cli.demo_desk import GIVER, NOBODY, TAKER, furnish
from api.settings import Settings
from api.store.opening import open_server_store
from engine.contacts.addresses import read_address

NIGHT = datetime(2026, 11, 30, 20, 30, tzinfo=UTC)
"""04:30 of the first of December where the plans apply: the shift of the evening before."""


def test_the_desk_has_a_book_a_month_and_a_hand_over_that_waits(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    store = open_server_store(Settings(database_url=url), exercise=True)
    furnish(store, NIGHT)
    contacts = list(store.contacts.by_id().values())
    addresses = [channel for one in contacts for channel in one.channels]
    assert len(contacts) > 50
    assert len({one.address for one in addresses}) == len(addresses)
    for channel in addresses:
        assert channel.address.startswith(NOBODY)
        assert read_address(channel.kind, channel.address) == channel.address
    assert all(one.person is None or "演练" in one.person for one in contacts)
    assert all("打不通" in (one.note or "") for one in contacts)
    by_account = {one.account: one for one in contacts if one.account}

    kept = store.roster.read(NIGHT - timedelta(days=5), NIGHT + timedelta(days=33))
    shifts = sorted((one.shift for one in kept.shifts), key=lambda one: one.starts_at)
    assert all(a.ends_at == b.starts_at for a, b in pairwise(shifts))
    now = next(one for one in shifts if one.starts_at <= NIGHT < one.ends_at)
    after = shifts[shifts.index(now) + 1]
    assert now.starts_at.hour == 12  # 20:00 in Beijing
    assert now.duty_officers[0].contact == by_account[GIVER].id
    assert after.duty_officers[0].contact == by_account[TAKER].id
    assert shifts[-1].ends_at >= datetime(2027, 1, 1, 16, tzinfo=UTC)

    (waiting,) = store.handovers.page(None, 5)
    assert waiting.giver is not None and waiting.giver.account == GIVER
    assert waiting.taker is None
    assert "演练" in waiting.sheet["notes"]
    assert len(waiting.sheet["log"]) == 3
