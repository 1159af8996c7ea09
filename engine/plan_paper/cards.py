"""岗位应急处置卡: for each post and unit of a plan one page that it can hold in its hand.

What I decide, do and report, by when, to whom, and who stands in for me. From the plan file alone;
names and numbers of people are lines to be filled in by hand, since they change more often.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import NotFound
from engine.messages import text
from engine.plan.measures import lineage
from engine.plan.model import Group, Measure, Plan, ReportObligation, Role, Transition
from engine.plan_paper import decision_sentences as decisions
from engine.plan_paper import duty_sentences as duties
from engine.plan_paper.card_parts import DESK, conditions, desk_card, small
from engine.plan_paper.paper import Block, Page, PlanPaper, Row
from engine.plan_paper.words import Words
from engine.presentation.condition_text import cadence_words, limit_words

DIVISIONS = "divisions"
"""The card of all counties: they have the same duties.

All bodies of a county share it: by night one desk acts for its headquarters and its government.
"""

_HEADINGS = ("decide", "do", "report", "receive", "group")


def cards(plan: Plan, language: str = "zh", party: str | None = None) -> PlanPaper:
    """The cards of all posts and units, or of one. Raises `NotFound` for an unknown one."""
    w = Words(plan, language)
    holders = card_holders(plan)
    if party in county_bodies(plan):
        party = DIVISIONS
    if party is not None and party not in holders:
        raise NotFound("card_not_found")
    pages = [_card(w, party)] if party else _all_cards(w, holders)
    title = plan.title_en if language == "en" and plan.title_en else plan.title
    return PlanPaper(
        kind="cards",
        language=language,
        plan=plan.id,
        title=w.say("paper.cards.title", plan=title),
        name="_".join((w.say("paper.cards.name"), *((pages[0].heading,) if party else ()), title)),
        head=(),
        guide=(),
        pages=tuple(pages),
        running=w.say(
            "paper.running", plan=title, version=plan.version, digest=plan.digest[:16] or "—"
        ),
    )


def card_holders(plan: Plan) -> tuple[str, ...]:
    """Who may have a card: every post, the counties with all their bodies, every unit."""
    local = county_bodies(plan)
    counties = bool(local) or any(_of_divisions(one) for one in plan.reports)
    roles = (role.id for role in plan.roles if role.id not in local)
    units = (unit.id for unit in plan.units if unit.id not in local)
    return (DESK, *roles, *((DIVISIONS,) if counties else ()), *units)


def county_bodies(plan: Plan) -> tuple[str, ...]:
    """Posts and units of which each county has its own."""
    roles = (one.id for one in plan.roles if one.scope == "division")
    units = (one.id for one in plan.units if one.scope == "division")
    return (*roles, *units)


def holder_name(plan: Plan, party: str, language: str = "zh") -> str:
    """What a card is called by."""
    w = Words(plan, language)
    if party == DESK:
        return text("word.desk", language)
    return w.say("paper.cards.divisions") if party == DIVISIONS else w.parties([party])


def _all_cards(w: Words, holders: tuple[str, ...]) -> list[Page]:
    """A page for each that has something to do, one for whom it only reports to, one for the rest.

    A body above the plan has no card: it is not told by this plan what to do.
    """
    made = [_card(w, one) for one in holders]
    outside = [page for page in made if page.blocks and _is_outside(w, page)]
    idle = [page for page in made if not page.blocks]
    pages = [page for page in made if page.blocks and page not in outside]
    if outside:
        lines = (w.say("paper.cards.contact", name=page.heading) for page in outside)
        heading = w.say("paper.cards.contacts_heading")
        pages.append(Page(heading, lead=(w.say("paper.cards.contacts"), *lines)))
    if idle:
        names = w.listed(page.heading for page in idle)
        lead = (w.say("paper.cards.idle", names=names),)
        pages.append(Page(w.say("paper.cards.idle_heading"), lead=lead))
    return pages


def _is_outside(w: Words, page: Page) -> bool:
    """Whether a party only receives reports, or is a post that nobody of this plan holds."""
    role = w.plan.role_by_id.get(page.party)
    if role is not None:
        return not role.signs_in and not role.holders
    unit = w.plan.unit_by_id.get(page.party)
    receives = w.say("paper.cards.heading.receive")
    only = all(block.heading == receives for block in page.blocks)
    return unit is not None and not unit.member and only


def _card(w: Words, party: str) -> Page:
    if party == DESK:
        return desk_card(w)
    return _county_card(w) if party == DIVISIONS else _card_of_one(w, party)


def _county_card(w: Words) -> Page:
    """What the bodies of a county have to do, on one page, each row under the body it asks."""
    local = county_bodies(w.plan)
    # What a county reports it does as a whole: it needs no body's name.
    made = [_card_of_one(w, one) for one in (DIVISIONS, *local)]
    order = [w.say(f"paper.cards.heading.{key}") for key in _HEADINGS]
    blocks = [
        Block(
            block.heading
            if page.party == DIVISIONS
            else w.say("paper.cards.of_body", heading=block.heading, body=page.heading),
            block.rows,
        )
        for heading in order
        for page in made
        for block in page.blocks
        if block.heading == heading
    ]
    whole = made[0]
    told = [page.heading for page in made[1:] if page.blocks]
    names = (w.say("paper.cards.together_in_county", names=w.listed(told)),) if told else ()
    foot = dict.fromkeys(line for page in made if page.blocks for line in page.foot)
    return Page(
        whole.heading,
        party=DIVISIONS,
        lead=(*names, *whole.lead),
        blocks=tuple(blocks),
        foot=tuple(foot),
    )


def _card_of_one(w: Words, party: str) -> Page:
    found = {
        "decide": _decides(w, party),
        "do": _does(w, party),
        "report": _reports(w, party),
        "receive": _receives(w, party),
        "group": _groups(w, party),
    }
    blocks = tuple(
        Block(w.say(f"paper.cards.heading.{key}"), tuple(rows))
        for key, rows in found.items()
        if rows
    )
    return Page(
        holder_name(w.plan, party, w.language),
        party=party,
        lead=tuple(_lead(w, party)),
        blocks=blocks,
        foot=tuple(_stands_in(w, party)),
    )


def _lead(w: Words, party: str) -> Iterator[str]:
    role = w.plan.role_by_id.get(party)
    if role is not None and role.holders:
        yield w.say("paper.cards.held_by", holders=w.listed(role.holders))
    note = w.in_chinese(role.note) if role is not None else None
    if note:
        yield w.say("paper.remark", note=note)
    unit = w.plan.unit_by_id.get(party)
    if unit is not None and unit.member:
        yield w.say("paper.cards.member")
    holders = role.holders if role is not None and len(role.holders) > 1 else ()
    yield from (w.say("paper.cards.person_of", holder=one) for one in holders)
    if not holders:
        yield w.say("paper.cards.person")
    yield w.say("paper.cards.deputy")


def _stands_in(w: Words, party: str) -> Iterator[str]:
    """Who acts in the post's place, as far as the plan says."""
    role = w.plan.role_by_id.get(party)
    if role is None:
        yield w.say("paper.cards.stand_in.unit")
        return
    named = list(_named_by_plan(w, role))
    yield from named or [w.say("paper.cards.stand_in.nobody")]
    yield w.say("paper.cards.stand_in.delegated")
    yield w.say("paper.cards.stand_in.recorded")


