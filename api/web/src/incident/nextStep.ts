/**
 * What has to be done next about an incident, by importance: the graver first, one act each.
 * Pure: what the account may use and what time it is are given. Only what the server's view says
 * counts here; which order may be given, and by which post, stands in `view.allowed`.
 */
import type { Allowed, IncidentView, Slot } from "../api/types";
import { callSteps } from "../calling/steps";
import { isOpen } from "./measures";
import type { Act, Step, StepKind } from "./step";

export interface Given {
  now: number;
  /** Whether the account holds the post itself, so that it decides and signs for it. */
  holds: (role: string) => boolean;
  /** The order of sub-states within a level, from the plan. */
  subStates: string[];
}

const LEVELS = ["IV", "III", "II", "I"];
/** A report is named here as soon as no more than this is left. */
const SOON_MS = 60 * 60_000;

export function nextSteps(view: IncidentView, given: Given): Step[] {
  const steps = view.stage === "closed" ? ofClosed(view, given) : ofOpen(view, given);
  return steps.sort((a, b) => weight(a.kind) - weight(b.kind));
}

/** What is allowed, the orders of the next steps first: who takes the first of a list takes what is due. */
export function dueFirst(allowed: readonly Allowed[], steps: readonly Step[]): Allowed[] {
  const due = steps.flatMap((step) => [step.act, ...step.others]).flatMap((act) => (act?.do === "order" ? [act.entry] : []));
  return [...new Set([...due.filter((entry) => allowed.includes(entry)), ...allowed])];
}

/** A closed incident has no measures or conditions left; its casualties may still be watched. */
function ofClosed(view: IncidentView, given: Given): Step[] {
  return [...decisions(view, given), ...reports(view, given.now), ...callSteps(view, given.now), ...signatures(view, given), ...watched(view)];
}

function ofOpen(view: IncidentView, given: Given): Step[] {
  return [
    ...decisions(view, given),
    ...reports(view, given.now),
    ...callSteps(view, given.now),
    ...contradicted(view),
    ...signatures(view, given),
    ...measures(view),
    ...unknown(view),
    ...fall(view, given),
    ...closing(view),
  ];
}

/** Decisions come in their own order: the graver first. */
const weight = (kind: StepKind) => WEIGHT.indexOf(kind.startsWith("pending") ? "rise" : kind);
const WEIGHT: StepKind[] = [
  "rise", "call_lost", "overdue", "call", "at_once", "contradicted", "unsigned_mine", "soon", "unsigned_late",
  "measure", "unknown", "unsigned", "fall", "end", "close", "watch",
];

const rank = (level: string | null | undefined, sub: string | null | undefined, { subStates }: Given) =>
  LEVELS.indexOf(level ?? "") * 100 + (sub ? subStates.indexOf(sub) : 0);

const order = (entry: Allowed): Act => ({ do: "order", entry });
const find = (view: IncidentView, commands: string[], level?: string | null, sub?: string | null) =>
  commands.flatMap((command) =>
    view.allowed.filter(
      (one) => one.command === command && (level === undefined || (one.level === level && (one.sub_state ?? null) === (sub ?? null))),
    ),
  );
const rolesOf = (entry: Allowed | undefined) => (entry?.desk ? [] : (entry?.roles ?? []).map((one) => one.id));

/** What the account may do itself comes before what it can only record for another. */
const ownFirst = (entries: Allowed[], { holds }: Given) => {
  const own = (entry: Allowed) => entry.roles.some((role) => holds(role.id));
  return [...entries.filter(own), ...entries.filter((one) => !own(one))];
};

const SETTLE = ["approve_activation", "activate_response", "adjust_response"];

function decisions(view: IncidentView, given: Given): Step[] {
  const steps: Step[] = [];
  const { recommendation: rec, pending } = view;
  const above = rec.level && rank(rec.level, rec.sub_state, given) > rank(view.level, view.sub_state, given);
  const waits = pending?.command !== "end_response" && pending?.level === rec.level && (pending?.sub_state ?? null) === (rec.sub_state ?? null);
  if (above && !waits) {
    // The plan's way begins with the recommendation, where it knows one.
    const [first, ...others] = ownFirst(find(view, ["recommend_activation", ...SETTLE], rec.level, rec.sub_state), given);
    const met = rec.criteria.find((one) => one.met && one.level === rec.level && (one.sub_state ?? null) === (rec.sub_state ?? null));
    steps.push({
      kind: "rise", level: rec.level!, subState: rec.sub_state, why: met?.why ?? "", clause: met?.clause ?? first?.clause ?? null,
      deciders: rolesOf(first), act: first ? order(first) : null, others: others.map(order),
    });
  }
  if (!pending) return steps;
  const ending = pending.command === "end_response";
  const [first, ...others] = ending
    ? find(view, ["approve_end", "end_response", "refuse_end"])
    : [...find(view, SETTLE, pending.level, pending.sub_state), ...find(view, ["refuse_activation"])];
  const step: Step = {
    kind: ending ? "pending_end" : "pending", level: pending.level, subState: pending.sub_state, by: pending.recommended_by,
    since: pending.since, clause: first?.clause ?? null, deciders: rolesOf(first), act: first ? order(first) : null,
    others: others.map(order),
  };
  // What is recommended now may be graver than what waits; otherwise what waits comes first.
  const graver = steps.length > 0 && (ending || rank(rec.level, rec.sub_state, given) > rank(pending.level, pending.sub_state, given));
  return graver ? [...steps, step] : [step, ...steps];
}

