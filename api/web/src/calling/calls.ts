/** How a call stands now, and which calls need somebody. Pure: what time it is is given. */
import type { CallStep, CallView, IncidentView } from "../api/types";

/** A call with what it is about: an incident, or nothing but the office. */
export interface Ringing {
  call: CallView;
  /** Id of the incident; null for a call that belongs to none. */
  incident: string | null;
  number: string;
  title: string;
  exercise: boolean;
}

export interface Standing {
  /** Whoever is being called, at one instant; empty before the first is. */
  now: CallStep[];
  /** Whoever is called next, if nobody answers; empty when nobody is left. */
  next: CallStep[];
  /** The desk is asked to reach somebody itself, and no answer has come. */
  desk: boolean;
}

/** The channels by which the desk itself has to reach somebody: in an exercise every call is. */
const BY_HAND = ["desk", "sink"];

export const isOpen = ({ state }: CallView) => state === "queued" || state === "calling";
export const isLost = ({ state }: CallView) => state === "exhausted";
/** It can still be answered. */
export const waits = (call: CallView) => isOpen(call) || isLost(call);

/** At `now`, in milliseconds. */
export function standing(call: CallView, now: number): Standing {
  const begun = call.steps.filter((step) => Date.parse(step.at) <= now);
  const later = call.steps.filter((step) => Date.parse(step.at) > now);
  const at = (steps: CallStep[], instant: string | undefined) => steps.filter((step) => step.at === instant);
  const open = isOpen(call);
  return {
    now: at(begun, begun.at(-1)?.at),
    next: open ? at(later, later[0]?.at) : [],
    desk: isLost(call) || (open && begun.some((step) => step.channels.some((one) => BY_HAND.includes(one)))),
  };
}

/** A name that may be read; null where there is none, or where it is hidden. */
const readable = (name: string | null | undefined) => (name && name !== "***" ? name : null);

/** "张三（指挥长）", or the post alone. */
export function whoOf(call: CallView, step: CallStep): { name: string; post: string | null } {
  const person = readable(step.contact === null ? null : call.persons[step.contact]);
  return person ? { name: person, post: step.post } : { name: step.post, post: null };
}

/** Whom the call is about in one name: the first whom it calls. */
export const firstOf = (call: CallView) => {
  const person = readable(call.person);
  return person ? { name: person, post: call.post } : { name: call.post, post: null };
};

/** Contacts that have been called so far, the latest first, each once: whom the desk rings. */
export function ringing(call: CallView, now: number): string[] {
  const begun = call.steps.filter((step) => step.contact !== null && Date.parse(step.at) <= now);
  return [...new Set(begun.map((step) => step.contact!).reverse())];
}

const rank = (one: Ringing, now: number) => (isLost(one.call) ? 0 : standing(one.call, now).desk ? 1 : 2);

/**
 * Calls without an answer, whatever they belong to: real before exercise, those that nobody
 * is called for any more first, then those that the desk has to make, by their deadlines.
 */
export function unanswered(views: Iterable<IncidentView>, office: Ringing[], now: number): Ringing[] {
  const all = [...[...views].flatMap(callsOf), ...office].filter((one) => waits(one.call));
  return all.sort(
    (a, b) =>
      Number(a.exercise) - Number(b.exercise) || rank(a, now) - rank(b, now) ||
      a.call.due_at.localeCompare(b.call.due_at) || a.call.id.localeCompare(b.call.id),
  );
}

/** All calls of an incident that its view holds. */
export const callsOf = ({ id, number, title, exercise, calls }: IncidentView): Ringing[] =>
  calls.map((call) => ({ call, incident: id, number, title, exercise }));

export interface CallNumbers {
  /** Nobody has answered, and nobody is called any more. */
  lost: number;
  /** Of the others, those that wait for the desk. */
  desk: number;
  /** All without an answer. */
  all: number;
}

export function numbersOf(list: Ringing[], now: number): CallNumbers {
  const lost = list.filter((one) => isLost(one.call)).length;
  const asked = list.filter((one) => standing(one.call, now).desk).length;
  return { lost, desk: asked - lost, all: list.length };
}

/** The next instant at which a call changes by time alone, in milliseconds; null for none. */
export function nextChange(list: Ringing[], now: number): number | null {
  const instants = list
    .filter((one) => isOpen(one.call))
    .flatMap(({ call }) => [...call.steps.map((step) => step.at), call.exhausts_at])
    .map((at) => Date.parse(at))
    .filter((at) => at > now);
  return instants.length ? Math.min(...instants) : null;
}

/** What rings: calls of one rule, of one incident, with one deadline ring together. */
export function alarming(list: Ringing[], now: number): { key: string; lost: boolean; first: Ringing; name: string; n: number }[] {
  const groups = new Map<string, Ringing[]>();
  for (const one of list) {
    if (!standing(one.call, now).desk) continue;
    const { rule, id, due_at } = one.call;
    const key = `${one.incident} ${isLost(one.call)} ${rule ?? id} ${due_at}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((found) => {
    const first = found[0]!;
    const { rule, id, due_at } = first.call;
    return { key: rule ? `${rule} ${due_at}` : id, lost: isLost(first.call), first, name: firstOf(first.call).name, n: found.length };
  });
}