def _named_by_plan(w: Words, role: Role) -> Iterator[str]:
    if len(role.holders) > 1:
        yield w.say("paper.cards.stand_in.holders", holders=w.listed(role.holders))
    for row in w.plan.lifecycle:
        if row.signatures == "succession" and role.id in row.by[:-1]:
            after = row.by[row.by.index(role.id) + 1]
            verbs = decisions.verbs_of(w, row)
            yield w.say("paper.cards.stand_in.succession", who=w.parties([after]), verbs=verbs)


# What I decide ----------------------------------------------------------------------------


def _decides(w: Words, party: str) -> list[Row]:
    return [*_steps(w, party), *conditions(w, party), *_powers(w, party)]


def _steps(w: Words, party: str) -> Iterator[Row]:
    """What I decide of the lifecycle; after it what I approve and what I recommend."""
    for key in ("decide", "approve", "recommend"):
        for row in w.plan.lifecycle:
            posts = {"decide": row.by, "approve": row.approved_by, "recommend": row.recommended_by}
            # Who proposes to somebody else and then decides reads that in one row.
            if key == "recommend" and decisions.proposes_itself(row):
                continue
            if party in posts[key]:
                verbs = decisions.verbs_of(w, row)
                words = w.say("paper.cards.step", at=w.places(row.from_), verbs=verbs)
                if key == "decide":
                    words += _beside(w, row, party)
                yield Row(w.say(f"paper.cards.mark.{key}"), words, small(w, row.clause))


def _powers(w: Words, party: str) -> Iterator[Row]:
    """What else I may do, confirm or order."""
    for act in w.plan.acts:
        if party in act.by:
            words = w.say("paper.cards.act", at=w.places(act.at), verbs=w.commands(act.on))
            yield Row(w.say("paper.cards.mark.may"), words, small(w, act.clause))
    for one in w.plan.end_conditions:
        if party in one.confirmed_by:
            words = w.say("paper.cards.confirm", text=w.worded(one))
            yield Row(w.say("paper.cards.mark.confirm"), words, small(w, one.clause))
    for measure in w.plan.measures:
        if party in measure.decided_by:
            words = w.say("paper.cards.order", text=w.worded(measure), who=w.parties(measure.unit))
            yield Row(w.say("paper.cards.mark.order"), words, small(w, measure.clause))


def _beside(w: Words, row: Transition, party: str) -> str:
    """With whom, and after whose word, I decide."""
    others = [one for one in row.by if one != party]
    said = ""
    if others:
        said = w.say(f"paper.cards.with.{row.signatures}", who=w.parties(others))
    if decisions.proposes_itself(row):
        said += w.say("paper.cards.proposed", approver=w.parties(row.approved_by))
    return said + "".join(decisions.before(w, row))


