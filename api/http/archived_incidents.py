"""The refusal of whatever is asked about an incident whose entries are in an archive.

Such an incident is not here, so every call about it answers 404. An account that sees all incidents
is told where it is, since when, and how it comes back; for others it does not exist, as before.
"""

from __future__ import annotations

from fastapi import Request

from api.access.identity import SignedIn
from api.problems import HttpError
from api.runtime.app_state import AppState
from engine.errors import NotFound, ZhibanError
from engine.instants import local_text

NOT_HERE = "incident_not_found"


async def where_it_is(request: Request, error: ZhibanError) -> ZhibanError:
    """The error itself, or one that says in which archive the incident is."""
    who: SignedIn | None = getattr(request.state, "signed_in", None)
    if not isinstance(error, NotFound) or error.code != NOT_HERE or who is None:
        return error
    desk: AppState = request.app.state.desk
    return await archived_instead(desk, who, error)


async def archived_instead(desk: AppState, who: SignedIn, error: NotFound) -> ZhibanError:
    """The same as `where_it_is`, for an account that is known."""
    asked = str(error.facts.get("id", ""))
    if not asked or desk.sight(who).narrow:
        return error
    found = await desk.read(lambda reader: reader.archived_place(asked))
    if found is None:
        return error
    zone = next(iter(desk.plans.current().values())).zone
    return HttpError(
        404,
        "incident_archived",
        number=found.number,
        at="—" if found.at is None else local_text(found.at, zone),
        entries=found.entries,
        file=found.file,
        sha256=found.sha256,
    )
