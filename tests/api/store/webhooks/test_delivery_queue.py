"""From entries to deliveries: each once, on one node, to whom they are for; on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from api.calling.ports import Outcome
from api.server_journal.changed_by import ChangedBy
from api.store.database.connections import Database
from api.store.integrity.verify import verify
from api.store.journal.writer import Writer
from api.store.webhooks.delivery_queue import SqlDeliveryQueue
from api.store.webhooks.rows import forget_deliveries
from api.store.webhooks.subscriptions import Subscriptions
from api.webhooks.ports import TEST, Claimed, Delivery, Subscription
from engine.clock import VirtualClock
from engine.ports import PlanLibrary
from tests.api.store.desk import START, Desk

BY = ChangedBy("anna", "page", START)
LEASE = timedelta(seconds=60)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ALL = Subscription("all", "https://example.org/all", (), False, None, True)
SENT, FAILED = Outcome("sent", "taken HTTP 200"), Outcome("failed", "no_connection")


class Hooks:
    """Subscriptions and two nodes that deliver."""

    def __init__(self, database: Database, writer: Writer, plans: PlanLibrary) -> None:
        self.clock = VirtualClock(START)
        self.kept = Subscriptions(database, database.write)
        self.a, self.b = (
            SqlDeliveryQueue(database, writer, plans, self.clock, node, lease=LEASE, days=5)
            for node in "ab"
        )

    def log(self, webhook: str = "all") -> Sequence[Delivery]:
        found = self.kept.deliveries(webhook, None, 100)
        assert found is not None
        return found


@pytest.fixture
def hooks(database: Database, writer: Writer, plans: PlanLibrary) -> Hooks:
    return Hooks(database, writer, plans)


async def opened(desk: Desk, writer: Writer, *, exercise: bool = False) -> str:
    return (await writer.submit(lambda journal: desk.open(journal, exercise=exercise))).after.id


async def test_what_comes_after_it_is_delivered_once_and_entered_once(
    hooks: Hooks, desk: Desk, writer: Writer, database: Database, plans: PlanLibrary
) -> None:
    before = await opened(desk, writer)
    hooks.kept.add(ALL, SECRET, BY)
    assert await hooks.a.claim(10) == []
    incident = await opened(desk, writer)
    await writer.submit(lambda journal: desk.log(journal, incident, "电话 13835700001"))
    first = await hooks.a.claim(10)
    assert await hooks.b.claim(10) == [], "no other node takes it"
    assert {one.data["incident"]["id"] for one in first} == {incident} != {before}
    assert [one.data["entry"]["seq"] for one in first] == sorted(
        one.data["entry"]["seq"] for one in first
    )
    assert all(one.type.startswith("zhiban.incident.") for one in first)
    assert "13835700001" not in str(first)
    assert "zhang" not in str(first), "nobody's name goes out"
    for one in first:
        assert await hooks.a.settle(one, SENT, None) is None
        assert await hooks.a.settle(one, FAILED, 5.0) is None, "entered before: changes nothing"
    assert {one.state for one in hooks.log()} == {"delivered"}
    assert {len(one.attempts) for one in hooks.log()} == {1}
    assert await hooks.b.claim(10) == []
    with database.reading() as connection:
        assert verify(connection, plans).findings == ()


async def test_a_node_that_dies_is_followed_under_the_same_id(
    hooks: Hooks, desk: Desk, writer: Writer
) -> None:
    hooks.kept.add(ALL, SECRET, BY)
    await opened(desk, writer)
    lost = await hooks.a.claim(1)
    hooks.clock.advance(LEASE + timedelta(seconds=1))
    again = {one.id: one for one in await hooks.b.claim(10)}
    assert again[lost[0].id].tries == 2
    assert again[lost[0].id].data == lost[0].data
    assert await hooks.a.settle(lost[0], SENT, None) is None
    (row,) = [one for one in hooks.log() if one.id == lost[0].id]
    assert row.state == "claimed", "who has lost the claim enters nothing"
    await hooks.b.settle(again[row.id], SENT, None)
    (row,) = [one for one in hooks.log() if one.id == lost[0].id]
    assert [(one.number, one.result) for one in row.attempts] == [(1, "unknown"), (2, "sent")]


async def test_an_exercise_goes_to_those_who_ask_for_exercises_and_nothing_else_does(
    hooks: Hooks, desk: Desk, writer: Writer, database: Database
) -> None:
    hooks.kept.add(ALL, SECRET, BY)
    hooks.kept.add(replace(ALL, id="drills", exercises=True), SECRET, BY)
    real, exercise = await opened(desk, writer), await opened(desk, writer, exercise=True)
    claimed = await hooks.a.claim(100)
    told = {(one.id.rpartition(".")[2], one.data["incident"]["id"]) for one in claimed}
    assert told == {("all", real), ("drills", exercise)}
    kinds = {one.type.split(".")[1] for one in claimed if one.data["exercise"]}
    assert kinds == {"exercise"}
    # Even if the row is turned to the other subscription by hand.
    with database.begin() as connection:
        connection.execute(text("UPDATE webhook_delivery SET webhook = 'all', state = 'queued'"))
    assert {one.data["exercise"] for one in await hooks.a.claim(100)} <= {False}


async def test_types_and_divisions_are_asked_for(hooks: Hooks, desk: Desk, writer: Writer) -> None:
    hooks.kept.add(replace(ALL, types=("log_entry_added",)), SECRET, BY)
    hooks.kept.add(replace(ALL, id="here", division="141002"), SECRET, BY)
    hooks.kept.add(replace(ALL, id="there", division="141033"), SECRET, BY)
    incident = await opened(desk, writer)
    await writer.submit(lambda journal: desk.log(journal, incident))
    claimed = await hooks.a.claim(100)
    assert {one.type for one in claimed if one.id.endswith(".all")} == {
        "zhiban.incident.log_entry_added.v1"
    }
    assert hooks.log("here")
    assert not hooks.log("there")


async def test_it_is_tried_again_when_it_is_time_and_given_up_at_last(
    hooks: Hooks, desk: Desk, writer: Writer
) -> None:
    hooks.kept.add(replace(ALL, types=("incident_opened",)), SECRET, BY)
    await opened(desk, writer)
    (one,) = await hooks.a.claim(10)
    await hooks.a.settle(one, FAILED, 30.0)
    assert await hooks.a.claim(10) == []
    assert await hooks.a.next_due() == START + timedelta(seconds=30)
    hooks.clock.advance(timedelta(seconds=31))
    (again,) = await hooks.a.claim(10)
    assert (again.id, again.tries) == (one.id, 2)
    await hooks.a.settle(again, FAILED, None)
    assert [(row.state, len(row.attempts)) for row in hooks.log()] == [("failed", 2)]
    assert hooks.kept.replay("all", one.id, hooks.clock.now)
    assert not hooks.kept.replay("all", "nosuch", hooks.clock.now)
    (third,) = await hooks.a.claim(10)
    await hooks.a.settle(third, SENT, None)
    assert [row.state for row in hooks.log()] == ["delivered"]


async def test_one_that_has_failed_for_days_is_disabled_with_its_entry(
    hooks: Hooks, desk: Desk, writer: Writer, database: Database, plans: PlanLibrary
) -> None:
    hooks.kept.add(replace(ALL, types=("incident_opened",)), SECRET, BY)
    await opened(desk, writer)

    async def fails() -> object:
        (one,) = await hooks.a.claim(10)
        return await hooks.a.settle(one, FAILED, 3600.0)

    assert await fails() is None
    assert hooks.kept.list()[0].failing_since == START
    hooks.clock.advance(timedelta(days=4, hours=23))
    assert await fails() is None
    hooks.clock.advance(timedelta(hours=2))
    disabled = await fails()
    assert getattr(disabled, "host", None) == "example.org"
    assert not hooks.kept.list()[0].subscription.enabled
    hooks.clock.advance(timedelta(hours=2))
    assert await hooks.a.claim(10) == [], "nothing is sent to one that is disabled"
    with database.reading() as connection:
        assert verify(connection, plans).findings == ()
    await opened(desk, writer)
    assert hooks.kept.change(replace(ALL, enabled=True), BY)
    assert await hooks.a.claim(10) == [], "what came meanwhile was for nobody"
    assert hooks.kept.list()[0].failing_since is None


async def test_a_test_is_sent_even_to_one_that_is_disabled(hooks: Hooks) -> None:
    hooks.kept.add(replace(ALL, enabled=False), SECRET, BY)
    assert not hooks.kept.test("nosuch", "test-1", START)
    assert hooks.kept.test("all", "test-1", START)
    (one,) = await hooks.a.claim(10)
    assert (one.id, one.type, one.secret) == ("test-1", "zhiban.webhook.test.v1", SECRET)
    assert [row.type for row in hooks.log()] == [TEST]


async def test_after_a_lost_end_it_looks_back_and_sends_nothing_twice(
    hooks: Hooks, desk: Desk, writer: Writer, database: Database
) -> None:
    hooks.kept.add(ALL, SECRET, BY)
    incident = await opened(desk, writer)
    first: list[Claimed] = list(await hooks.a.claim(100))
    for one in first:
        await hooks.a.settle(one, SENT, None)
    with database.begin() as connection:
        connection.execute(text("UPDATE webhook_place SET hash = 'another', cursor = 999"))
    await writer.submit(lambda journal: desk.log(journal, incident))
    (new,) = await hooks.a.claim(100)
    assert new.data["entry"]["type"] == "log_entry_added"
    assert len(hooks.log()) == len(first) + 1


async def test_nobody_who_wants_anything_means_nothing_to_do(hooks: Hooks) -> None:
    assert await hooks.a.next_due() is None
    hooks.kept.add(ALL, SECRET, BY)
    assert await hooks.a.next_due() == START + timedelta(days=1)


async def test_removed_with_its_log_and_old_deliveries_are_forgotten(
    hooks: Hooks, desk: Desk, writer: Writer, database: Database, plans: PlanLibrary
) -> None:
    hooks.kept.add(ALL, SECRET, BY)
    await opened(desk, writer)
    one, *others = await hooks.a.claim(10)
    await hooks.a.settle(one, SENT, None)
    database.write(lambda connection: forget_deliveries(connection, START + timedelta(days=1)))
    assert one.id not in {row.id for row in hooks.log()}
    assert len(hooks.log()) == len(others)
    assert hooks.kept.remove("all", BY)
    assert not hooks.kept.remove("all", BY)
    assert hooks.kept.deliveries("all", None, 10) is None
    with database.reading() as connection:
        assert verify(connection, plans).findings == ()


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        ("UPDATE webhook SET url = 'https://elsewhere.example/'", "server_webhook_edited"),
        ("UPDATE webhook SET secret = 'whsec_other'", "server_webhook_edited"),
        ("UPDATE webhook SET id = 'planted'", "server_webhook_gone"),
    ],
)
async def test_an_edit_past_the_program_is_found(
    hooks: Hooks, database: Database, plans: PlanLibrary, edit: str, kind: str
) -> None:
    hooks.kept.add(replace(ALL, enabled=False), SECRET, BY)
    with database.begin() as connection:
        connection.execute(text("DELETE FROM webhook_place"))
        connection.execute(text(edit))
    with database.reading() as connection:
        found = [one.facts["sentence"] for one in verify(connection, plans).findings]
    assert kind in found
