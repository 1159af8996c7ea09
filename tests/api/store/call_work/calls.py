"""A desk that calls: rules by hand, an address book, and channels that only tests listen to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from api.calling.call_record import CallRecord
from api.calling.message_text import Composer
from api.calling.ports import CHANNEL_NAMES, Channel, ChannelName, Message, Outcome
from api.calling.worker import CallWorker, Compose
from api.server_journal.changed_by import ChangedBy
from api.store.call_work.call_answers import CallAnswers
from api.store.call_work.call_entries import CallEntries
from api.store.call_work.call_outbox import CallOutbox
from api.store.call_work.call_starts import CallStarts
from api.store.calling.call_rows import CALL, call_of
from api.store.contacts.contacts import Contacts
from api.store.database.connections import Database
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.clock import VirtualClock
from engine.contacts.contact import Channel as Address
from engine.contacts.contact import Contact
from engine.incident.call_commands import AnswerCall, StartCall
from engine.memory import CountedIds, MemoryCallingBook
from engine.ports import PlanLibrary
from engine.service import Service
from tests.api.store.desk import DUTY, START, Desk

LEASE = timedelta(seconds=120)
GAP = timedelta(seconds=30)

LI = Contact(
    "li",
    "市应急局",
    "科长",
    "李",
    roles=("coal_mine:office_director",),
    channels=(Address("mobile", "13800000001"), Address("mail", "li@example.org")),
)
WANG = Contact(
    "wang",
    "市应急局",
    "副科长",
    "王",
    rank=2,
    roles=("coal_mine:office_director",),
    channels=(Address("mobile", "13800000002"),),
)


class Ear:
    """A channel that remembers what it was given, and answers as it is told."""

    def __init__(self, name: ChannelName, *outcomes: Outcome) -> None:
        self.name: ChannelName = name
        self.receipts = True
        self.heard: list[Message] = []
        self._outcomes = list(outcomes)

    async def send(self, message: Message) -> Outcome:
        self.heard.append(message)
        return self._outcomes.pop(0) if self._outcomes else Outcome("sent", "taken")


class CallingDesk(Desk):
    """The desk of the store's tests, with an address book in which two answer for one post."""

    def __init__(self, plans: PlanLibrary, contacts: tuple[Contact, ...] = (LI, WANG)) -> None:
        super().__init__(plans)
        self.clock = VirtualClock(START)
        self.wall = VirtualClock(START)
        self.book = MemoryCallingBook(contacts=contacts)
        self.service = Service(plans, self.clock, CountedIds(), calling=self.book)

    def call(self, journal: SqlJournal, incident: str, reason: str = "请到指挥中心") -> str:
        """Have the office's director called, by hand; the call's id."""
        command = StartCall(post="office_director", reason=reason)
        outcome = self.service.execute(journal, incident, command, DUTY)
        return str(outcome.events[-1].data["call"])

    def reached(self, journal: SqlJournal, incident: str, call: str) -> None:
        """The desk has reached somebody by telephone."""
        self.service.execute(journal, incident, AnswerCall(call=call), DUTY)

    def later(self, **time: float) -> None:
        """Both clocks go on."""
        self.clock.advance(timedelta(**time))
        self.wall.advance(timedelta(**time))

    @property
    def entries(self) -> CallEntries:
        """What enters attempts and answers."""
        return CallEntries(self.service, self.wall)

    def outbox(self, database: Database, writer: Writer, node: str = "a") -> CallOutbox:
        """The outbox of one node."""
        return CallOutbox(
            database, writer, self.entries, node, lease=LEASE, gap=GAP, channels=CHANNEL_NAMES
        )

    def answers(self, database: Database, writer: Writer) -> CallAnswers:
        """The answers."""
        return CallAnswers(database, writer, self.entries)

    def starts(self, writer: Writer, moved: Callable[[], None] = lambda: None) -> CallStarts:
        """Calls of no incident."""
        return CallStarts(writer, self.service, self.wall, moved)

    def worker(
        self,
        outbox: CallOutbox,
        real: Mapping[str, Channel],
        sink: Channel | None = None,
        compose: Compose | None = None,
    ) -> CallWorker:
        """A worker that hears of everything at once."""
        return CallWorker(
            outbox,
            sink or Ear("sink"),
            real,
            compose or Composer(self.service.plans, "https://zhiban.example/x/"),
            self.clock,
            self.wall,
            lambda channel, result: None,
            poll_s=0.05,
            lease_s=LEASE.total_seconds(),
        )


def fill(database: Database, contacts: tuple[Contact, ...] = (LI, WANG)) -> None:
    """Put the contacts into the database as well."""
    Contacts(database, database.write).take_over(
        contacts, ChangedBy("anna", "page", START), replace=False
    )


def stored(database: Database) -> dict[str, CallRecord]:
    """All calls as they are stored."""
    with database.reading() as connection:
        return {row.id: call_of(row) for row in connection.execute(CALL.select())}
