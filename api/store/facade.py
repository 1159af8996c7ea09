"""The whole store, opened and closed as one; `api.app` and `api.cli` start here.

with Store.open(url, plans_folder) as store:   # schema upgraded, plans stored
    store.writer.run(job)                      # or await store.writer.submit(job)
    with store.reading() as reader:
        reader.incidents()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection

from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy, by_program
from api.store.accounts.accounts import Accounts
from api.store.accounts.cookie_key import cookie_key, cookies_prefixed_since
from api.store.accounts.identities import Identities
from api.store.accounts.second_factors import SecondFactors
from api.store.accounts.sessions import Sessions
from api.store.archives.material import ArchiveSource
from api.store.attachments.contents import AttachmentContents
from api.store.backup.archive import against
from api.store.calling.call_ledger import forget_tokens
from api.store.clocks.node_clocks import NodeClocks
from api.store.contacts.contacts import Contacts, follow_account
from api.store.database import schema_version
from api.store.database.birth import Birth, birth_of, open_as
from api.store.database.connections import Database
from api.store.database.moved_away import refuse_moved
from api.store.documents.kept_files import KeptFiles
from api.store.drill.notes import scenario_of
from api.store.errors import StoreUnavailable
from api.store.evaluation.records import EvaluationRecords
from api.store.handover.handovers import Handovers
from api.store.handover.shift_log import ShiftLog
from api.store.integrity.chain_end import ChainEnd
from api.store.integrity.journal_heads import Head, Heads, check_signatures, compare
from api.store.integrity.signatures import begin_epoch, enter_key
from api.store.integrity.signing_keys import SigningKey, read_key
from api.store.integrity.verify import Verdict, numbered, verify
from api.store.journal.changes_since import ChangesSince, look
from api.store.journal.idempotency import forget_answers
from api.store.journal.incident_cache import IncidentCache, Mark
from api.store.journal.write_probe import touch, unburden, weigh_down
from api.store.journal.writer import QUEUE_LIMIT, Writer
from api.store.queries.calling_rules import StoredRules
from api.store.queries.plan_versions import StoredPlans
from api.store.queries.reader import Reader
from api.store.roster.rosters import Rosters, end_feed_of
from api.store.scenarios.records import ScenarioRecords
from api.store.server_journal.beginning import begin
from api.store.server_journal.journal import ServerJournal
from api.store.server_journal.settings import note_settings
from api.store.webhooks.rows import forget_deliveries
from api.store.webhooks.subscriptions import Subscriptions
from engine.clock import Clock, SystemClock
from engine.incident.state import Incident

ANSWERS_KEPT = timedelta(days=2)
"""How long a retry with the same Idempotency-Key gets the first reply."""

LINKS_KEPT = timedelta(days=30)
"""How long the link of a message says what became of its call; then it is unknown."""


class Store:
    """Everything of one database. Writes go through `writer`, which is running."""

    def __init__(self, database: Database, folder: Path, queue_limit: int) -> None:
        self.database = database
        self.plans = StoredPlans(database, folder)
        self.states = IncidentCache(self.plans)
        self.writer = Writer(database, self.states, queue_limit=queue_limit)
        self.accounts = Accounts(database, self.writer.write)
        self.sessions = Sessions(database, self.writer.write)
        self.clocks = NodeClocks(database, self.writer.write)
        self.server_journal = ServerJournal(database)
        self.second_factors = SecondFactors(database, self.writer.write)
        self.identities = Identities(database, self.accounts)
        self.contacts = Contacts(database, self.writer.write)
        self.calling_rules = StoredRules(database, folder)
        self.handovers = Handovers(database, self.writer.write)
        self.shift_log = ShiftLog(database, self.writer.write)
        self.evaluations = EvaluationRecords(database, self.writer.write)
        self.scenarios = ScenarioRecords(database, self.writer.write)
        self.roster = Rosters(database, self.writer.write)
        self.kept_files = KeptFiles(database, self.writer.write)
        self.archives = ArchiveSource(database, self.states, self.plans, lambda: self.key)
        self.attachments = AttachmentContents(database, self.writer.write)
        self.webhooks = Subscriptions(database, self.writer.write)
        self.chain = ChainEnd(database, self.writer.write)
        self.key: SigningKey | None = None

    @classmethod
    def open(
        cls, url: str, plans_folder: Path, *, create: bool = True, queue_limit: int = QUEUE_LIMIT
    ) -> Store:
        """Open the database, bring its schema up, keep the plans' texts, start the writer.

        `create` is whether a missing SQLite file is made. Raises `StoreUnavailable`,
        `engine.errors.PlanFileError`.
        """
        database = Database.open(url, create=create)
        try:
            schema_version.upgrade(database)
            database.write(lambda connection: begin(connection, SystemClock().now))
            store = cls(database, plans_folder, queue_limit)
        except BaseException:
            database.close()
            raise
        store.writer.start()
        return store

    def open_as(self, birth: Birth, *, untouched: bool = False) -> None:
        """Mark a new database as one of exercises or of real incidents. Blocks.

        With `untouched` one that is not marked yet may hold no accounts.

        Raises `WrongBirth` if it is of the other kind, `StoreUnavailable` if its content was moved.
        """

        def mark(connection: Connection) -> None:
            refuse_moved(connection, self.database.where)
            open_as(connection, birth, untouched=untouched)

        self.writer.write(mark)
        if birth == "exercise":
            self.plans.play()

    def birth(self) -> Birth | None:
        """What the database is for; None if no server has opened it. Blocks."""
        with self.database.reading() as connection:
            return birth_of(connection)

    def drill_scenario(self, scenario: str) -> str:
        """The scenario that this database plays; the first one that is asked for. Blocks."""
        return self.writer.write(lambda connection: scenario_of(connection, scenario))

    def use_key(self, file: Path | None) -> None:
        """Sign with the key of a file from now on; the first one becomes the chain's key. Blocks.

        Raises `KeyRefused`, also where the chain names another key.
        """
        if file is None:
            return
        key, by = read_key(file), by_program(SystemClock().now)
        self.writer.write(lambda connection: enter_key(connection, key, by))
        self.key = key

    def note_settings(self, now: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        """Tell the server journal which settings differ from those of the last start. Blocks."""
        at = SystemClock().now
        self.writer.write(lambda connection: note_settings(connection, now, defaults, at))

    def close(self) -> None:
        """Finish the waiting jobs, store when tokens were used, then close."""
        if self.sessions.used.noted:
            with suppress(StoreUnavailable):
                self.writer.write(self.sessions.used.write)
        self.writer.close()
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A snapshot for queries. Blocks; in an event loop use a thread."""
        with self.database.reading() as connection:
            yield Reader(connection, self.states)

    def news(self, mark: Mark) -> ChangesSince:
        """What the journal holds after `mark`, whichever node committed it. Blocks."""
        return look(self.database, self.states, mark)

    def standing(self) -> tuple[str, Mark, list[Incident]]:
        """The epoch, the last event and the open incidents of one snapshot."""
        with self.reading() as reader:
            return reader.epoch(), reader.mark(), reader.open_incidents()

    def rename(self, name: str, new: str, by: ChangedBy) -> Account:
        """Give an account another name, and to whatever knows it by its name. Blocks.

        Raises `AccountRefused`.
        """

        def follow(connection: Connection, before: str, after: str) -> None:
            follow_account(connection, before, after, by)
            end_feed_of(connection, before, by)

        return self.accounts.rename(name, new, by, follow)

    def went_back(self, epoch: str | None) -> None:
        """Clear the caches: the database has lost events that were seen.

        The epoch is renewed if it is still this one (None: another node has done so), and the
        chain says that it goes on from here.
        """
        self.states.forget()
        self.sessions.forget()
        if epoch is not None:
            by = by_program(SystemClock().now)
            begin_epoch(self.database, "went_back", by, self.key, known=epoch)

    def sweep(self, now: datetime) -> None:
        """Delete what is over: sign-ins, first answers, content of uploads that broke off. Blocks.

        Raises `StoreUnavailable`.
        """
        self.sessions.sweep(now)
        self.writer.write(lambda connection: forget_tokens(connection, now - LINKS_KEPT))
        self.writer.write(lambda connection: forget_answers(connection, now - ANSWERS_KEPT))
        self.attachments.sweep(now)
        self.writer.write(lambda connection: forget_deliveries(connection, now - LINKS_KEPT))

    async def probe(self) -> None:
        """Write something that changes nothing; after a failure, as much as a full disk refuses.

        Raises `StoreUnavailable`.
        """
        for work in (touch,) if self.writer.trouble is None else (unburden, weigh_down, unburden):
            await self.writer.submit(work)

    def heads(self, wall: Clock) -> Callable[[], Mapping[str, Any]]:
        """Return a function that gives the journal's head, read only as far as it is new."""
        heads = Heads()

        def head() -> Mapping[str, Any]:
            with self.database.reading() as connection:
                return heads.next(connection, wall.now).signed(self.key).to_json()

        return head

    def cookie_key(self) -> str:
        """The key of signed cookies, which all nodes share. Blocks. Raises `StoreUnavailable`."""
        return cookie_key(self.writer.write)

    def cookies_prefixed_since(self, *, secure: bool, now: datetime) -> datetime | None:
        """Since when cookies have a prefix, while any of before may be left. Blocks.

        Raises `StoreUnavailable`.
        """
        return cookies_prefixed_since(self.writer.write, secure=secure, now=now)

    def peers(self) -> Any:
        """`PostgresPeers`, which wake the other nodes; None where there is only the poll."""
        if self.database.dialect != "postgresql":
            return None
        # psycopg is loaded where it is used: loading it is a twentieth of a start's processor time.
        return import_module("api.store.database.notifications").PostgresPeers(self.database)

    def verify(
        self,
        heads: Sequence[Head] = (),
        backups: Sequence[Path] = (),
        pinned: str | None = None,
    ) -> Verdict:
        """Check every journal, everything derived from it, and what was kept of it elsewhere.

        With a `pinned` public key the heads have to be signed by it or its successors.
        Raises `StoreUnavailable`, `BackupRefused`.
        """
        with self.database.reading() as connection:
            found = verify(connection, self.plans)
            kept = [*compare(connection, heads)]
            if pinned is not None:
                kept += check_signatures(connection, heads, pinned)
            for file in backups:
                kept += against(connection, file)
            notes = numbered(connection, found.notes)
            findings = numbered(connection, (*found.findings, *kept))
            return replace(found, findings=findings, notes=notes)
