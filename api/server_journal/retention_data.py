"""What entries hold about the database as a whole: moved elsewhere, old incidents archived."""

from __future__ import annotations

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType


class DatabaseMoved(TypedDict):
    """The whole content came here from another database; `cursor` and `seq` are where it stood."""

    before: str
    """The kind of the other database: `sqlite` or `postgresql`."""
    after: str
    cursor: int
    seq: int


class ArchivedIncident(TypedDict):
    """An incident whose entries went into an archive, and what proves them."""

    incident: str
    number: str
    entries: int
    digest: str
    """sha256 over the hashes of its entries, in order."""
    mark: str
    """Of the row that stands for it in the database."""


class IncidentsArchived(TypedDict):
    """Closed incidents of a year went into one archive file."""

    file: str
    """Its name when it was written, without a folder."""
    sha256: str
    year: int
    """In which, by the clock of their plans, they had their last entry."""
    incidents: list[ArchivedIncident]


class IncidentsReturned(TypedDict):
    """The incidents of an archive are back in the database."""

    file: str
    sha256: str
    incidents: list[str]
    """Their ids."""


RETENTION: DataByType = {
    "database_moved": DatabaseMoved,
    "incidents_archived": IncidentsArchived,
    "incidents_returned": IncidentsReturned,
}
"""These entries."""
