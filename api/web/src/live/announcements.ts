/**
 * What screen readers are told of incidents whose place has changed.
 *
 * Changes that come together, as after a connection was lost, are told together: each takes
 * the place of what was being said, and would drown the ones before it.
 */
import type { IncidentView } from "../api/types";

export interface Change {
  before: IncidentView;
  after: IncidentView;
}

const TOGETHER_MS = 5_000;

export class Announcements {
  private readonly fresh = new Map<string, Change & { at: number }>();

  constructor(private readonly steady: () => number) {}

  /** All that is to be said now; null if this change is none that is told. */
  note(before: IncidentView | undefined, after: IncidentView): Change[] | null {
    if (!before || samePlace(before, after)) return null;
    const at = this.steady();
    for (const [id, told] of this.fresh) if (at - told.at > TOGETHER_MS) this.fresh.delete(id);
    this.fresh.set(after.id, { before, after, at });
    return [...this.fresh.values()];
  }
}

/** By what the place is and not by its name, which is another one in another language. */
function samePlace(one: IncidentView, other: IncidentView): boolean {
  return (["stage", "grade", "level", "sub_state"] as const).every((key) => one[key] === other[key]);
}
