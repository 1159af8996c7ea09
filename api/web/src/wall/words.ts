/** What stands on a wall about an incident, as texts by row; how they look is in WallTile.vue. */
import type { IncidentView, PlanDetail, Slot } from "../api/types";
import { headFigures } from "../incident/headFigures";
import { isLost, isOpen } from "../calling/calls";
import { isOpen as isOpenMeasure } from "../incident/measures";
import { positionName, roleName } from "../incident/words";
import { language, t } from "../messages";
import { showTime, span } from "../time/clock";
import type { Row } from "./fit";
import { FONT, dayApart, ems } from "./sizes";

const comma = (names: string[]) => names.join(t("common.list_comma"));
const apart = (texts: (string | false)[]) => texts.filter(Boolean).join("　");
/** "22:41" of the present day, else with its date. */
const clockOf = (instant: string, today: string) => {
  const shown = showTime(instant);
  return shown.startsWith(`${today} `) ? shown.slice(today.length + 1) : shown;
};

/** The report to count down to: the next that is not overdue, else the one overdue for longest. */
export function nextDue(view: IncidentView): Slot | null {
  const timed = view.next_slots.filter((slot) => !slot.immediately);
  return timed.find((slot) => slot.state !== "overdue") ?? timed[0] ?? null;
}

/** A report of so many is shown as a count. */
const MANY = 4;
const HOUR_MS = 3_600_000;
/** The countdown shows minutes and seconds alone. */
export const isBrief = (slot: Slot | null, now: number, live: boolean): boolean =>
  live && slot !== null && Math.abs(Date.parse(slot.due_at) - now) < HOUR_MS;

export const levelWords = (view: IncidentView): string => (view.level ? view.place_name : t(`stage.${view.stage}`));

/** All rows, in the order in which they stand. `today` is such as "11-23"; `brief`: less than an hour is left and counted. */
export function rowsAbout(view: IncidentView, plan: PlanDetail | undefined, today: string, brief = false): Row[] {
  const at = (instant: string) => clockOf(instant, today);
  const next = nextDue(view);
  const rows: (Row | false)[] = [
    { id: "head", text: levelWords(view), enough: enough(view), before: badges(view), beside: dayApart(t("wall.since", { at: at(view.since) })) },
    { id: "title", text: view.title },
    { id: "figures", text: figures(view, plan, at) },
    lost(view),
    overdue(view),
    atOnce(view),
    pending(view, plan, at),
    next !== null && due(next, at, brief),
    view.next_slots.length === 0 && { id: "now", text: t("list.none_due") },
    calls(view),
    view.stage === "ended" ? response(view, plan) : { id: "command", text: t("wall.commands", { name: view.command.name }) },
    { id: "place", text: apart([view.division_name, view.place, view.number, t("wall.occurred", { at: at(view.occurred_at) })]) },
    view.stage === "ended" ? watched(view) : groups(view),
    numbers(view, at),
  ];
  return rows.filter((row): row is Row => row !== false && row.text !== "");
}

/** "紧张状态" of "Ⅲ级（市级） 紧张状态": the level itself stands in its badge. */
function enough(view: IncidentView): string | undefined {
  if (view.sub_state) return view.place_name.split(" ").at(-1);
  if (!view.level) return undefined;
  // "Level IV" of "Level IV response", "Ⅳ级" of "Ⅳ级（县（市、区）级）".
  return language.value === "en" ? view.place_name.split(" ").slice(0, 2).join(" ") : view.place_name.split("（")[0];
}

/** Room for the badges before the name of the level, in letters of its size: of the level, of an exercise. */
const badges = (view: IncidentView): number => (view.level ? 2.4 : 0.8) + (view.exercise ? (ems(t("exercise.badge")) * FONT.label) / FONT.title + 0.8 : 0);

/** Room for the small word before the figures, which changes when they have run out. */
const countWord = (): number => ((Math.max(ems(t("wall.left")), ems(t("wall.past"))) + 0.15) * FONT.label) / FONT.count;

function due(slot: Slot, at: (instant: string) => string, brief: boolean): Row {
  const to = comma(slot.recipient_names);
  const from = /^\d{6}$/.test(slot.reporter) ? "" : slot.reporter_name;
  return {
    id: "due",
    // The figures run; they are as wide as eights.
    text: brief ? "88:88" : "88:88:88",
    before: countWord(),
    beside: [slot.obligation_name, apart([t("slots.due", { at: at(slot.due_at) }), to || from])],
    whole: [t("slots.due", { at: at(slot.due_at) }), at(slot.due_at)],
  };
}

/** Posts, without names and numbers: a wall is read by whoever passes. Of many the first. */
function posts(calls: IncidentView["calls"]): string {
  const all = [...new Set(calls.map((one) => one.post))];
  return comma(all.slice(0, NAMED)) + (all.length > NAMED ? "…" : "");
}
const NAMED = 3;

function lost(view: IncidentView): Row | false {
  const found = view.calls.filter(isLost);
  return found.length > 0 && { id: "lost", text: t("wall.calls_lost", { n: view.call_counts.exhausted, names: posts(found) }) };
}

