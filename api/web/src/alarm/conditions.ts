/** What the bell rings for: read from the views, for what this account has to do with. Pure. */
import { alarming, type Ringing } from "../calling/calls";
import { isNew } from "../overview/attention";
import type { IncidentView, Slot } from "../api/types";

/** From what cannot wait to what can. */
export const KINDS = ["exhausted", "new", "call", "overdue", "decision", "due", "unsigned"] as const;
export type AlarmKind = (typeof KINDS)[number];

export interface Alarm {
  /** The same as long as the same thing waits. */
  key: string;
  kind: AlarmKind;
  /** Empty for what belongs to no incident. */
  incident: string;
  number: string;
  title: string;
  exercise: boolean;
  /** The report that is due or overdue, or whom to call, and how many of it there are. */
  report: string;
  n: number;
  due: string | null;
  /** Owed at once, since `due`. */
  immediately: boolean;
}

export interface Listener {
  roles: string[];
  /** The division or unit that it reports for; null for none. */
  reporter: string | null;
  /** A report rings so many minutes before it is due. */
  minutes: number;
}

const isDesk = ({ roles }: Listener) => roles.includes("duty_officer");
const holds = ({ roles }: Listener, view: IncidentView, role: string) => roles.includes(`${view.plan.id}:${role}`);

/** All that rings now, what cannot wait first, real before exercise. `calls` are those without an answer. */
export function alarms(views: Iterable<IncidentView>, who: Listener, now: number, calls: Ringing[] = []): Alarm[] {
  const open = [...views].filter((view) => view.stage !== "closed").flatMap((view) => ofIncident(view, who, now));
  const found = [...open, ...(isDesk(who) ? alarming(calls, now).map(ofCalls) : [])];
  return found.sort(
    (a, b) => Number(a.exercise) - Number(b.exercise) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.due ?? "").localeCompare(b.due ?? ""),
  );
}

const ofCalls = ({ lost, key, first: { call, incident, ...about }, n, name }: ReturnType<typeof alarming>[number]): Alarm => ({
  key: `${incident ?? ""} ${lost ? "exhausted" : "call"} ${key}`, kind: lost ? "exhausted" : "call", incident: incident ?? "", ...about,
  // Of a call that belongs to no incident its reason says what it is about.
  title: about.title || call.reason,
  report: name, n, due: lost ? call.exhausts_at : call.due_at, immediately: false,
});

function ofIncident(view: IncidentView, who: Listener, now: number): Alarm[] {
  const found: Alarm[] = [];
  const add = (kind: AlarmKind, key: string, more: Partial<Alarm> = {}) =>
    found.push({
      key: `${view.id} ${kind} ${key}`, kind, incident: view.id, number: view.number, title: view.title,
      exercise: view.exercise, report: "", n: 1, due: null, immediately: false, ...more,
    });
  if (isDesk(who) && isNew(view)) add("new", "");
  // The desk answers for every report, anybody else for its own.
  const own = view.next_slots.filter((slot) => isDesk(who) || slot.reporter === who.reporter);
  for (const [key, slots] of owed(own, who.minutes, now)) {
    const first = slots[0]!;
    add(isLate(first, now) ? "overdue" : "due", key, { report: first.obligation_name, n: slots.length, due: first.due_at, immediately: first.immediately });
  }
  const { pending } = view;
  if (pending && mayDecide(view, who)) add("decision", `${pending.command} ${pending.since}`, { due: pending.since });
  for (const one of view.unsigned) {
    // The desk that has just entered an order knows that it is unsigned; it rings when that is an alarm by the plan.
    const late = one.alarmed || (one.alarm_at !== null && Date.parse(one.alarm_at) <= now);
    if ((isDesk(who) && late) || holds(who, view, one.role)) add("unsigned", String(one.seq), { n: one.seq });
  }
  return found;
}

function mayDecide(view: IncidentView, who: Listener): boolean {
  if (isDesk(who)) return true;
  const decide = view.allowed.filter((one) => /^(approve_|refuse_|activate_|end_)/.test(one.command));
  return decide.some((one) => one.roles.some((role) => holds(who, view, role.id)));
}

const isLate = (slot: Slot, now: number) =>
  slot.past_reminders || slot.state === "overdue" || (!slot.immediately && Date.parse(slot.due_at) < now);

/** What is owed at one instant by many is one alarm. */
function owed(slots: Slot[], minutes: number, now: number): Map<string, Slot[]> {
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    if (slot.state !== "owed" && slot.state !== "overdue" && slot.state !== "upcoming") continue;
    const late = isLate(slot, now);
    if (!late && !slot.immediately && Date.parse(slot.due_at) - now > minutes * 60_000) continue;
    const key = `${slot.obligation} ${slot.due_at}`;
    found.set(key, [...(found.get(key) ?? []), slot]);
  }
  return found;
}
