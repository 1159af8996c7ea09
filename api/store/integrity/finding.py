"""What checks of the evidence find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading a damaged row raises: SQLite stores any text, and any bytes, for an instant."""


@dataclass(frozen=True, slots=True)
class IntegrityFinding:
    """Something that is not as it was written.

    `what`: `gap`, `chain`, `altered` (an entry, see `engine.incident.events.first_bad_entry`),
    `cursor` (entries of the server are missing), `plan` (its plan is not to be had),
    `incident` (its row disagrees with the journal; `detail` names the columns), `slot`
    (a report slot does; `detail` is its id). Against a published head, see
    `api.store.integrity.journal_heads`: `truncated`, `rewritten`, `restored`, `other_epoch`.
    Against the server's chain, see `api.store.integrity.chain`: `link` (the chain itself is
    broken), `moved` (an entry has another cursor), `removed`, `replaced`, `uncovered` (the chain
    does not know it), `founding`, `answer` (a first answer to a key). `trigger`: see
    `api.store.integrity.guards`; `key` and `continuation`: `api.store.integrity.signatures`;
    `plan_text`, `counter`, `value`: `api.store.integrity.other_rows`; `call` and `outbox`
    (somebody who is to be called): `api.store.integrity.call_rows`; `kept_file`:
    `api.store.integrity.kept_files`; `attachment` and, as a note, `attachment_destroyed`
    and `not_in_record`: `api.store.integrity.attachments`; `archived`:
    `api.store.integrity.archived_rows`.
    Kinds that begin with `server_` are about the server journal, see
    `api.store.integrity.server_journal` and `api.store.integrity.account_proofs`; there `seq`
    counts its entries.

    `facts` are for the sentence about it: `number` is the incident's where it is known,
    `sentence` says which one where it is not that of `what`.
    """

    what: str
    incident: str | None
    seq: int | None
    detail: str
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def with_facts(self, **more: Any) -> IntegrityFinding:
        """The same with more facts."""
        return replace(self, facts={**self.facts, **more})


def not_in_record(found: IntegrityFinding) -> IntegrityFinding:
    """A note instead of a finding: the record of a replay did not hold this file."""
    return replace(found, what="not_in_record").with_facts(sentence="not_in_record")