# What I do --------------------------------------------------------------------------------


def _does(w: Words, party: str) -> list[Row]:
    """My measures, by where they are asked for."""
    rows = []
    for measure in w.plan.measures:
        if party not in measure.unit:
            continue
        words = w.say("paper.cards.measure", at=_where(w, measure), text=w.worded(measure))
        if measure.when is not None:
            words += w.say("paper.cards.only_when", when=w.whole(measure.when))
        if measure.within is not None:
            words += w.say("paper.measure.within", limit=limit_words(measure.within, w.language))
        others = [one for one in measure.unit if one != party]
        if others:
            words += w.say("paper.cards.together", who=w.parties(others))
        if measure.decided_by:
            words += w.say("paper.measure.ordered", who=w.parties(measure.decided_by))
        rows.append(Row(duties.modality(w, measure), words, small(w, measure.clause)))
    return rows


def _where(w: Words, measure: Measure) -> str:
    """Where a measure is asked for, the levels that inherit it included."""
    plan = w.plan
    also = [
        place
        for place in plan.positions
        if not plan.covers(measure.at, place)
        and any(plan.covers(measure.at, above) for above in lineage(plan, place))
    ]
    whole = [
        level.id
        for level in plan.levels
        if {p for p in plan.positions if p in plan.places[level.id]} <= {*also}
    ]
    rest = [one for one in also if not any(one in plan.places[level] for level in whole)]
    return w.places((*measure.at, *whole, *rest))


# What I report and what is reported to me -------------------------------------------------


def _reports(w: Words, party: str) -> list[Row]:
    rows = []
    for report in w.plan.reports:
        if not _owes(w.plan, party, report):
            continue
        to = w.parties(report.recipients)
        words = w.say("paper.cards.report", name=w.named(report), to=to, at=w.places(report.at))
        if party == DIVISIONS:
            words += w.say("paper.cards.which", which=_which(w, report))
        if report.when is not None:
            words += w.say("paper.cards.only_when", when=w.whole(report.when))
        words += "".join(duties.limits(w, report))
        if report.content:
            words += w.say("paper.report.content", fields=w.fields(report.content))
        due = cadence_words(w.plan, report.cadence, w.language)
        means = "" if report.means == "any" else w.say(f"paper.report.means.{report.means}")
        mark = w.say("paper.cards.due_by", due=due, means=means) if means else due
        rows.append(Row(mark, words, small(w, report.clause)))
    return rows


def _which(w: Words, report: ReportObligation) -> str:
    """Which of the counties."""
    source = report.reporters
    words = [text(f"plan.reporters.{source.divisions}", w.language)] if source.divisions else []
    for key in ("divisions_in", "divisions_not_in"):
        fact = getattr(source, key)
        if fact:
            words.append(text(f"plan.reporters.{key}", w.language, name=w.facts([fact])))
    return w.listed(words)


def _owes(plan: Plan, party: str, report: ReportObligation) -> bool:
    if party == DIVISIONS:
        return _of_divisions(report)
    unit = plan.unit_by_id.get(party)
    member = report.reporters.members and unit is not None and unit.member
    return party in report.reporters.units or member


def _of_divisions(report: ReportObligation) -> bool:
    source = report.reporters
    return bool(source.divisions or source.divisions_in or source.divisions_not_in)


def _receives(w: Words, party: str) -> list[Row]:
    """The reports that come to me, those of one deadline in one row."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for report in w.plan.reports:
        if party in report.recipients:
            due = cadence_words(w.plan, report.cadence, w.language)
            found.setdefault((due, report.clause), []).append(w.named(report))
    return [
        Row(due, w.listed(w.say("paper.quoted", words=name) for name in names), small(w, clauses))
        for (due, clauses), names in found.items()
    ]


# My groups --------------------------------------------------------------------------------


def _groups(w: Words, party: str) -> list[Row]:
    rows = []
    for group in w.plan.groups:
        part = _part_in(w.plan, party, group)
        if part is None:
            continue
        words = w.say("paper.cards.group", name=w.named(group), leader=w.parties(group.leader))
        duty = w.in_chinese(group.duty)
        if duty:
            words += w.say("paper.cards.group_duty", duty=duty)
        rows.append(Row(w.say(f"paper.cards.mark.{part}"), words, small(w, group.clause)))
    return rows


def _part_in(plan: Plan, party: str, group: Group) -> str | None:
    """Whether a post or unit leads a group (also by a person of it in words) or is in it."""
    unit = plan.unit_by_id.get(party)
    role = plan.role_by_id.get(party)
    names = [unit.name, *unit.aliases] if unit else [role.name] if role else []
    for part, listed in (("leader", group.leader), ("member", group.members)):
        if party in listed or any(one.startswith(name) for one in listed for name in names):
            return part
    return None
