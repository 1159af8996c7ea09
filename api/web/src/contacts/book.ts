/** The address book as the screens ask for it. What was asked a moment ago is not asked again. */
import { api } from "../api/api";
import type { Contact } from "../api/types";

/** Whom a plan names: by one of these, or several. */
export interface Asked {
  /** `plan:role`, or a general role. */
  post?: string;
  /** `plan:unit`, or a unit's name. */
  unit?: string;
  division?: string;
  /** Words, a number, or initials. */
  q?: string;
}

const FRESH_MS = 30_000;
const known = new Map<string, { at: number; found: Promise<Contact[]> }>();

/** Those who answer, the first to be rung first. A failed call is not kept. */
export function whom(asked: Asked): Promise<Contact[]> {
  const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) as Record<string, string>;
  const key = new URLSearchParams(query).toString();
  const kept = known.get(key);
  if (kept && performance.now() - kept.at < FRESH_MS) return kept.found;
  const found = api.contacts(query);
  known.set(key, { at: performance.now(), found });
  found.catch(() => known.delete(key));
  return found;
}

/** Somebody has changed the address book. */
export const forgetWhom = (): void => known.clear();

/** What a telephone can dial, in the order in which it is tried. */
export const dialled = (contact: Contact) => contact.channels.filter((one) => one.tel);

export interface UnitGroup {
  unit: string;
  contacts: Contact[];
}

/** The list by unit, in the server's order. */
export function byUnit(contacts: Contact[]): UnitGroup[] {
  const groups: UnitGroup[] = [];
  for (const one of contacts) {
    const last = groups.at(-1);
    if (last?.unit === one.unit) last.contacts.push(one);
    else groups.push({ unit: one.unit, contacts: [one] });
  }
  return groups;
}
