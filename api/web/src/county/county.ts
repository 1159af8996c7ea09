/** What a county or unit that only reports has before it: its own reports, over all incidents. Pure. */
import type { IncidentView, Slot } from "../api/types";

export interface Owed {
  view: IncidentView;
  slot: Slot;
  /** The period of the report has begun: it can be handed in. */
  begun: boolean;
}

/**
 * What is owed, next first: the overdue and what is owed at once, then by due instant; the real
 * before exercises at the same instant, and what cannot be handed in yet last.
 */
export function owedOf(views: Iterable<IncidentView>, own: (view: IncidentView, slot: Slot) => boolean, now: number): Owed[] {
  const found: Owed[] = [];
  for (const view of views)
    for (const slot of view.next_slots) {
      if (own(view, slot)) found.push({ view, slot, begun: Date.parse(slot.opens_at) <= now });
    }
  return found.sort((a, b) => compared(rank(a), rank(b)));
}

const rank = ({ view, slot, begun }: Owed) => [Number(!begun), slot.due_at, Number(view.exercise), slot.id] as const;

function compared(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((one, index) => one !== b[index]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

const OPEN = new Set(["upcoming", "owed", "overdue"]);

/** Its own history: what is settled, the newest first. */
export const settledOf = (slots: Slot[]): Slot[] =>
  slots.filter((slot) => !OPEN.has(slot.state)).sort((a, b) => (a.due_at < b.due_at ? 1 : -1));