function calls(view: IncidentView): Row | false {
  const found = view.calls.filter(isOpen);
  return found.length > 0 && { id: "calls", text: t("wall.calls", { n: view.call_counts.open, names: posts(found) }) };
}

/** What the response has been, where it has ended: nobody commands any more. */
function response(view: IncidentView, plan: PlanDetail | undefined): Row {
  const { highest_level: level, activated_at: from, ended_at: to } = view;
  return {
    id: "command",
    text: apart([
      level !== null && t("list.highest", { level: positionName(plan, level, null) }),
      from !== null && to !== null && t("list.lasted", { span: span(Date.parse(to) - Date.parse(from)) }),
    ]),
  };
}

/** Until when a change of the casualties is owed. */
const watched = (view: IncidentView): Row | false =>
  view.casualty_watching && { id: "groups", text: t("incident.watch", { until: showTime(view.casualty_watch_until) }) };

/** By whom: the names of counties and units, with what they owe behind them. */
function overdue(view: IncidentView): Row | false {
  const late = view.next_slots.filter((slot) => slot.state === "overdue");
  const measures = view.measures.filter((one) => one.state === "overdue").map((one) => one.text);
  if (!late.length && !measures.length) return false;
  const said = [...grouped(late)].map(([what, names]) => t("wall.overdue_by", { names: comma(names), what }));
  return { id: "overdue", text: `${t("wall.overdue_n", { n: late.length + measures.length })}${[...said, ...measures].join(t("common.semicolon"))}` };
}

function grouped(slots: Slot[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const slot of slots) found.set(slot.obligation_name, [...new Set([...(found.get(slot.obligation_name) ?? []), slot.reporter_name])]);
  return found;
}

function atOnce(view: IncidentView): Row | false {
  const owed = view.next_slots.filter((slot) => slot.immediately);
  if (!owed.length) return false;
  const unsent = view.open_slots.past_reminders;
  const names = comma([...new Set(owed.map((slot) => slot.obligation_name))]);
  return { id: "now", text: apart([t("wall.immediately", { names }), unsent > 0 && t("slots.unsent", { n: unsent })]) };
}

function pending(view: IncidentView, plan: PlanDetail | undefined, at: (instant: string) => string): Row | false {
  const waits = view.pending;
  if (waits) {
    const what = waits.command === "end_response" ? t("wall.pending_end") : t("wall.pending");
    const where = positionName(plan, waits.level, waits.sub_state);
    return { id: "pending", text: apart([what, where, t("wall.pending_by", { role: roleName(plan, waits.recommended_by), at: at(waits.since) })]) };
  }
  const { level, sub_state, name } = view.recommendation;
  if (level === null || (level === view.level && sub_state === view.sub_state)) return false;
  return { id: "pending", text: `${t("wall.recommended")} ${name ?? level}` };
}

/** "死亡 1　被困 5　（22:40）　未知：重伤、失联": the time stands once where it is the same for all. */
function figures(view: IncidentView, plan: PlanDetail | undefined, at: (instant: string) => string): string {
  const all = plan
    ? headFigures(view, plan)
    : Object.entries(view.figures).map(([id, figure]) => ({ id, name: figure.name, figure }));
  const known = all.flatMap(({ name, figure }) => (figure ? [{ name: plainly(name), figure }] : []));
  const unknown = all.filter(({ figure }) => !figure).map(({ name }) => plainly(name));
  const times = [...new Set(known.map(({ figure }) => at(figure.as_of)))];
  const said = known.map(({ name, figure }) => `${name} ${figure.value}${times.length > 1 ? t("wall.figure_at", { at: at(figure.as_of) }) : ""}`);
  return apart([...said, times.length === 1 && t("wall.figures_at", { at: times[0] }), unknown.length > 0 && t("wall.unknown", { names: comma(unknown) })]);
}

/** That people are counted is clear on a wall: 被困人数 is 被困. */
const plainly = (name: string) => name.replace(/(.)人数$/, "$1");

function groups(view: IncidentView): Row | false {
  const formed = view.groups.filter((one) => one.formed);
  if (!view.groups.length) return false;
  const n = `${formed.length}/${view.groups.length}`;
  return { id: "groups", text: apart([t("wall.groups", { n }), comma(formed.map((one) => one.name))]) };
}

function numbers(view: IncidentView, at: (instant: string) => string): Row | false {
  const settled = view.measures.filter((one) => !isOpenMeasure(one)).length;
  const boards = view.reporting.filter((row) => row.total >= MANY).slice(0, 1);
  const said = [
    view.measures.length > 0 && t("wall.measures_n", { n: `${settled}/${view.measures.length}` }),
    ...boards.map((row) => `${row.name} ${at(row.due_at)} ${row.submitted}/${row.total}`),
    view.unsigned.length > 0 && t("wall.unsigned", { n: view.unsigned.length }),
  ];
  return { id: "numbers", text: apart(said) };
}