function reports(view: IncidentView, now: number): Step[] {
  const late = view.next_slots.filter((one) => one.state === "overdue");
  const unsent = view.next_slots.filter((one) => one.immediately && one.state === "owed");
  const soon = view.next_slots.filter(
    (one) => !one.immediately && one.state !== "overdue" && Date.parse(one.due_at) - now <= SOON_MS && Date.parse(one.due_at) >= now,
  );
  const step = (kind: StepKind, slots: Slot[]): Step[] =>
    slots.length
      ? [{ kind, slots, n: slots.length, clause: slots[0]!.clause, deciders: [], act: { do: "report", slot: slots[0]! }, others: [], due: slots[0]!.due_at }]
      : [];
  return [...step("overdue", late), ...step("at_once", unsent), ...step("soon", soon)];
}

function contradicted(view: IncidentView): Step[] {
  return view.end_conditions
    .filter((one) => one.confirmed && one.contradicted_by.length)
    .map((one) => ({
      kind: "contradicted", text: one.text, why: one.contradicted_by[0]!.words, clause: one.clause, deciders: [],
      act: { do: "go", tab: "measures" }, others: [],
    }));
}

function signatures(view: IncidentView, { now, holds }: Given): Step[] {
  const mine = view.unsigned.filter((one) => holds(one.role));
  const other = view.unsigned.filter((one) => !holds(one.role));
  const isLate = (one: (typeof other)[number]) => one.alarmed || Boolean(one.alarm_at && Date.parse(one.alarm_at) <= now);
  const steps: Step[] = mine.map((one) => ({
    kind: "unsigned_mine", seqs: [one], clause: null, deciders: [one.role], act: { do: "sign", seq: one.seq }, others: [],
  }));
  const reminder = (kind: StepKind, orders: typeof other): Step[] =>
    orders.length
      ? [{ kind, n: orders.length, seqs: orders, clause: null, deciders: [...new Set(orders.map((one) => one.role))], act: { do: "go", tab: "journal" }, others: [] }]
      : [];
  return [...steps, ...reminder("unsigned_late", other.filter(isLate)), ...reminder("unsigned", other.filter((one) => !isLate(one)))];
}

function measures(view: IncidentView): Step[] {
  const late = view.measures.filter((one) => isOpen(one) && one.state === "overdue");
  const first = late[0];
  if (!first) return [];
  return [{
    kind: "measure", n: late.length, text: first.text, unit: first.unit, clause: first.clause, deciders: first.decided_by,
    act: { do: "go", tab: "measures" }, others: [], ...(first.due_at ? { due: first.due_at } : {}),
  }];
}

/** Nothing is met while conditions cannot be judged: ask for what decides. */
function unknown(view: IncidentView): Step[] {
  const open = view.recommendation.criteria.filter((one) => one.met === null);
  if (view.stage !== "assessing" || view.recommendation.level || !open.length) return [];
  return [{ kind: "unknown", n: open.length, clause: open[0]!.clause, deciders: [], act: { do: "figures" }, others: [] }];
}

function fall(view: IncidentView, given: Given): Step[] {
  const { recommendation: rec } = view;
  if (!rec.level || view.stage !== "responding" || view.pending) return [];
  if (rank(rec.level, rec.sub_state, given) >= rank(view.level, view.sub_state, given)) return [];
  const [first, ...others] = ownFirst(find(view, ["recommend_activation", ...SETTLE], rec.level, rec.sub_state), given);
  if (!first) return [];
  return [{
    kind: "fall", level: rec.level, subState: rec.sub_state, clause: first.clause, deciders: rolesOf(first), act: order(first),
    others: others.map(order),
  }];
}

function closing(view: IncidentView): Step[] {
  const open = view.end_conditions.some((one) => !one.confirmed || one.contradicted_by.length);
  const [end] = view.end_conditions.length && !open ? find(view, ["approve_end", "end_response", "recommend_end"]) : [];
  if (end && !view.pending) return [{ kind: "end", clause: end.clause, deciders: rolesOf(end), act: order(end), others: [] }];
  const [close] = view.stage === "ended" ? find(view, ["close_incident"]) : [];
  return close ? [{ kind: "close", clause: close.clause, deciders: rolesOf(close), act: order(close), others: [] }] : [];
}

/** What changes is entered on the day: the report of the same day follows from it. */
function watched(view: IncidentView): Step[] {
  if (!view.casualty_watching || !find(view, ["record_facts"]).length) return [];
  return [{ kind: "watch", clause: null, deciders: [], act: { do: "figures" }, others: [] }];
}
