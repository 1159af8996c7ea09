"""Punctuality: how each reporter has reported over all incidents of a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.dependencies import State, Tongue, Who
from api.http.openapi import responses
from api.http.openapi.punctuality_shapes import PunctualityPage, PunctualityRow
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.store.queries.reader import Reader
from engine.errors import InvalidInput
from engine.incident.state import Slot
from engine.input_types import Instant
from engine.instants import local_text, to_text
from engine.plan.model import Plan
from engine.plan.names import party_name
from engine.reporting.reminders import past_reminders

router = APIRouter(prefix="/api/reporting", tags=["reports"], route_class=StrictRoute)


@router.get("/punctuality", responses=responses.PUNCTUALITY, summary="Punctuality of each reporter")
async def punctuality(
    language: Tongue,
    desk: State,
    who: Who,
    since: Annotated[Instant | None, Query(alias="from", description="due from then on")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="due before then")] = None,
    plan: Annotated[str | None, Query(max_length=64)] = None,
    exercise: Annotated[bool, Query(description="exercises instead of real incidents")] = False,
) -> Response:
    """How many reports each reporter sent in time, late, or not at all.

    The due instant counts: what was not sent by then is missing until it comes, and for good if
    its incident ended meanwhile. A report that is owed at once is late after its last reminder,
    and missing if it was not sent by then or at all. Voided incidents are left out, exercises are
    never mixed with real ones. A reporter sees itself alone.
    """
    if plan is not None:
        desk.plan(plan)
    zone = next(iter(desk.plans.current().values())).zone
    if since is not None and until is not None and until < since:
        raise InvalidInput(
            "instants_reversed",
            field="to",
            value=local_text(until, zone),
            other="from",
            limit=local_text(since, zone),
        )

    def read(reader: Reader) -> PunctualityPage:
        plans = desk.plans.current()
        sight = desk.sight(who, language)
        counts, at_once = reader.punctuality(
            now=desk.clock.now,
            since=since,
            until=until,
            plan=plan,
            exercise=exercise,
            concerned=sight.concerned(plans.values()),
        )
        return {
            "from": None if since is None else to_text(since),
            "to": None if until is None else to_text(until),
            "exercise": exercise,
            "reporters": rows([*counts, *judged(at_once, plans)], plans, language),
        }

    return send(await desk.read(read))


def judged(
    at_once: Iterable[tuple[str, Slot]], plans: Mapping[str, Plan]
) -> Iterator[tuple[str, str, str, int]]:
    """What became of reports that are owed at once, which have no due instant to miss (A32)."""
    for plan, slot in at_once:
        known = plans.get(plan)
        past = (
            known is not None
            and slot.obligation in known.report_by_id
            and past_reminders(known, slot)
        )
        state: str = slot.state
        if state == "submitted" and past:
            state = "submitted_late"
        elif slot.submitted_at is None and (state == "ended" or (state == "owed" and past)):
            state = "overdue"
        yield plan, slot.reporter, state, 1


def rows(
    found: Iterable[tuple[str, str, str, int]], plans: Mapping[str, Plan], language: str
) -> list[PunctualityRow]:
    """One row a reporter, those with most missing first; the same office of two plans is one."""
    states: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for plan, reporter, state, number in found:
        known = plans.get(plan)
        name = party_name(known, reporter, language) if known else reporter
        states[reporter, name][state] += number
    listed: list[PunctualityRow] = [
        {
            "reporter": reporter,
            "name": name,
            "submitted": count["submitted"],
            "late": count["submitted_late"],
            "missing": count["overdue"],
            "not_owed": count["not_owed"],
        }
        for (reporter, name), count in states.items()
    ]
    return sorted(listed, key=lambda row: (-row["missing"], -row["late"], row["reporter"]))
